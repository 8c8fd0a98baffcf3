"""Events and news in pages, on data made by hand."""

from __future__ import annotations

import pytest
from wiki_pages import lines_below, page_of

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Event, Feed, News, Page, Wiki
from tiki2md.options import Options
from tiki2md.readers.dated import events_of, feeds_of
from tiki2md.readers.merge import merge_into
from tiki2md.readers.permissions import Permissions
from tiki2md.readers.schema import Tables
from tiki2md.site.people import with_public_logins

DAY = 86_400
NOW = 100 * DAY


def event(number: int, day: float, name: str, **values: object) -> Event:
    """An event of the first calendar that begins on that day and lasts an hour."""
    start = int(day * DAY)
    made = {"calendar_id": 1, "start": start, "end": start + 3600} | values
    return Event(event_id=number, name=name, **made)  # type: ignore[arg-type]


EVENTS = (
    event(1, 99, "Gone"),
    event(2, 130.5, "Feast", description="__All__ come.\nBring ((Home))."),
    event(3, 120, "Race", end=120 * DAY),
    event(4, 110, "Private", hidden="its calendar is personal"),
    event(5, 140, "Other", calendar_id=2),
    event(6, 600, "Far"),
    event(7, 10.5, "Row", calendar_id=3, description="A <b>new</b> boat"),
    event(8, 11, "Fast", calendar_id=3, end=11 * DAY),
    event(9, 9, "Fair", calendar_id=3, end=12 * DAY, all_day=True),
)
FEED = Feed(
    feed_id=1,
    title="The Times",
    url="https://times.example/",
    news=[
        News(title="High tide", url="https://times.example/2", published=9 * DAY, author="bob"),
        News(title="Low tide", url="https://times.example/1", published=8 * DAY),
    ],
)
OTHER = Feed(
    feed_id=2,
    news=[
        News(
            title="Fog",
            url="https://fog.example/",
            published=8 * DAY + 1,
            description="<b>Thick</b> fog",
        )
    ],
)


def shown(source: str, **preferences: str) -> tuple[str, list[Code]]:
    """What a page of that source becomes, and what was reported."""
    wiki = Wiki(
        pages=[Page(name="Home", source=source, page_id=1)],
        events={one.event_id: one for one in EVENTS},
        feeds={1: FEED, 2: OTHER},
        exported=NOW,
        preferences=preferences,
    )
    return page_of(wiki)


def lines(call: str) -> list[str]:
    """The lines that a call becomes, without the comment that tells of it."""
    text, codes = shown(call)
    assert codes == [Code.PLUGIN_SNAPSHOT]
    return lines_below(call, text)


def test_events_to_come() -> None:
    assert lines("{EVENTS(calendarid=1)/}") == [
        "| Upcoming Events | |",
        "| --- | --- |",
        "| 1970-05-01 00:00 | **Race** |",
        (
            "| 1970-05-11 12:00<br>1970-05-11 13:00"
            " | **Feast**<br>**All** come.<br>Bring [Home](home.md). |"
        ),
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("calendarid=1 max=1", ["Race"]),
        ("calendarid=1 maxdays=25", ["Race"]),
        ("calendarid=1 maxdays=0", ["Race", "Feast", "Far"]),
        ("calendarid=1|2 desc=0", ["Race", "Feast", "Other"]),
        ("calendarid=2 maxdays=1", []),
        ("calendarid=1 timespan=past", ["Race", "Feast"]),
    ],
)
def test_which_events(arguments: str, expected: list[str]) -> None:
    rows = lines(f"{{EVENTS({arguments})/}}")[2:]
    assert [row.split("**")[1] for row in rows] == expected


def test_events_without_times() -> None:
    assert "| 1970-05-11 | **Feast** |" in lines("{EVENTS(calendarid=1 datetime=0 desc=0)/}")


def test_an_event_that_shows_events_ends() -> None:
    snake = event(7, 150, "Snake", calendar_id=3, description="{EVENTS(calendarid=3)/}")
    wiki = Wiki(
        pages=[Page(name="Home", source="{EVENTS(calendarid=3)/}")], events={7: snake}, exported=NOW
    )
    assert page_of(wiki)[1].count(Code.INCLUDE_CAPPED) == 1


def test_a_calendar_is_a_table_of_its_events() -> None:
    text, codes = shown("{CALENDAR(calIds=3)/}")
    assert text.splitlines()[2:] == [
        "| Start | End | Name |",
        "| --- | --- | --- |",
        "| 1970-01-10 All day | 1970-01-13 | **Fair** |",
        "| 1970-01-11 12:00 | 13:00 | **Row**<br>A **new** boat |",
        "| 1970-01-12 00:00 | | **Fast** |",
    ]
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


def test_without_a_number_it_is_the_first_calendar() -> None:
    named = [line.split("**")[1] for line in shown("{CALENDAR()/}")[0].splitlines()[4:]]
    assert named == ["Gone", "Race", "Feast", "Far"]


