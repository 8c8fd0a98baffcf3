"""Old addresses as pages that lead on, for generators that know no aliases.

A stub is a folder with an ``index.html`` that every static server finds under the old path. It
needs no script, and leads by a relative address, so that a site may stand below any path.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.site.old_urls import new_urls
from tiki2md.site.paths import NOT_IN_NAMES, collision_key, is_device
from tiki2md.site.redirects import old_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tiki2md.site.index import SiteIndex

_GENERATED = re.compile(r"\.(?:html?|xml|gz|txt|js|json|css|inv|ico|svg|png)$", re.IGNORECASE)
"""Endings of what generators write at the root themselves."""

_STUB = """\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{url}">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body><p><a href="{url}">{title}</a></p></body>
</html>
"""


def stub_files(index: SiteIndex, copied: Collection[str]) -> dict[str, str]:
    """Paths below the root of the output, and texts, of the stubs of a site.

    Of old paths that differ in case alone the first has one: some file systems cannot keep
    both.  What cannot be the name of a folder, or is an address or a file of the new site, has
    none; nor has a draft, which the generator leaves out: a stub would tell its title.

    Args:
        index: of the site; its options say which old addresses are kept.
        copied: paths of the files that the site has, below its root.
    """
    layout = index.layout
    if not layout.stubs:
        return {}
    taken = {_address(unquote(url)) for url in new_urls(index, copied)} | layout.reserved
    stubs: dict[str, str] = {}
    seen: set[str] = set()
    files = {collision_key(path) for path in (*copied, *(entry.path for entry in index.entries))}
    for path, url, title in _wanted(index):
        if path in taken or set(layout.no_stub) & set(path):
            continue
        if not _is_file(path) or (key := collision_key(path)) in seen:
            continue
        seen.add(key)
        if not files.isdisjoint(_folders(f"{layout.published}/{key}")):
            continue
        up = "../" * (path.count("/") + 1)
        way = escape(up + url.lstrip("/"))
        text = _STUB.format(title=escape(title), url=way)
        stubs[f"{layout.published}/{path}/index.html"] = text
    return stubs


def _wanted(index: SiteIndex) -> Iterator[tuple[str, str, str]]:
    """Old paths, decoded and without slashes around, with the URL and title of their pages."""
    classic = index.options.old_urls == "classic"
    for entry in index.entries:
        if entry.page.hidden:
            continue
        for path in old_paths(index, entry):
            if not classic or "?" not in path:
                yield _address(unquote(path) if classic else path), index.url(entry), entry.title


def _address(path: str) -> str:
    return path.strip("/")


def _folders(path: str) -> Iterator[str]:
    """``path`` and the folders that it is in."""
    return (path[: slash.start()] for slash in re.finditer(r"/|\Z", path))


def _is_file(path: str) -> bool:
    """Whether a generator copies what lies in a folder of this name, on every system."""
    parts = path.split("/")
    return not _GENERATED.search(parts[0]) and all(
        part
        and not part.startswith(".")
        and part.lower() != "index.html"  # which a stub is
        and part[-1] not in ". "
        and not NOT_IN_NAMES.search(part)
        and not is_device(part.partition(".")[0])
        for part in parts
    )
