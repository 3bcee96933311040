"""An office put into a data folder while no server has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mockod.store.connection import SqlFunctions
from mockod.store.data_folder import DataFolder
from mockod.store.database_file import DatabaseFile
from mockod.store.folder_lock import FolderError


def put_office(folder: Path, key: str, make: Callable[[], bytes], functions: SqlFunctions) -> int:
    """Make an image and write it as the data of the key's office; answers its bytes.

    Raises FolderError, before anything is made, where the folder cannot be used or has such an office; ApiError where
    it cannot be written.
    """
    data_folder = DataFolder(folder)
    try:
        if data_folder.has_data(key):
            raise FolderError(f"{folder} has an office {key} already")
        image = make()
        DatabaseFile(data_folder.data(key), image, functions, len(image), data_folder.check).close()
        data_folder.remember(key)
        return len(image)
    finally:
        data_folder.release()
