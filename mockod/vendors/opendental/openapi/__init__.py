"""The OpenAPI document of the API, made from the resources' descriptions."""
