"""MIME exports of a page: parts, folded headers, line ends, delimiters that are none."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import bytes_of, load, load_damaged
from sample_exports import GARDEN, needs_garden
from tiki_exports import Old, mime, part

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.files import Kind, sniff_bytes
from tiki2md.readers.history import version_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tiki2md.model import Page

NAME = "Été 1"
VERSIONS = (
    Old(3, "three\n\n__bold__\n", "bob", 1_700_000_300, "a; b=c", 'a "b"'),
    Old(2, "two", "anonymous", 1_700_000_200),
    Old(1, "", "Zoë", 1_700_000_100, "first"),
)


def load_page(path: Path, folder: Path | None = None) -> tuple[Page, list[Code]]:
    """The only page of an export; with its versions if there is a folder for their texts."""
    wiki, codes = load(path, blobs=BlobStore(folder), history=folder is not None)
    (page,) = wiki.pages
    return page, codes


def load_bytes(tmp_path: Path, raw: bytes) -> tuple[Page, list[Code]]:
    path = tmp_path / "page.mime"
    path.unlink(missing_ok=True)  # a file that is written over goes to disk at once
    path.write_bytes(raw)
    store = tmp_path / "store"
    store.mkdir(exist_ok=True)
    return load_page(path, store)


def texts(page: Page) -> dict[int, str]:
    return {
        version.number: bytes_of(version.text).decode()
        for version in page.versions
        if version.text is not None
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"Date: 3 May\nContent-Type: text/plain\n\nA mail.",
        b"Our exports have the Content-Type: application/x-tikiwiki; see below.",
        b"!Boundary\n--=_multipart_boundary_1\nContent-Type: application/x-tikiwiki;\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x",
    ],
)
def test_what_is_no_export_is_a_text(raw: bytes) -> None:
    assert sniff_bytes(raw) is Kind.TEXT


def test_an_export_without_a_page_says_so(tmp_path: Path) -> None:
    raw = mime(NAME, *VERSIONS)
    with pytest.raises(SourceError, match="no page is left"):
        load_bytes(tmp_path, raw[: raw.index(b"--=_multi")])


def test_a_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiki2md.readers.mime.MAX_TEXT", 100_000)
    for text in ("x" * 300_000, "x\n" * 150_000):
        with pytest.raises(SourceError, match="no page of a wiki has"):
            load_bytes(tmp_path, mime(NAME, Old(1, text)))


def test_all_versions(tmp_path: Path) -> None:
    page, codes = load_bytes(tmp_path, mime(NAME, *VERSIONS))
    assert codes == []
    assert (page.name, page.source, page.version) == (NAME, "three\n\n__bold__\n", 3)
    assert (page.modified, page.last_editor, page.hits) == (1_700_000_300, "bob", 7)
    assert (page.edit_comment, page.description) == ("a; b=c", 'a "b"')
    # The first version tells what the format does not: when the page was made, and by whom.
    assert (page.created, page.creator) == (1_700_000_100, "Zoë")
    assert [version.number for version in page.versions] == [1, 2, 3]
    assert texts(page) == {1: "", 2: "two", 3: "three\n\n__bold__\n"}
    assert [version.user for version in page.versions] == ["Zoë", "anonymous", "bob"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    page, codes = load_bytes(tmp_path, pack(mime(NAME, *VERSIONS)))
    assert (len(page.versions), codes) == (3, [])


def test_one_part(tmp_path: Path) -> None:
    for text in ("", "a", "a\n", "\n\na\n\n\n", "a\nb"):
        page, codes = load_bytes(tmp_path, mime(NAME, Old(2, text)))
        assert (page.source, page.version, codes) == (text, 2, [])
        assert texts(page) == {2: text}


def test_history_only_where_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "page.mime"
    path.write_bytes(mime(NAME, *VERSIONS))
    page, _ = load_page(path)
    assert page.versions == []
    assert page.created == 1_700_000_100


def test_line_ends_that_a_transfer_changed(tmp_path: Path) -> None:
    page, codes = load_bytes(tmp_path, mime(NAME, *VERSIONS).replace(b"\r\n", b"\n"))
    assert codes == []
    assert texts(page)[3] == "three\n\n__bold__\n"


def test_a_line_like_the_delimiter_is_text(tmp_path: Path) -> None:
    delimiter = "--=_multipart_boundary_1"
    other_page = part("Another page", Old(9, "quoted")).replace("\r\n", "\n")
    text = f"{delimiter}\nabout\n{delimiter}--\n{delimiter}\n{other_page}{delimiter}\n{delimiter}"
    page, codes = load_bytes(tmp_path, mime(NAME, Old(2, text), Old(1, "one")))
    assert codes == []
    trimmed = "\n".join(line.rstrip() for line in text.split("\n"))
    assert (page.source, texts(page)) == (trimmed, {1: "one", 2: trimmed})


def test_cut_anywhere(tmp_path: Path) -> None:
    raw = mime(NAME, *VERSIONS)
    whole, _ = load_bytes(tmp_path, raw)
    known = texts(whole)
    for end in range(raw.index(b"three"), len(raw) - len("\r\n--=_multipart_boundary_1--\r\n")):
        page, codes = load_bytes(tmp_path, raw[:end])
        assert codes == [Code.SOURCE_TRUNCATED]
        assert page.name == NAME
        *complete, last = sorted(texts(page).items(), reverse=True)
        assert complete == sorted(known.items(), reverse=True)[: len(complete)]
        number, text = last
        assert known[number].startswith(text.removesuffix("\n"))


def test_without_its_beginning(tmp_path: Path) -> None:
    raw = mime(NAME, *VERSIONS)
    page, codes = load_bytes(tmp_path, raw[raw.index(b"__bold__") :])
    assert (page.name, page.source, codes) == (NAME, "three\n\n__bold__\n", [])


def test_a_lost_header_costs_its_part_only(tmp_path: Path) -> None:
    raw = mime(NAME, *VERSIONS).replace(b"Content-Type: application", b"\0" * 25, 1)
    raw = raw.replace(b"pagename", b"pagexxxx", 1)
    page, codes = load_bytes(tmp_path, raw)
    assert codes == [Code.SOURCE_DAMAGED]
    assert (page.source, sorted(texts(page))) == ("three\n\n__bold__\n", [1, 2, 3])


def test_values_that_are_no_utf8(tmp_path: Path) -> None:
    raw = mime("A", Old(1, "caf\N{LATIN SMALL LETTER E WITH ACUTE}")).replace(b"\xc3\xa9", b"\xe9")
    page, codes = load_bytes(tmp_path, raw.replace(b"author=bob", b"author=Zo%EB"))
    assert (page.source, page.last_editor) == ("café", "Zoë")
    assert codes == [Code.SOURCE_NOT_UTF8]


def test_html_is_told_from_the_text(tmp_path: Path) -> None:
    for text, is_html in (
        ("<h2>Photos</h2>\n<p>No flash</p>\n", True),
        ("<p>starts so", False),
        ("Ends so</p>", False),
        ("<strong>a</strong>", False),
        ("!Title", False),
    ):
        page, codes = load_bytes(tmp_path, mime(NAME, Old(1, text)))
        assert page.is_html is is_html
        assert page.versions[0].is_html is is_html
        assert codes == ([Code.SOURCE_HTML_GUESSED] if is_html else [])


@given(st.data())
def test_no_damage_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(mime(NAME, *VERSIONS))
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    path = tmp_path_factory.getbasetemp() / "damaged.mime"
    path.write_bytes(raw)
    read = load_damaged(path, history=True)
    assert read is None or len(read[0].pages) == 1


@given(st.lists(st.text("ab \n-=_;", max_size=40), min_size=1, max_size=4))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, found: list[str]) -> None:
    versions = [Old(len(found) - at, text) for at, text in enumerate(found)]
    path = tmp_path_factory.getbasetemp() / "whole.mime"
    path.write_bytes(mime(NAME, *versions))
    store = tmp_path_factory.mktemp("store")
    page, codes = load_page(path, store)
    trimmed = {v.number: "\n".join(line.rstrip() for line in v.text.split("\n")) for v in versions}
    assert (texts(page), codes) == (trimmed, [])


@needs_garden
def test_real_export(tmp_path: Path) -> None:
    page, codes = load_page(GARDEN / "garden.mime", tmp_path)
    assert (page.name, page.version, codes) == ("HomePage", 4, [])
    assert [version.number for version in page.versions] == [1, 2, 3, 4]


def test_texts_from_before_tiki_9_are_unescaped_once(tmp_path: Path) -> None:
    old = Old(1, "a &quot;b&quot;", modified=1_000_000_000)
    page, codes = load_bytes(
        tmp_path, mime(NAME, Old(2, "a &quot;c&quot;", modified=1_100_000_000), old)
    )
    assert (page.source, codes) == ('a "c"', [Code.SOURCE_ESCAPED_TEXT])
    assert [(v.number, version_text(v)) for v in page.versions] == [(1, 'a "b"'), (2, 'a "c"')]
