"""Saved pages of the live wiki: what visitors saw, as another witness."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from tiki2md.diagnostics import Code
from tiki2md.verify.conservation import Score
from tiki2md.verify.differences import gaps, pairs
from tiki2md.verify.markup import HtmlSight
from tiki2md.verify.reporting import quoted
from tiki2md.verify.sight import Sight, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tiki2md.verify.reporting import SiteReporter

_ENDINGS = frozenset({".html", ".htm"})
_CONTENT = re.compile(r"(?:^|\s)(?:wikitext|wiki_page_data)(?:\s|$)")
_CONTENT_ID = "page-data"
"""What Tiki's templates call the element that holds the text of a page."""
_WORDS = re.compile(r"\w+")
_MOST_SHOWN = 3


class _SavedPage(HtmlSight):
    """Sees the text of the page and not what is around it."""

    def __init__(self, sight: Sight, *, whole: bool) -> None:
        super().__init__(sight)
        self._tag = ""
        self._depth = int(whole)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth and tag == self._tag:
            self._depth += 1
        elif not self._depth and not self._tag and _is_content(attrs):
            self._tag, self._depth = tag, 1
        if self._depth:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            super().handle_endtag(tag)
        if self._depth and tag == self._tag:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            super().handle_data(data)


def _is_content(attrs: Iterable[tuple[str, str | None]]) -> bool:
    return any(
        (name == "id" and value == _CONTENT_ID)
        or (name == "class" and _CONTENT.search(value or ""))
        for name, value in attrs
    )


def saved_words(html: str) -> list[str]:
    """The words of a saved page, without marks and without what typography changes."""
    seen: list[str] = []
    for whole in (False, True):
        sight = Sight()
        reader = _SavedPage(sight, whole=whole)
        reader.feed(html)
        reader.close()
        seen = words_of(sight.events)
        if seen:
            break
    return bare_words(seen)


def bare_words(words: Iterable[str]) -> list[str]:
    """Runs of letters and digits.

    Generators make curly quotes, dashes and dots of what authors typed
    (users-and-targets §2.3), so marks are no part of a word here.
    """
    text = unicodedata.normalize("NFKC", " ".join(words)).casefold()
    return _WORDS.findall(text)


def saved_pages(folder: Path) -> dict[str, Path]:
    """The saved pages in a folder, by the names that their files may stand for."""
    pages: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _ENDINGS:
            for name in (path.stem, unquote(path.stem), unquote_plus(path.stem)):
                pages.setdefault(unicodedata.normalize("NFC", name), path)
    return pages


def saved_html(path: Path) -> str:
    """The text of a saved page.

    Raises:
        OSError: it cannot be read.
    """
    return path.read_bytes().decode("utf-8", "replace")


def compare_live(saved: list[str], shown: Sight, reporter: SiteReporter) -> Score:
    """Compare the words of a saved page with those of a file.

    Args:
        saved: made by :func:`saved_words`.
        shown: what the file shows.
        reporter: takes one finding, with the first differences.
    """
    words = bare_words(words_of(shown.events))
    matched = pairs(saved, words)
    score = Score(len(matched), len(saved), len(words) - len(matched))
    shown_gaps = []
    for gap in gaps(matched, len(saved), len(words)):
        gone, new = saved[gap.start : gap.end], words[gap.other_start : gap.other_end]
        shown_gaps.append(f"{_named(gone)} for {_named(new)}")
    if shown_gaps:
        more = len(shown_gaps) - _MOST_SHOWN
        rest = f"; and at {more} more places" if more > 0 else ""
        reporter.report(Code.VERIFY_LIVE, text="; ".join(shown_gaps[:_MOST_SHOWN]) + rest)
    return score


def _named(words: list[str]) -> str:
    return quoted(" ".join(words)) if words else "nothing"
