"""What handlers learn of events and news; answered by their shape, as ``facts``.

Times are Unix seconds, 0 means unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class EventFacts(Protocol):
    """An event of a calendar."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def description(self) -> str:
        """Wiki text."""

    @property
    def start(self) -> int:
        """When it begins."""

    @property
    def end(self) -> int:
        """When it ends."""

    @property
    def all_day(self) -> bool:
        """Whether only the days count, not the time."""


class NewsFacts(Protocol):
    """An entry of a feed.  What is not known is empty, or 0."""

    @property
    def title(self) -> str:
        """Its headline."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def author(self) -> str:
        """Who wrote it."""

    @property
    def published(self) -> int:
        """When."""

    @property
    def description(self) -> str:
        """What it says, perhaps with tags."""


class FeedFacts(Protocol):
    """What was last read of another site."""

    @property
    def title(self) -> str:
        """That of the site."""

    @property
    def url(self) -> str:
        """That of the site."""

    @property
    def news(self) -> Sequence[NewsFacts]:
        """Its entries, the newest first."""
