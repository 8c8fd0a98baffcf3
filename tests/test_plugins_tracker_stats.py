"""How often values stand in trackers, on data made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import lines_below, page_of

from tiki2md.diagnostics import Code
from tiki2md.model import Page, Tracker, TrackerField, TrackerItem, Wiki

FIELDS = [
    TrackerField(field_id=1, name="Rig", kind="d", options='{"options": ["b=Brig", "s"]}'),
    TrackerField(field_id=2, name="Log", kind="a"),
    TrackerField(field_id=3, name="More", kind="h"),
    TrackerField(field_id=4, name="Secret", hidden=True),
    TrackerField(field_id=5, name="Mail", kind="m"),
    TrackerField(field_id=6, name="Seas", kind="e", options='{"parentId": 3}'),
    TrackerField(field_id=7, name="Stars", kind="s"),
    TrackerField(field_id=8, name="Empty"),
]
HIDDEN = {4: "leak", 5: "leak", 6: "leak", 7: "leak"}
ITEMS = [
    TrackerItem(item_id=1, tracker_id=1, modified=86_400, values={1: "s", 2: "__new__", **HIDDEN}),
    TrackerItem(item_id=2, tracker_id=1, modified=90_000, values={1: "b", 2: "old\nnew", **HIDDEN}),
    TrackerItem(item_id=3, tracker_id=1, values={1: "s", 2: ""}),
    TrackerItem(item_id=4, tracker_id=1, status="c", modified=1, values={1: "closed"}),
]
SHIPS = Tracker(tracker_id=1, name="Ships", fields=FIELDS, items=ITEMS)


def shown(call: str, tracker: Tracker = SHIPS, source: str = "") -> tuple[list[str], list[Code]]:
    """The lines that a call becomes, without the comment that tells of it, and what was reported.

    Args:
        call: the call.
        tracker: the tracker 1 of the wiki.
        source: the page, if it is more than the call.
    """
    source = source or call
    wiki = Wiki(pages=[Page(name="Home", source=source, page_id=1)], trackers={1: tracker})
    text, codes = page_of(wiki)
    return lines_below(call, text), codes


RIGS = ["| Rig | |", "| --- | --- |", "| 1 | Brig |", "| 2 | s |"]
LOGS = ["| Log | |", "| --- | --- |", "| 1 | |", "| 1 | new |", "| 1 | old new |"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", [*RIGS, *LOGS, "**More**"]),
        (" fields=1", RIGS),
        (" fields=2:1", [*LOGS, *RIGS]),
        (" fields=8", []),
        (" fields=1 show_count=n", ["| Rig |", "| --- |", "| Brig |", "| s |"]),
        (
            " fields=1 show_percent=y",
            ["| Rig | | |", "| --- | --- | --- |", "| 1 | Brig | %33.33 |", "| 2 | s | %66.67 |"],
        ),
        (" fields=1 status=c", ["| Rig | |", "| --- | --- |", "| 1 | closed |"]),
        (" fields=1 status=oc", ["| Rig | |", "| --- | --- |", "| 1 | Brig |", "| 1 | closed |",
                                 "| 2 | s |"]),
        (" show_lastmodif=y", ["1970-01-02"]),
        (' show_lastmodif="%H:%M"', ["1970-01-02 01:00"]),
    ],
)  # fmt: skip
def test_how_often_each_value_is_there(arguments: str, expected: list[str]) -> None:
    assert shown(f"{{TRACKERSTAT(trackerId=1{arguments})/}}") == (expected, [Code.PLUGIN_SNAPSHOT])


@pytest.mark.parametrize("fields", ["4", "5", "6", "7", "4:5:6:7"])
def test_what_was_hidden_stays_hidden(fields: str) -> None:
    assert shown(f"{{TRACKERSTAT(trackerId=1 fields={fields})/}}")[0] == []


def test_items_that_visitors_could_not_view_are_not_counted() -> None:
    lines, _ = shown("{TRACKERSTAT(trackerId=1 fields=1 status=oc)/}", replace(SHIPS, statuses="o"))
    assert lines == RIGS


def test_what_is_left_out_is_told() -> None:
    call = "{TRACKERSTAT(trackerId=1 fields=1 show_bar=y show_link=y)}"
    lines, codes = shown(call, source=f"{call}My title{{TRACKERSTAT}}")
    assert lines == RIGS
    assert codes == [*[Code.PLUGIN_APPROXIMATED] * 3, Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize(
    "arguments", ["", "trackerId=2", "trackerId=1 fields=77", "trackerId=1 status=x"]
)
def test_what_the_export_cannot_tell_is_kept(arguments: str) -> None:
    assert shown(f"{{TRACKERSTAT({arguments})/}}") == ([], [Code.PLUGIN_KEPT])


def test_a_tracker_that_counts_itself_ends() -> None:
    call = "{TRACKERSTAT(trackerId=1 fields=2)/}"
    snake = TrackerItem(item_id=1, tracker_id=1, values={2: call})
    _, codes = shown(call, replace(SHIPS, items=[snake]))
    assert codes.count(Code.INCLUDE_CAPPED) == 1
