"""What a reader makes of an export: one wiki, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from tiki2md.model.articles import ArticleType
from tiki2md.model.dated import Event, Feed, News
from tiki2md.model.files import Blob, File, Gallery, Picture
from tiki2md.model.polls import Choice, Poll
from tiki2md.model.trackers import Tracker, TrackerField, TrackerItem

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence

__all__ = [
    "STUB",
    "TOPIC",
    "WIKI_PAGE",
    "ArticleType",
    "Blob",
    "Category",
    "Choice",
    "Comment",
    "Content",
    "Copyright",
    "Event",
    "Feed",
    "File",
    "Gallery",
    "News",
    "Page",
    "Picture",
    "Place",
    "Poll",
    "Reference",
    "Relation",
    "Route",
    "Tracker",
    "TrackerField",
    "TrackerItem",
    "User",
    "Version",
    "Wiki",
]

_Key = TypeVar("_Key", int, str, tuple[str, int])

WIKI_PAGE = "wiki page"
"""Tiki's word for most pages; what others there are, ``Page.kind`` tells."""
TOPIC = "forum topic"
STUB = "stub"
"""The kind of a page that nobody wrote: only links have its name."""


@dataclass(slots=True, kw_only=True)
class Version:
    """A version of a page, the current one included (table ``tiki_history``)."""

    number: int
    modified: int = 0
    user: str = ""
    comment: str = ""
    description: str = ""
    is_html: bool = False
    text: Blob | None = None
    """The source in UTF-8; ``None`` where the export names the version and lacks its text."""
    escaped: bool = False
    """Whether Tiki stored it before version 9, when texts were HTML-escaped.

    ``tiki2md.readers.history.version_text`` reads it as it was meant.
    """


@dataclass(slots=True)
class Page:
    """The current version of one wiki page (table ``tiki_pages``).

    Times are Unix seconds, UTC; 0 means unknown.  Names of tags and categories
    are as their authors typed them.  Only what comes from disk is made without the names
    of the fields.
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
    is_rendered: bool = False
    """The text is the HTML that Tiki made of the source: nothing in it is wiki syntax."""
    hits: int = 0
    aliases: list[str] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    """Ids into ``Wiki.categories``, ascending."""
    tags: list[str] = field(default_factory=list)
    origin: str = ""
    """Where the page was read, for messages: a file, or a file and a table."""
    lines_above: int = 0
    """How many lines of that file stand above the source: those of its front matter."""
    versions: list[Version] = field(default_factory=list)
    """The history, oldest first, where it was asked for."""
    editors: list[str] = field(default_factory=list)
    """The logins of those who wrote the versions, each once, where only they were read, or where
    several sources have the page."""
    hidden: str = ""
    """Why an anonymous visitor could not view the page; empty if he could."""
    kind: str = WIKI_PAGE
    """Tiki's word for the object: ``wiki page``, ``blog post``, ``article``, ``submission``
    (of an article), ``faq``, ``forum topic`` or ``html page``; ``page_id`` is an id among
    its kind.  A site may have pages of the kind ``stub``, too, which no wiki has."""
    section: str = ""
    """What a page of another kind stands in: the name of its blog, topic or forum."""
    picture: Picture | None = None
    """Of an article."""
    parent_id: int = 0
    """The id of what it stands in: of the blog of a post, or of the topic of an article."""
    genre: str = ""
    """Tiki's type of an article, such as ``Review``."""
    heading_length: int = 0
    """How many characters of the source of an article are its heading, which lists show."""

    def writers(self) -> list[str]:
        """The logins of all who wrote on the page, in the order of their first versions."""
        # Older sites have the current version in no table of versions.
        logins = [*self.editors, *(version.user for version in self.versions), self.last_editor]
        return list(dict.fromkeys(logins))

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the names of the fields: all pages are put on disk, and read many times."""
        return Page, _VALUES(self)


_VALUES = attrgetter(*(field.name for field in fields(Page)))


@dataclass(slots=True, kw_only=True)
class Category:
    """A category (table ``tiki_categories``); ``parent_id`` 0 is the top."""

    category_id: int
    name: str
    description: str = ""
    parent_id: int = 0


@dataclass(slots=True, kw_only=True)
class Comment:
    """A comment on a page or another object (table ``tiki_comments``)."""

    comment_id: int
    object_kind: str = WIKI_PAGE
    object_name: str = ""
    """The name of the page, or the id of another object."""
    parent_id: int = 0
    """The comment that it answers; 0 for none."""
    user: str = ""
    created: int = 0
    title: str = ""
    text: str = ""
    approved: bool = True
    hidden: str = ""
    """Why an anonymous visitor could not read it; empty if he could."""


@dataclass(slots=True, kw_only=True)
class User:
    """An account (table ``users_users``), without what is nobody's business."""

    login: str
    real_name: str = ""


