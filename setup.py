"""Builds the wheel; setup.cfg says what is in it.

What setup.cfg cannot say: the images of the demo practice are made here, so that a server starts from them
without reading YAML; and the project's addresses are those of the repository that a release is built in.
"""

import os
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


def project_urls() -> dict[str, str]:
    """Those of the repository, where the build is told which it is, as GitHub tells it; else none."""
    server, repository = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    if not (server and repository):
        return {}
    home = f"{server}/{repository}"
    pages = {"Documentation": "tree/main/docs", "Changelog": "blob/main/CHANGELOG.md", "Issues": "issues"}
    return {"Source": home, **{name: f"{home}/{path}" for name, path in pages.items()}}


setup(project_urls=project_urls(), cmdclass={"build_py": BuildWithImages})
