"""One module or folder for each word of the URL."""
