"""Items of trackers in pages, on data made by hand; nothing of them that visitors did not see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import shown

from tiki2md.diagnostics import Code
from tiki2md.model import Category, File, Tracker, TrackerField, TrackerItem
from tiki2md.plugins.inclusions import MAX_CHARACTERS

DAY = 86_400
NOON = 1_600_000_000 // DAY * DAY + DAY // 2  # 2020-09-13 12:00


def ships(**values: object) -> dict[int, Tracker]:
    """A tracker of ships; fields 5 and above are nobody's business."""
    fields = [
        TrackerField(field_id=1, name="Ship", perm_name="shipName"),
        TrackerField(field_id=2, name="Log", kind="a"),
        TrackerField(field_id=3, name="Crew", kind="n"),
        TrackerField(field_id=4, name="Afloat", kind="c"),
        TrackerField(field_id=5, name="Secret", hidden=True),
        TrackerField(field_id=6, name="Mail", kind="m"),
        TrackerField(field_id=7, name="Pass", kind="p"),
        TrackerField(field_id=8, name="User", kind="u"),
        TrackerField(field_id=9, name="Address", kind="I"),
        TrackerField(field_id=10, name="Internal", public=False),
        TrackerField(field_id=11, name="Subscribers", kind="U"),
    ]
    secrets = {number: f"secret{number}" for number in range(5, 12)}
    items = [
        TrackerItem(
            item_id=1,
            tracker_id=1,
            created=NOON,
            modified=NOON,
            values={1: "ann", 2: "__new__ sails", 3: "9", 4: "y", **secrets},
        ),
        TrackerItem(
            item_id=2,
            tracker_id=1,
            created=NOON - DAY,
            modified=NOON + DAY,
            values={1: "Bob", 2: "", 3: "10", 4: "n", **secrets},
        ),
        TrackerItem(item_id=3, tracker_id=1, status="c", values={1: "Closed one", 3: "1"}),
        TrackerItem(item_id=4, tracker_id=1, status="p", values={1: "Pending one"}),
    ]
    return {1: replace(Tracker(tracker_id=1, name="Ships", fields=fields, items=items), **values)}


def column(markdown: str, at: int = 1) -> list[str]:
    """The cells of a column of the table, the header first."""
    rows = [line.split("|") for line in markdown.splitlines() if line.startswith("|")]
    return [row[at].strip() for row in rows if set(row[at].strip()) - {"-", ":"}]


# What must not be shown.


@pytest.mark.parametrize("fields", ["", "5:6:7:8:9:10:11:1", "1:Secret:5"])
@pytest.mark.parametrize("extra", ["", " sort_mode=f_5_asc", " status=opc"])
def test_what_was_hidden_stays_hidden(fields: str, extra: str) -> None:
    call = f'{{TRACKERLIST(trackerId=1 fields="{fields}"{extra})}}{{TRACKERLIST}}'
    text, _ = shown(call, trackers=ships())
    assert "ann" in text
    assert "secret" not in text
    assert not any(f"| {name} |" in text for name in ("Secret", "Mail", "Internal", "User"))


@pytest.mark.parametrize("number", [5, 6, 7, 8, 9, 11, 77])
def test_no_value_of_a_hidden_field(number: int) -> None:
    call = f"{{TRACKERITEMFIELD(itemId=1 fieldId={number})/}}"
    text, codes = shown(call, trackers=ships())
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize(
    "arguments",
    [
        "trackerId=2",
        "fields=1",
        "trackerId=1 fields=5:6",
        "trackerId=1 wiki=Card",
        "trackerId=1 tplwiki=Card",
        "trackerId=1 tpl=card.tpl",
        "trackerId=1 view=user",
        "trackerId=1 calendarfielddate=1",
        "trackerId=1 periodQuantity=3",
        "trackerId=1 filterfield=5 exactvalue=secret5",
        "trackerId=1 filterfield=77 exactvalue=x",
        "trackerId=1 filterfield=1 filtervalue=#user",
        'trackerId=1 filterfield=1 exactvalue="not(Bob)"',
    ],
)
def test_lists_that_only_tiki_can_tell_stay_comments(arguments: str) -> None:
    call = f"{{TRACKERLIST({arguments})}}"
    text, codes = shown(f"{call}intro{{TRACKERLIST}}", trackers=ships())
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_BODY_DROPPED]


