"""The words of the URL, and what is read and written for each."""
