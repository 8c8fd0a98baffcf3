"""The one exception that a reader lets out."""

from __future__ import annotations


class SourceError(Exception):
    """A source that cannot be used at all.

    The message is for the person who named the source: what was wrong, where,
    and what to do about it.
    """
