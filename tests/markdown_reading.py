"""Markdown as a reader sees it: another parser's HTML, reduced to its text."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt

LEFTOVERS = ("**", "~~", "```", "](", "\\", "&lt;", "&gt;", "&amp;")
"""Marks of Markdown and HTML that a reader must not see in prose."""

_UNSEEN = frozenset({"code", "pre", "script", "style"})


class _Prose(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._depth += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(data)


def to_html(markdown: str) -> str:
    """The HTML that GitHub's flavour makes of ``markdown``."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.render(markdown)


def prose(markdown: str) -> str:
    """The text that a reader sees outside code."""
    reader = _Prose()
    reader.feed(to_html(markdown))
    reader.close()
    return "".join(reader.parts)
