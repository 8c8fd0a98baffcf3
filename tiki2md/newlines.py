"""One kind of line end for texts that hold any."""

from __future__ import annotations


def with_newlines(text: str) -> str:
    """``text`` with a newline for each line end, whatever its kind (CommonMark §2.1)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_parsed(text: str) -> str:
    """``text`` as parsers of Markdown read it: without null characters, too (CommonMark §2.3)."""
    return with_newlines(text).replace("\0", "\ufffd")
