"""Caddy: a file to import into the block of a site.

Caddy decodes paths and queries, so that each name stands here once.  Its maps look at letters
as they are, so other case finds nothing.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from tiki2md.site.hosts.tables import HostFiles, between
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.site.hosts.tables import Tables

FILE = "redirects.caddy"

_HEAD = f"""\
# Where the URLs of the old wiki lead now.  In the block of the site: import {FILE}
"""


def files(tables: Tables) -> HostFiles:
    """The file; names with braces, which Caddy takes for its own, are beyond it."""
    made = HostFiles()
    parts: list[Iterable[str]] = [[_HEAD]]
    for number, table in enumerate(tables.queries):
        value = "&".join(f"{{query.{name}}}" for name in table.parameters)
        rows = ((f"={'&'.join(row)}", target) for row, target in table.rows())
        parts.append(_map(f"={value}", f"{{tiki_query_{number}}}", rows, made))
        parts.append([_redirect(f"tiki_query_{number}", _path(table.scripts))])
    for number, (script, target) in enumerate(tables.bare.items()):
        empty = " && ".join(f'{{query.{name}}} == ""' for name in tables.parameters_of(script))
        parts.append([_bare(number, script, target, empty)])
    titled = ((f"~^{path}-", target) for path, target in tables.titled.items())
    paths = chain(tables.spelled(tables.paths).items(), titled)
    parts.append(_map("{path}", "{tiki_path}", paths, made))
    parts.append([_redirect("tiki_path")])
    # On disk: what is left out is known when all is written.
    made.files[FILE] = Spool(between("\n", parts))
    return made


def _map(value: str, name: str, rows: Iterable[tuple[str, str]], made: HostFiles) -> Iterator[str]:
    yield f'map "{value}" {name} {{\n'
    for key, target in rows:
        if (word := _quoted(key)) is None:
            made.leave_out("Caddy has no way to write the name")
        else:
            yield f"    {word} {target}\n"
    yield '    default ""\n}\n'


def _redirect(name: str, condition: str = "") -> str:
    also = f"    {condition}\n" if condition else ""
    return (
        f'@{name} {{\n{also}    expression `{{{name}}} != ""`\n}}\n'
        f"redir @{name} {{{name}}} permanent\n"
    )


def _bare(number: int, script: str, target: str, condition: str) -> str:
    return (
        f"@tiki_bare_{number} {{\n    {_path([script])}\n    expression `{condition}`\n}}\n"
        f"redir @tiki_bare_{number} {target} permanent\n"
    )


def _path(scripts: Iterable[str]) -> str:
    return f"path {' '.join(filter(None, map(_quoted, scripts)))}"


def _quoted(text: str) -> str | None:
    """A word of a Caddyfile; ``None`` where there is no way to write it."""
    if re.search(r"[{}\x00-\x1f\x7f\x85\u2028\u2029]", text):
        return None
    if not re.search(r'["\\]', text):
        return f'"{text}"'
    return None if "`" in text else f"`{text}`"
