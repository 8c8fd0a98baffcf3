"""What readers raise: ``SourceError`` is all that they let out."""

from __future__ import annotations


class SourceError(Exception):
    """A source that cannot be used at all.

    The message is for the person who named the source: what was wrong, where,
    and what to do about it.
    """


class NoColumnsError(SourceError):
    """Rows came without the names of their columns, which another file may tell."""
