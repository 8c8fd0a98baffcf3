"""nginx: maps for its ``http`` block, and a rule for a ``server`` block.

nginx decodes the path of a request, but not its query; so a value stands in a map as clients
write it, which is one look-up, and then once more as a regular expression for all mixtures.
The maps of queries are only asked when a script of Tiki's is (nginx evaluates a map's
variables when they are used).  Strings are compared without regard to case by nginx itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tiki2md.lookup import Lookup
from tiki2md.site.hosts.encodings import query_pattern, query_spellings
from tiki2md.site.hosts.tables import HostFiles, between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.site.hosts.tables import QueryTable, Tables

MAPS = "nginx-maps.conf"
SERVER = "nginx-server.conf"

_MAX_TOKEN = 4000
"""Bytes that nginx allows a word of its configuration, with some to spare."""

_HEAD = """\
# Where the URLs of the old wiki lead now.  Include this file in the http block of nginx,
# and {server} in the server block of the site.
"""

_SERVER = f"""\
# Leads the URLs of the old wiki to the new site, by the maps in {MAPS}.
if ($tiki_new) {{
    return 301 $tiki_new;
}}
"""


def files(tables: Tables) -> HostFiles:
    """Two files to include."""
    made = HostFiles()
    maps: list[Iterable[str]] = []
    size = _HashSize()
    for number, table in enumerate(tables.queries):
        exact, patterns = _query_rows(table, made)
        size.add(exact)
        rows = chain(exact.items(), patterns.items())
        maps.append(_map(_value_of(table.parameters), f"$tiki_query_{number}", rows))
    scripts = dict.fromkeys(script for table in tables.queries for script in table.scripts)
    chains: dict[tuple[object, ...], str] = {}
    paths = tables.lowered(tables.paths)
    for script in scripts:
        numbers = tuple(n for n, table in enumerate(tables.queries) if script in table.scripts)
        bare = tables.bare.get(script, "")
        tried = (*numbers, bare)
        if tried not in chains:
            chains[tried] = f"$tiki_script_{len(chains)}"
            maps += _chain(chains[tried], numbers, bare, tables.parameters_of(script))
        paths[script] = chains[tried]
    size.add(paths)
    maps += _path_maps(tables, paths)
    head = _HEAD.format(server=SERVER) + size.text()
    made.files = {MAPS: between("\n", [[head], *maps]), SERVER: [_SERVER]}
    return made


@dataclass(slots=True)
class _HashSize:
    """What the tables of nginx must hold: of all keys the number and the longest."""

    count: int = 0
    longest: int = 0

    def add(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.count += 1
            self.longest = max(self.longest, len(key.encode()))

    def text(self) -> str:
        return (
            "# Long names need large buckets; if nginx.conf sets these two, keep the larger values."
            f"\nmap_hash_bucket_size {_power_of_two(self.longest + 32, 64)};\n"
            f"map_hash_max_size {_power_of_two(2 * self.count, 2048)};\n"
        )


def _power_of_two(least: int, start: int) -> int:
    return start if least <= start else 1 << (least - 1).bit_length()


def _value_of(parameters: tuple[str, ...]) -> str:
    """The parameters as nginx has them: encoded, and by names in lower case."""
    return _quoted("&".join(f"$arg_{name.lower()}" for name in parameters), variables=True)


def _query_rows(table: QueryTable, made: HostFiles) -> tuple[Lookup, Lookup]:
    """Values as clients write them, and as regular expressions, each with where it leads."""
    exact, patterns = Lookup(), Lookup()
    for row, target in table.rows():
        pattern = "&".join(query_pattern(value) for value in row)
        if len(pattern.encode()) > _MAX_TOKEN:
            made.leave_out("the name is too long")
            continue
        for key in _spellings(row):
            exact.add(_exact(key), target)
        if not re.fullmatch("[A-Za-z0-9_-]*", pattern):
            patterns.add(f"~*^{pattern}$", target)
    return exact, patterns


def _exact(key: str) -> str:
    """A key that is neither a regular expression nor a word of nginx's own."""
    return f"\\{key}" if re.match(r"[~\\]|(?:default|hostnames|include|volatile)$", key) else key


def _spellings(row: list[str]) -> Iterable[str]:
    spelled = [query_spellings(value) for value in row]
    # Two values of one URL were written by the same client, in the same way.
    count = max(map(len, spelled))
    return ("&".join(each[min(n, len(each) - 1)] for each in spelled) for n in range(count))


def _chain(
    name: str, numbers: tuple[int, ...], bare: str, parameters: list[str]
) -> list[Iterable[str]]:
    """Maps that try one query after another, and last what a script led to without any."""
    maps: list[Iterable[str]] = []
    last = ""
    if bare:
        last = f"{name}_bare"
        maps.append(_map(_value_of_all(parameters), last, [("", bare)]))
    for position in reversed(range(len(numbers))):
        variable = name if position == 0 else f"{name}_{position}"
        asked = f"$tiki_query_{numbers[position]}"
        maps.append(_map(asked, variable, [("", last)], default=asked))
        last = variable
    return maps


def _value_of_all(parameters: list[str]) -> str:
    return _quoted("".join(f"$arg_{name.lower()}" for name in parameters), variables=True)


def _path_maps(tables: Tables, paths: Lookup) -> list[Iterable[str]]:
    prefixes = dict.fromkeys(path.rstrip("0123456789") for path in tables.titled)
    words = "|".join(re.sub("[^A-Za-z0-9/_-]", _escaped, prefix) for prefix in prefixes)
    if not words:
        return [_map("$uri", "$tiki_new", paths.items())]
    numbered = f"~*^(?<tiki_number>(?:{words})[0-9]+)-"
    return [
        _map("$uri", "$tiki_object", [(numbered, "$tiki_number")]),
        _map("$tiki_object", "$tiki_titled", tables.lowered(tables.titled).items()),
        _map("$uri", "$tiki_new", paths.items(), default="$tiki_titled"),
    ]


def _escaped(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}" if match[0].isascii() else match[0]


def _map(
    value: str, name: str, rows: Iterable[tuple[str, str]], default: str = '""'
) -> Iterator[str]:
    yield f"map {value} {name} {{\n    default {default};\n"
    for key, target in rows:
        yield f"    {_quoted(key)} {_target(target)};\n"
    yield "}\n"


def _target(target: str) -> str:
    """A URL, in which a dollar sign would begin a variable, or a variable of ours."""
    return target if target.startswith("$tiki_") else _quoted(target.replace("$", "%24"))


def _quoted(text: str, *, variables: bool = False) -> str:
    r"""A word of the configuration; only ``\x`` keeps its meaning for regular expressions."""
    if text.startswith("~") or variables:
        return f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
