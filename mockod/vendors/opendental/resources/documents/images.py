"""Images made of images: thumbnails, and a mount as one image. By Pillow, which the extra ``images`` brings."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockod.vendors.opendental.wire.errors import note

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL = (100, 100)
"""Pixels (documented)."""
MOST_PIXELS = 25_000_000
"""Of an image that is opened, or made."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
WITHOUT_PILLOW = note("Images are made by Pillow, which is not installed: pip install 'mockod[images]'.")


@dataclass(frozen=True, slots=True)
class Placed:
    """An image in a mount: its file and its box in the mount, in pixels."""

    content: bytes
    left: int
    top: int
    width: int
    height: int


def can_make_images() -> bool:
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return False
    return True


def thumbnail(content: bytes) -> bytes | None:
    """An image of 100 x 100 in the same format, the original whole in its middle; None for what is no such image."""
    opened = _opened(content)
    if opened is None:
        return None
    image, kind = opened
    return _written(_fitted(image, *THUMBNAIL, WHITE), kind)


def pixels(content: bytes) -> int:
    """How many pixels an image has, by its header; 0 for what is no image, or too large a one."""
    found = _header(content)
    return found.width * found.height if found else 0


def composed(width: int, height: int, images: Iterable[Placed]) -> bytes | None:
    """The images in their boxes on black, as a JPEG; None where a side is missing or there are too many pixels."""
    from PIL import Image

    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        return None
    mount = Image.new("RGB", (width, height), BLACK)
    for placed in images:
        opened = _opened(placed.content)
        box = (min(max(placed.width, 1), width), min(max(placed.height, 1), height))
        if opened and 0 <= placed.left < width and 0 <= placed.top < height:
            mount.paste(_fitted(opened[0], *box, BLACK), (placed.left, placed.top))
    return _written(mount, "JPEG")


def _header(content: bytes) -> Image | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None
    return image if 0 < image.width * image.height <= MOST_PIXELS else None


def _opened(content: bytes) -> tuple[Image, str] | None:
    """The first picture of a file, and the file's format; None for a file that cannot be read to its end."""
    image = _header(content)
    if image is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return image.convert("RGB"), image.format or "PNG"
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError, RuntimeError, TypeError):
        return None


def _fitted(image: Image, width: int, height: int, background: tuple[int, int, int]) -> Image:
    """The whole image in the middle of a box; a side of it has a pixel at least, however long the other is."""
    import PIL.Image

    scale = min(width / image.width, height / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    box = PIL.Image.new("RGB", (width, height), background)
    box.paste(image.resize(size), ((width - size[0]) // 2, (height - size[1]) // 2))
    return box


def _written(image: Image, kind: str) -> bytes:
    into = io.BytesIO()
    image.save(into, format=kind)
    return into.getvalue()
