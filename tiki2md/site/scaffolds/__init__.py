"""The files that make a folder of pages a site that builds, for a maintainer to go on from.

A module for each target that has any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.scaffolds import docusaurus, hugo, jekyll, mkdocs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.model import Wiki
    from tiki2md.site.languages import Languages

_SCAFFOLDS: dict[str, Callable[[Wiki, Languages], dict[str, str]]] = {
    "hugo": hugo.files,
    "mkdocs": mkdocs.files,
    "docusaurus": docusaurus.files,
    "jekyll": jekyll.files,
}


def scaffold_files(name: str, wiki: Wiki, languages: Languages) -> dict[str, str]:
    """Paths and texts of the scaffold ``name``, empty for a name without one.

    Args:
        name: from the target's layout.
        wiki: tells the title of the site.
        languages: of the site.
    """
    return _SCAFFOLDS[name](wiki, languages) if name in _SCAFFOLDS else {}