def test_trackers_that_visitors_could_not_view() -> None:
    source = "{TRACKERLIST(trackerId=1)}{TRACKERLIST}\n\n{trackeritemfield itemId=1 fieldId=1}"
    for statuses in ("", "p"):
        text, _ = shown(source, trackers=ships(statuses=statuses))
        assert "ann" not in text
    text, _ = shown(
        "{TRACKERLIST(trackerId=1 status=opc)}{TRACKERLIST}", trackers=ships(statuses="p")
    )
    assert column(text) == ["Ship", "Pending one"]


@pytest.mark.parametrize(
    "call",
    [
        "{TRACKERITEMFIELD(fieldId=1)}It is here{TRACKERITEMFIELD}",
        "{TRACKERITEMFIELD(itemId=9 fieldId=1)}It is here{TRACKERITEMFIELD}",
        "{TRACKERITEMFIELD(itemId=1 fieldId=5 test=1)}It is here{TRACKERITEMFIELD}",
        "{TRACKERITEMFIELD(itemId=1 fields=5:6)}It is here{TRACKERITEMFIELD}",
    ],
)
def test_conditions_that_only_tiki_can_tell_keep_their_body(call: str) -> None:
    text, codes = shown(call, trackers=ships())
    assert text.endswith("It is here\n")
    assert "ann" not in text
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("itemId=1 fieldId=1 test=1", "no\n"),
        ("itemId=1 fieldId=1 test=1 value=ann", "yes\n"),
        ("itemId=1 fieldId=1 test=1 value=Ann", "no\n"),
        ("itemId=1 fieldId=3 test=1 value=9.0", "yes\n"),
        ("itemId=2 fieldId=2 test=1", "yes\n"),
        ("itemId=1 fieldId=1 status=o test=1 value=ann", "yes\n"),
        ("itemId=1 fieldId=1 status=pc", "no\n"),
        ("itemId=1 fields=1:2", "yes\n"),
        ("itemId=2 fields=1:2", "no\n"),
        ("itemId=1 fields=1:5", "yes\n"),
        ('itemId=1 fields=""', "yes\n"),
        ('itemId=2 fields=""', "no\n"),
    ],
)
def test_conditions(arguments: str, expected: str) -> None:
    call = f"{{TRACKERITEMFIELD({arguments})}}yes{{ELSE}}no{{TRACKERITEMFIELD}}"
    text, codes = shown(call, trackers=ships())
    assert text == expected
    assert codes == [Code.PLUGIN_BRANCH]


def test_ranks_of_items() -> None:
    call = "{TRACKERLIST(trackerId=1 fields=1 sort_mode=f_1_asc showitemrank=y offset=1)/}"
    text, _ = shown(call, trackers=ships())
    assert column(text, 1) == ["Rank", "2"]
    assert column(text, 2) == ["Ship", "Bob"]
    call = "{TRACKERLIST(trackerId=1 fields=1 showfieldname=n showitemrank=y)/}"
    assert "| 1 | ann |" in shown(call, trackers=ships())[0]


def test_a_body_without_a_test_was_never_shown() -> None:
    call = "{TRACKERITEMFIELD(itemId=1 fieldId=1)}"
    text, codes = shown(f"{call}It is here{{TRACKERITEMFIELD}}", trackers=ships())
    assert text == f"<!-- {call} -->\nann\n"
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


