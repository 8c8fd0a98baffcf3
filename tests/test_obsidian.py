"""Obsidian's vault, read back by its published rules: notes, links, places, tags, properties."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import yaml
from sample_wikis import SMALL, garden

import tiki2md
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.site.paths import PathAllocator, note_name
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.events import Edge
from tiki2md.verify.obsidian import heading_key
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.sight import headings_of as headings_of_sight
from tiki2md.verify.sight import words_of

if TYPE_CHECKING:
    from pathlib import Path

OBSIDIAN = Options(target="obsidian", page_lists=False)

_CODE = re.compile(
    r"^( *)(`{3,}).*?^ *\2`*$|(`+)(?!`).*?(?<!`)\3(?!`)|<!--.*?-->", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"(?<!\\)\[\[([^\[\]#|\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]")
_MARKDOWN_LINK = re.compile(r"\]\((?:([^()#/:]*)\.md)?(?:#([^()]*))?\)")
_TAG = re.compile(r"(?:^|(?<=\s))#(?!\d+(?:\s|$))[\w/-]+", re.MULTILINE)
_FORBIDDEN = re.compile(r'[*"\\/<>:|?#^\[\]\x00-\x1f]')
_STRIPPED = re.compile(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+')
"""What does not count when Obsidian looks for a heading (``stripHeading``)."""


def bare(heading: str) -> str:
    return _STRIPPED.sub(" ", re.sub(r"&#\d+;", " ", heading)).strip().lower()


def headings_of(text: str) -> set[str]:
    return {bare(line) for line in re.findall(r"^(?:> )*#{1,6} (.*)$", text, re.MULTILINE)}


def vault(root: Path) -> dict[str, str]:
    """The notes by name, without their properties and code."""
    notes = {}
    for path in root.rglob("*.md"):
        _, _, text = path.read_text("utf-8").partition("\n---\n")
        notes[path.stem] = _CODE.sub("", text)
    return notes


HOSTILE = Wiki(
    pages=[
        Page(name="Home: a/b?", page_id=1, source="((CON)) ((a|b)) ((#1 [x])) ((.hid|#no_place))"),
        Page(name="home - a-b", page_id=2, source="((Home: a/b?)) ((Home: a/b?|see __it__))"),
        Page(name="CON", page_id=3, source="#tag #a-b (#c) ~np~[[nowhere]]~/np~ {CODE()}#x{CODE}"),
        Page(
            name="#1 [x]", page_id=4, source="!A: b | c #d\n!!A: b | c #d\n{maketoc}\n||((CON))|x||"
        ),
        Page(
            name=".hid", page_id=5, source="x ~np~%%~/np~ y ~np~%%~/np~", tags=["two words", "2024"]
        ),
        Page(name="n" * 300, page_id=6, source="((CON|#x))", aliases=["Other Name"]),
        Page(name="con", page_id=7, source="((#1 [x]|#A:_b_c_d))", creator="o: 'x'", language="fr"),
        Page(name="é", page_id=8, source="x", created=1710531768, modified=1710531768),
        Page(
            name="Formats",
            page_id=10,
            source="!A(aka''b'')\n!x ===y===\n!:-) z\n![http://a.b|link]\n"
            "!100% ~np~#1~/np~\n{maketoc}",
        ),
        Page(name="e\u0301", page_id=9, source="x"),
    ]
)


def wiki_of(source: str, tmp_path: Path) -> Wiki:
    if source == "garden":
        return garden(tmp_path / "spool")
    return SMALL if source == "small" else HOSTILE


@pytest.mark.parametrize("source", ["small", "garden", "hostile"])
def test_every_link_has_one_note_and_every_place_a_heading(tmp_path: Path, source: str) -> None:
    wiki, out = wiki_of(source, tmp_path), tmp_path / "vault"
    summary = convert_site(wiki, OBSIDIAN, out, Plan())
    assert not summary.failed
    notes = vault(out)
    folded = [name.casefold() for name in notes]
    assert (
        len(set(folded))
        == len(folded)
        == summary.pages - sum(d.code.identifier == "page-redirects" for d in summary.diagnostics)
    )
    links = 0
    for name, text in notes.items():
        assert not _FORBIDDEN.search(name)
        assert name.strip(". ") == name
        for note, place, _ in _LINK.findall(text):
            links += 1
            target = note or name
            assert folded.count(target.casefold()) == 1, f"{name}: [[{target}]]"
            if place:
                found = headings_of(
                    notes[next(n for n in notes if n.casefold() == target.casefold())]
                )
                assert bare(place) in found, f"{name}: [[{target}#{place}]]"
        assert _TAG.findall(text) == [], name
        assert "%%" not in text
        for note, place in _MARKDOWN_LINK.findall(text):
            links += 1
            target = unquote(note) or name
            assert target in notes
            assert not place or bare(unquote(place)) in headings_of(notes[target])
    assert links > 3


def test_properties_are_flat(tmp_path: Path) -> None:
    convert_site(HOSTILE, OBSIDIAN, tmp_path, Plan())
    for path in tmp_path.glob("*.md"):
        block = path.read_text("utf-8").split("\n---\n")[0].removeprefix("---\n")
        values = yaml.safe_load(block) or {}
        for value in values.values():
            assert not isinstance(value, dict)
            assert not (isinstance(value, list) and any(isinstance(v, dict | list) for v in value))
        for tag in values.get("tags", []):
            assert re.fullmatch(r"[\w/-]*[^\W\d][\w/-]*|\d+_", tag)
        if "created" in values:
            assert values["created"].tzinfo is None
            assert "Z" not in block.split("created: ")[1].split("\n")[0]
    hidden = (tmp_path / "hid.md").read_text("utf-8")
    assert '  - two-words\n  - "2024_"\n' in hidden
    assert 'aliases:\n  - ".hid"\n' in hidden


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Handbook: Autumn", "Handbook - Autumn"),
        ("What is a fern?", "What is a fern"),
        ('The "Old" Nursery', "The Old Nursery"),
        ("a/b\\c|d", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("C#", "C"),
        ("日本庭園", "日本庭園"),
        (" . ", ""),
        ("50%% [x]", "50- -x"),
    ],
)
def test_notes_are_named_by_their_titles(title: str, name: str) -> None:
    assert note_name(title) == name


def test_names_are_given_once() -> None:
    allocator = PathAllocator(file_names="titles")
    assert allocator.allocate("A b", "page")[1] == "A b"
    assert allocator.allocate("a B", "page")[1] == "a B 2"
    assert allocator.allocate("NUL", "page")[1] == "NUL-page"
    assert allocator.allocate("???", "page-7")[1] == "page-7"


def test_markdown_links_on_request(tmp_path: Path) -> None:
    pages = [
        Page(name="A b", source="!X y\n((C d|#P_q)) ((C d|t))", page_id=1),
        Page(name="C d", source="!P q", page_id=2),
    ]
    options = replace(OBSIDIAN, obsidian_links="markdown")
    convert_site(Wiki(pages=pages), options, tmp_path, Plan())
    text = (tmp_path / "A b.md").read_text("utf-8")
    assert "[C d](C%20d.md#P%20q)" in text
    assert "[t](C%20d.md)" in text


READ = [
    ("[[A b#C|see *it*]]", "see *it*", ["A%20b.md#C"]),
    ("[[A b]] [[#C: d]]", "A b C: d", ["A%20b.md", "#C%3A%20d"]),
    ("| [[A\\|x]] | y |\n| --- | --- |", "x y", ["A.md"]),
    ("`[[A]]` \\[[A]]", "[[A]] [[A]]", []),
    ("a %%hid *x*%% b\n\n%%\n# no\n\n%%\n\nc", "a b c", []),
    ("> [!note]- A *title*\n> text ^name", "A title text", []),
    ("text ^2 ^", "text ^2 ^", []),
    ("![[a b.png]] ![x|30](y.png)", "", []),
    ("[[]] [[a", "[[]] [[a", []),
]


@pytest.mark.parametrize(("markdown", "words", "links"), READ)
def test_verify_reads_what_obsidian_shows(markdown: str, words: str, links: list[str]) -> None:
    sight = sight_of_page(markdown, DIALECTS["obsidian"])
    assert " ".join(words_of(sight.compared())) == words
    assert [thing.value[0] for thing in sight.links] == links


def test_verify_reads_places_and_hidden_text_of_obsidian() -> None:
    page = "# A: *b*c\n\n> [!tip] T\n> x ^one\n\n%%a\n\nb%%\n\n![[p q.png|30]]\n"
    sight = sight_of_page(page, DIALECTS["obsidian"])
    assert headings_of_sight(sight)[0].own_id == heading_key("A: *b*c") == "a b c"
    assert [thing.value[0] for thing in sight.ids] == ["^one"]
    assert [thing.value[0] for thing in sight.comments] == ["a b"]
    assert [thing.value for thing in sight.images] == [("p%20q.png", "")]
    assert Edge("blockquote") in sight.compared()


def test_a_player_and_a_break_between_addresses_stay() -> None:
    media = tiki2md.convert('{mediaplayer src="http://a.b/c.mp3"}', target="obsidian")
    assert media == "![](http://a.b/c.mp3)\n"
    lines = tiki2md.convert("http://a.b/c\nhttp://d.e/f", target="obsidian")
    assert lines == "<http://a.b/c>  \n<http://d.e/f>\n"
