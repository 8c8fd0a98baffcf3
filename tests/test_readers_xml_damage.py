"""Tiki's XML exports that are damaged or hostile: what is whole is kept, and the rest is told."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import bytes_of, load, load_damaged, messages
from xml_exports import Export, attachment_xml, home, page_xml, pages_xml, version_xml

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError, archives, xml_files

# What is damaged.


def test_what_is_missing_is_told_once(tmp_path: Path) -> None:
    history = "".join(version_xml("Home", number) for number in range(300, 0, -1))
    attached = "".join(attachment_xml("Home", number, f"{number}.png", 9) for number in range(1, 6))
    inside = f"<attachments>{attached}</attachments><history>{history}</history>"
    export = Export().page("Home", "text")
    xml = pages_xml(page_xml("Home", inside), page_xml("Gone"))
    path = export.listed(xml).write(tmp_path / "a.zip")
    assert messages(path) == [
        f"{path} names the page Gone and lacks its text: the page is empty",
        f"{path} names 300 texts of old versions that it does not hold",
        f"{path} names 5 files (1.png, 2.png, 3.png and 2 more) that it does not hold",
    ]
    wiki, _ = load(path, history=True)
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "text"), ("Gone", "")]
    assert [version.text for version in wiki.pages[0].versions] == [None] * 300
    assert (wiki.attachments[5].size, wiki.attachments[5].blob) == (9, None)


def test_a_file_of_another_size_is_reported(tmp_path: Path) -> None:
    inside = f"<attachments>{attachment_xml('Home', 1, 'a.png', 9)}</attachments>"
    export = Export({"Home/attachments/1": b"1234"}).page("Home", "text")
    path = export.listed(pages_xml(page_xml("Home", inside))).write(tmp_path / "a.zip")
    [message] = messages(path)
    assert message.endswith("it has 4 bytes, and should have 9")


def test_a_list_that_breaks_off_loses_no_page(tmp_path: Path) -> None:
    pages = [page_xml(name) for name in ("One", "Two", "Three")]
    export = Export({"Two/attachments/4": b"bytes", "Two/history/7.txt": b"old"})
    export.page("One", "1").page("Two", "2").page("Three", "3")
    xml = pages_xml(*pages)
    export.listed(xml[: xml.index("<lang>", xml.index("Two"))])
    path = export.write(tmp_path / "a.zip")
    wiki, codes = load(path)
    assert {page.name: page.source for page in wiki.pages} == {"One": "1", "Two": "2", "Three": "3"}
    assert {page.name: page.creator for page in wiki.pages}["Three"] == ""
    assert wiki.attachments[4].page == "Two"
    assert {page.name: page.version for page in wiki.pages}["Two"] == 7
    assert codes == [Code.SOURCE_TRUNCATED, Code.SOURCE_PAGES_UNLISTED]


def test_without_a_list_pages_are_named_by_their_members(tmp_path: Path) -> None:
    export = Export({"readme": b"x", "bin/bin": b"\0ELF"}).page("A/B", "1").page("C", "2")
    wiki, codes = load(export.write(tmp_path / "a.zip"))
    assert [(page.name, page.source) for page in wiki.pages] == [("A/B", "1"), ("C", "2")]
    assert codes == [Code.SOURCE_PAGES_UNLISTED]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_that_is_cut_off_keeps_what_stands_before(tmp_path: Path, method: int) -> None:
    """Wherever it is cut: the texts of whole members are read, and nothing else is invented."""
    noise = random.Random(0)  # noqa: S311
    sources = {f"P{n}": noise.randbytes(600).hex() for n in range(5)}
    export = Export(method=method)
    for name, source in sources.items():
        export.page(name, source)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as nested:
        nested.writestr("Not/Not", "of this wiki")
    export.members["P0/attachments/1"] = inside.getvalue()
    whole = export.listed(pages_xml(*map(page_xml, sources))).packed()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        ends = [info.header_offset for info in archive.infolist()][1:6]
    path = tmp_path / "a.zip"
    anywhere = {len(whole) * share // 1000 for share in range(100, 1000, 3)}
    where_members_meet = {end + near for end in ends for near in (-1, 0, 1)}
    for at in sorted(anywhere | where_members_meet):
        path.unlink(missing_ok=True)  # a file that is written over goes to disk at once
        path.write_bytes(whole[:at])
        read = load_damaged(path)
        if read is None:
            assert at < ends[0]
            continue
        wiki, codes = read
        assert Code.SOURCE_TRUNCATED in codes
        found = {page.name: page.source for page in wiki.pages}
        for (name, source), end in zip(sources.items(), ends, strict=True):
            if end <= at:
                assert found[name] == source
        assert all(sources[name].startswith(source) for name, source in found.items())


def test_sizes_behind_the_data(tmp_path: Path) -> None:
    """As programs write that cannot seek; cut off, nothing else says where a member ends."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.raw = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.raw += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr("A/A", "moss " * 50)
        archive.writestr("A/attachments/1", b"bytes " * 50)
        archive.writestr("B/B", "fern")
    path = tmp_path / "a.zip"
    for raw in (pipe.raw, pipe.raw[:-30]):
        path.write_bytes(raw)
        wiki, _ = load(path)
        assert {page.name: page.source for page in wiki.pages} == {"A": "moss " * 50, "B": "fern"}
        assert bytes_of(wiki.attachments[1].blob) == b"bytes " * 50


