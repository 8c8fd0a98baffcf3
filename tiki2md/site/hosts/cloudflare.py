"""Cloudflare: a Worker that knows all old URLs, and a ``_redirects`` file for paths alone.

A ``_redirects`` file cannot see queries, and has at most 2,000 rules of 1,000 characters
(users-and-targets §2.5); the Worker does all of it and more, so either is enough for paths.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tiki2md.site.hosts.lines import line
from tiki2md.site.hosts.tables import HostFiles
from tiki2md.site.names import ascii_lower

if TYPE_CHECKING:
    from tiki2md.site.hosts.tables import Tables

WORKER = "cloudflare-worker.js"

_MAX_RULES = 2000
_MAX_LINE = 1000

_RARE = re.compile(r"/(?:wiki-|page-|show:)[^/]*$")
"""Paths that the old wiki understood, but did not write: the first to go where room is short."""

_CODE = """\
// Leads the URLs of the old wiki to the new site.  Put it before the site: as a Worker on its
// routes, or with the site as static assets bound as ASSETS.
const OLD = %s;

const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

function target(url) {
  const path = lower(decoded(url.pathname));
  const numbers = own(OLD.scripts, path);
  if (numbers) {
    for (const number of numbers) {
      const { parameters, rows } = OLD.queries[number];
      const values = parameters.map((name) => url.searchParams.get(name) ?? "");
      const found = own(rows, lower(values.join("\\n")));
      if (found) return found;
    }
    const asked = numbers.flatMap((number) => OLD.queries[number].parameters);
    return asked.some((name) => url.searchParams.get(name)) ? undefined : own(OLD.bare, path);
  }
  const titled = /^(.*\\/[a-z]+[0-9]+)-[^/]*$/.exec(path);
  return own(OLD.paths, path) ?? (titled ? own(OLD.titled, titled[1]) : undefined);
}

export default {
  async fetch(request, environment) {
    const url = new URL(request.url);
    const found = target(url);
    if (found) {
      return new Response(null, { status: 301, headers: { Location: new URL(found, url).href } });
    }
    return environment?.ASSETS ? environment.ASSETS.fetch(request) : fetch(request);
  },
};
"""


def files(tables: Tables) -> HostFiles:
    """The Worker and the ``_redirects`` file."""
    data = json.dumps(_data(tables), ensure_ascii=False, indent=0)
    # JSON is JavaScript.  What it may hold and an editor may trip over is escaped.
    safe = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    made = HostFiles(files={WORKER: [_CODE.replace("%s", safe, 1)]})
    paths = sorted(
        tables.spelled(tables.paths).items(), key=lambda item: bool(_RARE.search(item[0]))
    )
    lines = [line(path, target) for path, target in paths]
    short = [text for text in lines if len(text) <= _MAX_LINE]
    made.published["_redirects"] = ["\n".join(short[:_MAX_RULES]) + "\n"]
    made.leave_out("rules of _redirects have 1,000 characters at most", len(lines) - len(short))
    made.leave_out("_redirects has 2,000 rules at most", len(short) - len(short[:_MAX_RULES]))
    return made


def _data(tables: Tables) -> dict[str, object]:
    scripts = dict.fromkeys(script for table in tables.queries for script in table.scripts)
    return {
        "scripts": {
            ascii_lower(script): [
                number for number, table in enumerate(tables.queries) if script in table.scripts
            ]
            for script in scripts
        },
        "queries": [
            {
                "parameters": table.parameters,
                "rows": {ascii_lower("\n".join(row)): to for row, to in table.rows()},
            }
            for table in tables.queries
        ],
        "bare": {ascii_lower(script): target for script, target in tables.bare.items()},
        "paths": dict(tables.lowered(tables.paths).items()),
        "titled": dict(tables.lowered(tables.titled).items()),
    }
