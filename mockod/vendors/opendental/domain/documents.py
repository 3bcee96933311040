"""Files of patients: what they are called, where an office keeps them, where on an SFTP site they go."""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import urlsplit

MOST_FILE_BYTES = 10_000_000
"""Of one file (assumed). As base64 it still goes into a request."""
IMAGE_FOLDER = "\\\\server\\OpenDentImages"
"""Where an office keeps its files, in the form of the vendor's page; there is no such server."""
IMAGE_EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff"})
"""Of standard images, which alone have thumbnails."""
PROGRAM_EXTENSIONS = frozenset(
    ".exe .com .bat .cmd .msi .scr .pif .ps1 .vbs .vbe .js .jse .wsf .hta .jar .dll .cpl .lnk .reg".split()
)
"""Of files that Windows runs when somebody opens them: no office takes these (assumed)."""
DOWNLOAD = "_download_:"
"""Begins the note of a document whose file is still to be fetched from a URL (documented)."""
NOT_DOWNLOADED = "xx"
"""What such a file is called until then, as on the page."""
MOST_NAME = 200
"""Characters of a file's name."""

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}", re.ASCII)
_PERMANENT = [str(number) for number in range(1, 33)]
_PRIMARY = list("ABCDEFGHIJKLMNOPQRST")
_ADDRESS = re.compile(r"(?:sftp://)?([a-z0-9._-]+(?::\d{1,5})?)(/[^?#]*)", re.ASCII | re.IGNORECASE)


def tooth_numbers(text: str) -> str:
    """Teeth with each range written out. Raises ValueError for what is neither a tooth nor a range of teeth.

    >>> tooth_numbers("1-5,8"), tooth_numbers("A-C, T"), tooth_numbers("")
    ('1,2,3,4,5,8', 'A,B,C,T', '')
    """
    parts = [part.strip().upper() for part in text.split(",")] if text.strip() else []
    teeth = [tooth for part in parts for tooth in _teeth(part)]
    return ",".join(dict.fromkeys(teeth))


def _teeth(part: str) -> list[str]:
    first, hyphen, last = (word.strip() for word in part.partition("-"))
    arch = _PERMANENT if first in _PERMANENT else _PRIMARY
    last = last if hyphen else first
    if first not in arch or last not in arch or arch.index(last) < arch.index(first):
        raise ValueError(f"{part!r} is neither a tooth nor a range of teeth")
    return arch[arch.index(first) : arch.index(last) + 1]


def file_of(text: str) -> bytes:
    """The bytes that a base64 text stands for, line breaks in it or not.

    Raises ValueError for any other text, for no bytes at all, and for more than MOST_FILE_BYTES.
    """
    try:
        content = b64decode("".join(text.split()), validate=True)
    except ValueError as exc:
        raise ValueError("no base64") from exc
    if not 0 < len(content) <= MOST_FILE_BYTES:
        raise ValueError(f"a file has 1 to {MOST_FILE_BYTES} bytes; this one has {len(content)}")
    return content


def file_extension(text: str) -> str:
    """An extension with its dot, as it was sent. Raises ValueError for none, and for that of a program.

    >>> file_extension(".pdf")
    '.pdf'
    """
    if not _EXTENSION.fullmatch(text) or text.lower() in PROGRAM_EXTENSIONS:
        raise ValueError(f"{text!r} is no extension of a document")
    return text


def extension_of(file_name: str) -> str:
    """
    >>> extension_of("DoeJane7.JPG"), extension_of("folder.d/file"), extension_of(".profile")
    ('.JPG', '', '')
    """
    stem, dot, extension = file_name.rpartition("/")[2].rpartition(".")
    return f"{dot}{extension}" if stem else ""


def new_file_name(last_name: str, first_name: str, doc_num: int, extension: str) -> str:
    """
    >>> new_file_name("O'Doe", "Jane", 7, ".jpg")
    'ODoeJane7.jpg'
    """
    return f"{_letters(last_name + first_name)}{doc_num}{extension}"


def folder_name(image_folder: str, last_name: str, first_name: str, pat_num: int) -> str:
    """A patient's folder: the one that the patient's row names, else one made as the vendor's program does.

    >>> folder_name("", "Doe", "Jane", 15), folder_name("Smith4", "Doe", "Jane", 15)
    ('DoeJane15', 'Smith4')
    """
    return image_folder or f"{_letters(last_name + first_name)}{pat_num}"


def file_path(folder: str, file_name: str) -> str:
    """
    >>> print(file_path("DoeJane15", "exampleimage.jpg"))
    \\\\server\\OpenDentImages\\D\\DoeJane15\\exampleimage.jpg
    """
    return "\\".join((IMAGE_FOLDER, folder[:1].upper(), folder, file_name))


def _letters(name: str) -> str:
    return "".join(letter for letter in name if letter.isalpha())[:MOST_NAME]


def sftp_address(text: str) -> str:
    """A site and a path on it, by which its file is found again: without a scheme, the host in small letters.

    Raises ValueError where either is missing, and for control characters and dots that lead upwards.

    >>> sftp_address("sftp://Files.Example.com/in/a.png"), sftp_address("files.example.com/")
    ('files.example.com/in/a.png', 'files.example.com/')
    """
    match = _ADDRESS.fullmatch(text.strip())
    if not match or not text.isprintable() or "\\" in text or ".." in match[2].split("/"):
        raise ValueError("neither a site nor a path on it")
    return match[1].lower() + re.sub("/+", "/", match[2])


def address_of_file(address: str, file_name: str) -> str:
    """Where a file is put: at the address, or in the folder that the address is. Raises ValueError for another type.

    >>> [address_of_file(address, "a.png") for address in ("host/in/", "host/in", "host/b.png")]
    ['host/in/a.png', 'host/in/a.png', 'host/b.png']
    """
    asked = extension_of(address.partition("/")[2])
    if address.endswith("/") or not asked:
        return address_in_folder(address, file_name)
    if asked.lower() != extension_of(file_name).lower():
        raise ValueError(f"{file_name} is no {asked}")
    return address


def address_in_folder(address: str, file_name: str) -> str:
    return f"{address.rstrip('/')}/{file_name}"


def web_address(text: str) -> str:
    """A URL from which a program could download a file. Raises ValueError for any other."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as exc:
        raise ValueError("no URL of a file") from exc
    is_usual = parts.scheme.lower() in ("http", "https", "ftp") and bool(parts.hostname) and port != 0
    if not is_usual or not text.isprintable() or " " in text:
        raise ValueError("no URL of a file")
    return text
