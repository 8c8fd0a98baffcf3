"""Tiki's XML exports to a wiki: what is whole, and what Tikis before version 9 wrote."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from loading import bytes_of, load, messages
from sample_exports import DOMOGIK, GARDEN, GARDEN_DUMP, needs_garden
from xml_exports import Export, attachment_xml, home, page_xml, pages_xml, version_xml

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError
from tiki2md.readers.history import version_text

if TYPE_CHECKING:
    from pathlib import Path

# What is whole.


def test_a_page_has_all_that_the_list_says(tmp_path: Path) -> None:
    history = f"<history>{version_xml('Home', 3)}{version_xml('Home', 2, 12)}</history>"
    export = Export().page("Home", 'a < b "c" (alias(Start)) (alias(home))')
    path = export.listed(pages_xml(page_xml("Home", history))).write(tmp_path / "a.zip")
    wiki, codes = load(path)
    [page] = wiki.pages
    assert page.source == 'a < b "c" (alias(Start)) (alias(home))'
    assert (page.name, page.description, page.language) == ("Home", 'About "Home"', "en")
    assert (page.created, page.modified, page.hits, page.version) == (10, 20, 7, 3)
    assert (page.creator, page.last_editor, page.aliases) == ("rosa", "tom & jo", ["Start"])
    assert page.origin == f"{path}: Home/Home"
    assert page.versions == []
    assert codes == [Code.SOURCE_MEMBERS_MISSING]


@pytest.mark.parametrize(
    "name", ["A/B c", "Who?", 'The "Old" & <new>', "100% + C++", "日本 ", "E\u0301te\u0301", "x'y"]
)
def test_names_of_pages(tmp_path: Path, name: str) -> None:
    inside = f"<attachments>{attachment_xml(name, 3, 'bed.png', 5)}</attachments>"
    export = Export().page(name, "text").listed(pages_xml(page_xml(name, inside)))
    export.members[f"{name}/attachments/3"] = b"bytes"
    wiki, codes = load(export.write(tmp_path / "a.zip"))
    assert codes == []
    assert [page.source for page in wiki.pages] == ["text"]
    assert wiki.attachments[3].page == wiki.pages[0].name
    assert bytes_of(wiki.attachments[3].blob) == b"bytes"


@pytest.mark.parametrize("encoding", ["cp437", "cp866", "utf-8"])
def test_names_that_other_tools_spoiled(tmp_path: Path, encoding: str) -> None:
    spoiled = "Été/Été".encode().decode(encoding)
    export = Export({spoiled: b"text"}).listed(pages_xml(page_xml("Été")))
    wiki, codes = load(export.write(tmp_path / "a.zip"))
    assert [(page.name, page.source) for page in wiki.pages] == [("Été", "text")]
    assert codes == []


def test_raw_names_without_the_mark_of_utf8(tmp_path: Path) -> None:
    path = Export().page("Été", "text").listed(pages_xml(page_xml("Été"))).write(tmp_path / "a")
    raw = path.read_bytes()
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flags = raw.index(header) + at
        assert raw[flags + 1] == 0x08
        raw = raw[: flags + 1] + b"\x00" + raw[flags + 2 :]
    path.write_bytes(raw)
    assert [page.source for page in load(path)[0].pages] == ["text"]


def test_an_export_in_a_folder_of_the_archive(tmp_path: Path) -> None:
    members = {f"backup/{name}": raw for name, raw in home().members.items()}
    wiki, codes = load(Export(members).write(tmp_path / "a.zip"))
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "moss")]
    assert codes == []


def test_an_export_that_windows_packed_again(tmp_path: Path) -> None:
    export = Export({"A\\B\\A\\B": b"text"}).listed(pages_xml(page_xml("A/B")))
    wiki, codes = load(export.write(tmp_path / "a.zip"))
    assert [(page.name, page.source) for page in wiki.pages] == [("A/B", "text")]
    assert codes == []
    export = Export().page("A\\B", "text").listed(pages_xml(page_xml("A\\B")))
    wiki, codes = load(export.write(tmp_path / "b.zip"))
    assert [(page.name, page.source) for page in wiki.pages] == [("A\\B", "text")]
    assert codes == []


def test_an_export_that_was_unpacked(tmp_path: Path) -> None:
    history = f"<history>{version_xml('Home', 1)}</history>"
    export = home("moss").listed(pages_xml(page_xml("Home", history)))
    export.members["Home/history/1.txt"] = b"moss"
    with zipfile.ZipFile(export.write(tmp_path / "a.zip")) as archive:
        archive.extractall(tmp_path / "pages")
    with pytest.raises(SourceError, match=r"wiki\.xml: .* unpacked; name the zip archive itself"):
        load(tmp_path)
    (tmp_path / "pages" / "wiki.xml").write_text("<wiki/>")
    assert Code.SOURCE_LEFT_OUT in load(tmp_path)[1]  # the history, beside the archive


def test_comments_and_attachments_that_tiki_repeats(tmp_path: Path) -> None:
    comment = "<comment><title><![CDATA[{}]]></title><user><![CDATA[a &amp; b]]></user>{}</comment>"
    answer = comment.format("Re", "<date>8</date><data><![CDATA[no]]></data>")
    first = f"<comments>{comment.format('Q', '<date>7</date>' + answer)}</comments>"
    second = f"<comments>{comment.format('Other', '')}</comments>"
    attached = f"<attachments>{attachment_xml('A', 1, 'a.png', 4)}</attachments>"
    export = Export({"A/attachments/1": b"1234"})
    for name in "ABCD":
        export.page(name, name)
    xml = pages_xml(
        page_xml("A", first + attached),
        page_xml("B", first + attached),
        page_xml("C", second + attached),
        page_xml("D", second + attached),
    )
    wiki, codes = load(export.listed(xml).write(tmp_path / "a.zip"))
    found = [(one.comment_id, one.object_name, one.parent_id, one.title) for one in wiki.comments]
    assert found == [(1, "A", 0, "Q"), (2, "A", 1, "Re"), (3, "C", 0, "Other")]
    assert (wiki.comments[1].user, wiki.comments[1].created) == ("a &amp; b", 8)
    assert wiki.comments[1].text == "no"
    assert [(file.file_id, file.page) for file in wiki.attachments.values()] == [(1, "A")]
    file = wiki.attachments[1]
    assert (file.filename, file.description, file.media_type) == (
        "a.png",
        "Plan & bed",
        "image/png",
    )
    assert (file.created, file.size) == (15, 4)
    assert codes == []


def test_structures_become_places(tmp_path: Path) -> None:
    inner = f"<structure>{page_xml('C')}</structure>"
    tree = f"<structure>{page_xml('A')}<structure>{page_xml('B')}{inner}</structure>"
    tree += f"<structure>{page_xml('C')}</structure></structure>"
    export = Export().page("Z", "z").page("A", "a").page("B", "b").page("C", "c")
    wiki, codes = load(export.listed(pages_xml(page_xml("Z")) + tree).write(tmp_path / "a.zip"))
    assert [page.name for page in wiki.pages] == ["Z", "A", "B", "C"]
    places = wiki.places.values()
    found = [(place.page, place.place_id, place.parent_id, place.position) for place in places]
    assert found == [("A", 1, 0, 1), ("B", 2, 1, 1), ("C", 3, 2, 1), ("C", 4, 1, 2)]
    assert codes == []


def test_two_exports_of_structures_are_merged(tmp_path: Path) -> None:
    comment = "<comments><comment><title><![CDATA[{}]]></title></comment></comments>"
    paths = []
    for name in "AB":
        tree = f"<structure>{page_xml(name, comment.format(name))}<structure>{page_xml('C')}"
        export = Export().page(name, name).page("C", "c")
        xml = f"{tree}</structure></structure>"
        paths.append(export.listed(xml).write(tmp_path / f"{name}.zip"))
    wiki, codes = load(*paths, paths[0])
    places = [(place.page, place.parent_id) for _, place in sorted(wiki.places.items())]
    assert places == [("A", 0), ("C", 1), ("B", 0), ("C", 3)]
    found = [(one.comment_id, one.object_name) for one in wiki.comments]
    assert found == [(1, "A"), (2, "B")]
    assert codes == []


def test_images_are_found_by_what_pages_write(tmp_path: Path) -> None:
    image = '<image zip="{}" filename="{}" where="{}"><wiki><![CDATA[{}]]></wiki></image>'
    entries = [
        image.format("Home/images/wiki/a.png", "a.png", "wiki", "img/wiki_up/a.png"),
        image.format("Home/images/wiki/a.png", "a.png", "wiki", "img/wiki_up/a.png"),
        image.format(
            "Home/images/wiki/b.png", "b.png", "wiki", "http://x.example/img/wiki_up/b.png"
        ),
        image.format("Home/images/gal/7", "", "gal", "show_image.php?id=7"),
        image.format("Home/images/fgal/9", "", "fgal", "tiki-download_file.php?fileId=9"),
        image.format("Home/images/wiki/gone.png", "gone.png", "wiki", "img/wiki_up/gone.png"),
        '<image zip=""\n\t><wiki><![CDATA[]]></wiki></image>',
        "<image><wiki><![CDATA[]]></wiki></image>",
    ]
    export = Export().page("Home", "text")
    for name in ("wiki/a.png", "wiki/b.png", "gal/7", "fgal/9", "wiki/c.png", "fgal/11"):
        export.members[f"Home/images/{name}"] = name.encode()
    xml = pages_xml(page_xml("Home", f"<images>{''.join(entries)}</images>"))
    path = export.listed(xml).write(tmp_path / "a.zip")
    wiki, _ = load(path)
    pictures = {address: bytes_of(file.blob) for address, file in wiki.pictures.items()}
    assert pictures == {
        "img/wiki_up/a.png": b"wiki/a.png",
        "img/wiki_up/b.png": b"wiki/b.png",
        "show_image.php?id=7": b"gal/7",
        "img/wiki_up/c.png": b"wiki/c.png",
    }
    assert {number: bytes_of(file.blob) for number, file in wiki.files.items()} == {
        9: b"fgal/9",
        11: b"fgal/11",
    }
    assert messages(path) == [f"{path} names 1 files (gone.png) that it does not hold"]


def test_history_with_and_without_the_current_version(tmp_path: Path) -> None:
    for newest, numbers in ((20, [1, 2]), (19, [1, 2, 3])):
        history = f"<history>{version_xml('Home', 2, newest)}{version_xml('Home', 1, 12)}</history>"
        export = Export().page("Home", "now").listed(pages_xml(page_xml("Home", history)))
        export.members |= {"Home/history/2.txt": b"two", "Home/history/1.txt": b"one"}
        wiki, codes = load(export.write(tmp_path / "a.zip"), history=True)
        [page] = wiki.pages
        assert page.version == numbers[-1]
        assert [version.number for version in page.versions] == numbers
        texts = [bytes_of(version.text) for version in page.versions]
        assert texts == [b"one", b"two", b"now"][: len(numbers)]
        assert (page.versions[0].user, page.versions[0].comment) == ("ines", "so < that")
        assert page.versions[-1].modified == 20
        assert codes == []


# What is old.


def test_texts_from_before_tiki_9_are_unescaped_once(tmp_path: Path) -> None:
    """Those saved before the upgrade, and only those."""
    texts = {
        "Old": (100, "{IMG(src=&quot;a&quot;)} &amp;lt; b?x=1&copy=2", True),
        "Plain": (110, "nothing to see", False),
        "Typed": (120, 'raw "text" &lt;', False),
        "Older": (90, "a &gt; b", True),
        "New": (300, '{IMG(src="a")}', False),
        "Newest": (310, "<b>", False),
        "Later": (320, "how to write &quot;", False),
    }
    export = Export()
    for name, (_, text, _) in texts.items():
        export.page(name, text)
    xml = pages_xml(*(page_xml(name, modified=when) for name, (when, _, _) in texts.items()))
    wiki, codes = load(export.listed(xml).write(tmp_path / "a.zip"))
    sources = {page.name: page.source for page in wiki.pages}
    assert sources["Old"] == '{IMG(src="a")} &lt; b?x=1&copy=2'
    assert sources["Older"] == "a > b"
    for name, (_, text, is_escaped) in texts.items():
        assert is_escaped or sources[name] == text
    assert codes == [Code.SOURCE_ESCAPED_TEXT] * 2


@pytest.mark.parametrize(
    "sources",
    [
        ["a &lt; b", "plain"],  # nobody knows, and it reads the same
        ["a &lt; &quot;b&quot;", 'raw "a"', "raw <b>"],  # saved at the same time
        ['&lt; &quot; and "raw"'],
    ],
)
def test_texts_of_today_are_not_unescaped(tmp_path: Path, sources: list[str]) -> None:
    export = Export()
    for number, source in enumerate(sources):
        export.page(f"P{number}", source)
    xml = pages_xml(*(page_xml(f"P{number}") for number in range(len(sources))))
    wiki, codes = load(export.listed(xml).write(tmp_path / "a.zip"))
    assert [page.source for page in wiki.pages] == sources
    assert codes == []


def test_pages_in_html_were_never_escaped(tmp_path: Path) -> None:
    xml = pages_xml(page_xml("Home").replace("<is_html>0", "<is_html>1"), page_xml("Old"))
    export = Export().page("Home", "a &lt; b").page("Old", "&quot;")
    wiki, codes = load(export.listed(xml).write(tmp_path / "a.zip"))
    assert [page.source for page in wiki.pages] == ["a &lt; b", '"']
    assert codes == [Code.SOURCE_ESCAPED_TEXT]


def test_old_versions_are_unescaped_too(tmp_path: Path) -> None:
    history = f"<history>{version_xml('Home', 2, 15)}{version_xml('Home', 1, 12)}</history>"
    export = Export().page("Home", "&quot;now&quot;")
    export.listed(pages_xml(page_xml("Home", history)))
    export.members |= {"Home/history/2.txt": b"&quot;two&quot;", "Home/history/1.txt": b"one"}
    wiki, _ = load(export.write(tmp_path / "a.zip"), history=True)
    texts = [version_text(version) for version in wiki.pages[0].versions]
    assert texts == ["one", '"two"', '"now"']


def test_line_ends_and_scars_of_old_sites(tmp_path: Path) -> None:
    path = home("a\r\nsty<x>le\r\n").write(tmp_path / "a.zip")
    wiki, codes = load(path)
    assert wiki.pages[0].source == "a\nstyle\n"
    assert codes == [Code.SOURCE_SCARS]


def test_what_the_format_lacks_is_told(tmp_path: Path) -> None:
    lacks = load(home().write(tmp_path / "a.zip"))[0].lacks
    assert lacks is not None
    assert {"permissions", "categories", "tags", "translations", "structures"} <= set(lacks)
    assert not {"history", "attachments", "comments"} & set(lacks)
    tree = Export().page("A", "a").listed(f"<structure>{page_xml('A')}</structure>")
    assert "structures" not in (load(tree.write(tmp_path / "b.zip"))[0].lacks or {})


# What is real.


@pytest.mark.skipif(not DOMOGIK.exists(), reason="the real exports are not here")
def test_a_real_export_of_2013() -> None:
    wiki, codes = load(DOMOGIK)
    assert (len(wiki.pages), len(wiki.attachments)) == (214, 168)
    for file in wiki.attachments.values():
        assert len(bytes_of(file.blob)) == file.size
    assert all(page.created and page.modified and page.creator for page in wiki.pages)
    assert {page.language for page in wiki.pages} == {"en", "fr", "de", "it", ""}
    empty = {page.name for page in wiki.pages if not page.source}
    assert empty == {"DomoWeb_Personnalisation", "Presence"}  # as in the archive
    assert not [page.name for page in wiki.pages if "=&gt;" in page.source and not page.is_html]
    names = {page.name for page in wiki.pages}
    assert {"Numérotation des versions", "Mise en place d'un bus 1wire", "HomePage"} <= names
    assert {file.page for file in wiki.attachments.values()} <= names
    assert codes.count(Code.SOURCE_MEMBERS_MISSING) == 1
    assert set(codes) == {Code.SOURCE_MEMBERS_MISSING, Code.SOURCE_ESCAPED_TEXT}
    assert any("names 2307 texts" in message for message in messages(DOMOGIK))


@needs_garden
def test_real_exports_of_one_wiki_agree() -> None:
    wiki, codes = load(GARDEN / "garden-xml.zip", history=True)
    dump, _ = load(GARDEN_DUMP)
    assert codes == []
    for page in wiki.pages:
        right = next(other for other in dump.pages if other.name == page.name)
        for name in ("source", "description", "language", "created", "modified", "creator"):
            assert getattr(page, name) == getattr(right, name)
        for name in ("last_editor", "version", "edit_comment", "is_html", "hits", "aliases"):
            assert getattr(page, name) == getattr(right, name)
        assert page.versions[-1].number == page.version
    assert len(wiki.pages) == len(dump.pages)
    assert sum(len(page.versions) for page in wiki.pages) == 69
    attachments = {
        (file.file_id, file.page, file.filename, file.size) for file in wiki.attachments.values()
    }
    assert attachments == {
        (file.file_id, file.page, file.filename, file.size) for file in dump.attachments.values()
    }
    found = [(one.comment_id, one.object_name, one.parent_id) for one in wiki.comments]
    assert found == [
        (1, "Tree Fern", 0),
        (2, "Tree Fern", 1),
        (3, "Soil Sensor v2", 0),
        (4, "Accueil", 0),
    ]
    structure, codes = load(GARDEN / "garden-xml-structure.zip")
    assert codes == []
    paths = {place.page: place.parent_id for place in structure.places.values()}
    right_paths = {place.page: place.parent_id for place in dump.places.values()}
    ids = {place.place_id: place.page for place in structure.places.values()}
    right_ids = {place.place_id: place.page for place in dump.places.values()}
    assert {page: ids.get(parent) for page, parent in paths.items()} == {
        page: right_ids.get(parent) for page, parent in right_paths.items()
    }