def test_a_damaged_text_is_kept_as_far_as_it_goes(tmp_path: Path) -> None:
    export = home("moss and fern " * 3)
    export.method = zipfile.ZIP_STORED
    raw = export.packed().replace(b"and", b"xnd", 1)
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    assert load(path)[0].pages[0].source.startswith("moss xnd fern")
    assert messages(path) == [
        f"page Home in {path} cannot be read as it should: its checksum is wrong"
    ]


def test_latin_1_is_read_and_reported(tmp_path: Path) -> None:
    xml = pages_xml(page_xml("Home", lang="fran\xe7ais")).encode("latin-1")
    export = Export().page("Home", "caf\xe9".encode("latin-1")).listed(xml)
    wiki, codes = load(export.write(tmp_path / "a.zip"))
    assert (wiki.pages[0].language, wiki.pages[0].source) == ("français", "café")
    assert codes == [Code.SOURCE_NOT_UTF8] * 2


@given(st.binary(max_size=40), st.floats(0, 1), st.integers(0, 40))
def test_random_damage_is_no_traceback(noise: bytes, share: float, removed: int) -> None:
    inside = f"<attachments>{attachment_xml('Home', 1, 'a.png', 4)}</attachments>"
    inside += f"<history>{version_xml('Home', 1)}</history>"
    export = Export({"Home/attachments/1": b"1234", "Home/history/1.txt": b"old"})
    export.page("Home", "moss").listed(pages_xml(page_xml("Home", inside), page_xml("Été")))
    raw = export.page("Été", "fern").packed()
    at = int(share * len(raw))
    path = Path("damaged.zip")
    files = {path: raw[:at] + noise + raw[at + removed :]}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "open", lambda self, _mode="rb": _spooled(files[self]))
        patched.setattr(Path, "exists", lambda self: self in files)
        read = load_damaged(path, history=True)
        for file in read[0].attachments.values() if read else ():
            if file.blob is not None:
                try:
                    assert len(bytes_of(file.blob)) == file.blob.size
                except SourceError as error:
                    assert path.name in str(error)  # noqa: PT017


def _spooled(raw: bytes) -> io.BufferedRandom:
    """A file that is on no disk for long."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(raw)
    file.seek(0)
    return file  # type: ignore[return-value]


# What is hostile.


def test_what_is_no_export_says_what_it_is(tmp_path: Path) -> None:
    path = Export({"dump.sql": b"x", "a.txt": b"y"}).write(tmp_path / "a.zip")
    with pytest.raises(SourceError, match=r"without wiki.xml.* it holds dump.sql, a.txt; .*unpack"):
        load(path)
    Export().write(path)
    with pytest.raises(SourceError, match="holds no file"):
        load(path)
    Export().listed("<wiki/>").write(path)
    with pytest.raises(SourceError, match=r"its wiki.xml lists no page"):
        load(path)
    path.write_bytes(gzip.compress(home().packed()))
    with pytest.raises(SourceError, match="packed once more"):
        load(path)


def test_in_a_folder_other_archives_are_passed_over(tmp_path: Path) -> None:
    home().write(tmp_path / "export.zip")
    Export({"a/a": b"x"}).write(tmp_path / "pictures.zip")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "notes.txt").write_text("no page of the wiki")
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == ["Home"]
    assert codes == [Code.SOURCE_LEFT_OUT]  # the notes


def test_names_are_never_paths(tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.write_text("secret")
    name = f"..{outside}"
    export = Export({f"{name}/{name}": b"text", "/etc/passwd//etc/passwd": b"root"})
    export.listed(pages_xml(page_xml(name), page_xml("/etc/passwd"), page_xml(str(outside))))
    wiki, _ = load(export.write(tmp_path / "a.zip"))
    assert [page.source for page in wiki.pages] == ["text", "root", ""]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "secret"]


def patched(raw: bytes, member: bytes, at: int, value: bytes, *, local: int | None = None) -> bytes:
    """The archive with other bytes in the directory's entry of a member, and its header."""
    data = bytearray(raw)
    entry = data.index(member, data.index(b"PK\x01\x02")) - 46
    data[entry + at : entry + at + len(value)] = value
    if local is not None:
        header = data.index(member) - 30
        data[header + local : header + local + len(value)] = value
    return bytes(data)


