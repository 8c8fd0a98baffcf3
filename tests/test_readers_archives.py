"""Packed exports: an archive is read, and of a damaged one what stands before the damage."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import random
import zipfile
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Never

import pytest
from loading import load
from sample_exports import HARBOUR
from sql_dumps import PAGE, write_sql

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError, files
from tiki2md.readers.files import open_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = b"CREATE TABLE tiki_pages (pageName text);INSERT INTO tiki_pages VALUES ('Home');"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wiki.sql", SMALL),
        ("wiki.sql", b"\xef\xbb\xbf" + SMALL),
        ("sub/tiki.json", b'[{"type":"table","name":"tiki_pages","data":[{"pageName":"Home"}]}]'),
    ],
)
def test_a_dump_in_zip(tmp_path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "wiki.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("sub")
        archive.writestr(name, content)
        archive.writestr(f"__MACOSX/._{name}", b"\0\5\x16\7")  # what macOS adds
    for source in (tmp_path, tmp_path / "wiki.zip"):
        wiki, codes = load(source)
        assert [page.name for page in wiki.pages] == ["Home"]
        assert codes == []


def test_other_archives_than_of_one_dump(tmp_path: Path) -> None:
    path = tmp_path / "wiki.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
        archive.writestr("read.me", "how I made it")
    with pytest.raises(SourceError, match=r"it holds wiki\.sql, read\.me; .* unpack it"):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("home.tiki", "!A")
    with pytest.raises(SourceError, match=r"it holds home\.tiki; .* unpack it"):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
    for flags in (b"\x01\0", b"\0\0"):  # encrypted, and damaged
        raw = bytearray(path.read_bytes())
        raw[6:8] = flags
        at = raw.index(b"PK\x01\x02") + 8
        raw[at : at + 2] = flags
        if flags == b"\0\0":
            raw[raw.index(b"Home") + 1] ^= 1
        (tmp_path / "odd.zip").write_bytes(raw)
        with pytest.raises(SourceError, match=r"it holds wiki\.sql; .* unpack it"):
            load(tmp_path / "odd.zip")


def test_a_member_of_an_archive_may_have_no_name(tmp_path: Path) -> None:
    path = tmp_path / "wiki.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
        archive.writestr("?", "x")
    path.write_bytes(path.read_bytes().replace(b"?", b"\0"))
    with pytest.raises(SourceError, match=r"it holds wiki\.sql"):
        load(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_cut_archive_keeps_what_is_whole(tmp_path: Path, share: float) -> None:
    raw = gzip.decompress(HARBOUR.read_bytes())
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        packed = pack(raw + b"\n-- " + bytes(range(256)) * 40)
        path = tmp_path / "cut"
        path.write_bytes(packed[: int(len(packed) * share)])
        try:
            _, codes = load(path)
        except SourceError as error:
            assert "no table tiki_pages" in str(error)  # noqa: PT017
        else:
            assert codes == [Code.SOURCE_TRUNCATED]


def test_damaged_archive_is_no_traceback(tmp_path: Path) -> None:
    packed = bytearray(HARBOUR.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "damaged.sql.gz"
    path.write_bytes(packed)
    try:
        _, codes = load(path)
    except SourceError as error:
        assert "tiki_pages" in str(error)  # noqa: PT017
    else:
        assert Code.SOURCE_TRUNCATED in codes


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_damaged_archive_keeps_what_stands_before(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    table = write_sql(tmp_path / "a.sql", {"tiki_pages": (PAGE, [["1", "Home", "text", "0"]])})
    noise = random.Random(0).randbytes(400_000).hex().encode()  # noqa: S311
    packed = bytearray(pack(table.read_bytes()) + pack(b"-- " + noise))
    for at in range(len(packed) // 2, len(packed) // 2 + 100):
        packed[at] ^= 0xFF
    table.write_bytes(packed)
    wiki, codes = load(table)
    assert [page.source for page in wiki.pages] == ["text"]
    assert codes == [Code.SOURCE_TRUNCATED]


def test_a_disk_that_fails_is_no_damaged_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.tiki"
    path.write_text("text")

    def fail(_size: int) -> Never:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "_open", lambda _: SimpleNamespace(read1=fail, close=list))
    with pytest.raises(SourceError, match="Input/output error"):
        load(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_byte_order_mark_before_a_dump(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = write_sql(tmp_path / "a.sql", {"tiki_pages": (PAGE, [["1", "Home", "text", "0"]])})
    path.write_bytes(pack(b"\xef\xbb\xbf" + path.read_bytes()))
    wiki, codes = load(path)
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "text")]
    assert codes == []


def test_a_stream_reads_as_much_as_it_is_asked_for(tmp_path: Path) -> None:
    for content in (
        b"",
        b"a",
        b"ab",
        b"abcdef",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbfabcdef",
        b"\xef\xbb",
    ):
        path = tmp_path / "a"
        path.write_bytes(content)
        for size in (1, 2, 3, 4, 100):
            with open_stream(path) as stream:
                parts = list(iter(partial(stream.read, size), b""))
            assert b"".join(parts) == content.removeprefix(b"\xef\xbb\xbf")
            assert all(len(part) == size for part in parts[:-1])
