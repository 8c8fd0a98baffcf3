"""Answers about what a wiki holds in tables of its own: records, events, polls, blocks of text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import ArticleType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.model import (
        Content,
        Copyright,
        Event,
        Feed,
        Poll,
        Reference,
        Tracker,
        TrackerItem,
        Wiki,
    )


@dataclass(frozen=True)
class Records:
    """The part of ``WikiData`` that no page has to do with.

    Attributes:
        wiki: what the readers made.
    """

    wiki: Wiki

    def tracker(self, number: int) -> Tracker | None:
        """A tracker, if an anonymous visitor could view any of its items."""
        tracker = self.wiki.trackers.get(number)
        return tracker if tracker is not None and tracker.statuses else None

    def tracker_items(self, number: int) -> Sequence[TrackerItem]:
        """The items of a tracker that an anonymous visitor could view."""
        return self._items_by_tracker.get(number, ())

    def tracker_item(self, number: int) -> TrackerItem | None:
        """An item of any tracker, if an anonymous visitor could view it."""
        return self._tracker_items.get(number)

    def events(self, calendar: int) -> Sequence[Event]:
        """The events of a calendar that an anonymous visitor could view."""
        return self._calendars.get(calendar, ())

    def exported(self) -> int:
        """When the last thing happened before the export, where it has events."""
        return self.wiki.exported

    def feed(self, number: int) -> Feed | None:
        """The feed with this number, with what was last read of it."""
        return self.wiki.feeds.get(number)

    def poll(self, number: int) -> Poll | None:
        """The poll with this number."""
        return self.wiki.polls.get(number)

    def article_type(self, name: str) -> ArticleType:
        """What lists show of articles of a type."""
        return self.wiki.article_types.get(name) or ArticleType(name=name)

    def uses_excerpts(self, blog: int) -> bool:
        """Whether lists show the excerpts of the posts of a blog."""
        return blog in self.wiki.blogs_with_excerpts

    def references(self, name: str) -> Sequence[Reference]:
        """The bibliography of a page."""
        return self.wiki.references.get(name, ())

    def content(self, number: int) -> Content | None:
        """The block with this number."""
        return self.wiki.contents.get(number)

    def content_labelled(self, label: str) -> Content | None:
        """The block with this label, the one with the lowest number of several."""
        return self._labels.get(label.casefold())

    def copyrights(self, name: str) -> Sequence[Copyright]:
        """The notices of a page."""
        return self.wiki.copyrights.get(name, ())

    @cached_property
    def _tracker_items(self) -> dict[int, TrackerItem]:
        return {item.item_id: item for items in self._items_by_tracker.values() for item in items}

    @cached_property
    def _items_by_tracker(self) -> dict[int, list[TrackerItem]]:
        return {
            number: [item for item in tracker.items if item.status in tracker.statuses]
            for number, tracker in self.wiki.trackers.items()
        }

    @cached_property
    def _calendars(self) -> dict[int, list[Event]]:
        shown = (event for event in self.wiki.events.values() if not event.hidden)
        return grouped((event.calendar_id, event) for event in shown)

    @cached_property
    def _labels(self) -> dict[str, Content]:
        labels: dict[str, Content] = {}
        for _, content in sorted(self.wiki.contents.items()):
            labels.setdefault(content.label.casefold(), content)
        return labels
