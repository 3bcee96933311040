"""How Open Dental writes values, errors, pages and dates."""