# Lists of items.


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", ["Ship", "ann", "Bob"]),
        ("fields=3:1", ["Ship", "ann", "Bob"]),
        ("fields=3:1 sort=y", ["Crew", "9", "10"]),
        ("fields=shipName:3", ["Ship", "ann", "Bob"]),
        ("status=c", ["Ship", "Closed one"]),
        ("status=op", ["Ship", "ann", "Bob", "Pending one"]),
        ("sort_mode=f_3_desc", ["Ship", "Bob", "ann"]),
        ("sort_mode=f_1_desc", ["Ship", "Bob", "ann"]),
        ("sort_mode=created_asc", ["Ship", "Bob", "ann"]),
        ("sort_mode=lastModif_asc", ["Ship", "ann", "Bob"]),
        ("sort_mode=nonsense", ["Ship", "ann", "Bob"]),
        ("max=1", ["Ship", "ann"]),
        ("max=-1", ["Ship", "ann", "Bob"]),
        ("max=1 offset=1", ["Ship", "Bob"]),
        ("itemId=2", ["Ship", "Bob"]),
        ("filterfield=1 exactvalue=bob", ["Ship", "Bob"]),
        ("filterfield=shipName filtervalue=N", ["Ship", "ann"]),
        ("filterfield=1:3 exactvalue=:10", ["Ship", "Bob"]),
    ],
)
def test_items(arguments: str, expected: list[str]) -> None:
    text, codes = shown(
        f"{{TRACKERLIST(trackerId=1 {arguments})}}{{TRACKERLIST}}", trackers=ships()
    )
    assert column(text) == expected
    assert codes == [Code.PLUGIN_SNAPSHOT]
    assert text.startswith(f"<!-- {{TRACKERLIST(trackerId=1 {arguments})}} -->\n")


def test_a_whole_list() -> None:
    call = "{TRACKERLIST(trackerId=1 fields=1:2:4 showtitle=y shownbitems=y showcreated=y max=1)}"
    text, _ = shown(f"{call}{{TRACKERLIST}}", trackers=ships())
    assert text == (
        f"<!-- {call} -->\n\nShips\n\nItems found: 2\n\n"
        "| Ship | Log | Afloat | Created |\n"
        "| --- | --- | --- | --- |\n"
        "| ann | **new** sails | y | 2020-09-13 12:00 |\n"
    )


def test_the_order_of_the_tracker_is_the_default() -> None:
    text, _ = shown("{TRACKERLIST(trackerId=1)/}", trackers=ships(order="f_3_desc"))
    assert column(text) == ["Ship", "Bob", "ann"]


def test_the_dates_of_the_tracker_are_the_default() -> None:
    trackers = ships(dates=("lastModif",))
    text, _ = shown("{TRACKERLIST(trackerId=1 fields=1)/}", trackers=trackers)
    assert column(text, 2) == ["LastModif", "2020-09-13 12:00", "2020-09-14 12:00"]
    call = "{TRACKERLIST(trackerId=1 fields=1 showlastmodif=n showcreated=y)/}"
    text, _ = shown(call, trackers=trackers)
    assert column(text, 2) == ["Created", "2020-09-13 12:00", "2020-09-12 12:00"]


@pytest.mark.parametrize(
    "argument", ["popup=2", "compute=3/sum", "showstatus=y", "showlastmodifby=y"]
)
def test_what_a_list_does_not_show_is_reported(argument: str) -> None:
    call = f"{{TRACKERLIST(trackerId=1 fields=3:1 {argument})/}}"
    assert Code.PLUGIN_APPROXIMATED in shown(call, trackers=ships())[1]


def test_no_items() -> None:
    text, codes = shown("{TRACKERLIST(trackerId=1)/}", trackers=ships(items=[]))
    assert text == "<!-- {TRACKERLIST(trackerId=1)/} -->\n\nNo records found\n"
    assert codes == [Code.PLUGIN_SNAPSHOT]


def test_blocks_in_a_cell_are_there() -> None:
    trackers = ships()
    trackers[1].items[0].values[2] = "first\n* one\n* two | 2"
    text, _ = shown("{TRACKERLIST(trackerId=1 fields=1:2)/}", trackers=trackers)
    assert all(word in text for word in ("ann", "first", "one", "two"))


def test_a_list_in_itself_has_an_end() -> None:
    trackers = ships()
    trackers[1].items[0].values[2] = "log {TRACKERLIST(trackerId=1)}{TRACKERLIST}"
    text, codes = shown("{TRACKERLIST(trackerId=1 fields=1:2)/}", trackers=trackers)
    assert text.count("ann") == 1
    assert Code.INCLUDE_CAPPED in codes


