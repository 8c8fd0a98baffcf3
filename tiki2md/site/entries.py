"""What the index of a site knows of one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.model import Page


@dataclass(slots=True, kw_only=True, eq=False)
class Entry:
    """One page of the site.

    Attributes:
        pages: what was read, of all pages.
        number: of the page among them.
        name: of the page.
        kind: of the page, as ``Page.kind``.
        title: shown to readers.
        stem: the path of the file below the folder for pages, without its ending.
        path: of the file, below the root of the site, with ``/``.
        is_home: whether it is the wiki's home page, or that page in another language.
        is_index: whether it is what its folder shows, as the home page is.
        order: its number among the pages beside it, from 1; 0 outside of structures.
        label: what its structure calls it, if that is not its name.
        language: the part of its path and URL that tells its language; empty for that of the site.
        former: pages that only led on to this one, and have no file of their own.
        wanted_by: of a stub, the pages that link to it.
    """

    pages: Sequence[Page]
    number: int
    name: str
    kind: str
    title: str
    stem: str
    path: str
    is_home: bool = False
    is_index: bool = False
    order: int = 0
    label: str = ""
    language: str = ""
    former: Sequence[Page] = ()
    wanted_by: Sequence[Entry] = ()

    @property
    def page(self) -> Page:
        """What was read, perhaps from disk only now; nobody changes it."""
        return self.pages[self.number]

    @property
    def served(self) -> str:
        """The path under which the page is served: its file's, or its folder's."""
        return self.stem.rpartition("/")[0] if self.is_index else self.stem
