"""What a reader makes of an export: one wiki, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Page:
    """The current version of one wiki page (table ``tiki_pages``).

    Times are Unix seconds, UTC; 0 means unknown.  Names of tags and categories
    are as their authors typed them.
    """

    name: str
    source: str
    page_id: int = 0
    slug: str = ""
    description: str = ""
    language: str = ""
    created: int = 0
    modified: int = 0
    creator: str = ""
    last_editor: str = ""
    version: int = 0
    edit_comment: str = ""
    keywords: str = ""
    is_html: bool = False
    locked: bool = False
    hits: int = 0
    aliases: list[str] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    """Ids into ``Wiki.categories``, ascending."""
    tags: list[str] = field(default_factory=list)
    origin: str = ""
    """Where the page was read, for messages: a file, or a file and a table."""


@dataclass(slots=True, kw_only=True)
class Category:
    """A category (table ``tiki_categories``); ``parent_id`` 0 is the top."""

    category_id: int
    name: str
    description: str = ""
    parent_id: int = 0


@dataclass(slots=True, kw_only=True)
class File:
    """A file of a gallery (table ``tiki_files``) or an attachment of a page.

    Bytes are not held here: ``stored`` tells where they are.
    """

    file_id: int
    name: str = ""
    filename: str = ""
    description: str = ""
    media_type: str = ""
    size: int = 0
    md5: str = ""
    gallery_id: int = 0
    page: str = ""
    """For an attachment: the page that it belongs to."""
    path: str = ""
    """On disk: the name below Tiki's storage folder; empty means in the database."""
    created: int = 0
    modified: int = 0
    user: str = ""
    archive_of: int = 0
    """Not 0: an old version of the file with this id."""


@dataclass(slots=True, kw_only=True)
class Place:
    """A place in a structure, a tree of pages (table ``tiki_structures``).

    A page may have several places.  ``parent_id`` is another place, 0 at the root;
    ``position`` orders the places below one parent.
    """

    place_id: int
    page: str
    label: str = ""
    """Shown instead of the page's name, or empty."""
    parent_id: int = 0
    position: int = 0


@dataclass(slots=True, kw_only=True)
class Wiki:
    """Everything that was read from the sources of one wiki."""

    pages: list[Page] = field(default_factory=list)
    categories: dict[int, Category] = field(default_factory=dict)
    files: dict[int, File] = field(default_factory=dict)
    attachments: dict[int, File] = field(default_factory=dict)
    preferences: dict[str, str] = field(default_factory=dict)
    external_wikis: dict[str, str] = field(default_factory=dict)
    """Lower-case prefix of ``((prefix:page))`` to a URL with ``$page`` in it."""
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    """Name of ``%name%`` to its text."""
    places: dict[int, Place] = field(default_factory=dict)
    """The places of all structures by their ids."""
    translations: list[list[str]] = field(default_factory=list)
    """Names of pages that are translations of each other, a list for each set."""

    def category_path(self, category_id: int) -> list[str]:
        """The names from the top category down to ``category_id``."""
        names: list[str] = []
        seen: set[int] = set()
        while category_id in self.categories and category_id not in seen:
            seen.add(category_id)
            category = self.categories[category_id]
            names.append(category.name)
            category_id = category.parent_id
        return names[::-1]
