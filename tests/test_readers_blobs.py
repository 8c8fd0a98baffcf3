"""The store for bytes that are met only once."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tiki2md.model import Blob
from tiki2md.readers import SourceError
from tiki2md.readers.blobs import BlobStore, chunks_of


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def test_bytes_come_back_and_equal_ones_are_kept_once(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    first = store.put([b"moss", b"", b" and fern"])
    second = store.put([b"moss and fern"])
    assert first == second
    assert (first.size, first.md5) == (13, md5(b"moss and fern"))
    assert [path.name for path in tmp_path.iterdir()] == [Path(first.path).name]
    assert b"".join(chunks_of(first)) == b"moss and fern"


def test_without_a_folder_bytes_are_counted(tmp_path: Path) -> None:
    blob = BlobStore().put([b"moss"])
    assert blob == Blob(path="", size=4, md5=md5(b"moss"))
    with pytest.raises(SourceError, match="not kept"):
        next(chunks_of(blob))
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_gone_says_so(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "gone")
    with pytest.raises(SourceError, match="gone: cannot take the files"):
        store.put([b"moss"])


def test_a_member_of_an_archive_is_read_from_there(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Home/Home", "moss")
        archive.writestr("Fern/Fern", "fern " * 1000)
        offset = archive.getinfo("Fern/Fern").header_offset
    blob = Blob(path=str(path), member="Fern/Fern", offset=offset, size=5000)
    assert b"".join(chunks_of(blob)) == b"fern " * 1000
    with pytest.raises(SourceError, match=r"Fern/Fern: cannot be read .its header"):
        next(chunks_of(replace(blob, offset=offset + 1)))
    path.unlink()
    with pytest.raises(SourceError, match="Fern/Fern"):
        next(chunks_of(blob))
