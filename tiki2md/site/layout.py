"""What differs between the sites of the targets: folders, names, front matter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of a site (users-and-targets §2.1, §2.2).

    Attributes:
        folder: where pages live, below the root; empty for the root itself.
        home: stem of the wiki's home page; empty to treat it like any other.
        reserved: stems that mean something else to the target.
        front_matter: whether pages have any.
        custom_key: the key under which a target wants keys that it does not know.
        html_links: ``.md`` for a target that finds files from any link; ``folder`` for one
            that does so in Markdown only, and serves each page as a folder.
        files: the folder, below the root, of pictures and downloads.
        files_url: where the site serves that folder, below its own root.
        scaffold: name of the files that make it a site that builds; empty for none.
    """

    folder: str = ""
    home: str = ""
    reserved: frozenset[str] = frozenset()
    front_matter: bool = False
    custom_key: str = ""
    html_links: str = ".md"
    files: str = "files"
    files_url: str = "files"
    scaffold: str = ""


LAYOUTS: dict[str, Layout] = {
    "hugo": Layout(
        folder="content",
        home="_index",
        # ``index`` would make one leaf bundle of all pages; the others are lists of Hugo's own.
        reserved=frozenset({"index", "categories", "tags"}),
        front_matter=True,
        custom_key="params",
        html_links="folder",
        # Not beside the pages: the names of Hugo's resources are not what is linked in HTML.
        files="static/files",
        scaffold="hugo",
    ),
}
"""Targets whose site is more than a folder of Markdown files."""


def layout_of(target: str) -> Layout:
    """The layout of ``target``; plain files in one folder where nothing else is known."""
    return LAYOUTS.get(target, Layout())
