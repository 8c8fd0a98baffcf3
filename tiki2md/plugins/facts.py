"""What handlers learn of the things that a wiki holds: pages, files, records of trackers.

A site answers structurally: it knows nothing of plugins, and no handler knows a
reader or an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


class PageFacts(Protocol):
    """What is known of a page.  Times are Unix seconds, 0 means unknown."""

    @property
    def kind(self) -> str:
        """Tiki's word for what it is, such as ``wiki page`` or ``article``."""

    @property
    def name(self) -> str:
        """The name, as links have it."""

    @property
    def source(self) -> str:
        """The text of the current version."""

    @property
    def is_html(self) -> bool:
        """Whether the text is HTML (tiki-syntax §9)."""

    @property
    def is_rendered(self) -> bool:
        """Whether it is HTML that Tiki made, so that none of it is wiki syntax."""

    @property
    def page_id(self) -> int:
        """The number in the database, among its kind, or 0."""

    @property
    def description(self) -> str:
        """One line about the page, or empty."""

    @property
    def language(self) -> str:
        """Such as ``en`` or ``pt-br``, or empty."""

    @property
    def created(self) -> int:
        """When it was made."""

    @property
    def modified(self) -> int:
        """When it was last saved."""

    @property
    def creator(self) -> str:
        """Who made it."""

    @property
    def last_editor(self) -> str:
        """Who saved it last."""

    @property
    def version(self) -> int:
        """How often it was saved."""

    @property
    def hits(self) -> int:
        """How often it was read."""

    @property
    def categories(self) -> Sequence[int]:
        """The numbers of its categories, ascending."""

    @property
    def tags(self) -> Sequence[str]:
        """Its tags, as typed."""


class CategoryFacts(Protocol):
    """What is known of a category."""

    @property
    def category_id(self) -> int:
        """The number."""

    @property
    def name(self) -> str:
        """The name, without those of the categories above."""

    @property
    def description(self) -> str:
        """A text about it, or empty."""


class PlaceFacts(Protocol):
    """A place in a structure, a tree of pages."""

    @property
    def place_id(self) -> int:
        """The number, ``structId`` in calls."""

    @property
    def page(self) -> str:
        """The name of the page."""

    @property
    def label(self) -> str:
        """Shown instead of the name, or empty."""

    @property
    def parent_id(self) -> int:
        """The number of the place above it; 0 for the root of a structure."""


class FileFacts(Protocol):
    """What is known of a file of a gallery, or of an attachment."""

    @property
    def file_id(self) -> int:
        """The number: ``fileId`` or ``attId``."""

    @property
    def name(self) -> str:
        """The title."""

    @property
    def filename(self) -> str:
        """The name of the file that was uploaded."""

    @property
    def description(self) -> str:
        """A text about it, or empty."""

    @property
    def url(self) -> str:
        """Where the bytes of a file of another site are, or the page that shows it; or empty."""

    @property
    def gallery_id(self) -> int:
        """The number of its gallery; 0 for an attachment."""

    @property
    def media_type(self) -> str:
        """Such as ``image/png``."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def created(self) -> int:
        """When it was uploaded."""

    @property
    def modified(self) -> int:
        """When it was last changed."""


class TrackerFieldFacts(Protocol):
    """What is known of a field of a tracker, a table of records."""

    @property
    def field_id(self) -> int:
        """The number."""

    @property
    def name(self) -> str:
        """What heads its column."""

    @property
    def perm_name(self) -> str:
        """Another name that calls may use."""

    @property
    def kind(self) -> str:
        """Tiki's letter or word for its type."""

    @property
    def main(self) -> bool:
        """Whether its value is the title of an item."""

    @property
    def public(self) -> bool:
        """Whether lists in pages may show it."""

    @property
    def hidden(self) -> bool:
        """Whether only some users could see it."""

    @property
    def options(self) -> str:
        """What its type needs to know, as stored."""


class TrackerItemFacts(Protocol):
    """What is known of an item of a tracker."""

    @property
    def item_id(self) -> int:
        """The number."""

    @property
    def tracker_id(self) -> int:
        """The number of its tracker."""

    @property
    def status(self) -> str:
        """``o`` open, ``p`` pending or ``c`` closed."""

    @property
    def created(self) -> int:
        """When it was made."""

    @property
    def modified(self) -> int:
        """When it was last changed."""

    @property
    def values(self) -> Mapping[int, str]:
        """By the numbers of fields, as stored."""


class TrackerFacts(Protocol):
    """What is known of a tracker."""

    @property
    def tracker_id(self) -> int:
        """The number."""

    @property
    def name(self) -> str:
        """The title."""

    @property
    def description(self) -> str:
        """A text about it, or empty."""

    @property
    def order(self) -> str:
        """How its items are sorted, such as ``f_3_asc``, or empty."""

    @property
    def dates(self) -> Collection[str]:
        """Which dates of its items lists show by default: ``created``, ``lastModif``."""

    @property
    def fields(self) -> Sequence[TrackerFieldFacts]:
        """All fields in their order, hidden ones too."""


class ReferenceFacts(Protocol):
    """An entry of a bibliography.  What is not known is empty."""

    @property
    def code(self) -> str:
        """What calls know it by."""

    @property
    def author(self) -> str:
        """Who wrote it."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def part(self) -> str:
        """Which part of it."""

    @property
    def publisher(self) -> str:
        """Who published it."""

    @property
    def location(self) -> str:
        """Where."""

    @property
    def year(self) -> str:
        """When."""

    @property
    def uri(self) -> str:
        """Its address."""


class ContentFacts(Protocol):
    """A block of text for many pages."""

    @property
    def content_id(self) -> int:
        """The number."""

    @property
    def text(self) -> str:
        """Wiki text."""

    @property
    def page(self) -> str:
        """The page whose text it shows instead, or empty."""

    @property
    def versions(self) -> int:
        """How many texts it has; Tiki may choose among them."""


class CopyrightFacts(Protocol):
    """A notice of a page's rights."""

    @property
    def title(self) -> str:
        """Of the work."""

    @property
    def year(self) -> str:
        """When it was made."""

    @property
    def authors(self) -> str:
        """By whom."""

    @property
    def holder(self) -> str:
        """Who has the rights."""


class ChoiceFacts(Protocol):
    """An answer of a poll."""

    @property
    def title(self) -> str:
        """What it says."""

    @property
    def votes(self) -> int:
        """How many chose it."""


class PollFacts(Protocol):
    """A question with answers to choose from."""

    @property
    def title(self) -> str:
        """The question."""

    @property
    def closed(self) -> bool:
        """Whether nobody may vote any more."""

    @property
    def choices(self) -> Sequence[ChoiceFacts]:
        """The answers in their order."""
