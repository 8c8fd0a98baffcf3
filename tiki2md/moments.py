"""Moments as Tiki stores them: Unix seconds, 0 where it knows none."""

from __future__ import annotations

from datetime import UTC, datetime

LAST_SECOND = 253_402_300_799
"""Where calendars with years of four digits end."""


def moment_of(seconds: int) -> datetime | None:
    """The moment in UTC; ``None`` if it is unknown or after ``LAST_SECOND``."""
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= LAST_SECOND else None
