"""From tables to trackers, references, content blocks and notices of copyright."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from loading import load
from sample_exports import DUMPS
from wiki_pages import page_of

from tiki2md.diagnostics import Reporter
from tiki2md.model import Content, Reference, Tracker, Wiki
from tiki2md.readers.merge import merge_into

if TYPE_CHECKING:
    from pathlib import Path

DUMP = (DUMPS / "trackers.sql").read_text("utf-8")
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
    wiki, codes = load(path)
    assert codes == []
    return wiki


def test_what_the_tables_hold_of_them(tmp_path: Path) -> None:
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


def test_statuses_of_items_that_visitors_may_view(tmp_path: Path) -> None:
    own = hashlib.md5(b"tracker2", usedforsecurity=False).hexdigest()
    wiki = read(tmp_path, DUMP + PERMISSIONS.replace("{own}", own))
    assert wiki.trackers[1].statuses == "o"
    assert wiki.trackers[2].statuses == ""
    nobody = "CREATE TABLE users_grouppermissions (groupName text, permName text);\n"
    assert read(tmp_path, DUMP + nobody).trackers[1].statuses == ""


def test_without_their_tables_there_are_none(tmp_path: Path) -> None:
    wiki = read(
        tmp_path, DUMP[: DUMP.index("CREATE TABLE `tiki_trackers`")] + "-- Dump completed\n"
    )
    assert [wiki.trackers, wiki.references, wiki.contents, wiki.copyrights] == [{}, {}, {}, {}]


def test_merged_wikis_keep_their_own() -> None:
    own, other = [Reference(code="Quays")], [Reference(code="Tides")]
    news = Content(content_id=3, text="b")
    first = Wiki(trackers={1: Tracker(tracker_id=1)}, references={"A": own})
    second = Wiki(trackers={}, references={"A": other, "B": other}, contents={3: news})
    merge_into(first, second, Reporter())
    assert list(first.trackers) == [1]
    assert first.references == {"A": own, "B": other}
    assert first.contents == {3: news}
