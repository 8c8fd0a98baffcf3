"""Which page texts are still HTML-escaped, as Tiki stored them before version 9."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tiki2md.readers.text import mend_page, unescape_once

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableSequence

    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Page
    from tiki2md.readers.schema import Row, Tables

_CONVERTED = {"new9.0+", "conv9.0"}
_ESCAPED = re.compile(r"&(?:lt|gt|quot|amp|#0?39);")
_RAW = re.compile(r'[<>"]')
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_QUOTE = "&quot;"

# Columns of tiki_pages (tiki-versions §4): in every version, so that a table without one of
# them is a part of the table; and since Tiki 9.
_ALWAYS = frozenset({"hits", "comment", "ip", "flag", "points", "votes", "pageRank"})
_SINCE_9 = frozenset({"version_minor", "comments_enabled", "keywords"})


class EscapedPages:
    """Tells whether a row of ``tiki_pages`` holds escaped text.

    Since Tiki 9 every page that is saved gets a row in ``tiki_db_status``; a page
    without one was last saved before (tiki-exports §1).  A database without that
    table is older than Tiki 9 (tiki-versions §4), but a mere export of a few tables
    may lack it too; so only a dump of a whole database counts, and only if none
    of its columns is younger, or a table of pages without the columns that it got
    by Tiki 9.  Whatever the tables say, a text with a bare ``<``,
    ``>`` or ``"`` was not escaped, and one without references needs nothing.
    """

    def __init__(self, tables: Tables) -> None:
        self._known = "tiki_db_status" in tables.rows
        self._converted = {
            (row.get("tableName"), row.get("objectId"))
            for row in tables.get("tiki_db_status")
            if row.get("status") in _CONVERTED
        }
        columns = tables.columns.get("tiki_pages", set())
        is_old_dump = (
            tables.whole_database
            and ("tiki_history" in tables.others or "tiki_history" in tables.rows)
            and "tiki_preferences" in tables.rows
            and "pageSlug" not in columns
        )
        is_old_table = columns >= _ALWAYS and not columns & _SINCE_9
        self._old = not self._known and (is_old_dump or is_old_table)
        self._is_tiki_1 = is_old_table and "is_html" not in columns

    def is_html_of_tiki_1(self, row: Row) -> bool:
        """Whether a page is HTML in a Tiki that had no column for it.

        It escaped all texts but those that their authors gave as HTML, so only these have tags.
        """
        return self._is_tiki_1 and _TAG.search(row.get("data") or "") is not None

    def is_escaped(self, row: Row) -> bool:
        """Whether the text of this page must be unescaped once."""
        return self._is_old("tiki_pages", "page_id", row) and looks_escaped(row.get("data") or "")

    def is_old_version(self, row: Row) -> bool:
        """Whether a row of ``tiki_history`` was stored before Tiki 9.

        Its text, which is not at hand, must be unescaped once if it ``looks_escaped``.
        """
        return self._is_old("tiki_history", "historyId", row)

    def _is_old(self, table: str, key: str, row: Row) -> bool:
        if row.get("is_html") == "1":  # HTML pages were never escaped
            return False
        return self._old or (self._known and (table, row.get(key)) not in self._converted)


class EscapedEra:
    """Tells from the texts of an export alone which of them are escaped.

    An export of pages says nothing about the version of Tiki, and a site that was
    upgraded holds texts of both kinds: those last saved before the upgrade are
    escaped, those saved after it are not.  So the day of the upgrade is where the
    texts agree best with that: those of escaped form before it, those with a bare
    ``<``, ``>`` or ``"`` after it.  Nearly every page has one of the two forms,
    because arguments of plugins stand in quotes.

    Authors write ``&lt;`` and ``&amp;`` by hand as well, but hardly ever ``&quot;``:
    without one, nothing counts as escaped.  Such texts read the same either way, as
    Tiki shows references as what they stand for.

    Args:
        texts: when each text was saved (Unix seconds, 0 for unknown) and the text,
            without pages in HTML, which were never escaped.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        votes: Counter[int] = Counter()
        first_quote: int | None = None
        for saved, text in texts:
            if looks_escaped(text):
                votes[saved] += 1
                if _QUOTE in text and (first_quote is None or saved < first_quote):
                    first_quote = saved
            elif _RAW.search(text):
                votes[saved] -= 1
        last, balance, best = -1, 0, 0
        for saved, vote in sorted(votes.items()):
            balance += vote
            if balance > best:
                last, best = saved, balance
        self._last = last if first_quote is not None and first_quote <= last else -1

    def is_escaped(self, saved: int, text: str) -> bool:
        """Whether a text, which is no HTML page, must be unescaped once."""
        return saved <= self._last and looks_escaped(text)

    def may_hold(self, saved: int) -> bool:
        """Whether a text that was saved then may be escaped."""
        return saved <= self._last


def unescape_pages(pages: MutableSequence[Page], reporter: Reporter) -> None:
    """Give the pages of an export that does not tell the texts that their authors typed.

    So are exports of single pages, which have a text as it was stored, and texts in files,
    which people also copy out of the HTML of Tiki's editor.

    Args:
        pages: all of one export, changed here.
        reporter: told of each that was escaped (``SOURCE_ESCAPED_TEXT``).
    """
    era = EscapedEra((page.modified, page.source) for page in pages if not page.is_html)
    for at, page in enumerate(pages):
        if page.is_html or not era.may_hold(page.modified):
            continue
        for version in page.versions:
            version.escaped = not version.is_html and era.may_hold(version.modified)
        if era.is_escaped(page.modified, page.source):
            mend_page(page, reporter, is_escaped=True)
            page.aliases = [unescape_once(alias) for alias in page.aliases]
        pages[at] = page


def looks_escaped(text: str) -> bool:
    """Whether a text holds what escaping makes, and nothing that it would have replaced."""
    return bool(_ESCAPED.search(text)) and not _RAW.search(text)
