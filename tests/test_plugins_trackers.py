"""Tracker items, bibliographies, content blocks and notices, on data made by hand."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from wiki_pages import page_of

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import (
    Category,
    Content,
    Copyright,
    File,
    Page,
    Reference,
    Tracker,
    TrackerField,
    TrackerItem,
    Wiki,
)
from tiki2md.options import Options
from tiki2md.plugins.inclusions import MAX_CHARACTERS
from tiki2md.readers import read_sources
from tiki2md.readers.merge import merge_into

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options(target="gfm")
DAY = 86_400
NOON = 1_600_000_000 // DAY * DAY + DAY // 2  # 2020-09-13 12:00


def shown(source: str, *others: Page, **values: object) -> tuple[str, list[Code]]:
    """What a page of that source becomes, in a wiki that has ``values``."""
    pages = [Page(name="Home", source=source, page_id=1), *others]
    return page_of(replace(Wiki(pages=pages), **values))


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


# Bibliographies.

SMITH = Reference(code="Smith1999", author="Smith, J.", title="Quays", year="1999")
WEB = Reference(code="Web", title="Tides", uri="https://example.org/t")
EVIL = Reference(code="Evil", uri="javascript:x")


def test_a_reference_that_nobody_knows_is_a_comment() -> None:
    for references in ({}, {"Other": [SMITH]}, {"Home": [WEB]}):
        text, codes = shown("a{ADDREFERENCE(biblio_code=Smith1999)/}", references=references)
        assert "[^" not in text
        assert codes == [Code.PLUGIN_KEPT]


def test_references_are_footnotes_and_repeat_their_number() -> None:
    cite = '{{ADDREFERENCE(biblio_code="{}")/}}'.format
    source = f"a{cite('Web')} b{cite('Smith1999')} c{cite('Web')} d{cite('Web,Smith1999')}"
    text, codes = shown(
        f"{source}{{FOOTNOTE(tag=Web)}}own{{FOOTNOTE}}\n\n{{SHOWREFERENCE()/}}",
        references={"Home": [SMITH, WEB]},
    )
    assert text.startswith("a[^1] b[^2] c[^1] d[^1][^2][^3]\n")
    assert "[^2]: Smith, J., Quays, 1999\n" in text
    assert text.count("Tides") == 1
    assert "[^4]" not in text
    assert codes == []


def test_no_citation_loses_its_note() -> None:
    cite = "{ADDREFERENCE(biblio_code=Web)/}"
    source = f"{{GROUP(groups=Registered)}}in{cite}{{ELSE}}out{{GROUP}} b{cite}"
    text, _ = shown(source, references={"Home": [WEB]})
    assert text.startswith("out b[^1]\n\n[^1]: Tides")


def test_an_address_that_is_none_is_no_link() -> None:
    text, _ = shown("a{ADDREFERENCE(biblio_code=Evil)/}", references={"Home": [EVIL]})
    assert "](javascript" not in text
    assert "[^1]: javascript:x" in text


def test_references_that_are_not_cited_are_listed() -> None:
    call = '{SHOWREFERENCE(title="Sources" hlevel="2")/}'
    text, codes = shown(
        f"a{{addreference biblio_code=Web}}\n\n{call}", references={"Home": [SMITH, WEB]}
    )
    assert f"<!-- {call} -->\n\n## Sources\n\n- Smith, J., Quays, 1999\n" in text
    assert text.count("Tides") == 1
    assert codes == [Code.PLUGIN_SNAPSHOT]
    text, codes = shown(call, references={})
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


def test_the_title_of_references_is_a_line() -> None:
    wiki = Wiki(
        pages=[Page(name="Home", source="{SHOWREFERENCE()/}", page_id=1)],
        references={"Home": [SMITH]},
    )
    text, _ = page_of(wiki)
    assert "\nBibliography\n" in text


def test_references_of_another_page() -> None:
    other = Page(name="Other", source="{ADDREFERENCE(biblio_code=Web)/}", page_id=2)
    call = "{SHOWREFERENCE(pageid=2 showtitle=no)/}"
    wiki = Wiki(
        pages=[Page(name="Home", source=call, page_id=1), other],
        references={"Other": [WEB], "Home": [SMITH]},
    )
    text, _ = page_of(wiki)
    assert "- Tides" in text
    assert "Quays" not in text
    assert "Bibliography" not in text
    text, _ = page_of(wiki, hidden=("Other",))
    assert text == f"<!-- {call} -->\n"


# Content blocks and notices.


def block(number: int, text: str = "", **values: object) -> dict[int, Content]:
    return {number: replace(Content(content_id=number, text=text), **values)}


@pytest.mark.parametrize(
    "call", ["{content id=4}", "{content label=x}", "{content}", "{content id=x}"]
)
def test_a_block_that_is_not_there(call: str) -> None:
    text, codes = shown(call, contents=block(3, "b", label="News"))
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize("call", ["{content id=3}", "{content label=news}", "{RCONTENT(id=3)/}"])
def test_a_block(call: str) -> None:
    text, codes = shown(f"x\n\n{call}", contents=block(3, "a __b__", label="News"))
    assert text.endswith("a **b**\n")
    assert codes == [Code.PLUGIN_SNAPSHOT]


def test_one_text_at_random_stays_a_comment() -> None:
    contents = block(3, "b", versions=2)
    assert shown("{rcontent id=3}", contents=contents)[1] == [Code.PLUGIN_KEPT]
    assert shown("{content id=3}", contents=contents)[1] == [Code.PLUGIN_SNAPSHOT]


def test_a_block_that_shows_a_page() -> None:
    wiki = Wiki(
        pages=[
            Page(name="Home", source="{content id=3}", page_id=1),
            Page(name="News", source="hot __news__ {content id=3}", page_id=2),
        ],
        contents=block(3, page="News"),
    )
    text, codes = page_of(wiki)
    assert text.count("hot **news**") == 1
    assert Code.INCLUDE_CAPPED in codes
    text, codes = page_of(wiki, hidden=("News",))
    assert "news" not in text
    assert codes == [Code.INCLUDE_CAPPED]


def test_a_block_in_itself_has_an_end() -> None:
    text, codes = shown("{content id=3}", contents=block(3, "a {content id=3}{content id=3}"))
    assert text.count("a <!--") == 1
    assert Code.INCLUDE_CAPPED in codes


def test_many_blocks_have_an_end() -> None:
    contents = {
        number: Content(content_id=number, text=f"{{content id={number + 1}}} " * 9 + "x" * 9999)
        for number in range(1, 20)
    }
    text, codes = shown("{content id=1}", contents=contents)
    assert Code.INCLUDE_CAPPED in codes
    assert len(text) < MAX_CHARACTERS


NOTICE = Copyright(title="Quays", year="1999", authors="Smith & Co", holder="Harbour")


def test_without_notices_the_pattern_is_left_out() -> None:
    for copyrights in ({}, {"Other": [NOTICE]}):
        text, codes = shown("{COPYRIGHT()}by ~authors~{COPYRIGHT}", copyrights=copyrights)
        assert text == "<!-- {COPYRIGHT()} -->\n"
        assert codes == [Code.PLUGIN_BODY_DROPPED]


def test_notices() -> None:
    other = replace(NOTICE, title="Piers", year="2001")
    source = "{COPYRIGHT()}\n__~title~__ © ~year~ ~holder~ ~authors~{COPYRIGHT}"
    text, codes = shown(source, copyrights={"Home": [NOTICE, other]})
    assert "**Quays** © 1999 Harbour Smith" in text
    assert "**Piers** © 2001" in text
    assert codes == [Code.PLUGIN_SNAPSHOT]


# From the tables.

DUMP = """
CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` text, `lastModif` int);
INSERT INTO `tiki_pages` VALUES (1,'Home','x',1000);
CREATE TABLE `tiki_trackers` (`trackerId` int, `name` text, `description` text);
INSERT INTO `tiki_trackers` VALUES (1,'Ships','All'),(2,'Private','');
CREATE TABLE `tiki_tracker_options` (`trackerId` int, `name` text, `value` text);
INSERT INTO `tiki_tracker_options` VALUES (1,'defaultOrderKey','-1'),(1,'defaultOrderDir','desc'),
 (1,'showCreated','n'),(1,'showLastModif','y'),
 (2,'defaultOrderKey','7'),(2,'defaultStatus','o');
CREATE TABLE `tiki_tracker_fields` (`position` int, `fieldId` int, `trackerId` int, `name` text,
 `permName` text, `type` text, `isPublic` text, `isHidden` text, `visibleBy` text, `options` text,
 `isMain` text);
INSERT INTO `tiki_tracker_fields` VALUES
 (20,1,1,'Log','log','a','y','n','','','n'),
 (10,2,1,'Ship','ship','t','y','n','a:0:{}','{"samerow":1}','y'),
 (30,3,1,'Internal','x','t','n','n',NULL,NULL,NULL),
 (40,4,1,'Secret','y','t','y','y','','','n'),
 (50,5,1,'Staff','z','t','y','n','a:1:{i:0;s:6:"Admins";}','','n'),
 (60,6,1,'Open','z','t','y','n','a:1:{i:0;s:9:"Anonymous";}','','n');
CREATE TABLE `tiki_tracker_items` (`itemId` int, `trackerId` int, `created` int, `status` text,
 `lastModif` int);
INSERT INTO `tiki_tracker_items` VALUES (8,1,10,'c',20),(7,1,10,'o',2000),(9,99,1,'o',1);
CREATE TABLE `tiki_tracker_item_fields` (`itemId` int, `fieldId` int, `value` text);
INSERT INTO `tiki_tracker_item_fields` VALUES (7,2,'Ann'),(7,1,'__x__\\ny'),(55,1,'lost');
CREATE TABLE `tiki_page_references` (`ref_id` int, `page_id` int, `biblio_code` text,
 `author` text, `title` text, `year` text, `uri` text);
INSERT INTO `tiki_page_references` VALUES (2,1,'B','','Two','',''),(1,1,'A','Ann','One','1999','u'),
 (3,NULL,'L','','Library','',''),(4,77,'G','','Gone','','');
CREATE TABLE `tiki_content` (`contentId` int, `description` text, `contentLabel` text);
INSERT INTO `tiki_content` VALUES (3,'d','News'),(4,'d','');
CREATE TABLE `tiki_programmed_content` (`pId` int, `contentId` int, `content_type` text,
 `publishDate` int, `data` text);
INSERT INTO `tiki_programmed_content` VALUES (1,3,'static',500,'old'),(2,3,'static',1500,'new'),
 (3,3,'static',2500,'not yet'),(4,4,'page',1,'page:Home'),(5,5,'static',1,'page:Home'),
 (6,6,'static',9999,'not yet');
CREATE TABLE `tiki_copyrights` (`copyrightId` int, `page` text, `title` text, `year` int,
 `authors` text, `holder` text);
INSERT INTO `tiki_copyrights` VALUES (2,'home','T2',2001,'b',''),(1,'HOME','T1',1999,'a','h'),
 (3,'Gone','T3',1,'','');
-- Dump completed on 2024-06-03 12:00:00
"""
PERMISSIONS = """
CREATE TABLE `users_grouppermissions` (`groupName` text, `permName` text);
INSERT INTO `users_grouppermissions` VALUES ('Anonymous','tiki_p_view'),
 ('Anonymous','tiki_p_view_trackers'),('Registered','tiki_p_view_trackers_closed');
CREATE TABLE `users_objectpermissions` (`groupName` text, `permName` text, `objectType` text,
 `objectId` text);
INSERT INTO `users_objectpermissions` VALUES
 ('Registered','tiki_p_view_trackers','tracker','{own}'),
 ('Anonymous','tiki_p_view','wiki page','x');
"""


def read(tmp_path: Path, text: str) -> Wiki:
    path = tmp_path / "wiki.sql"
    path.write_text(text, "utf-8")
    reporter = Reporter()
    wiki = read_sources([path], reporter)
    assert reporter.diagnostics == []
    return wiki


def test_tables(tmp_path: Path) -> None:
    wiki = read(tmp_path, DUMP)
    ships_read, private = wiki.trackers[1], wiki.trackers[2]
    assert [field.name for field in ships_read.fields[:2]] == ["Ship", "Log"]
    assert [(field.field_id, field.public, field.hidden) for field in ships_read.fields] == [
        (2, True, False),
        (1, True, False),
        (3, False, False),
        (4, True, True),
        (5, True, True),
        (6, True, False),
    ]
    assert [field.name for field in ships_read.fields if field.main] == ["Ship"]
    assert [item.item_id for item in ships_read.items] == [7, 8]
    assert ships_read.items[0].values == {2: "Ann", 1: "__x__\ny"}
    assert (ships_read.order, private.order) == ("lastModif_desc", "f_7_asc")
    assert ships_read.statuses == "opc"
    assert [entry.code for entry in wiki.references["Home"]] == ["A", "B"]
    assert list(wiki.references) == ["Home"]
    assert wiki.contents[3] == Content(content_id=3, label="News", text="new", versions=2)
    assert wiki.contents[4].page == "Home"
    assert wiki.contents[5].text == "page:Home"
    assert 6 not in wiki.contents
    assert [notice.title for notice in wiki.copyrights["Home"]] == ["T1", "T2"]
    source = "{TRACKERLIST(trackerId=1 fields=ship:5:4:3)/}"
    wiki.pages[0] = replace(wiki.pages[0], source=source)
    rows = page_of(wiki)[0].splitlines()[-3:]
    assert rows == ["| Ship | LastModif |", "| --- | --- |", "| Ann | 1970-01-01 00:33 |"]


def test_permissions(tmp_path: Path) -> None:
    own = hashlib.md5(b"tracker2", usedforsecurity=False).hexdigest()
    wiki = read(tmp_path, DUMP + PERMISSIONS.replace("{own}", own))
    assert wiki.trackers[1].statuses == "o"
    assert wiki.trackers[2].statuses == ""
    nobody = "CREATE TABLE users_grouppermissions (groupName text, permName text);\n"
    assert read(tmp_path, DUMP + nobody).trackers[1].statuses == ""


def test_no_tables(tmp_path: Path) -> None:
    wiki = read(
        tmp_path, DUMP[: DUMP.index("CREATE TABLE `tiki_trackers`")] + "-- Dump completed\n"
    )
    assert [wiki.trackers, wiki.references, wiki.contents, wiki.copyrights] == [{}, {}, {}, {}]


def test_merged_wikis_keep_their_own() -> None:
    first = Wiki(trackers=ships(), references={"A": [SMITH]})
    second = Wiki(trackers={}, references={"A": [WEB], "B": [WEB]}, contents=block(3, "b"))
    merge_into(first, second, Reporter())
    assert list(first.trackers) == [1]
    assert first.references == {"A": [SMITH], "B": [WEB]}
    assert first.contents[3].text == "b"
