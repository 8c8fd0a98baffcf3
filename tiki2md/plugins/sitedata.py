"""What handlers may ask about the wiki around a page; the answers are those of ``facts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.plugins.dated_facts import EventFacts, FeedFacts
    from tiki2md.plugins.facts import (
        CategoryFacts,
        ContentFacts,
        CopyrightFacts,
        FileFacts,
        PageFacts,
        PlaceFacts,
        PollFacts,
        ReferenceFacts,
        TrackerFacts,
        TrackerItemFacts,
    )
    from tiki2md.plugins.post_facts import ArticleTypeFacts, PostFacts


class SiteData(Protocol):
    """The wiki around the page, as its export has it.

    Pages come in the order of their ids.  A list never holds a page that is not
    :meth:`visible`; :meth:`page` answers for every page, so whoever shows a page's
    text asks first.
    """

    def page(self, name: str) -> PageFacts | None:
        """The page that a link ``((name))`` leads to."""

    def visible(self, name: str) -> bool:
        """Whether an anonymous visitor could view the page of this exact name."""

    def may(self, permission: str) -> bool | None:
        """Whether an anonymous visitor has a permission on the whole site; ``None`` if unknown."""

    def has_preference(self, name: str, value: str) -> bool | None:
        """Whether a preference of the site has a value; ``None`` for one that it never set."""

    def pages(self) -> Sequence[PageFacts]:
        """All wiki pages."""

    def of_kind(self, kind: str) -> Sequence[PostFacts]:
        """All that is of a kind, such as ``article`` or ``blog post``."""

    def article_type(self, name: str) -> ArticleTypeFacts:
        """What lists show of articles of a type; Tiki's defaults for one that is not known."""

    def uses_excerpts(self, blog: int) -> bool:
        """Whether lists show the excerpts of the posts of a blog, where they have one."""

    def person(self, login: str) -> str:
        """What readers see of a user; empty where nobody is named."""

    def links_to(self, name: str) -> Sequence[PageFacts]:
        """The wiki pages that link to the one of this exact name, itself included if it does."""

    def wanted(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Names that links have and no page, sorted, each with the pages that have the links."""

    def translations(self, name: str) -> Sequence[PageFacts]:
        """The translations of the page of this exact name, without itself."""

    def tagged(self, tag: str) -> Sequence[PageFacts]:
        """The pages of all kinds that have ``tag``, in any case."""

    def category(self, number: int) -> CategoryFacts | None:
        """The category with this number."""

    def categories_below(self, number: int) -> Sequence[int]:
        """The categories below this one at any depth; below 0 are all."""

    def category_path(self, number: int) -> Sequence[CategoryFacts]:
        """The categories from the top one down to this one."""

    def in_category(self, number: int) -> Sequence[PageFacts]:
        """The pages of all kinds in this very category."""

    def places(self, name: str) -> Sequence[PlaceFacts]:
        """Where the page of this exact name stands in structures."""

    def place(self, number: int) -> PlaceFacts | None:
        """The place with this number."""

    def places_below(self, number: int) -> Sequence[PlaceFacts]:
        """The places right below this one, in their order."""

    def heads_structure(self, name: str) -> bool:
        """Whether the page of this exact name is the root of a structure."""

    def file(self, number: int) -> FileFacts | None:
        """The file of a gallery."""

    def gallery(self, number: int) -> Sequence[FileFacts]:
        """The current files of a gallery, without those of galleries in it."""

    def galleries_below(self, number: int) -> Sequence[int]:
        """The galleries in this one, at any depth."""

    def files(self) -> Sequence[FileFacts]:
        """The current files of all galleries, by their numbers."""

    def attachment(self, number: int) -> FileFacts | None:
        """The attachment with this number."""

    def attachments(self, name: str) -> Sequence[FileFacts]:
        """The files attached to the page of this exact name."""

    def tracker(self, number: int) -> TrackerFacts | None:
        """The tracker with this number, if an anonymous visitor could view it."""

    def tracker_items(self, number: int) -> Sequence[TrackerItemFacts]:
        """The items of a tracker that an anonymous visitor could view, by their numbers."""

    def tracker_item(self, number: int) -> TrackerItemFacts | None:
        """The item with this number, if an anonymous visitor could view it."""

    def events(self, calendar: int) -> Sequence[EventFacts]:
        """The events of a calendar that an anonymous visitor could view."""

    def exported(self) -> int:
        """When the last thing happened before the export, in Unix seconds; 0 if unknown."""

    def feed(self, number: int) -> FeedFacts | None:
        """The feed of another site with this number."""

    def poll(self, number: int) -> PollFacts | None:
        """The poll with this number."""

    def references(self, name: str) -> Sequence[ReferenceFacts]:
        """The bibliography of the page of this exact name."""

    def content(self, number: int) -> ContentFacts | None:
        """The block with this number."""

    def content_labelled(self, label: str) -> ContentFacts | None:
        """The block with this label."""

    def copyrights(self, name: str) -> Sequence[CopyrightFacts]:
        """The notices of the page of this exact name."""
