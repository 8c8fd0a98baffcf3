"""Page bundles: a page and the files that only it uses, in one folder of their own.

Hugo's leaf bundle is ``page/index.md`` with its files beside it, its branch bundle the same
around ``_index.md`` (users-and-targets §2.2).
"""

from __future__ import annotations

from itertools import accumulate
from posixpath import basename, dirname
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.grouping import grouped
from tiki2md.site.files import FilePlace, free_name, safe_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tiki2md.site.files import SiteFile
    from tiki2md.site.index import Entry, SiteIndex

_CONTENT = frozenset(
    (
        *("ad", "adoc", "asciidoc", "htm", "html", "markdown", "md", "mdown", "mmark"),
        *("org", "pandoc", "pdc", "rst"),
    )
)
"""Endings of what Hugo takes for the text of a page, wherever it is."""
_OF_THE_SITE = frozenset({"favicon.ico", "index.json", "index.xml", "robots.txt", "sitemap.xml"})
"""What the home page cannot have beside it: the site itself has it."""


def arrange(index: SiteIndex, used: Sequence[Collection[str]]) -> None:
    """Give files that one page alone uses a place beside it, and such pages a folder.

    A page in a language with a folder of its own has none: Hugo publishes files without a
    language for the first one only.

    Args:
        index: of the site, with its pages and files; its entries get their new paths.
        used: the paths of the files that each page shows or links, in the order of the entries.
    """
    users = grouped(
        (path, entry) for entry, files in zip(index.entries, used, strict=True) for path in files
    )
    alone = {path: entries[0].path for path, entries in users.items() if len(entries) == 1}
    folders = {
        folder
        for path in {dirname(entry.path) for entry in index.entries}
        for folder in accumulate(path.split("/"), "{}/{}".format)
    }
    own = grouped((alone[file.path], file) for file in index.files.all() if file.path in alone)
    for entry in index.entries:
        if entry.path in own and not entry.language:
            _bundle(index, entry, own[entry.path], folders)


def _bundle(
    index: SiteIndex, entry: Entry, files: Iterable[SiteFile], folders: Collection[str]
) -> None:
    stem, _, _ = entry.path.rpartition(".")
    is_branch = basename(stem) == "_index"
    folder = dirname(stem) if is_branch else stem
    if not is_branch and folder in folders:
        return  # Pages below it would be files of the bundle.
    url = unquote(index.url(entry))
    # No page has a dot in its name, and every file has one.
    taken = set(_OF_THE_SITE)
    for file in files:
        name = _name(file)
        if name.rpartition(".")[2].lower() not in _CONTENT:
            name = free_name(name, taken)
            index.files.beside[file.path] = FilePlace(f"{folder}/{name}", f"{url}{name}")
            if not is_branch:
                entry.path = f"{folder}/index.md"


def _name(file: SiteFile) -> str:
    """A name with one dot: Hugo reads what stands between two as a language."""
    name = safe_name(file.file.filename or file.file.name, f"file-{file.file.file_id}")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem.replace('.', '-')}{dot}{suffix}" if dot else f"{name}.bin"
