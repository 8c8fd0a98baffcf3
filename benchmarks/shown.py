"""Whether a built site shows what authors wrote to be shown as it is: verbatim text and code."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.readers import read_sources

if TYPE_CHECKING:
    from pathlib import Path

_VERBATIM = re.compile(r"~np~(.*?)~/np~", re.DOTALL)
_CODE = re.compile(r"\{CODE\([^\n]*?\)\}(.*?)\{CODE\}", re.DOTALL)
_ALT = re.compile(r'\{img [^\n]*?alt="([^"]*)"')
_SPACE = re.compile(r"\s+")


class _Shown(HTMLParser):
    """The text of a page and the descriptions of its pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.descriptions: set[str] = set()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in {"script", "style"}
        self.descriptions.update(_plain(value or "") for name, value in attrs if name == "alt")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(data)


def _plain(text: str) -> str:
    """A text without its white space, which HTML may change."""
    return _SPACE.sub("", text)


def not_shown(export: Path, public: Path) -> list[str]:
    """Titles, verbatim texts, code and descriptions of pictures that no page of a site shows.

    Args:
        export: what was converted.
        public: the folder that a generator made.
    """
    texts: list[str] = []
    descriptions: set[str] = set()
    for path in sorted(public.rglob("*.html")):
        page = _Shown()
        page.feed(path.read_text("utf-8"))
        page.close()
        texts.append(_plain("".join(page.text)))
        descriptions |= page.descriptions
    shown = "\0".join(texts)
    missing: list[str] = []
    for page in read_sources([export], Reporter()).pages:
        wanted = {page.name, *(unescape(text) for text in _VERBATIM.findall(page.source))}
        wanted.update(_CODE.findall(page.source))
        missing += (f"{page.name}: {text}" for text in sorted(wanted) if _plain(text) not in shown)
        pictures = {unescape(text) for text in _ALT.findall(page.source)}
        missing += (
            f"{page.name}: alt={text}"
            for text in sorted(pictures)
            if _plain(text) not in descriptions
        )
    return missing
