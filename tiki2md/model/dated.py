"""What a wiki shows by its date: events of calendars, and news of other sites."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Event:
    """An event of a calendar (table ``tiki_calendar_items``).  Times are Unix seconds."""

    event_id: int
    calendar_id: int = 0
    name: str = ""
    description: str = ""
    """Wiki text."""
    start: int = 0
    end: int = 0
    all_day: bool = False
    """Whether only the days count, not the time."""
    hidden: str = ""
    """Why an anonymous visitor could not view it; empty if he could."""


@dataclass(slots=True, kw_only=True)
class News:
    """An entry of a feed (table ``tiki_rss_items``)."""

    title: str = ""
    url: str = ""
    author: str = ""
    published: int = 0
    description: str = ""
    """Perhaps with tags."""


@dataclass(slots=True, kw_only=True)
class Feed:
    """What Tiki last read of another site (table ``tiki_rss_modules``)."""

    feed_id: int
    title: str = ""
    """Of the site."""
    url: str = ""
    """Of the site, not of the feed."""
    news: list[News] = field(default_factory=list)
    """The newest first."""
