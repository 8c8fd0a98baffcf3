"""Files of a wiki in its site: their names, what leads to them, their bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from folders import report_of
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import Code, Diagnostic
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import Summary, convert_site
from tiki2md.model import Blob, File, Page, Wiki
from tiki2md.options import Options, with_values
from tiki2md.readers.blobs import BlobStore
from tiki2md.site.atomic import OutputError
from tiki2md.site.files import safe_name
from tiki2md.site.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        ("{{.gif", "file-7.gif"),
        ("quay-.tar.gz", "quay.tar.gz"),
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
    attachment = File(file_id=1, filename="log.txt", page="Peat", blob=store.put([b"log"]))
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
    (path,) = (path for path in out.rglob("*.md") if path.stem.lower() == "moss")
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
            "[tiki-download_wiki_attachment.php?page=peat&filename=log.txt|log]",
            "[log](files/log.txt)",
        ),
        ("{img src=img/wiki_up/up.gif}", "![](files/up.gif)"),
        ("{img src=show_image.php?id=7}", "![](files/old.gif)"),
        ("{img src=dl1&display}", "![](files/fern.png)"),
        ("[tiki-browse_image.php?imageId=7|old]", "[old](files/old.gif)"),
        (
            "see https://moss.example/wiki/dl1",
            "see [https://moss.example/wiki/dl1](files/fern.png)",
        ),
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


@pytest.mark.parametrize(
    "source",
    [
        "{img fileId=4}",
        "{img fileId=99}",
        "[dl99|x]",
        "[tiki-list_file_gallery.php?galleryId=2|x]",
        "[tiki-upload_file.php?fileId=1|x]",
        "{MEDIAPLAYER(src=img/wiki_up/gone.mp3)/}",
    ],
)
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


def test_a_file_that_came_back_with_other_bytes_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Writer.copy

    def onto_a_bad_disk(writer: Writer, path: str, chunks: Iterable[bytes]) -> bool:
        done = copy(writer, path, chunks)
        (writer.root / path).write_bytes(b"fe\0n")
        return done

    monkeypatch.setattr(Writer, "copy", onto_a_bad_disk)
    _, summary = converted(wiki_of("{img fileId=1}", tmp_path), tmp_path)
    (finding,) = summary.diagnostics
    assert finding.code is Code.FILE_UNREADABLE
    assert finding.message == (
        "files/fern.png could not be copied: what is on disk now is not what was written"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiki = wiki_of("{img fileId=1}", tmp_path)
    opened = Path.open

    def no_room(path: Path, *args: Any, **keywords: Any) -> IO[Any]:
        growing = path.suffix == ".tmp" and (tmp_path / "out" / "moss.md").exists()
        return opened(Path("/dev/full") if growing else path, *args, **keywords)

    monkeypatch.setattr(Path, "open", no_room)
    with pytest.raises(OutputError, match="No space left on device"):
        converted(wiki, tmp_path)
    monkeypatch.undo()
    assert copied(tmp_path / "out" / "files") == {}
    _, summary = converted(wiki, tmp_path)
    assert copied(tmp_path / "out" / "files") == {"fern.png": b"fern"}
    assert summary.diagnostics == []


def test_a_plus_sign_in_the_name_of_a_picture_is_one(tmp_path: Path) -> None:
    wiki = wiki_of("{img src=img/wiki_up/a+b.gif} {img src=img/wiki_up/a%20b.gif}", tmp_path)
    names = ("a+b.gif", "a b.gif")
    bytes_of = wiki.pictures.pop("img/wiki_up/up.gif").blob
    for name in names:
        picture = File(file_id=0, filename=name, blob=bytes_of)
        wiki.pictures[f"img/wiki_up/{name}"] = picture
    text, _ = converted(wiki, tmp_path)
    assert "img/wiki_up" not in text


def test_docusaurus_takes_no_link_to_a_name_without_ending_for_one_to_a_page(
    tmp_path: Path,
) -> None:
    wiki = wiki_of("[dl1|how to] [dl2|another]", tmp_path)
    wiki.files[1].filename = "README"
    text, _ = converted(wiki, tmp_path, Options(target="docusaurus"))
    assert text.endswith(
        "[how to](../static/files/README.bin) [another](../static/files/FERN.png)\n"
    )
    assert (tmp_path / "out" / "static" / "files" / "README.bin").read_bytes() == b"fern"


def test_unused_files_and_equal_ones_are_listed(tmp_path: Path) -> None:
    wiki = wiki_of("{img fileId=1}", tmp_path)
    wiki.files[2].archive_of = 1
    converted(wiki, tmp_path)
    ledger = report_of(tmp_path / "out")
    same = ["file 1: fern.png, 4 bytes", "file 3: same fern.png, 4 bytes"]
    unused = [
        "file 2: FERN.png, 7 bytes, old version of file 1",
        "attachment 1: log.txt, 3 bytes",
        "image 9: old.gif, 3 bytes",
        "picture: up.gif, 2 bytes",
    ]
    assert ledger["files"] == ["files/fern.png"]
    assert ledger["same_files"] == {"files/fern.png": same}
    assert ledger["unused_files"] == unused
    assert ledger["counts"]["unused_files"] == 4
    report = (tmp_path / "out" / ".tiki2md" / "report.html").read_text("utf-8")
    assert "attachment 1: log.txt, 3 bytes" in report
    assert "file 3: same fern.png, 4 bytes" in report
    inspected = inspect_wiki(wiki, Options())
    assert inspected.unused_files == unused
    assert inspected.same_files == {"fern.png": same}


def test_inspect_knows_files_whose_bytes_were_only_counted() -> None:
    files = {n: File(file_id=n, filename=f"{n}.png", blob=BlobStore().put([b"x"])) for n in (1, 2)}
    wiki = Wiki(pages=[Page(name="Moss", source="{img fileId=1}")], files=files)
    found: list[Diagnostic] = []
    inspected = inspect_wiki(wiki, Options(), found=found)
    assert found == []
    assert inspected.same_files == {"1.png": ["file 1: 1.png, 1 bytes", "file 2: 2.png, 1 bytes"]}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("gfm", '<audio controls="" src="files/tide.mp3"></audio>'),
        ("hugo", '<audio controls="" src="../files/tide.mp3"></audio>'),
        ("mkdocs", '<audio controls="" src="../files/tide.mp3"></audio>'),
        (
            "docusaurus",
            '<p><audio controls src={require("./../static/files/tide.mp3").default}></audio></p>',
        ),
        ("obsidian", "![](files/tide.mp3)"),
    ],
)
def test_players_find_their_files(target: str, expected: str, tmp_path: Path) -> None:
    wiki = wiki_of('{MEDIAPLAYER(src="img/wiki_up/tide.mp3")/}', tmp_path)
    sound = replace(wiki.pictures["img/wiki_up/up.gif"], filename="tide.mp3")
    wiki.pictures["img/wiki_up/tide.mp3"] = sound
    text, summary = converted(wiki, tmp_path, Options(target=target))
    assert text.endswith(f"{expected}\n")
    assert summary.diagnostics == []


def test_files_in_html_without_a_form_in_markdown(tmp_path: Path) -> None:
    source = (
        '{HTML()}<video poster="dl1"><source src="tiki-download_file.php?fileId=2&amp;display">'
        '</video><object data="dl99"></object><embed src="https://else.example/dl1">{HTML}'
    )
    text, summary = converted(wiki_of(source, tmp_path), tmp_path)
    assert '<video poster="files/fern.png"><source src="files/FERN-2.png"></video>' in text
    assert '<object data="dl99">' in text
    assert '<embed src="https://else.example/dl1">' in text
    assert [finding.code for finding in summary.diagnostics] == [Code.FILE_NOT_COPIED]
