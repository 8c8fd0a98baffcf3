"""The same command again does nothing, quickly, and tells the same; after any change it works."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from folders import files_of
from sample_exports import HARBOUR, HARBOUR_PAGES

from tiki2md.cli import convert, run
from tiki2md.cli.up_to_date import run_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pages of a wiki and its site, which was written once."""
    shutil.copytree(HARBOUR_PAGES, tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    assert run(["convert", "pages", "-o", "site", "-t", "hugo"]) == 0
    return tmp_path


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_pages(*_arguments: object) -> None:
        raise AssertionError("the sources were read")

    monkeypatch.setattr(convert, "read_pages", read_pages)


def test_nothing_is_done_and_the_same_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(folder / "site")
    (folder / "site" / ".tiki2md" / "last-run.jsonl").rename(folder / "aside")
    assert run(["convert", "pages", "-o", "site", "-t", "hugo", "-v"]) == 0
    lines = capsys.readouterr().err.splitlines()
    told = [line for line in lines if not line.startswith("Time:")][-20:]
    assert files_of(folder / "site") == before
    nothing_is_read(monkeypatch)
    assert run(["convert", "pages", "-o", "site", "-t", "hugo", "-v"]) == 0
    assert capsys.readouterr().err.splitlines()[-20:] == told
    assert any("0 written, 14 unchanged" in line for line in told)
    assert files_of(folder / "site") == before


def test_files_are_named_as_the_current_folder_sees_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(where: Path, out: str) -> set[str]:
        monkeypatch.chdir(where)
        source = str(HARBOUR)
        arguments = ["convert", source, "-o", out, "-t", "hugo", "--format", "json"]
        assert run([*arguments, "--report-file", str(tmp_path / "found.jsonl")]) == 0
        lines = (tmp_path / "found.jsonl").read_text("utf-8").splitlines()
        return {json.loads(line)["file"] for line in lines}

    (tmp_path / "site").mkdir()
    here = told(tmp_path / "site", ".")
    assert "content/_index.md" in here
    nothing_is_read(monkeypatch)
    assert told(tmp_path, "site") == {file and f"site/{file}" for file in here}


def test_findings_for_programs_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["convert", "pages", "-o", "site", "-t", "hugo", "--format", "json"]
    (folder / "site" / ".tiki2md" / "last-run.jsonl").unlink()
    assert run([*arguments, "--report-file", "first.jsonl"]) == 0
    nothing_is_read(monkeypatch)
    assert run([*arguments, "--report-file", "again.jsonl"]) == 0
    first = (folder / "first.jsonl").read_text("utf-8")
    assert (folder / "again.jsonl").read_text("utf-8") == first
    assert [json.loads(line) for line in first.splitlines()]


def test_the_exit_code_is_that_of_now(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["convert", "pages", "-o", "site", "-t", "hugo", "--fail-on", "info"]
    assert run(arguments) == 1
    nothing_is_read(monkeypatch)
    assert run(arguments) == 1
    assert (folder / "site").is_dir()


def edit_source(folder: Path) -> None:
    with (folder / "pages" / "tar.tiki").open("a", encoding="utf-8") as file:
        file.write("\nmore")


def add_source(folder: Path) -> None:
    (folder / "pages" / "new.tiki").write_text("new", "utf-8")


def edit_page(folder: Path) -> None:
    (folder / "site" / "content" / "tar.md").write_text("mine", "utf-8")


def delete_page(folder: Path) -> None:
    (folder / "site" / "content" / "tar.md").unlink()


def delete_report(folder: Path) -> None:
    (folder / "site" / ".tiki2md" / "report.html").unlink()


def delete_manifest(folder: Path) -> None:
    (folder / "site" / ".tiki2md" / "manifest.json").unlink()


def empty_manifest(folder: Path) -> None:
    manifest = folder / "site" / ".tiki2md" / "manifest.json"
    manifest.write_text('{"version": 1, "files": {}}', "utf-8")


def damage_note(folder: Path) -> None:
    note = folder / "site" / ".tiki2md" / "last-run.jsonl"
    note.write_text(note.read_text("utf-8").replace("tar", "rat"), "utf-8")


def leave_journal(folder: Path) -> None:
    (folder / "site" / ".tiki2md" / "journal").write_text("", "utf-8")


def configure(folder: Path) -> None:
    (folder / "tiki2md.toml").write_text("smileys = false\n", "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        *(edit_source, add_source, edit_page, delete_page, delete_report, delete_manifest),
        *(empty_manifest, damage_note, leave_journal, configure),
    ],
)
def test_after_any_change_the_sources_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    change(folder)
    nothing_is_read(monkeypatch)
    assert run(["convert", "pages", "-o", "site", "-t", "hugo"]) == 1


@pytest.mark.parametrize(
    "flags",
    [
        *(["--force"], ["--set", "smileys=false"], ["--include", "t*"], ["--debug-dump"]),
        *(["--repair-encoding"], ["--files", "pages"], ["--no-scaffold"], ["-t", "gfm"]),
        ["--prune"],
    ],
    ids=" ".join,
)
def test_other_flags_are_another_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str]
) -> None:
    nothing_is_read(monkeypatch)
    assert run(["convert", "pages", "-o", "site", "-t", "hugo", *flags]) == 1
    assert (folder / "site").is_dir()


def test_what_a_run_says_that_prune_deletes_it_deletes(folder: Path) -> None:
    (folder / "pages" / "tar.tiki").unlink()
    arguments = ["convert", "pages", "-o", "site", "-t", "hugo"]
    assert run(arguments) == 0
    assert (folder / "site" / "content" / "tar.md").exists()
    assert run([*arguments, "--prune"]) == 0
    assert not (folder / "site" / "content" / "tar.md").exists()


def test_a_run_that_left_something_to_do_is_not_remembered(folder: Path) -> None:
    edit_page(folder)
    assert run(["convert", "pages", "-o", "site", "-t", "hugo"]) == 0
    assert not (folder / "site" / ".tiki2md" / "last-run.jsonl").exists()


def test_a_live_database_is_never_taken_for_what_it_was(tmp_path: Path) -> None:
    settings = tmp_path / "local.php"
    settings.write_text("<?php\n$db_tiki='mysqli';\n$dbs_tiki='tiki';\n", "utf-8")
    assert run_key([str(settings)], [], ()) == ""
    assert run_key([str(HARBOUR_PAGES)], [], ()) != ""
    assert run_key([str(tmp_path / "nowhere")], [], ()) == ""
