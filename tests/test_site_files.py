"""Files of a wiki in its site: their names, what leads to them, their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import Code
from tiki2md.migration import Summary, convert_site
from tiki2md.model import Blob, File, Page, Wiki
from tiki2md.options import Options, with_values
from tiki2md.readers.blobs import BlobStore
from tiki2md.site.files import safe_name

HUGO = Options(target="hugo")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fern.png", "fern.png"),
        ("Tide Table (2023).PDF", "Tide-Table-2023.PDF"),
        ("Été à la mer.jpg", "Été-à-la-mer.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        (".htaccess", "htaccess"),
        ("_config.yml", "config.yml"),
        ("CON.txt", "CON-file.txt"),
        ("notes.md", "notes.md.txt"),
        ("a\0b\nc.png", "a-b-c.png"),
        ("trailing. ", "trailing"),
        ("???", "file-7"),
        ("", "file-7"),
        ("x" * 300 + ".png", "x" * 120 + ".png"),
    ],
)
def test_names_are_safe(name: str, expected: str) -> None:
    assert safe_name(name, "file-7") == expected


@given(st.text(max_size=300))
def test_no_name_leads_anywhere_else(name: str) -> None:
    safe = safe_name(name, "file-1")
    assert safe
    assert safe[0] not in "._-"
    assert not set(safe) & set('/\\:*?"<>|\0 ')
    assert len(safe.encode("utf-8", "replace")) <= 140
    assert safe_name(safe, "file-1") in {safe, f"{safe}.txt"}


def wiki_of(source: str, tmp_path: Path, *, is_html: bool = False) -> Wiki:
    spool = tmp_path / "spool"
    spool.mkdir()
    store = BlobStore(spool)
    files = [
        File(file_id=1, filename="fern.png", gallery_id=2, blob=store.put([b"fern"])),
        File(file_id=2, filename="FERN.png", blob=store.put([b"another"])),
        File(file_id=3, filename="same fern.png", blob=store.put([b"fern"])),
        File(file_id=4, filename="lost.png"),
    ]
    attachment = File(file_id=1, filename="log.txt", page="Moss", blob=store.put([b"log"]))
    old = File(file_id=9, filename="old.gif", blob=store.put([b"old"]))
    upload = File(file_id=0, filename="up.gif", blob=store.put([b"up"]))
    return Wiki(
        pages=[Page(name="Moss", source=source, is_html=is_html)],
        files={file.file_id: file for file in files},
        attachments={1: attachment},
        images={7: old, 8: files[0]},
        pictures={"img/wiki_up/up.gif": upload},
    )


def converted(wiki: Wiki, tmp_path: Path, options: Options | None = None) -> tuple[str, Summary]:
    out = tmp_path / "out"
    summary = convert_site(wiki, options or Options(), out)
    (path,) = out.rglob("moss.md")
    return path.read_text("utf-8"), summary


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{img fileId=1}", "![](files/fern.png)"),
        ("{img fileId=2}", "![](files/FERN-2.png)"),
        ("{img fileId=3}", "![](files/fern.png)"),  # the bytes are those of file 1
        ("[dl1|fern]", "[fern](files/fern.png)"),
        ("[display1-old-name|fern]", "[fern](files/fern.png)"),
        ("[tiki-download_file.php?fileId=1&thumbnail|fern]", "[fern](files/fern.png)"),
        ("[tiki-download_file.php?galleryId=2&name=fern.png|fern]", "[fern](files/fern.png)"),
        ("[https://moss.example/wiki/dl1|fern]", "[fern](files/fern.png)"),
        ("[/wiki/dl1|fern]", "[fern](files/fern.png)"),
        ("[https://else.example/dl1|fern]", "[fern](https://else.example/dl1)"),
        ("{img attId=1}", "![](files/log.txt)"),
        ("[tiki-download_wiki_attachment.php?attId=1&page=X|log]", "[log](files/log.txt)"),
        (
            "[tiki-download_wiki_attachment.php?page=moss&filename=log.txt|log]",
            "[log](files/log.txt)",
        ),
        ("{img src=img/wiki_up/up.gif}", "![](files/up.gif)"),
        ("{img src=show_image.php?id=7}", "![](files/old.gif)"),
        ("[imagescale7/200|old]", "[old](files/old.gif)"),
        ("{img src=show_image.php?id=8}", "![](files/fern.png)"),
        ('{img fileId=1 link="dl2"}', "[![](files/fern.png)](files/FERN-2.png)"),
    ],
)
def test_what_led_to_a_file_leads_to_its_copy(source: str, expected: str, tmp_path: Path) -> None:
    options = with_values(Options(), {"site_url": "https://moss.example/wiki/"})
    text, summary = converted(wiki_of(source, tmp_path), tmp_path, options)
    assert text == f"{expected}\n"
    assert summary.diagnostics == []


@pytest.mark.parametrize("source", ["{img fileId=4}", "{img fileId=99}", "[dl99|x]"])
def test_a_file_without_bytes_keeps_its_address_and_is_reported(
    source: str, tmp_path: Path
) -> None:
    text, summary = converted(wiki_of(source, tmp_path), tmp_path)
    assert "files/" not in text
    assert [finding.code for finding in summary.diagnostics] == [Code.FILE_NOT_COPIED]


def test_its_address_is_that_of_the_old_site_where_that_is_known(tmp_path: Path) -> None:
    options = Options(site_url="https://moss.example/wiki")
    text, _ = converted(
        wiki_of("{img fileId=4} {img src=img/icons/add.png}", tmp_path), tmp_path, options
    )
    old = "https://moss.example/wiki"
    assert text == (
        f"![]({old}/tiki-download_file.php?fileId=4&display) ![]({old}/img/icons/add.png)\n"
    )


def copied(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()} if root.is_dir() else {}


def test_files_that_pages_use_are_copied(tmp_path: Path) -> None:
    wiki = wiki_of("{img fileId=1} [dl3|again]", tmp_path)
    converted(wiki, tmp_path)
    assert copied(tmp_path / "out" / "files") == {"fern.png": b"fern"}
    again = convert_site(wiki, Options(), tmp_path / "out")
    assert again.files == ["files/fern.png"]
    every = convert_site(wiki, Options(copy_files="all"), tmp_path / "out")
    assert len(every.files) == 5
    assert copied(tmp_path / "out" / "files") == {
        "fern.png": b"fern",
        "FERN-2.png": b"another",
        "log.txt": b"log",
        "old.gif": b"old",
        "up.gif": b"up",
    }


def test_no_files_are_copied_if_nobody_wants_them(tmp_path: Path) -> None:
    wiki = wiki_of("{img fileId=1}", tmp_path)
    text, summary = converted(wiki, tmp_path, Options(copy_files="none"))
    assert text == "![](tiki-download_file.php?fileId=1&display)\n"
    assert [finding.code for finding in summary.diagnostics] == [Code.FILE_NOT_COPIED]
    assert copied(tmp_path / "out" / "files") == {}


@pytest.mark.parametrize("is_html", [False, True])
def test_hugo_serves_pages_as_folders_and_files_from_its_root(
    tmp_path: Path, *, is_html: bool
) -> None:
    source = '<img src="dl1">' if is_html else "{img fileId=1}"
    wiki = wiki_of(source, tmp_path, is_html=is_html)
    wiki.pages.append(Page(name="HomePage", source="{img fileId=1}"))
    text, _ = converted(wiki, tmp_path, HUGO)
    assert "../files/fern.png" in text
    out = tmp_path / "out"
    assert "![](files/fern.png)" in (out / "content/_index.md").read_text("utf-8")
    assert copied(out / "static/files") == {"fern.png": b"fern"}


def test_a_file_that_somebody_edited_is_left_alone(tmp_path: Path) -> None:
    wiki = wiki_of("{img fileId=1}", tmp_path)
    converted(wiki, tmp_path)
    copy = tmp_path / "out" / "files" / "fern.png"
    copy.write_bytes(b"mine")
    summary = convert_site(wiki, Options(), tmp_path / "out")
    assert copy.read_bytes() == b"mine"
    assert [finding.code for finding in summary.diagnostics] == [Code.FILE_EDITED]


@pytest.mark.parametrize("fault", ["gone", "other"])
def test_bytes_that_are_not_what_was_read_are_not_copied(fault: str, tmp_path: Path) -> None:
    wiki = wiki_of("{img fileId=1}", tmp_path)
    blob = wiki.files[1].blob
    assert isinstance(blob, Blob)
    if fault == "gone":
        Path(blob.path).unlink()
    else:
        Path(blob.path).write_bytes(b"worm")
    _, summary = converted(wiki, tmp_path)
    assert [finding.code for finding in summary.diagnostics] == [Code.FILE_UNREADABLE]
    assert copied(tmp_path / "out" / "files") == {}
