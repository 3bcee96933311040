"""The vendor's enumerations of images and other documents.

The number is the database's, the name is what goes over the wire; see ``enums``.
Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class ImageType(IntEnum):
    """What a document is to whoever looks at it."""

    Document = 0
    Radiograph = 1
    Photo = 2
    File = 3
    Attachment = 4
