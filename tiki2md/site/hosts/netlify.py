"""Netlify: a ``_redirects`` file at the root of the published site.

Netlify can take a parameter out of a query, but is not documented to compare it with a value;
so one rule makes a path of each parameter, and a second rule leads from that path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.lookup import Lookup
from tiki2md.site.hosts.lines import encoded, line
from tiki2md.site.hosts.tables import HostFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.site.hosts.tables import QueryTable, Tables

_BETWEEN = "/tiki-old"
"""Where queries lead on their way."""


def files(tables: Tables) -> HostFiles:
    """The file; titles after numbers are beyond it."""
    lines = Lookup((text, "") for text in _lines(tables))  # each once
    made = HostFiles(published={"_redirects": (f"{text}\n" for text in lines)})
    made.leave_out("a title after a number would need a pattern", len(tables.titled))
    return made


def _lines(tables: Tables) -> Iterator[str]:
    yield "# Where the URLs of the old wiki lead now."
    for number, table in enumerate(tables.queries):
        yield from _captures(number, table)
    for script, target in tables.bare.items():
        yield line(script, target)
    for number, table in enumerate(tables.queries):
        for row, target in table.rows():
            way = "/".join(row)
            for spelled in dict.fromkeys((way, way.replace(" ", "+"))):
                yield line(f"{_BETWEEN}/{number}/{spelled}", target)
    for path, target in tables.spelled(tables.paths).items():
        yield line(path, target)


def _captures(number: int, table: QueryTable) -> Iterator[str]:
    """Rules that make a path of the parameters of each script."""
    names = [f"value{position}" for position in range(len(table.parameters))]
    query = " ".join(f"{p}=:{name}" for p, name in zip(table.parameters, names, strict=True))
    way = "/".join(f":{name}" for name in names)
    for script in table.scripts:
        yield f"{encoded(script)} {query} {_BETWEEN}/{number}/{way} 301"
