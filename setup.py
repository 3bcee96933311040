"""Builds the wheel; setup.cfg says what is in it.

What setup.cfg cannot say: the images of the demo practice are made here, so that a server starts from them
without reading YAML.
"""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))


class BuildWithImages(build_py):
    """Adds the ready-made images to what is built. An editable install has none, and reads the practice itself."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            from mockod.store.images import Images, build_ready_made
            from mockod.vendors import practice_loader

            build_ready_made(Images(practice_loader), Path(self.build_lib) / "mockod" / "fixtures" / "images")


setup(cmdclass={"build_py": BuildWithImages})
