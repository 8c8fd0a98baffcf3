"""Apache: a map of text for the server's configuration, and an ``.htaccess`` without one.

In the configuration a value is decoded and looked up, which is fast however many pages there
are.  ``.htaccess`` can hold no map, so it has a rule with a regular expression for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tiki2md.lookup import Lookup
from tiki2md.site.hosts.encodings import path_pattern, query_pattern
from tiki2md.site.hosts.tables import HostFiles
from tiki2md.site.names import ascii_lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.site.hosts.tables import QueryTable, Tables

CONFIGURATION = "apache.conf"
MAP = "apache-map.txt"
HTACCESS = "apache.htaccess"

_ESCAPE_KEEPS = "$-_.+!*'(),:;@&=/~"
"""What Apache's ``int:escape`` leaves as it is, besides letters and digits."""

_MAX_VALUE = 1500
"""Bytes of a value that are looked at: no name is longer, and no loop is either."""

_FLAGS = "R=301,NE,QSD,L"

_HEAD = """\
# Where the URLs of the old wiki lead now.  Include this file in the <VirtualHost> of the site,
# after a line that says where {map} is:
#     Define TIKI_REDIRECTS /etc/apache2/{map}
RewriteEngine On
RewriteMap tiki "txt:${{TIKI_REDIRECTS}}"
RewriteMap tiki_escape int:escape
RewriteMap tiki_lower int:tolower
RewriteMap tiki_unescape int:unescape
"""

_SLASHES = """\
# Names with a slash were found with %2F, too.
AllowEncodedSlashes On
"""

_HTACCESS_HEAD = """\
# Where the URLs of the old wiki lead now: put this file as .htaccess into the root of the
# site.  If you can change the server's configuration, apache.conf is faster.
RewriteEngine On
"""


def files(tables: Tables) -> HostFiles:
    """The configuration with its map, and ``.htaccess``."""
    made = HostFiles()
    rows = _map_rows(tables)
    parts = [_HEAD.format(map=MAP)]
    if len({path.count("/") for path in tables.paths}) > 1:
        parts.append(_SLASHES)
    parts += [_query_rules(number, table) for number, table in enumerate(tables.queries)]
    parts += [_bare_rule(tables, script, "^/") for script in tables.bare]
    parts.append(_PATH_RULES)
    if len(tables.titled):
        parts.append(_titled_rule(tables))
    made.files = {
        CONFIGURATION: ["\n".join(parts)],
        MAP: (f"{key} {target}\n" for key, target in rows.items()),
        HTACCESS: _htaccess(tables),
    }
    return made


def _key(kind: str, value: str) -> str:
    """A key as Apache's own functions make it of a request."""
    escaped = quote(ascii_lower(value), safe=_ESCAPE_KEEPS)
    return f"{kind}:{ascii_lower(escaped)}"


def _map_rows(tables: Tables) -> Lookup:
    rows = Lookup()
    for number, table in enumerate(tables.queries):
        rows.add_all((_key(f"q{number}", "&".join(row)), target) for row, target in table.rows())
    for kind, paths in (("path", tables.paths), ("titled", tables.titled)):
        lowered = tables.lowered(paths)
        rows.add_all((_key(kind, path), target) for path, target in lowered.items())
    return rows


def _looked_up(kind: str, value: str) -> str:
    return f"${{tiki:{kind}:${{tiki_escape:${{tiki_lower:{value}}}}}}}"


_PATH_RULES = f"""\
RewriteCond {_looked_up("path", "%{REQUEST_URI}")} ^(.+)$
RewriteRule ^ %1 [{_FLAGS}]
"""


def _scripts(scripts: Iterable[str], root: str) -> str:
    names = "|".join(path_pattern(script[1:]) for script in scripts)
    return f"{root}(?:{names})$"


def _query_rules(number: int, table: QueryTable) -> str:
    """Rules that gather the parameters in variables, decode plus signs, and look them up."""
    script = _scripts(table.scripts, "^/")
    lines = [f"# {', '.join(table.parameters)}"]
    values: list[str] = []
    for position, parameter in enumerate(table.parameters):
        variable = f"TIKI_{number}_{position}"
        lines += [
            f'RewriteCond %{{ENV:{variable}}} =""',
            f"RewriteCond %{{QUERY_STRING}} (?:^|&){parameter}=([^&]{{1,{_MAX_VALUE}}})(?:&|$)",
            f"RewriteRule {script} - [E={variable}:%1]",
        ]
        if not table.is_numeric:
            lines += [
                # Apache decodes %20, but not +.
                f"RewriteCond %{{ENV:{variable}}} ^([^+]*)\\+(.*)$",
                f"RewriteRule {script} - [E={variable}:%1\\%20%2,N]",
            ]
        values.append(f"${{tiki_unescape:%{{ENV:{variable}}}}}")
    lines += [
        f"RewriteCond {_looked_up(f'q{number}', '&'.join(values))} ^(.+)$",
        f"RewriteRule {script} %1 [{_FLAGS}]",
    ]
    return "\n".join(lines) + "\n"


def _bare_rule(tables: Tables, script: str, root: str) -> str:
    parameters = "|".join(tables.parameters_of(script))
    return (
        f"RewriteCond %{{QUERY_STRING}} !(?:^|&)(?:{parameters})=[^&]\n"
        f"RewriteRule {_scripts([script], root)} {_target(tables.bare[script])} [{_FLAGS}]\n"
    )


def _titled_prefixes(tables: Tables) -> str:
    prefixes = dict.fromkeys(path.rstrip("0123456789")[1:] for path in tables.titled)
    return "|".join(path_pattern(prefix) for prefix in prefixes)


def _titled_rule(tables: Tables) -> str:
    return (
        f"RewriteCond {_looked_up('titled', '$1')} ^(.+)$\n"
        f"RewriteRule ^(/(?:{_titled_prefixes(tables)})[0-9]+)- %1 [NC,{_FLAGS}]\n"
    )


def _target(target: str) -> str:
    """A URL as a substitution, in which percent and dollar signs would mean something."""
    return target.replace("\\", "%5C").replace("%", "\\%").replace("$", "\\$")


def _htaccess(tables: Tables) -> Iterator[str]:
    yield _HTACCESS_HEAD
    for table in tables.queries:
        script = _scripts(table.scripts, "^")
        for row, target in table.rows():
            for parameter, value in zip(table.parameters, row, strict=True):
                pattern = f"(?:^|&){parameter}={query_pattern(value)}(?:&|$)"
                yield f"\nRewriteCond %{{QUERY_STRING}} {pattern} [NC]"
            yield f"\nRewriteRule {script} {_target(target)} [{_FLAGS}]"
    for script in tables.bare:
        yield f"\n{_bare_rule(tables, script, '^')}"
    for path, target in tables.paths.items():
        title = "(?:-.*)?" if tables.titled.get(path) is not None else ""
        pattern = f"^{path_pattern(path[1:])}{title}$"
        yield f"\nRewriteRule {pattern} {_target(target)} [NC,{_FLAGS}]"
    yield "\n"