def test_too_much_is_too_much() -> None:
    trackers = ships()
    trackers[1].items[0].values[1] = "x" * (MAX_CHARACTERS + 1)
    text, codes = shown("{TRACKERLIST(trackerId=1)/}", trackers=trackers)
    assert len(text) < 100
    assert codes == [Code.INCLUDE_CAPPED, Code.PLUGIN_KEPT]


@pytest.mark.parametrize(
    ("kind", "options", "value", "expected"),
    [
        ("t", "", "a *b* __c__", r"a \*b\* \_\_c\_\_"),
        ("a", "", "a __c__", "a **c**"),
        ("c", "", "", ""),
        ("c", "", "on", "y"),
        ("f", "", str(NOON), "2020-09-13 12:00"),
        ("f", "d", str(NOON), "2020-09-13"),
        ("f", '{"datetime":"d"}', str(NOON), "2020-09-13"),
        ("f", "", str(NOON - DAY // 2), "2020-09-13"),
        ("j", "", str(NOON), "2020-09-13"),
        ("j", '{"datetime":"dt"}', str(NOON), "2020-09-13 12:00"),
        ("f", "", "soon", "soon"),
        ("d", "a,b=Beta", "b", "Beta"),
        ("d", '{"options":["a","b=Beta"]}', "b", "Beta"),
        ("d", '{"options":["a"', "b", "b"),
        ("d", "{}", "b", "b"),
        ("M", "a,b=Beta", "a,b", "a, Beta"),
        ("e", "", "1,2", "Garden"),
        ("FG", "", "7", "Map"),
        ("y", "", "South_Africa", "South Africa"),
        ("L", "", "https://example.org/x|Site", "[Site](https://example.org/x)"),
        ("L", "", "javascript:x", "javascript:x"),
        ("k", "", "Home", "[Home]"),
        ("k", "", "Nowhere", "Nowhere"),
        ("r", "1,1", "1", "ann"),
        ("r", '{"trackerId":"1","fieldId":"3"}', "1", "9"),
        ("r", '{"trackerId":1,"fieldId":1}', "2", "Bob"),
        ("r", '{"trackerId":1,"fieldId":6}', "1", "1"),
        ("r", "", "77", "77"),
        ("w", "1,0,0,1", "2", "Bob"),
    ],
)
def test_values_by_their_types(kind: str, options: str, value: str, expected: str) -> None:
    trackers = ships()
    trackers[2] = Tracker(
        tracker_id=2,
        fields=[TrackerField(field_id=21, name="F", kind=kind, options=options)],
        items=[TrackerItem(item_id=21, tracker_id=2, values={21: value})],
    )
    wiki = {
        "trackers": trackers,
        "categories": {1: Category(category_id=1, name="Garden")},
        "files": {7: File(file_id=7, name="Map")},
    }
    text, codes = shown("{TRACKERITEMFIELD(itemId=21 fieldId=21)/}", **wiki)
    _, _, value_shown = text.partition("-->")
    assert value_shown.strip().startswith(expected)
    assert bool(value_shown.strip()) == bool(expected)
    assert codes == [Code.PLUGIN_SNAPSHOT]
    listed, _ = shown("{TRACKERLIST(trackerId=2)/}", **wiki)
    assert expected in listed


def test_a_value_in_a_line() -> None:
    text, _ = shown("The {trackeritemfield itemId=1 fieldId=shipName} sails.", trackers=ships())
    assert text.startswith("The ")
    assert text.endswith("ann sails.\n")


def test_a_circle_of_items_has_an_end() -> None:
    fields = [TrackerField(field_id=1, name="Next", kind="r", options="1,1")]
    items = [TrackerItem(item_id=1, tracker_id=1, values={1: "1"})]
    trackers = {1: Tracker(tracker_id=1, fields=fields, items=items)}
    text, codes = shown("{TRACKERLIST(trackerId=1)/}", trackers=trackers)
    assert column(text) == ["Next", "1"]
    assert codes == [Code.PLUGIN_SNAPSHOT]
