"""Links to places on pages: no fragment is written that leads nowhere."""

from __future__ import annotations

import pytest

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import index_site, surroundings_of
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.pipeline import convert_page
from tiki2md.plugins import default_registry

PIER = """!North pier
{ANAME()}Old crane{ANAME}
!!#Été 2020 :-)
{INCLUDE(page="Bell")/}
"""


def converted(source: str, target: str = "gfm", **fields: bool) -> tuple[str, list[str]]:
    """A page beside a pier, and what was found about its links."""
    pages = [
        Page(name="Sample", source=source, page_id=1, **fields),
        Page(name="Pier", source=PIER, page_id=2),
        Page(name="Bell", source="!!Bell\n((Pier|#nowhere|a circle))", page_id=3),
        Page(name="Html", source='<h2>Deck</h2><a name="mast">Mast</a>', page_id=4, is_html=True),
        Page(name="Marked", source='{syntax type="markdown"}\n# Deck\n', page_id=5),
    ]
    registry = default_registry()
    site = index_site(Wiki(pages=pages), Options(target=target), registry)
    reporter = Reporter(page="Sample", source=source)
    around = surroundings_of(pages[0], site.index, registry=registry, site=site)
    text = convert_page(source, site.index.options, around, reporter)
    return text, [found.message for found in reporter.diagnostics]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("((Pier|#nowhere|x))", "[x](pier.md)", "Pier has no place #nowhere"),
        ("((Pier|#north_pier|x))", "[x](pier.md)", "Pier has no place #north_pier"),
        ("((Pier|#Deck|x))", "[x](pier.md)", "Pier has no place #Deck"),
        ("[tiki-index.php?page=Pier#nowhere|x]", "[x](pier.md)", "has no place #nowhere"),
        ("((Html|#nowhere|x))", "[x](html.md)", "Html has no place #nowhere"),
        ("((Sample|#nowhere|x))", "x", "Sample has no place #nowhere"),
        ("[#nowhere|x]", "x", "#nowhere has no place #nowhere"),
        ('{ALINK(aname="nowhere")}x{ALINK}', "x", "#nowhere has no place #nowhere"),
        ('{ALINK(aname="nowhere" pagename="Pier")}x{ALINK}', "[x](pier.md)", "Pier has no place"),
    ],
)
def test_places_that_are_not_there(source: str, text: str, found: str) -> None:
    shown, messages = converted(source)
    assert shown == f"{text}\n"
    assert len(messages) == 1
    assert found in messages[0]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("((Pier|#North_pier|x))", "[x](pier.md#north-pier)"),
        ("((Pier|#t_2020|x))", "[x](pier.md#11-été-2020-)"),
        ("((Pier|#Old_crane|x))", "[x](pier.md#Old_crane)"),
        ("((Pier|#Bell|x))", "[x](pier.md#bell)"),
        ("((Html|#Deck|x))", "[x](html.md#deck)"),
        ("((Html|#mast|x))", "[x](html.md#mast)"),
        ("((Marked|#whatever|x))", "[x](marked.md#whatever)"),
        ("((Pier|#top|x))", "[x](pier.md)"),
        ("[#top|x]", "[x](#top)"),
        ("{ANAME()}here{ANAME}\n[#here|x]", '<a id="here"></a>\n[x](#here)'),
        ("!Deck\n((Sample|#Deck|x))", "# Deck\n\n[x](#deck)"),
    ],
)
def test_places_that_are_there(source: str, text: str) -> None:
    shown, messages = converted(source)
    assert messages == []
    assert shown.replace("\\\n", "\n") == f"{text}\n".replace("é", "%C3%A9")


def test_a_place_in_obsidian_is_a_heading() -> None:
    assert converted("((Pier|#North_pier|x))", "obsidian")[0] == "[[Pier#North pier|x]]\n"
    shown, messages = converted("((Pier|#Old_crane|x))", "obsidian")
    assert (shown, messages) == ("[[Pier|x]]\n", []), "there, but without a name"
    shown, messages = converted("((Pier|#nowhere|x))", "obsidian")
    assert (shown, len(messages)) == ("[[Pier|x]]\n", 1)


def test_a_link_in_markdown_stays_one() -> None:
    shown, messages = converted('{syntax type="markdown"}\n[x](#whatever) [y](Pier#nowhere)\n')
    assert shown == "[x](#whatever) [y](pier.md)\n", "its own parser knows its own headings"
    assert len(messages) == 1


def test_the_code_is_a_note() -> None:
    assert Code.LINK_MISSING_ANCHOR.severity.label == "info"


@pytest.mark.parametrize(
    "call",
    [
        "{SPLIT()}a---((Missing)){SPLIT}",
        '{TABS(tabs="A")}a\n\n((Missing)){TABS}',
        "{FANCYTABLE()}a|((Missing)){FANCYTABLE}",
        "{FANCYTABLE()}a|{SPLIT()}a---((Missing)){SPLIT}{FANCYTABLE}",
        "{INCLUDE(page=Bell)/}",
        "{BOX(title=a)}((Missing)){BOX}",
        '{HTML()}<a href="tiki-index.php?page=Missing">a</a>{HTML}',
        '{HTML()}<img src="img/wiki_up/a.png" alt="a">{HTML}',
        '{ALINK(aname="nowhere" pagename="Pier")}x{ALINK}',
        '{REDIRECT(page="Missing")/}',
        '{COLORBOX(fileId="3")/}',
        '{QUOTE(source_url="javascript:x()")}a{QUOTE}',
        '{BUTTON(href="tiki-index.php?page=Missing" _text="a")/}',
    ],
)
def test_findings_of_what_a_call_makes_stand_at_the_call(call: str) -> None:
    source = f"!Crane\nand\n\n{call}\n"
    reporter = Reporter(page="Sample", source=source)
    pages = [
        Page(name="Sample", source=source, page_id=1),
        Page(name="Bell", source="Bell\n\n\n\n\n((Missing))", page_id=2),
        Page(name="Pier", source=PIER, page_id=3),
    ]
    registry = default_registry()
    site = index_site(Wiki(pages=pages), Options(target="gfm"), registry)
    around = surroundings_of(pages[0], site.index, registry=registry, site=site)
    convert_page(source, site.index.options, around, reporter)
    assert {found.line for found in reporter.diagnostics} == {4}
