"""What pages want and the wiki has not, counted on disk: there may be more of it than pages."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from tiki2md.temporary import Database, raw, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = """
CREATE TABLE wanted (name BLOB, page BLOB, count INTEGER, PRIMARY KEY (name, page)) WITHOUT ROWID
"""
_ADD = "INSERT INTO wanted VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1"
_RANKED = """
SELECT name, page, count
FROM wanted JOIN (SELECT name, sum(count) AS total FROM wanted GROUP BY name) USING (name)
ORDER BY total DESC, name, page
"""


class Missing:
    """Names, each with the pages that want it and how often."""

    def __init__(self) -> None:
        self._db = Database(_SCHEMA)

    def add(self, name: str, page: str) -> None:
        """A page wants something, perhaps once more."""
        self._db.execute(_ADD, (raw(name), raw(page)))

    def __len__(self) -> int:
        """How many names there are."""
        (count,) = self._db.execute("SELECT count(DISTINCT name) FROM wanted").fetchone()
        return int(count)

    def ranked(self) -> Iterator[tuple[str, Counter[str]]]:
        """What is missing, the most wanted first, with the pages by their names."""
        for name, rows in groupby(self._db.execute(_RANKED), itemgetter(0)):
            yield text_of(name), Counter({text_of(page): count for _, page, count in rows})