@dataclass(slots=True, kw_only=True)
class Relation:
    """A named relation of two objects (table ``tiki_object_relations``)."""

    name: str
    source_kind: str = WIKI_PAGE
    source: str = ""
    target: str = ""


@dataclass(slots=True, kw_only=True)
class Route:
    """A site's own rule of redirection (table ``tiki_custom_route``)."""

    pattern: str
    """What was asked for, below the root of the wiki."""
    kind: str = "Direct"
    """Tiki's word: ``Direct``, ``TikiObject`` or ``TrackerField``."""
    target: str = ""
    """A URL; for ``TikiObject`` the kind and id of an object, as ``wiki page:7``; for
    ``TrackerField`` the ids of a tracker and a field, as ``2:14``."""


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
class Reference:
    """An entry of a page's bibliography (table ``tiki_page_references``)."""

    code: str
    author: str = ""
    title: str = ""
    part: str = ""
    publisher: str = ""
    location: str = ""
    year: str = ""
    uri: str = ""


@dataclass(slots=True, kw_only=True)
class Content:
    """A block of text for many pages, as it was on the day of the export.

    From ``tiki_content`` and ``tiki_programmed_content``.
    """

    content_id: int
    label: str = ""
    text: str = ""
    page: str = ""
    """The page whose text it is, instead of ``text``."""
    versions: int = 1
    """How many texts there are by now; one of them at random is another feature."""


@dataclass(slots=True, kw_only=True)
class Copyright:
    """A notice of a page's rights (table ``tiki_copyrights``)."""

    title: str = ""
    year: str = ""
    authors: str = ""
    holder: str = ""


