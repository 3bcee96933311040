"""What an office begins with, as the bytes of its database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.store.office import OfficeTemplate
from mockod.store.sent_practice import SentPractice
from mockod.store.storage_errors import refuse

ImageOf = Callable[[str | SentPractice, date], bytes]
"""A practice, by its name or as it was sent, on a day."""


class TemplateImages:
    """The images that templates of offices ask for."""

    def __init__(self, image: ImageOf) -> None:
        self._image = image

    def at(self, start: OfficeTemplate) -> bytes:
        """That of the template's practice. What cannot be read is raised as it is."""
        return self._image(start.sent or start.practice, start.clock.now().date())

    def of(self, start: OfficeTemplate) -> bytes:
        """What an office begins with. A practice that cannot be read is refused: 422 for one that was sent."""
        try:
            image = self.at(start)
        except OSError as exc:
            refuse(exc, start.practice)
            raise
        except ValueError as exc:  # a PracticeError
            raise ApiError(422 if start.sent else 400, str(exc), Basis.ASSUMED) from exc
        return start.seeded(image)
