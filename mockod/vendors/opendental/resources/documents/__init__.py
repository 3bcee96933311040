"""Images and other documents of patients, and the files that belong to them."""
