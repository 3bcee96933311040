"""Treatment plans: the active one, inactive ones, and saved ones, which a patient may sign."""
