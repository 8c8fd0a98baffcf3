"""What is said of a setting that cannot be used."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class ConfigError(Exception):
    """A setting that cannot be used; the message says which, where, and what would do."""


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the known name next to ``name``, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def nearest_or_all(name: str, known: Collection[str]) -> str:
    """As :func:`nearest`; where nothing is near, all known names."""
    return nearest(name, known) or f"; there are {', '.join(known)}"