@pytest.mark.parametrize(
    ("at", "value", "local", "message"),
    [
        (8, b"\x01\x00", 6, "it is encrypted"),
        (10, b"\x63\x00", 8, "packed by method 99"),
        (38, struct.pack("<L", 0o120777 << 16), None, "a symbolic link"),
        (24, struct.pack("<L", 0xFFFFFFF0), None, "as no honest file does"),
        (24, struct.pack("<L", 3), None, "longer than the archive says"),
        (24, struct.pack("<L", 30), None, "shorter than the archive says"),
        (42, struct.pack("<L", 5), None, "its header is damaged"),
    ],
)
def test_members_that_are_not_what_they_say(
    tmp_path: Path, at: int, value: bytes, local: int | None, message: str
) -> None:
    export = Export().page("Fern", "fern").page("Home", "moss")
    raw = export.listed(pages_xml(page_xml("Home"), page_xml("Fern"))).packed()
    path = tmp_path / "a.zip"
    path.write_bytes(patched(raw, b"Home/Home", at, value, local=local))
    [found] = messages(path)
    assert message in found
    assert found.startswith("page Home in")
    wiki, _ = load(path)
    assert [page.name for page in wiki.pages] == ["Home", "Fern"]
    assert wiki.pages[1].source == "fern"
    path.write_bytes(patched(raw, b"wiki.xml", 8, b"\x01\x00", local=6))
    with pytest.raises(SourceError, match=r"wiki.xml: it is encrypted"):
        load(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "HONEST_SIZE", 1 << 18)
    inside = f"<attachments>{attachment_xml('Home', 1, 'a.png', 1 << 20)}</attachments>"
    export = Export({"Home/attachments/1": bytes(1 << 20)}).page("Home", " " * (1 << 20))
    path = export.listed(pages_xml(page_xml("Home", inside))).write(tmp_path / "a.zip")
    wiki, codes = load(path)
    assert codes == [Code.SOURCE_MEMBER_UNREADABLE] * 2
    assert wiki.attachments[1].blob is None
    bomb = pages_xml(page_xml("Home", " " * (1 << 20)))
    home().listed(bomb).write(path)
    with pytest.raises(SourceError, match="as no honest file does"):
        load(path)
    # Even where the archive lies about the size, no more comes out.
    raw = patched(home().listed(bomb).packed(), b"wiki.xml", 24, struct.pack("<L", 9))
    path.write_bytes(raw)
    assert any("longer than the archive says" in message for message in messages(path))


def test_many_small_members_are_a_bomb_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "HONEST_SIZE", 1 << 18)
    export = home()
    export.members |= {f"Home/attachments/{number}": bytes(1 << 18) for number in range(40)}
    path = export.write(tmp_path / "a.zip")
    with pytest.raises(SourceError, match=r"a.zip: this archive is not unpacked: it would grow"):
        load(path)


def test_texts_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home("moss " * 100).write(tmp_path / "a.zip")
    monkeypatch.setattr(xml_files, "TEXT_LIMIT", 499)
    assert load(path)[0].pages[0].source == ""
    assert "more than 499 bytes" in messages(path)[0]
    monkeypatch.setattr(xml_files, "TEXT_LIMIT", 500)
    assert messages(path) == []
    monkeypatch.setattr(xml_files, "TOTAL_LIMIT", 499)
    with pytest.raises(SourceError, match="of text in it"):
        load(path)


def test_the_last_of_equal_names_counts(tmp_path: Path) -> None:
    path = home("first").write(tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("Home/Home", "last")
    assert load(path)[0].pages[0].source == "last"
    [message] = messages(path)
    assert "more than once" in message
