"""Caddy: a file to import into the block of a site.

Caddy decodes paths and queries, so that each name stands here once.  Its maps look at letters
as they are, so other case finds nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.site.hosts.tables import HostFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.site.hosts.tables import Tables

FILE = "redirects.caddy"

_HEAD = f"""\
# Where the URLs of the old wiki lead now.  In the block of the site: import {FILE}
"""


def files(tables: Tables) -> HostFiles:
    """The file; names with braces, which Caddy takes for its own, are beyond it."""
    made = HostFiles()
    parts = [_HEAD]
    for number, table in enumerate(tables.queries):
        value = "&".join(f"{{query.{name}}}" for name in table.parameters)
        rows = {f"={'&'.join(row)}": target for row, target in table.rows.items()}
        parts.append(_map(f"={value}", f"{{tiki_query_{number}}}", rows, made))
        parts.append(_redirect(f"tiki_query_{number}", _path(table.scripts)))
    for number, (script, target) in enumerate(tables.bare.items()):
        empty = " && ".join(f'{{query.{name}}} == ""' for name in tables.parameters_of(script))
        parts.append(
            f"@tiki_bare_{number} {{\n    {_path([script])}\n    expression `{empty}`\n}}\n"
            f"redir @tiki_bare_{number} {target} permanent\n"
        )
    paths = tables.spelled(tables.paths)
    titled = {f"~^{path}-": target for path, target in tables.titled.items()}
    parts.append(_map("{path}", "{tiki_path}", paths | titled, made))
    parts.append(_redirect("tiki_path"))
    made.files[FILE] = "\n".join(parts)
    return made


def _map(value: str, name: str, rows: Mapping[str, str], made: HostFiles) -> str:
    lines: list[str] = []
    for key, target in rows.items():
        if (word := _quoted(key)) is None:
            made.leave_out("Caddy has no way to write the name")
        else:
            lines.append(f"    {word} {target}")
    return "\n".join([f'map "{value}" {name} {{', *lines, '    default ""', "}\n"])


def _redirect(name: str, condition: str = "") -> str:
    also = f"    {condition}\n" if condition else ""
    return (
        f'@{name} {{\n{also}    expression `{{{name}}} != ""`\n}}\n'
        f"redir @{name} {{{name}}} permanent\n"
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
