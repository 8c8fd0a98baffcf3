"""LIST: what its filters find of a small wiki, and what its templates show of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import page_of

from tiki2md.diagnostics import Code
from tiki2md.model import Category, File, Page, Tracker, TrackerField, TrackerItem, Wiki
from tiki2md.options import Options

DAY = 86_400


def page(number: int, name: str, **values: object) -> Page:
    made = Page(name=name, source="x", page_id=number, created=number * DAY, modified=number * DAY)
    return replace(made, **values)


PAGES = (
    page(2, "Fern", categories=[1], language="en", description="A\nplant."),
    page(3, "Moss", categories=[2], language="fr", modified=9 * DAY),
    page(4, "Old moss", categories=[1, 2]),
)
OTHERS = (
    page(1, "Show", kind="article", categories=[1]),
    page(2, "Secret", kind="article", hidden="it has expired"),
    page(1, "Rain", kind="blog post"),
)
CATEGORIES = {
    1: Category(category_id=1, name="Green"),
    2: Category(category_id=2, name="Wet", parent_id=1),
}
FILES = {
    1: File(file_id=1, name="Map", filename="map.png", gallery_id=3, size=9, created=DAY),
    2: File(file_id=2, filename="Tide table.pdf", gallery_id=3, media_type="application/pdf"),
    3: File(file_id=3, name="Old map", filename="map.gif", gallery_id=4, description="A\nquay"),
    4: File(file_id=4, name="Map of yore", gallery_id=4, archive_of=3),
    5: File(file_id=5, name="Secret map", gallery_id=4, hidden="nobody may see it"),
}
SHIPS = Tracker(
    tracker_id=3,
    name="Ships",
    fields=[
        TrackerField(field_id=1, name="Ship", perm_name="ship", main=True),
        TrackerField(field_id=2, name="Crew", perm_name="crew", kind="n"),
        TrackerField(field_id=3, name="Log", perm_name="log", kind="a"),
        TrackerField(field_id=4, name="Mail", perm_name="mail", kind="m"),
        TrackerField(field_id=5, name="Secret", perm_name="secret", hidden=True),
        TrackerField(field_id=6, name="Built", perm_name="built", kind="f"),
    ],
    items=[
        TrackerItem(
            item_id=number,
            tracker_id=3,
            status=status,
            created=number * DAY,
            values={1: name, 2: crew, 3: log, 4: "leak1", 5: "leak2", 6: str(DAY)},
        )
        for number, status, name, crew, log in (
            (11, "o", "Ann Marie", "9", "__fast__"),
            (12, "c", "Bob", "10", "a\n* b"),
            (13, "o", "Cog", "", "slow"),
        )
    ],
)


def shown(
    source: str, pages: tuple[Page, ...] = PAGES, target: str = "gfm"
) -> tuple[str, list[Code]]:
    """What a page of that source becomes, and what was reported."""
    home = Page(name="Home", source=source, page_id=1)
    wiki = Wiki(
        pages=[home, *pages],
        others=[*OTHERS],
        categories=CATEGORIES,
        trackers={3: SHIPS},
        files=FILES,
    )
    return page_of(wiki, options=Options(target=target))


def listed(body: str) -> str:
    """What a list shows, without the comment that tells of it."""
    text, codes = shown(f"{{LIST()}}{body}{{LIST}}")
    assert codes == [Code.PLUGIN_SNAPSHOT]
    return text.removeprefix("<!-- {LIST()} -->").strip("\n")


PAGE = '{filter type="wiki page"}'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PAGE, "Home Fern Moss Old_moss"),
        ('{filter type="article"}', "Show"),
        ('{filter type="article,blog post"}', "Show Rain"),
        (PAGE + "{filter categories=1}", "Fern Old_moss"),
        ('{filter type="wiki page" categories="1"}', "Fern Old_moss"),
        (PAGE + '{filter categories="1 OR 2"}', "Fern Moss Old_moss"),
        (PAGE + "{filter categories=1}{filter categories=2}", "Old_moss"),
        (PAGE + "{filter deepcategories=1}", "Fern Moss Old_moss"),
        (PAGE + '{filter language="fr"}', "Moss"),
        (PAGE + '{filter field="title" exact="moss"}', "Moss"),
        (PAGE + '{filter field="title" content="moss"}', "Moss Old_moss"),
        (PAGE + '{filter field="title" content="moss old"}', "Old_moss"),
        (PAGE + '{filter field="title" content="mos"}', ""),
        (PAGE + '{sort mode="title_desc"}', "Old_moss Moss Home Fern"),
        (PAGE + '{sort mode="modification_date_ndesc"}', "Moss Old_moss Fern Home"),
        (PAGE + "{sort mode=title_asc}{sort mode=creation_date_desc}", "Old_moss Moss Fern Home"),
        (PAGE + '{pagination max="2"}', "Home Fern"),
        (PAGE + '{list max="1"}', "Home"),
        (PAGE + "{pagination max=3}{sort mode=title_asc}", "Fern Home Moss"),
    ],
)
def test_what_is_found(body: str, expected: str) -> None:
    found = listed(
        f"{body}{{OUTPUT()}}{{display name=title}} {{OUTPUT}}{{ALTERNATE()}}{{ALTERNATE}}"
    )
    assert found.split() == " ".join(expected.replace("_", " ").split()).split()


FILE = '{filter type="file"}'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (FILE, "Map Tide_table.pdf Old_map"),
        (FILE + '{filter field="gallery_id" exact="3"}', "Map Tide_table.pdf"),
        (FILE + '{filter field="gallery_id" content="4"}', "Old_map"),
        (FILE + '{filter field="gallery_id" exact="5"}', ""),
        (FILE + '{filter field="title" content="map"}', "Map Old_map"),
        (FILE + '{filter field=" title " content="map"}', "Map Old_map"),
        (FILE + '{filter field="filename" exact="map.png"}', "Map"),
        (FILE + '{filter field="filetype" content="pdf"}', "Tide_table.pdf"),
        (FILE + "{sort mode=title_desc}", "Tide_table.pdf Old_map Map"),
        (FILE + "{sort mode=filesize_ndesc}{pagination max=1}", "Map"),
    ],
)
def test_which_files_are_found(body: str, expected: str) -> None:
    found = listed(
        f"{body}{{OUTPUT()}}{{display name=title}} {{OUTPUT}}{{ALTERNATE()}}{{ALTERNATE}}"
    )
    assert found.split() == expected.replace("_", " ").split()


def test_files_are_links_and_counted() -> None:
    text, codes = shown(f"{{LIST()}}{FILE}{{pagination max=1}}{{LIST}}")
    assert text.endswith("[Map](tiki-download_file.php?fileId=1)\n")
    assert codes == [Code.PLUGIN_SNAPSHOT, Code.FILE_NOT_COPIED]
    assert listed(FILE + "{OUTPUT(template=count)}{OUTPUT}") == "3"
    fields = "{display name=filename} {display name=description} {display name=object_id}"
    one = FILE + '{filter field="gallery_id" exact="4"}'
    assert listed(f"{one}{{OUTPUT()}}{fields}{{OUTPUT}}") == "map.gif A quay 3"


def test_without_a_type_files_are_lacking() -> None:
    text, codes = shown("{LIST()}{filter categories=1}{LIST}")
    links = "- [Show](articles/show.md)\n- [Fern](fern.md)\n- [Old moss](old-moss.md)\n"
    assert text == f"<!-- {{LIST()}} -->\n\n{links}"
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


def test_without_a_template_it_is_a_list_of_links() -> None:
    assert listed('{filter type="article,blog post"}') == (
        "- [Show](articles/show.md)\n- [Rain](blog/rain.md)"
    )


ONE = PAGE + '{filter field="title" exact="Fern"}'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('__{display name="title" format="objectlink"}__', "**[Fern](fern.md)**"),
        ("{display name=description}", "A plant."),
        ('{display name="creation_date" format="date"}', "1970-01-03"),
        ('{display name="modification_date" format="datetime"}', "1970-01-03 00:00"),
        ("{display name=language} {display name=object_type} {display name=object_id}",
         "en wiki page Fern"),
        ("(({display name=object_id}|that))", "[that](fern.md)"),
        ("[tiki-index.php?page={display name=object_id}|that]", "[that](fern.md)"),
        ("{QUOTE()}{display name=title}{QUOTE}", "> Fern"),
        ("{CODE()}a{CODE}{display name=title}", "```\na\n```\n\nFern"),
        ('{display name="f"}', "a **Fern**"),
    ],
)  # fmt: skip
def test_templates(template: str, expected: str) -> None:
    form = '{FORMAT(name="f")}a __{display name=title}__{FORMAT}'
    assert listed(f"{ONE}{{OUTPUT()}}{template}{{OUTPUT}}{form}") == expected


def test_items_on_lines_of_their_own_are_one_list() -> None:
    body = "{OUTPUT()}\n* {display name=title format=objectlink}\n{OUTPUT}"
    assert listed(PAGE + "{pagination max=2}" + body) == "- [Home](home.md)\n- [Fern](fern.md)"


def test_a_default_stands_for_nothing() -> None:
    body = '{OUTPUT()}{display name=description default="none"}, {OUTPUT}'
    assert listed(PAGE + body) == "none, A plant., none, none,"


def test_a_table() -> None:
    assert listed(
        PAGE
        + "{filter categories=1}{OUTPUT(template=table)}"
        + '{column field="link" label="Page" mode="raw"}{column field="description"}{OUTPUT}'
        + '{FORMAT(name="link")}{display name=title format=objectlink}{FORMAT}'
    ) == (
        "| Page | description |\n| --- | --- |\n"
        "| [Fern](fern.md) | A plant. |\n| [Old moss](old-moss.md) | |"
    )


@pytest.mark.parametrize("limit", ["", "{pagination max=2}"])
def test_a_number_is_of_all_that_is_found(limit: str) -> None:
    counted = f'{PAGE}{limit}{{OUTPUT(template="count")}}{{OUTPUT}}'
    assert listed(counted) == "4"
    text, _ = shown(f"We have {{LIST()}}{counted}{{LIST}} pages.")
    assert text == "We have <!-- {LIST()} -->4 pages.\n"


def test_nothing_is_found() -> None:
    none = PAGE + '{filter field="title" exact="Nope"}'
    assert listed(none) == "No results for query."
    assert listed(none + "{ALTERNATE()}__none__{ALTERNATE}") == "**none**"
    assert listed(none + "{OUTPUT(template=count)}{OUTPUT}") == "No results for query."


@pytest.mark.parametrize(
    "body",
    [
        "",
        '{filter type="trackeritem"}',
        '{filter type="wiki page,file"}',
        '{filter content="moss"}',
        '{filter categories="9"}',
        "{filter categories=1}{OUTPUT(template=count)}{OUTPUT}",
        FILE + "{filter categories=1}",
        FILE + '{filter field="gallery_id" exact="3 OR 4"}',
        FILE + '{filter content="map"}',
        FILE + '{filter field="title" content="map AND old"}',
        FILE + "{OUTPUT()}{display name=hits}{OUTPUT}",
        PAGE + '{filter content="moss"}',
        PAGE + '{filter field="title" content="moss OR fern"}',
        PAGE + '{filter field="title" content="mos*"}',
        PAGE + '{filter field="wiki_content" exact="x"}',
        PAGE + '{filter categories="1 AND NOT 2"}',
        PAGE + '{filter categories="orphan"}',
        PAGE + '{filter relation="x" qualifier="y"}',
        PAGE + '{filter field="title" editable="content"}',
        PAGE + '{filter range="creation_date" from="-1 week" to="now"}',
        PAGE + "{filter}",
        PAGE + "{aggregate}",
        PAGE + "{OUTPUT()}{display name=creation_date}{OUTPUT}",
        PAGE + "{OUTPUT()}{display name=title format=snippet}{OUTPUT}",
        PAGE + "{OUTPUT()}{display name=tracker_field_x}{OUTPUT}",
        PAGE + "{OUTPUT(template=carousel)}{OUTPUT}",
        PAGE + "{OUTPUT(template=table)}{OUTPUT}",
        PAGE + "{OUTPUT(tplwiki=Card)}{OUTPUT}",
        PAGE + '{output template="medialist"}',
        # What other markup makes of a value nobody has looked at.
        PAGE + '{OUTPUT()}{DIV(class="{display name=title}")}x{DIV}{OUTPUT}',
        PAGE + "{OUTPUT()}{ANAME()}{display name=title}{ANAME}{OUTPUT}",
        PAGE + "{OUTPUT()}{HTML()}<p title='{display name=title}'>x</p>{HTML}{OUTPUT}",
        PAGE + "{OUTPUT()}~tc~{display name=title}~/tc~{OUTPUT}",
        PAGE + "{OUTPUT()}a\ue0010\ue002{OUTPUT}",
    ],
)
def test_what_takes_a_search_is_kept(body: str) -> None:
    text, codes = shown(f"{{LIST()}}{body}{{LIST}}")
    assert text == "<!-- {LIST()} -->\n"
    assert codes[-1] is (Code.PLUGIN_BODY_DROPPED if body else Code.PLUGIN_KEPT)


@pytest.mark.parametrize(
    "template",
    [
        "x" * 300_000 + "{display name=title}",
        "{display name=f}" * 2_000,
    ],
)
def test_few_pages_make_no_endless_one(template: str) -> None:
    form = f"{{FORMAT(name=f)}}{'y' * 1_000}{{FORMAT}}"
    text, codes = shown(f"{{LIST()}}{PAGE}{{OUTPUT()}}{template}{{OUTPUT}}{form}{{LIST}}")
    assert text == "<!-- {LIST()} -->\n"
    assert codes == [Code.PLUGIN_BODY_DROPPED]


def test_an_order_that_only_tiki_knows_is_reported() -> None:
    _, codes = shown(f"{{LIST()}}{PAGE}{{sort mode=random}}{{LIST}}")
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


# Items of trackers.

ITEMS = '{filter type="trackeritem"}{filter field="tracker_id" content="3"}'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ITEMS, "Ann Marie, Bob, Cog,"),
        (
            '{filter type="trackeritem"}{filter field="tracker_id" exact="3"}',
            "Ann Marie, Bob, Cog,",
        ),
        (ITEMS + '{filter field="tracker_status" exact="o"}', "Ann Marie, Cog,"),
        (ITEMS + '{filter field="tracker_field_ship" exact="bob"}', "Bob,"),
        (ITEMS + '{filter field="tracker_field_ship" content="marie"}', "Ann Marie,"),
        (ITEMS + '{filter field="title" content="ann"}', "Ann Marie,"),
        (ITEMS + '{filter field="tracker_field_crew" exact="10"}', "Bob,"),
        (ITEMS + '{sort mode="tracker_field_crew_ndesc"}', "Bob, Ann Marie, Cog,"),
        (ITEMS + '{sort mode="title_desc"}{pagination max=1}', "Cog,"),
        (ITEMS + '{sort mode="creation_date_desc"}', "Cog, Bob, Ann Marie,"),
    ],
)
def test_which_items(body: str, expected: str) -> None:
    assert listed(body + "{OUTPUT()}{display name=title}, {OUTPUT}") == expected


def test_an_item_without_a_page_is_a_text() -> None:
    assert listed(ITEMS) == "- Ann Marie\n- Bob\n- Cog"


def test_a_table_of_items() -> None:
    assert listed(
        ITEMS
        + '{filter field="tracker_status" exact="o"}{OUTPUT(template="table")}'
        + '{column field="tracker_field_ship" label="Ship"}{column field="log" label="Log"}'
        + '{column field="object_id" label="No."}{OUTPUT}'
        + '{FORMAT(name="log")}{display name=tracker_field_log format=trackerrender}, '
        + "{display name=creation_date format=date}{FORMAT}"
    ) == (
        "| Ship | Log | No. |\n| --- | --- | --- |\n"
        "| Ann Marie | **fast**, 1970-01-12 | 11 |\n| Cog | slow, 1970-01-14 | 13 |"
    )


@pytest.mark.parametrize(
    "body",
    [
        '{filter type="trackeritem"}',
        '{filter type="trackeritem"}{filter field="tracker_id" content="9"}',
        '{filter type="trackeritem"}{filter field="tracker_id" content="3 OR 4"}',
        '{filter type="trackeritem,wiki page"}{filter field="tracker_id" content="3"}',
        ITEMS + '{filter categories="1"}',
        ITEMS + '{filter field="tracker_field_mail" content="leak1"}',
        ITEMS + '{filter field="tracker_field_secret" exact="leak2"}',
        ITEMS + '{filter field="tracker_field_built" exact="x"}',
        ITEMS + '{filter field="tracker_field_nope" exact="x"}',
        ITEMS + '{filter field="tracker_field_ship" content="a OR b"}',
        ITEMS + "{OUTPUT()}{display name=tracker_field_mail}{OUTPUT}",
        ITEMS + "{OUTPUT()}{display name=tracker_field_secret}{OUTPUT}",
        ITEMS + "{OUTPUT()}{display name=tracker_field_ship format=snippet}{OUTPUT}",
        # Its second item has a list.
        ITEMS + "{OUTPUT()}{display name=tracker_field_log}{OUTPUT}",
    ],
)
def test_what_items_do_not_tell_is_kept(body: str) -> None:
    text, codes = shown(f"{{LIST()}}{body}{{LIST}}")
    assert text == "<!-- {LIST()} -->\n"
    assert codes == [Code.PLUGIN_BODY_DROPPED]


def test_no_order_tells_what_is_hidden() -> None:
    text, codes = shown(f"{{LIST()}}{ITEMS}{{sort mode=tracker_field_secret_asc}}{{LIST}}")
    assert "Ann Marie" in text
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize("name", ["a [b](c) <i>d</i>", "!x", "* y | z", "{img}", "`a` ~np~"])
def test_names_are_no_markup(name: str) -> None:
    body = "{OUTPUT()}\n* {display name=title}\n{OUTPUT}"
    text, codes = shown(f"{{LIST()}}{PAGE}{body}{{LIST}}", (page(2, name),))
    assert codes == [Code.PLUGIN_SNAPSHOT]
    plain, _ = shown(f"~np~{name}~/np~", (page(2, name),))
    assert text.splitlines()[-1].replace("\\", "") == f"- {plain.strip()}".replace("\\", "")


def test_a_list_in_a_list_ends() -> None:
    inner = PAGE + "{OUTPUT()}{LIST()}{filter type=article}{LIST}{OUTPUT}"
    text, codes = shown(f"{{LIST()}}{inner}{{LIST}}")
    found = len(PAGES) + 1  # and the page itself
    assert text == "<!-- {LIST()} -->\n" * (1 + found)
    capped = [Code.INCLUDE_CAPPED, Code.PLUGIN_BODY_DROPPED]
    assert codes == [*capped * found, Code.PLUGIN_SNAPSHOT]
