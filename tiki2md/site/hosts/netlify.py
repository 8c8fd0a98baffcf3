"""Netlify: a ``_redirects`` file at the root of the published site.

Netlify can take a parameter out of a query, but is not documented to compare it with a value;
so one rule makes a path of each parameter, and a second rule leads from that path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.hosts.lines import encoded, line
from tiki2md.site.hosts.tables import HostFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.site.hosts.tables import QueryTable, Tables

_BETWEEN = "/tiki-old"
"""Where queries lead on their way."""


def files(tables: Tables) -> HostFiles:
    """The file; titles after numbers are beyond it."""
    lines = ["# Where the URLs of the old wiki lead now."]
    for number, table in enumerate(tables.queries):
        lines += _captures(number, table)
    lines += [line(script, target) for script, target in tables.bare.items()]
    for number, table in enumerate(tables.queries):
        for row, target in table.rows.items():
            way = "/".join(row)
            spelled = dict.fromkeys((way, way.replace(" ", "+")))
            lines += [line(f"{_BETWEEN}/{number}/{each}", target) for each in spelled]
    lines += [line(path, target) for path, target in tables.spelled(tables.paths).items()]
    made = HostFiles(published={"_redirects": "\n".join(dict.fromkeys(lines)) + "\n"})
    made.leave_out("a title after a number would need a pattern", len(tables.titled))
    return made


def _captures(number: int, table: QueryTable) -> Iterator[str]:
    """Rules that make a path of the parameters of each script."""
    names = [f"value{position}" for position in range(len(table.parameters))]
    query = " ".join(f"{p}=:{name}" for p, name in zip(table.parameters, names, strict=True))
    way = "/".join(f":{name}" for name in names)
    for script in table.scripts:
        yield f"{encoded(script)} {query} {_BETWEEN}/{number}/{way} 301"
