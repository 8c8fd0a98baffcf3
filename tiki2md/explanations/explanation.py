"""What a finding is answered with."""

from __future__ import annotations

from typing import NamedTuple

NOTHING = "Nothing, unless the page reads badly."
"""The remedy of what is mostly right as it is."""


class Explanation(NamedTuple):
    """Two answers for the reader of a finding."""

    meaning: str
    remedy: str
