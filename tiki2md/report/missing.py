"""What pages want and the wiki has not, counted on disk: there may be more of it than pages."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from tiki2md.temporary import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCHEMA = """
CREATE TABLE wanted (name BLOB, page BLOB, count INTEGER, PRIMARY KEY (name, page)) WITHOUT ROWID
"""
_ADD = (
    "INSERT INTO wanted VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
)
_RANKED = """
SELECT name, page, count
FROM wanted JOIN (SELECT name, sum(count) AS total FROM wanted GROUP BY name) USING (name)
ORDER BY total DESC, name, page
"""


class Missing:
    """Names, each with the pages that want it and how often.

    Args:
        known: to begin with.
    """

    def __init__(self, known: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._db = Database(_SCHEMA)
        for name, pages in (known or {}).items():
            for page, count in pages.items():
                self.add(name, page, count)

    def add(self, name: str, page: str, count: int = 1) -> None:
        """A page wants something once more, or several times."""
        # As bytes, which sort as the characters do, and may hold what is no text in UTF-8.
        self._db.execute(_ADD, (_raw(name), _raw(page), count))

    def __len__(self) -> int:
        """How many names there are."""
        (count,) = self._db.execute("SELECT count(DISTINCT name) FROM wanted").fetchone()
        return int(count)

    def ranked(self) -> Iterator[tuple[str, Counter[str]]]:
        """What is missing, the most wanted first, with the pages by their names."""
        for name, rows in groupby(self._db.execute(_RANKED), itemgetter(0)):
            yield _text(name), Counter({_text(page): count for _, page, count in rows})


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")
