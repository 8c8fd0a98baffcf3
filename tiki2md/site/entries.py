"""What the index of a site knows of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiki2md.model import Page


@dataclass(slots=True, kw_only=True)
class Entry:
    """One page of the site.

    Attributes:
        page: what was read.
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

    page: Page
    title: str
    stem: str
    path: str
    is_home: bool = False
    is_index: bool = False
    order: int = 0
    label: str = ""
    language: str = ""
    former: list[Page] = field(default_factory=list)
    wanted_by: list[Entry] = field(default_factory=list)

    @property
    def served(self) -> str:
        """The path under which the page is served: its file's, or its folder's."""
        return self.stem.rpartition("/")[0] if self.is_index else self.stem
