"""Events of calendars, and news of other sites, which Tiki kept in tables (tiki-exports §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import Event, Feed, News
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Tables


def events_of(tables: Tables, permissions: Permissions) -> dict[int, Event]:
    """The events of all calendars (table ``tiki_calendar_items``), by their ids.

    A calendar that belongs to a person is nobody else's business.
    """
    hidden: dict[int, str] = {}
    for row in tables.get("tiki_calendars"):
        number = number_of(row, "calendarId")
        personal = "its calendar is personal" if row.get("personal") == "y" else ""
        hidden[number] = personal or permissions.hidden(
            "tiki_p_view_calendar", kind="calendar", name=str(number)
        )
    events = (
        Event(
            event_id=number_of(row, "calitemId"),
            calendar_id=number_of(row, "calendarId"),
            name=text_of(row, "name"),
            description=text_of(row, "description"),
            start=number_of(row, "start"),
            end=number_of(row, "end"),
            all_day=row.get("allday") == "1",
            hidden=hidden.get(number_of(row, "calendarId"), "its calendar is not there"),
        )
        for row in tables.get("tiki_calendar_items")
    )
    return {event.event_id: event for event in events}


def feeds_of(tables: Tables) -> dict[int, Feed]:
    """The feeds with what was last read of them (table ``tiki_rss_items``), by their ids."""
    feeds = {
        number_of(row, "rssId"): Feed(
            feed_id=number_of(row, "rssId"),
            title=text_of(row, "sitetitle").strip(),
            url=text_of(row, "siteurl").strip(),
        )
        for row in tables.get("tiki_rss_modules")
    }
    rows = tables.ordered("tiki_rss_items", "rssItemId")
    for row in sorted(rows, key=lambda row: number_of(row, "publication_date"), reverse=True):
        if (feed := feeds.get(number_of(row, "rssId"))) is not None:
            feed.news.append(
                News(
                    title=text_of(row, "title").strip(),
                    url=text_of(row, "url").strip(),
                    author=text_of(row, "author").strip(),
                    published=number_of(row, "publication_date"),
                    description=text_of(row, "description"),
                )
            )
    return feeds
