"""The map of old URLs in the words of each web server or host.

A module for each, with a function ``files``; no module knows another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.site.hosts import apache, caddy, cloudflare, json_file, netlify, nginx
from tiki2md.site.hosts.tables import tables_of
from tiki2md.site.old_urls import base_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tiki2md.site.hosts.tables import HostFiles, Tables
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.old_urls import Redirect

HOSTS: dict[str, Callable[[Tables], HostFiles]] = {
    "nginx": nginx.files,
    "apache": apache.files,
    "netlify": netlify.files,
    "cloudflare": cloudflare.files,
    "caddy": caddy.files,
}
"""By the names that users type; ``json`` is the map itself."""

JSON = "json"


def redirect_files(
    redirects: Sequence[Redirect], index: SiteIndex, reporter: Reporter
) -> dict[str, Iterable[str]]:
    """Paths below the root of the output, and texts in pieces, for the hosts of the options.

    Args:
        redirects: the map.
        index: of the site; its layout says where files are published, and where not.
        reporter: told of what a host cannot do.
    """
    layout = index.layout
    published = f"{layout.published}/" if layout.published else ""
    tables = tables_of(redirects, base_path(index.options.site_url))
    written: dict[str, Iterable[str]] = {}
    for host in index.options.redirect_hosts:
        if host == JSON:
            written[f"{layout.redirects}/redirects.json"] = json_file.pieces(redirects)
            continue
        made = HOSTS[host](tables)
        written |= {f"{layout.redirects}/{name}": text for name, text in made.files.items()}
        written |= {f"{published}{name}": text for name, text in made.published.items()}
        for reason, count in made.left_out.items():
            reporter.report(
                Code.REDIRECT_UNSERVED, count=count, all=tables.count, host=host, reason=reason
            )
    return written
