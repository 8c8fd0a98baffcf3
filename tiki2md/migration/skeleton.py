"""A site without its pages: what the target needs to build, before anything is converted."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.migration.indexing import index_site
from tiki2md.migration.navigation import navigation_files
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.site.scaffolds.common import site_title
from tiki2md.site.writer import open_site

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry

_PLACEHOLDER = """\
---
title: {title}
---

The pages of the wiki come here with tiki2md convert.
"""


def write_skeleton(wiki: Wiki, options: Options, registry: Registry, out: Path) -> list[str]:
    """Write the scaffold of a site, so that its generator builds it; pages may come later.

    Files that somebody changed are left alone, and the first ``convert`` goes on from here.

    Args:
        wiki: tells title, languages and whether there are tags; may be empty.
        options: of the conversion that is to come.
        registry: the plugins that are known.
        out: the folder of the site.

    Returns:
        the paths that are new or changed; none for a target without a scaffold.

    Raises:
        tiki2md.site.atomic.OutputError: the folder is somebody else's or cannot be written.
    """
    index = index_site(wiki, options, registry).index
    layout = index.layout
    files = scaffold_files(layout.scaffold, wiki, index.languages)
    if layout.needs_a_page:
        title = json.dumps(site_title(wiki), ensure_ascii=False)
        home = f"{layout.folder}/{layout.home}.md"
        if not (out / home).exists():
            files.setdefault(home, _PLACEHOLDER.format(title=title))
    if not files:
        return []
    # What shows the way through the site is part of it, too: as yet it leads to no page.
    empty = replace(wiki, pages=[], others=[], places={})
    files |= navigation_files(index_site(empty, options, registry), files)
    with closing(open_site(out)) as writer:
        for path in writer.stale():
            writer.keep(path)
        for path, text in files.items():
            writer.scaffold(path, text)
    return writer.written
