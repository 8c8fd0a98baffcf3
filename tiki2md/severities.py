"""How bad a finding is."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """How bad, in rising order."""

    INFO = 1
    WARNING = 2
    LOSS = 3
    ERROR = 4

    @property
    def label(self) -> str:
        """The word that users read and type."""
        return self.name.lower()
