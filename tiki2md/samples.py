"""A wiki of a few pages: what the samples of plugins are about that ask for pages and files."""

from __future__ import annotations

from tiki2md.model import (
    Category,
    Choice,
    Content,
    Copyright,
    Event,
    Feed,
    File,
    News,
    Page,
    Place,
    Poll,
    Reference,
    Tracker,
    TrackerField,
    TrackerItem,
    Wiki,
)

SAMPLE_PAGE = "Sample"
"""The page on which the samples stand."""

_DAY = 1_577_836_800
"""2020-01-01, in Unix seconds."""


def sample_wiki() -> Wiki:
    """A new wiki about plants and ports, with a structure, categories, tags and files."""
    return Wiki(
        pages=[
            _page(1, SAMPLE_PAGE, "((Ferns)) ((Harbour))", [3], ["wet"]),
            _page(2, "Ferns", "Ferns like shade.\n((Mosses)) ((Lichens))", [3], ["wet", "green"]),
            _page(3, "Mosses", "Mosses are small.", [4], ["wet"]),
            _page(4, "Harbour", "Ships come and go.\n((Ferns))", [], []),
            _page(5, "Harbour Museum", "Old ships.", [], []),
            _page(6, "Opening Hours", "!Summer\nDaily from 8.\n!Winter\nDaily from 10.", [], []),
            _page(7, "Plant Card", "A card for %%%name%%%.", [], []),
            _page(8, "Le port", "Les bateaux.", [], []),
        ],
        categories={
            1: Category(category_id=1, name="Nature"),
            3: Category(category_id=3, name="Plants", parent_id=1),
            4: Category(category_id=4, name="Small plants", parent_id=3),
        },
        files={
            3: File(file_id=3, name="Quay", filename="quay.png", media_type="image/png"),
            4: File(file_id=4, name="Ship", filename="ship.png", media_type="image/png"),
        },
        attachments={
            1: File(file_id=1, filename="tides.pdf", media_type="application/pdf", page=SAMPLE_PAGE)
        },
        places={
            1: Place(place_id=1, page=SAMPLE_PAGE),
            2: Place(place_id=2, page="Ferns", parent_id=1, position=1),
            3: Place(place_id=3, page="Mosses", parent_id=2, position=1),
            4: Place(place_id=4, page="Harbour", parent_id=1, position=2),
        },
        trackers={
            3: Tracker(
                tracker_id=3,
                name="Ships",
                fields=[
                    TrackerField(field_id=7, name="Ship"),
                    TrackerField(field_id=8, name="Log", kind="a"),
                ],
                items=[
                    TrackerItem(item_id=12, tracker_id=3, values={7: "Ann", 8: "Sails __well__"}),
                    TrackerItem(item_id=13, tracker_id=3, values={7: "Bob", 8: "Leaks"}),
                ],
            )
        },
        exported=_DAY,
        events={
            1: Event(event_id=1, calendar_id=1, name="Regatta", start=_DAY, end=_DAY + 7200),
        },
        feeds={
            1: Feed(
                feed_id=1,
                title="Harbour news",
                url="https://example.org/",
                news=[News(title="High tide", url="https://example.org/tide", published=_DAY)],
            )
        },
        polls={
            1: Poll(
                poll_id=1,
                title="Shall there be a second ferry?",
                choices=[Choice(title="Yes", votes=2), Choice(title="No", votes=1)],
            )
        },
        references={
            SAMPLE_PAGE: [Reference(code="Smith1999", author="Smith", title="Quays", year="1999")]
        },
        others=[
            Page(
                name="New ferry",
                source="It is faster.\n\nAnd it is blue.",
                heading_length=len("It is faster."),
                kind="article",
                page_id=3,
                section="Harbour",
                created=_DAY,
                creator="ann",
            ),
            Page(
                name="Fog",
                source="Nothing to be seen.",
                kind="blog post",
                page_id=1,
                parent_id=1,
                created=_DAY,
                creator="ann",
            ),
        ],
        contents={3: Content(content_id=3, text="The ferry sails at __nine__.")},
        copyrights={SAMPLE_PAGE: [Copyright(year="1999", holder="Harbour Museum")]},
    )


def _page(number: int, name: str, source: str, categories: list[int], tags: list[str]) -> Page:
    return Page(
        name=name,
        source=source,
        page_id=number,
        description=f"About {name.lower()}",
        language="en",
        created=_DAY,
        modified=_DAY + number * 86_400,
        creator="ann",
        last_editor="bob",
        version=1,
        categories=categories,
        tags=tags,
    )
