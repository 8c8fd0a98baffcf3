"""Tar archives of pages: MIME exports, rendered HTML, damage, and what is no page."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load_damaged, load_with_findings
from sample_exports import GARDEN, GARDEN_DUMP, needs_garden
from tiki_exports import Old, html, mime, tar

from tiki2md.diagnostics import Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.readers import SourceError, unpacking
from tiki2md.readers.files import Kind, sniff_bytes
from tiki2md.readers.tar_members import BAD_HEADER, LONG_NAME, TarMembers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tiki2md.model import Wiki

LONG = "日本語のとても長いページの名前" * 4
LONGER = "X" * 158


def load(path: Path) -> tuple[Wiki, list[str]]:
    wiki, found = load_with_findings(path, history=True)
    return wiki, [finding.to_text() for finding in found]


def load_bytes(tmp_path: Path, raw: bytes) -> tuple[Wiki, list[str]]:
    path = tmp_path / "archive"
    path.write_bytes(raw)
    return load(path)


def codes(found: list[str]) -> list[str]:
    return [text.split(" ")[1].rstrip(":") for text in found]


def export(*names: str) -> bytes:
    return tar(*((name, mime(name, Old(2, name), Old(1, "one"))) for name in names))


def test_an_archive_of_anything_else_says_what_it_found(tmp_path: Path) -> None:
    members = [(f"storage/{number}", b"\x89PNG") for number in range(7)]
    with pytest.raises(SourceError, match=r"7 members that are no pages, storage/0, .* …; what"):
        load_bytes(tmp_path, tar(*members))
    folder = tarfile.TarInfo("folder")
    folder.type = tarfile.DIRTYPE
    with pytest.raises(SourceError, match="without any page"):
        load_bytes(tmp_path, folder.tobuf())


def test_links_devices_and_strange_names_are_passed_over(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("disk", tarfile.BLKTYPE),
            ("folder", tarfile.DIRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        page = mime("../../etc/passwd", Old(1, "harmless"))
        info = tarfile.TarInfo("../../etc/passwd")
        info.size = len(page)
        archive.addfile(info, io.BytesIO(page))
    before = sorted(tmp_path.rglob("*"))
    wiki, found = load_bytes(tmp_path, packed.getvalue())
    assert [page.name for page in wiki.pages] == ["../../etc/passwd"]
    assert codes(found) == ["source-members-skipped"]
    assert "3 of its members" in found[0]
    assert "links or devices: link, hard, disk" in found[0]
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "archive"]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE_SIZE", 1 << 20)
    page = mime("A", Old(1, "text"))
    bomb = tar(("A", page), ("zeros", bytes(1 << 24)))
    with pytest.raises(SourceError, match="unpacks to more than 1000 times"):
        load_bytes(tmp_path, lzma.compress(bomb))
    assert len(load_bytes(tmp_path, bomb)[0].pages) == 1


def test_a_size_that_is_absurd(tmp_path: Path) -> None:
    raw = bytearray(export("A", "B"))
    at = 512 + len(mime("A", Old(2, "A"), Old(1, "one")))
    at += -at % 512
    info = tarfile.TarInfo("B")
    info.size = 1 << 60
    raw[at : at + 512] = info.tobuf(tarfile.GNU_FORMAT)
    wiki, found = load_bytes(tmp_path, bytes(raw))
    assert [page.name for page in wiki.pages] == ["A", "B"]
    assert codes(found) == ["source-truncated"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_mime_exports(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    names = ("HomePage", "Tools/Soldering Station", "日本庭園", 'What is a "fern"?', "a.tar")
    wiki, found = load_bytes(tmp_path, pack(export(*names)))
    assert [(page.name, page.source) for page in wiki.pages] == [(name, name) for name in names]
    assert [len(page.versions) for page in wiki.pages] == [2] * 5
    assert found == []


def test_an_archive_that_was_packed_again(tmp_path: Path) -> None:
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
            for name in (LONG, "B"):
                page = html(name, "text")
                info = tarfile.TarInfo(f"{name}.html")
                info.size = len(page)
                archive.addfile(info, io.BytesIO(page))
        wiki, found = load_bytes(tmp_path, packed.getvalue())
        assert [page.name for page in wiki.pages] == [LONG, "B"]
        assert codes(found) == ["source-rendered"]


@pytest.mark.parametrize("length", [*range(100, 160), 300, 600])
def test_overlong_names_cost_nothing(length: int) -> None:
    name = "N" * length
    members = [(name, b"one" * 200), (name, b"x" * 512), ("short", b"three"), (name, b"")]
    found = [
        (member.name, b"".join(iter(lambda m=member: m.read(100), b"")), member.problem)
        for member in TarMembers(io.BytesIO(tar(*members)).read)
    ]
    assert [data for _, data, _ in found] == [data for _, data in members]
    assert [problem for _, _, problem in found] == [
        LONG_NAME if len(name) > 100 else "" for name, _ in members
    ]


def test_pages_with_overlong_names(tmp_path: Path) -> None:
    names = ("A", LONG, LONGER, LONG[:-1], "Z")
    wiki, found = load_bytes(tmp_path, export(*names))
    assert [(page.name, page.source) for page in wiki.pages] == [(name, name) for name in names]
    assert codes(found) == ["source-repaired"] * 3
    assert LONG in found[0]
    assert sniff_bytes(export(LONG)) is Kind.TAR
    wiki, _ = load_bytes(tmp_path, tar(*((f"{name}.html", html(name, "x")) for name in names)))
    assert [page.name for page in wiki.pages] == list(names)


def test_damaged_headers(tmp_path: Path) -> None:
    raw = export("A", "B", "C")
    second = raw.index(b"B\0")
    for damage, name in ((b"\xff" * 512, "B"), (b"B" + b"\1" * 200, "B")):
        spoilt = raw[:second] + damage + raw[second + len(damage) :]
        wiki, found = load_bytes(tmp_path, spoilt)
        assert [page.name for page in wiki.pages] == ["A", name, "C"]
        assert codes(found) == ["source-repaired"]
        assert BAD_HEADER in found[0]
    # Bytes that are gone shift all that follows.
    wiki, found = load_bytes(tmp_path, raw[: second - 700] + raw[second - 400 :])
    assert [page.name for page in wiki.pages][-1] == "C"
    assert "source-truncated" in codes(found)
    garbage = raw[:second] + b"\xff" * 2048 + raw[raw.index(b"C\0") :]
    wiki, found = load_bytes(tmp_path, garbage)
    assert [page.name for page in wiki.pages] == ["A", "C"]
    assert codes(found) == ["source-damaged"]


def test_cut_anywhere(tmp_path: Path) -> None:
    raw = export("A", "B")
    for end in range(1000, len(raw) - 1024, 37):
        wiki, found = load_bytes(tmp_path, raw[:end])
        assert wiki.pages[0].name == "A"
        assert "source-truncated" in codes(found)


def test_a_page_that_talks_of_ustar_is_a_text() -> None:
    assert sniff_bytes(b"The magic word of an archive " * 8 + b"is ustar; " * 40) is Kind.TEXT


@given(st.data())
def test_no_damage_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    members = [
        ("A", mime("A", Old(2, "a"), Old(1, "b"))),
        (LONG, mime(LONG, Old(1, "c"))),
        ("B.html", html("B", "<b>x</b>")),
    ]
    raw = bytearray(tar(*members))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 600))] = data.draw(st.binary(max_size=60))
    path = tmp_path_factory.getbasetemp() / "damaged.tar"
    path.write_bytes(raw)
    read = load_damaged(path, history=True)
    assert read is None or read[0].pages


BODY = (
    '<a href="Visitor-Guide#Getting_here.html" class="wiki wiki_page">way</a> ((no link)) __no__ '
    '{NOPLUGIN()}x{NOPLUGIN} ~np~y~/np~ %z% <a href="https://example.org/a.html">out</a>'
)


def test_rendered_pages(tmp_path: Path) -> None:
    members = [
        ("Start.html", html("Start", BODY, home="Start")),
        ("Visitor Guide.html", html("Visitor Guide", "<h2 id='Getting_here'>Getting here</h2>")),
    ]
    wiki, found = load_bytes(tmp_path, tar(*members))
    assert codes(found) == ["source-rendered"]
    start, guide = wiki.pages
    assert (start.name, start.modified, start.is_html) == ("Start", 1_700_000_000, True)
    assert 'href="tiki-index.php?page=Visitor-Guide#Getting_here"' in start.source
    assert 'href="https://example.org/a.html"' in start.source
    assert guide.source == "<h2 id='Getting_here'>Getting here</h2>"
    assert (start.slug, guide.slug) == ("Start", "Visitor-Guide")
    assert wiki.preferences == {"wikiHomePage": "Start"}


@pytest.mark.parametrize(
    ("href", "page"),
    [
        ("C++-firmware.html", "C%2B%2B-firmware"),
        ("Lady.html's-Slipper", "Lady%27s-Slipper"),
        ("R&amp;D.html", "R%26D"),
        ("Tools/Station.html", "Tools%2FStation"),
        ("Year&amp;structure=Garden+Handbook.html", "Year"),
        ("What-is-a-fern?.html", "What-is-a-fern%3F"),
    ],
)
def test_links_of_rendered_pages(tmp_path: Path, href: str, page: str) -> None:
    raw = tar(("A.html", html("A", f'<a class="wiki" href="{href}">x</a>')))
    wiki, _ = load_bytes(tmp_path, raw)
    assert wiki.pages[0].source == f'<a class="wiki" href="tiki-index.php?page={page}">x</a>'


@pytest.mark.parametrize(
    "href", ["#x.html", "/x.html", "tiki-view.php?a.html", "a.htm", "mailto:a@b.html"]
)
def test_other_links_of_rendered_pages(tmp_path: Path, href: str) -> None:
    raw = tar(("A.html", html("A", f"<a href='{href}'>x</a>")))
    assert load_bytes(tmp_path, raw)[0].pages[0].source == f"<a href='{href}'>x</a>"


def test_what_the_site_added_to_rendered_pages_goes(tmp_path: Path) -> None:
    body = (
        '<h1 id="A">A<a href="#A" class="heading-link"><span class="icon"   ></span></a></h1>'
        "a<br />\n<br/>\nb<span style='display:none;' id='dyn_x_edit'><input /></span>"
    )
    wiki, _ = load_bytes(tmp_path, tar(("A.html", html("A", body))))
    assert wiki.pages[0].source == '<h1 id="A">A</h1>a\n<p>b'


def test_a_rendered_page_that_is_cut(tmp_path: Path) -> None:
    whole = html("A", "text")
    for end in range(whole.rindex(b"text"), len(whole)):
        wiki, found = load_bytes(tmp_path, tar(("A.html", whole[:end])))
        assert "text".startswith(wiki.pages[0].source)
        assert codes(found) == ["source-truncated", "source-rendered"]


def test_nothing_in_rendered_html_is_wiki_syntax() -> None:
    text = "<p>((a)) __b__ {maketoc} ~np~c~/np~ %d% {{page}} :-) <b>e</b></p>"
    shown = r"((a)) \_\_b\_\_ {maketoc} ~np~c~/np~ %d% {{page}} :-) **e**"
    options = Options(argument_variables=True)
    for around, used in (
        (Surroundings(is_html=True, is_rendered=True, variables={"d": "D"}), options),
        (Surroundings(is_html=True), Options(wiki_in_html=False)),
    ):
        reporter = Reporter()
        markdown = convert_page(text, used, around, reporter)
        assert markdown.replace("\\", "") == shown.replace("\\", "") + "\n"
        assert reporter.diagnostics == []
    # A wiki page is not changed by the preference.
    assert convert_page("__b__", Options(wiki_in_html=False)) == "**b**\n"


@needs_garden
def test_real_export_has_the_texts_of_the_database() -> None:
    wiki, found = load(GARDEN / "garden-export.tar")
    assert codes(found) == ["source-html-guessed"]
    assert sum(len(page.versions) for page in wiki.pages) == 69
    whole, _ = load(GARDEN_DUMP)
    pages = {page.name: page for page in whole.pages}
    assert len(wiki.pages) == len(pages) == 44
    for page in wiki.pages:
        other = pages[page.name]
        lines = [line.rstrip() for line in other.source.split("\n")]
        assert page.source.split("\n") == lines
        for name in ("created", "modified", "creator", "last_editor", "version", "is_html", "hits"):
            assert getattr(page, name) == getattr(other, name), (page.name, name)


@needs_garden
def test_real_dump_of_rendered_pages() -> None:
    wiki, found = load(GARDEN / "garden-dump_wiki.tar")
    assert codes(found) == ["source-rendered"]
    whole, _ = load(GARDEN_DUMP)
    known = {page.name: (page.modified, page.slug) for page in whole.pages}
    assert {page.name: (page.modified, page.slug) for page in wiki.pages} == known
