"""A page as lists tell of it: in memory, but for its text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.model import Page, Picture
    from tiki2md.site.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedPage:
    """What lists ask of a page, with its names; a list may ask it of all pages of a wiki.

    Satisfies ``plugins.facts.PageFacts``.  ``entry`` leads to everything else.
    """

    entry: Entry
    page_id: int
    description: str
    language: str
    created: int
    modified: int
    creator: str
    last_editor: str
    version: int
    hits: int
    categories: Sequence[int]
    tags: Sequence[str]
    section: str
    parent_id: int
    genre: str
    picture: Picture | None

    @property
    def kind(self) -> str:
        """Tiki's word for what it is."""
        return self.entry.kind

    @property
    def name(self) -> str:
        """That of the page."""
        return self.entry.name

    @property
    def page(self) -> Page:
        """All that was read of it."""
        return self.entry.page

    @property
    def source(self) -> str:
        """The text, from disk."""
        return self.page.source

    @property
    def heading(self) -> str:
        """The part of the text of an article that lists show, from disk."""
        page = self.page
        return page.source[: page.heading_length]

    @property
    def is_html(self) -> bool:
        """Whether the text is HTML."""
        return self.page.is_html

    @property
    def is_rendered(self) -> bool:
        """Whether it is HTML that Tiki made."""
        return self.page.is_rendered


def listed(entry: Entry, page: Page) -> ListedPage:
    """A page as lists tell of it.

    Args:
        entry: of the page.
        page: what ``entry.page`` is.
    """
    return ListedPage(
        entry=entry,
        page_id=page.page_id,
        description=page.description,
        language=sys.intern(page.language),
        created=page.created,
        modified=page.modified,
        # A wiki has far fewer people than pages.
        creator=sys.intern(page.creator),
        last_editor=sys.intern(page.last_editor),
        version=page.version,
        hits=page.hits,
        categories=tuple(page.categories),
        tags=tuple(page.tags),
        section=sys.intern(page.section),
        parent_id=page.parent_id,
        genre=sys.intern(page.genre),
        picture=page.picture,
    )
