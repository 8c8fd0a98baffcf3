"""Which page texts are still HTML-escaped, as Tiki stored them before version 9."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiki2md.readers.schema import Row, Tables

_CONVERTED = {"new9.0+", "conv9.0"}
_ESCAPED = re.compile(r"&(?:lt|gt|quot|amp|#0?39);")
_RAW = re.compile(r'[<>"]')


class EscapedPages:
    """Tells whether a row of ``tiki_pages`` holds escaped text.

    Since Tiki 9 every page that is saved gets a row in ``tiki_db_status``; a page
    without one was last saved before (tiki-exports §1).  A database without that
    table is older than Tiki 9 (tiki-versions §4), but a mere export of a few tables
    may lack it too; so only a dump of a whole database counts, and only if none
    of its columns is younger.  Whatever the tables say, a text with a bare ``<``,
    ``>`` or ``"`` was not escaped, and one without references needs nothing.
    """

    def __init__(self, tables: Tables) -> None:
        self._known = "tiki_db_status" in tables.rows
        self._converted = {
            (row.get("tableName"), row.get("objectId"))
            for row in tables.get("tiki_db_status")
            if row.get("status") in _CONVERTED
        }
        self._old = (
            tables.whole_database
            and not self._known
            and ("tiki_history" in tables.others or "tiki_history" in tables.rows)
            and "tiki_preferences" in tables.rows
            and "pageSlug" not in tables.columns.get("tiki_pages", ())
        )

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


def looks_escaped(text: str) -> bool:
    """Whether a text holds what escaping makes, and nothing that it would have replaced."""
    return bool(_ESCAPED.search(text)) and not _RAW.search(text)
