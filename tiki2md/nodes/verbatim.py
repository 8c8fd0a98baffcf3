"""What verbatim text shows: comments and the marks of ``~np~`` are gone before (tiki-syntax §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.nodes.blocks import PreformattedNode
    from tiki2md.nodes.inline import NoParseNode


def noparse_text(node: NoParseNode) -> str:
    """What ``~np~`` shows; of one that holds a comment and nothing else, the comment's marks."""
    return without_marks(without_comments(f"~np~{node.inner_content}~/np~"))


def preformatted_text(node: PreformattedNode) -> str:
    """What ``~pp~`` shows."""
    return without_marks(without_comments(node.inner_content))


def without_comments(source: str) -> str:
    """``source`` without ``~tc~…~/tc~``, but for those that are all of a ``~np~`` (§2.2)."""
    parts: list[str] = []
    for start, piece, end in _between(source, "~tc~", "~/tc~"):
        glued = source.endswith("~np~", 0, start) and source.startswith("~/np~", end)
        if start == end - len(piece) or glued:
            parts.append(source[start:end])
    return "".join(parts)


def without_marks(source: str, shown: Callable[[str], str] = str) -> str:
    """``source`` without the marks of ``~np~…~/np~``.

    Args:
        source: verbatim text.
        shown: what becomes of a text between them; it stays by default.
    """
    return "".join(
        piece if start == end - len(piece) else shown(piece)
        for start, piece, end in _between(source, "~np~", "~/np~")
    )


def _between(source: str, opener: str, closer: str) -> Iterator[tuple[int, str, int]]:
    """The pieces of ``source`` outside and inside pairs of marks, and where they are with marks.

    A regular expression would look for the closer again from every opener.
    """
    at = 0
    while True:
        start = source.find(opener, at)
        end = source.find(closer, start) if start >= 0 else -1
        if end < 0:
            yield at, source[at:], len(source)
            return
        yield at, source[at:start], start
        after = end + len(closer)
        yield start, source[start + len(opener) : end], after
        at = after