@dataclass(slots=True, kw_only=True)
class Wiki:
    """Everything that was read from the sources of one wiki.

    Readers keep pages and comments on disk (``tiki2md.spool``): what is taken out of these
    sequences is a copy, and whoever changes it puts it back.
    """

    pages: MutableSequence[Page] = field(default_factory=list)
    categories: dict[int, Category] = field(default_factory=dict)
    files: dict[int, File] = field(default_factory=dict)
    attachments: dict[int, File] = field(default_factory=dict)
    """Of pages."""
    forum_attachments: dict[int, File] = field(default_factory=dict)
    """Of topics and answers in forums."""
    item_attachments: dict[int, File] = field(default_factory=dict)
    """Of items of trackers."""
    blog_images: dict[int, File] = field(default_factory=dict)
    """Pictures that blog posts keep for themselves."""
    article_images: dict[tuple[str, int], File] = field(default_factory=dict)
    """The pictures of articles, submissions and topics, by ``article``, ``submission`` or
    ``topic`` and the id."""
    preferences: dict[str, str] = field(default_factory=dict)
    permissions: frozenset[str] | None = None
    """What whoever is not logged in may do, by the rules of the whole site; ``None`` if unknown."""
    external_wikis: dict[str, str] = field(default_factory=dict)
    """Lower-case prefix of ``((prefix:page))`` to a URL with ``$page`` in it."""
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    """Name of ``%name%`` to its text."""
    places: dict[int, Place] = field(default_factory=dict)
    """The places of all structures by their ids."""
    translations: list[list[str]] = field(default_factory=list)
    """Names of pages that are translations of each other, a list for each set."""
    trackers: dict[int, Tracker] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)
    feeds: dict[int, Feed] = field(default_factory=dict)
    polls: dict[int, Poll] = field(default_factory=dict)
    exported: int = 0
    """When the last thing happened before the export, where it has events; in Unix seconds."""
    references: dict[str, list[Reference]] = field(default_factory=dict)
    """The bibliographies of pages, by their names."""
    contents: dict[int, Content] = field(default_factory=dict)
    copyrights: dict[str, list[Copyright]] = field(default_factory=dict)
    """The notices of pages, by their names."""
    others: MutableSequence[Page] = field(default_factory=list)
    """Blog posts, articles, FAQs, forum topics and HTML pages, by kind and id."""
    article_types: dict[str, ArticleType] = field(default_factory=dict)
    """By their names."""
    blogs_with_excerpts: frozenset[int] = frozenset()
    """The ids of blogs of whose posts lists show the excerpts."""
    galleries: dict[int, Gallery] = field(default_factory=dict)
    comments: MutableSequence[Comment] = field(default_factory=list)
    """On pages and other objects, by ``comment_id``."""
    users: dict[str, User] = field(default_factory=dict)
    """By login."""
    relations: list[Relation] = field(default_factory=list)
    """All of them, those behind ``Page.aliases`` too."""
    routes: list[Route] = field(default_factory=list)
    left_out: frozenset[str] = frozenset()
    """Names of pages that were read, and that nobody asked for."""
    pictures: dict[str, File] = field(default_factory=dict)
    """Pictures that no gallery of files holds, by their address as pages write it, such as
    ``img/wiki_up/fern.png`` or ``show_image.php?id=7``."""
    hotwords: dict[str, str] = field(default_factory=dict)
    """Words that were links wherever they stood (table ``tiki_hotwords``), to their URLs."""
    images: dict[int, File] = field(default_factory=dict)
    """The pictures of old image galleries by their own ids; one that was moved to a file
    gallery is that file."""
    lacks: dict[str, str] | None = None
    """What a database would hold and the sources do not, to the table that is missing.

    ``None`` for page files, of which nobody expects it.
    """

    def file(self, file_id: int) -> File | None:
        """The file that a page means by a number.

        On a site with ``fgal_keep_fileId=n`` a new version has a new id, and the old id
        means the newest version as well (tiki-exports §3).
        """
        found = self.files.get(file_id)
        if self.preferences.get("fgal_keep_fileId") != "n":
            return found
        seen = {file_id}
        while found is not None and found.archive_of in self.files and found.archive_of not in seen:
            seen.add(found.archive_of)
            found = self.files[found.archive_of]
        return found

    def with_files(self, change: Callable[[File], File]) -> Wiki:
        """The same wiki with what ``change`` makes of each file, of whatever kind.

        A file that has several places here, as a picture that was moved, stays one.
        """
        made: dict[int, File] = {}

        def changed(files: dict[_Key, File]) -> dict[_Key, File]:
            return {key: once(file) for key, file in files.items()}

        def once(file: File) -> File:
            if id(file) not in made:
                made[id(file)] = change(file)
            return made[id(file)]

        return replace(
            self,
            files=changed(self.files),
            attachments=changed(self.attachments),
            forum_attachments=changed(self.forum_attachments),
            item_attachments=changed(self.item_attachments),
            blog_images=changed(self.blog_images),
            article_images=changed(self.article_images),
            pictures=changed(self.pictures),
            images=changed(self.images),
        )

    @property
    def home_page(self) -> str:
        """The name of the page that visitors came to first."""
        return self.preferences.get("wikiHomePage") or "HomePage"

    def category_line(self, category_id: int) -> list[Category]:
        """The categories from the top one down to ``category_id``."""
        line: dict[int, Category] = {}
        while category_id in self.categories and category_id not in line:
            line[category_id] = self.categories[category_id]
            category_id = line[category_id].parent_id
        return list(line.values())[::-1]

    def category_path(self, category_id: int) -> list[str]:
        """The names of ``category_line``."""
        return [category.name for category in self.category_line(category_id)]
