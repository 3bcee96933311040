"""The command ``mockod``."""
