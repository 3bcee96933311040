"""mockod: the Open Dental REST API on your laptop."""

from mockod._version import __version__

__all__ = ["__version__"]