def test_two_calendars_are_in_one_table() -> None:
    rows = shown("{CALENDAR(calIds=2,3)/}")[0].splitlines()[4:]
    assert [row.split("**")[1] for row in rows] == ["Fair", "Row", "Fast", "Other"]


def test_descriptions_in_wiki_text_have_no_tags() -> None:
    text, _ = shown("{CALENDAR(calIds=3)/}", calendar_description_is_html="n")
    assert r"**Row**<br>A \<b>new\</b> boat" in text


def test_descriptions_are_texts_of_their_own() -> None:
    feast = event(1, 1, "Feast", description="http://example.org/\n* bread\n* wine")
    wiki = Wiki(pages=[Page(name="Home", source="{CALENDAR()/}", page_id=1)], events={1: feast})
    assert "**Feast**\\\n<http://example.org/>\n\n- bread\n- wine\n" in page_of(wiki)[0]


def test_a_calendar_in_one_of_its_events_ends() -> None:
    snake = event(7, 150, "Snake", calendar_id=3, description="{CALENDAR(calIds=3)/}")
    wiki = Wiki(pages=[Page(name="Home", source="{CALENDAR(calIds=3)/}")], events={7: snake})
    assert page_of(wiki)[1].count(Code.INCLUDE_CAPPED) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("id=1", ["[The Times](https://times.example/)", "- [High tide](https://times.example/2)",
                  "- [Low tide](https://times.example/1)"]),
        ("id=1 showtitle=0 max=1", ["- [High tide](https://times.example/2)"]),
        ("id=1 showtitle=0 max=1 author=1 date=1",
         ["- [High tide](https://times.example/2) (bob, 1970-01-10)"]),
        ("id=2 date=1 desc=1", ["- [Fog](https://fog.example/) (1970-01-09)\\", "  Thick fog"]),
        ("id=1:2", ["- [High tide](https://times.example/2)", "- [Fog](https://fog.example/)",
                    "- [Low tide](https://times.example/1)"]),
    ],
)  # fmt: skip
def test_news(arguments: str, expected: list[str]) -> None:
    assert lines(f"{{RSS({arguments})/}}") == expected


@pytest.mark.parametrize(
    "call",
    [
        "{EVENTS(calendarid=9)/}",
        "{EVENTS()/}",
        "{CALENDAR(calIds=9)/}",
        "{RSS(id=9)/}",
        "{RSS()/}",
    ],
)
def test_what_the_export_cannot_tell_is_kept(call: str) -> None:
    text, codes = shown(call)
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


# Readers.


def tables(**rows: list[dict[str, str | None]]) -> Tables:
    return Tables(rows=rows)


def test_events_are_read() -> None:
    known = tables(
        tiki_calendars=[{"calendarId": "1", "personal": "n"}, {"calendarId": "2", "personal": "y"}],
        tiki_calendar_items=[
            {
                "calitemId": str(number),
                "calendarId": str(number),
                "name": f"E{number}",
                "start": "5",
                "allday": str(number % 2),
            }
            for number in (1, 2, 3)
        ],
        users_grouppermissions=[{"groupName": "Anonymous", "permName": "tiki_p_view_calendar"}],
    )
    found = events_of(known, Permissions(known, {}))
    assert [(one.name, one.start, one.all_day, one.hidden) for one in found.values()] == [
        ("E1", 5, True, ""),
        ("E2", 5, False, "its calendar is personal"),
        ("E3", 5, True, "its calendar is not there"),
    ]
    closed = tables(
        **{name: [*known.get(name)] for name in ("tiki_calendars", "tiki_calendar_items")}
    )
    closed.rows["users_grouppermissions"] = []
    assert all(one.hidden for one in events_of(closed, Permissions(closed, {})).values())


def test_feeds_are_read_the_newest_first() -> None:
    known = tables(
        tiki_rss_modules=[{"rssId": "1", "sitetitle": "Times", "siteurl": "https://t.example/"}],
        tiki_rss_items=[
            {"rssItemId": "1", "rssId": "1", "title": "old", "publication_date": "1"},
            {"rssItemId": "2", "rssId": "1", "title": "new", "publication_date": "2"},
            {"rssItemId": "3", "rssId": "7", "title": "lost", "publication_date": "2"},
        ],
    )
    (feed,) = feeds_of(known).values()
    assert (feed.title, feed.url) == ("Times", "https://t.example/")
    assert [one.title for one in feed.news] == ["new", "old"]


def test_of_two_wikis_the_events_of_the_first_stay() -> None:
    first = Wiki(feeds={1: FEED})
    merge_into(first, Wiki(events={1: EVENTS[0]}, feeds={2: OTHER}, exported=NOW), Reporter())
    assert (first.feeds, first.events, first.exported) == ({1: FEED}, {1: EVENTS[0]}, NOW)


def test_no_mailbox_of_an_author_is_told() -> None:
    news = [News(title="a", author="bob@example.org (Bob)")]
    told = with_public_logins(Wiki(feeds={1: Feed(feed_id=1, news=news)}), Options())
    assert told.feeds[1].news[0].author == "bob (Bob)"
