"""Lists on disk: they are lists, whatever lies in memory and whoever copies the process."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.model import Page
from tiki2md.spool import Shelf, Spool

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "x" * 100_000
"""So much that a few of them are written to a file."""

TEXTS = st.lists(st.sampled_from(["", "a", "\udc80", "é" * 9, LARGE]), max_size=12)


def test_nothing_is_a_list_too() -> None:
    spool: Spool[str] = Spool()
    assert not spool
    assert spool == []
    assert spool != ["a"]
    assert spool != "no list of items"
    with pytest.raises(IndexError):
        spool[0]
    with pytest.raises(KeyError):
        Shelf[str, str]()["a"]
    with pytest.raises(TypeError):
        spool[0:1] = ["a"]


@given(TEXTS, TEXTS, st.data())
def test_it_is_a_list(texts: list[str], more: list[str], data: st.DataObject) -> None:
    spool, plain = Spool(texts), list(texts)
    for text in more:
        number = data.draw(st.integers(0, len(plain)))
        spool.insert(number, text)
        plain.insert(number, text)
        spool[number // 2] = text + "!"
        plain[number // 2] = text + "!"
    assert (spool, len(spool), repr(spool)) == (plain, len(plain), repr(plain))
    del spool[1:2]
    del plain[1:2]
    assert list(spool) == plain
    assert spool[::-1] == plain[::-1]
    assert spool.at(range(0, len(plain), 2)) == plain[::2]
    assert spool.kept(bool) == [text for text in plain if text]
    assert spool.changed(lambda text: text or "nothing") == [text or "nothing" for text in plain]
    assert spool == plain
    spool.sort(key=len)
    assert spool == sorted(plain, key=len)
    assert pickle.loads(pickle.dumps(spool)) == spool  # noqa: S301 - it is our own


def test_a_view_shares_items_and_not_changes() -> None:
    spool = Spool(["a", "b"])
    view = spool[:]
    view.append("c")
    view[0] = LARGE
    assert spool == ["a", "b"]
    assert view == [LARGE, "b", "c"]
    assert Spool.of(spool) is spool


def test_what_is_taken_out_is_a_copy() -> None:
    spool = Spool([Page(name="Fern", source="Green.")])
    spool[0].source = "Red."
    assert spool[0].source == "Green."
    held = spool.held(1)
    assert held[0] is held[0]


def test_a_full_disk_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spool: Spool[str] = Spool()
    with pytest.raises(OSError, match="TMPDIR") as raised:
        spool.extend([LARGE] * 5)
    assert raised.value.filename == str(tmp_path / "gone")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here")
def test_a_copy_of_the_process_has_a_copy_of_the_list() -> None:
    spool, shelf = Spool(["mine", *[LARGE] * 5]), Shelf[str, str]()
    shelf["a"] = LARGE * 3
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def child() -> None:
        spool.extend(["theirs", *[LARGE[::-1]] * 5])
        shelf["a"] = "theirs"
        ours.recv()
        theirs_of_it = spool == ["mine", *[LARGE] * 5, "theirs", *[LARGE] * 5]
        ours.send((theirs_of_it, shelf["a"]))

    process = context.Process(target=child)
    process.start()
    spool.extend(["ours", *[LARGE + "ours"] * 5])
    theirs.send("go on")
    assert theirs.recv() == (True, "theirs")
    process.join()
    assert spool == ["mine", *[LARGE] * 5, "ours", *[LARGE + "ours"] * 5]
    assert shelf.get("a") == LARGE * 3
    assert shelf.get("b") is None


def test_a_process_without_room_for_a_file_leaves_those_of_others_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spool = Spool(["mine", *[LARGE] * 5])
    itself = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: itself + 1)
    with monkeypatch.context() as full:
        full.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        with pytest.raises(OSError, match="TMPDIR"):
            spool.extend([LARGE] * 5)
    view = spool[:2]
    view.extend([LARGE[::-1]] * 5)
    assert view == ["mine", LARGE, *[LARGE[::-1]] * 5]
    monkeypatch.setattr(os, "getpid", lambda: itself)
    assert spool[:2] == ["mine", LARGE]
    assert len(view._records._files) == 2  # One of its own.
