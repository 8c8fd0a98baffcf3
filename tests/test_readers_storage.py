"""Files on disk: found where they were, by name, and never outside of the folders."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load
from sample_exports import LIGHTHOUSE

from tiki2md.diagnostics import Code
from tiki2md.readers.errors import SourceError
from tiki2md.readers.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.model import Wiki

NAME = "2c11e50acb22aa4e49e0d315db686a2d"


def put(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_nothing_outside_is_found(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret", "s")
    root = tmp_path / "copy"
    put(root / "a")
    (root / "link").symlink_to(secret)
    (root / "loop").symlink_to(root / "loop")
    (root / "folder").symlink_to(tmp_path)
    storage = Storage([root])
    for name in ("../secret", "link", "folder/secret", "secret", str(secret), "loop", "..", "."):
        assert storage.find(name).path == "", name
        assert storage.find("x", others=[name], size=1).path == "", name
    for name in ("a\0b", "", "n" * 5000, "/"):
        assert storage.find(name, folder="\0", size=1, others=[name]).path == "", name


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, close_folder: Callable[[Path], None]
) -> None:
    close_folder(put(tmp_path / "copy" / "img" / "wiki_up" / "a.png").parent)
    storage = Storage([tmp_path / "copy"])
    for looked_through in (lambda: list(storage.uploads()), lambda: storage.find("b")):
        with pytest.raises(SourceError, match=r"wiki_up: cannot be read \(Permission denied\)"):
            looked_through()


PARTS = st.lists(
    st.sampled_from(["..", ".", "a", "b", "out", "in", "", "\0", "é", "/"]), max_size=6
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder ``root`` with links in and out of it, and files of the same names outside."""
    top = tmp_path_factory.mktemp("tree")
    for name in ("root/a/b", "root/b", "a/b", "b", "root/é"):
        put(top / name)
    (top / "root" / "out").symlink_to(top)
    (top / "root" / "in").symlink_to(top / "root" / "a")
    return top / "root"


@given(name=PARTS, folder=PARTS)
def test_whatever_a_database_says_it_stays_inside(
    tree: Path, name: list[str], folder: list[str]
) -> None:
    found = Storage([tree]).find("/".join(name), "/".join(folder), 1, ["/".join(folder)])
    assert found.path == "" or Path(found.path).is_relative_to(tree)
    assert found.path == "" or Path(found.path).is_file()


@pytest.mark.parametrize("folder", ["/srv/tiki/storage/fgal/", "storage/fgal", "./fgal/", "", "/"])
@pytest.mark.parametrize("root", [".", "storage", "storage/fgal"])
def test_a_copy_may_begin_at_any_folder(tmp_path: Path, folder: str, root: str) -> None:
    file = put(tmp_path / "storage" / "fgal" / "abc", "12")
    found = Storage([tmp_path / root]).find("abc", folder)
    assert (found.path, found.size) == (str(file.resolve()), 2)


def test_of_several_with_the_name_the_size_chooses(tmp_path: Path) -> None:
    put(tmp_path / "a" / "x", "1")
    right = put(tmp_path / "b" / "x", "12")
    assert Storage([tmp_path]).find("x", "fgal", 2).path == str(right.resolve())
    assert Storage([tmp_path]).find("x", "fgal", 9).path != ""


def test_another_name_needs_the_size(tmp_path: Path) -> None:
    file = put(tmp_path / "a" / "chart.png", "12")
    storage = Storage([tmp_path])
    assert storage.find("abc", size=3, others=["chart.png"]).path == ""
    assert storage.find("abc", size=2, others=["", "chart.png"]).path == str(file.resolve())


@pytest.mark.parametrize("root", [".", "img", "img/wiki_up"])
def test_pictures_that_old_editors_stored(tmp_path: Path, root: str) -> None:
    put(tmp_path / "wiki" / "img" / "wiki_up" / "fern.png", "fern")
    put(tmp_path / "wiki" / "img" / "wiki_up" / "en" / "moss.png", "moss")
    put(tmp_path / "wiki" / "img" / "other.png")
    (tmp_path / "wiki" / "img" / "wiki_up" / "link").symlink_to(put(tmp_path / "secret"))
    found = dict(Storage([tmp_path / "wiki" / root]).uploads())
    assert {address: blob.size for address, blob in found.items()} == {
        "img/wiki_up/fern.png": 4,
        "img/wiki_up/en/moss.png": 4,
    }


def read(*folders: Path) -> tuple[Wiki, list[Code]]:
    wiki, codes = load(LIGHTHOUSE / "wiki.sql", files=folders)
    return wiki, [code for code in codes if code is not Code.SOURCE_SCARS]


def test_a_file_on_disk_is_found() -> None:
    wiki, codes = read(LIGHTHOUSE)
    blob = wiki.files[2].blob
    assert blob is not None
    assert Path(blob.path).read_text() == "a chart of the reef"
    assert codes == []


def test_other_bytes_of_the_same_size_are_told(tmp_path: Path) -> None:
    dump = tmp_path / "wiki.sql"
    noted = hashlib.md5(b"a chart", usedforsecurity=False).hexdigest()
    dump.write_text(
        "INSERT INTO `tiki_pages` (`page_id`, `pageName`, `data`) VALUES (1, 'Reef', '');\n"
        "INSERT INTO `tiki_files` (`fileId`, `filename`, `filesize`, `hash`, `path`, `data`) "
        f"VALUES (2, 'chart.txt', 7, '{noted}', '{NAME}', '');\n"
    )
    for content, expected in (("a chart", []), ("b chart", [Code.FILE_BYTES_DIFFER])):
        put(tmp_path / "fgal" / NAME, content)
        wiki, codes = load(dump, files=(tmp_path / "fgal",))
        blob = wiki.files[2].blob
        assert blob is not None
        assert (blob.md5 == noted) is (not expected)
        assert [code for code in codes if code is Code.FILE_BYTES_DIFFER] == expected


def test_without_folders_nothing_is_looked_for() -> None:
    wiki, codes = read()
    assert wiki.files[2].blob is None
    assert codes == []


def test_pictures_of_old_editors_are_part_of_the_wiki(tmp_path: Path) -> None:
    put(tmp_path / "img" / "wiki_up" / "fern.png", "fern")
    wiki, _ = read(tmp_path)
    (picture,) = wiki.pictures.values()
    assert (picture.filename, picture.size) == ("fern.png", 4)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    wiki, codes = read(tmp_path)
    assert wiki.files[2].blob is None
    assert codes == [Code.SOURCE_FILE_MISSING]


def test_another_size_is_told(tmp_path: Path) -> None:
    put(tmp_path / NAME, "half a")
    wiki, codes = read(tmp_path)
    assert wiki.files[2].blob is not None
    assert codes == [Code.SOURCE_FILE_SIZE]
