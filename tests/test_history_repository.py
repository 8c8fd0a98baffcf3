"""The repository that ``tiki2md history`` makes: whole, the same each time, or not there at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import call, git, installed
from fast_import import commits_of
from folders import files_of
from sample_exports import HARBOUR

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = str(HARBOUR)


# What is not done.


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "repo" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine", "utf-8")
    result = call("history", EXPORT, "-o", str(mine.parent))
    assert result.exit_code == 2
    assert "is there already; history makes a new repository" in result.stderr
    assert [path.name for path in mine.parent.iterdir()] == ["mine.txt"]


def test_without_git_there_is_still_the_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = call("history", EXPORT, "-o", str(tmp_path / "repo"))
    assert result.exit_code == 2
    assert "git is not installed" in result.stderr
    assert not (tmp_path / "repo").exists()
    assert call("history", EXPORT, "-o", "-", "-q").exit_code == 0


AT_WORK = "case $3 in fast-import) head -c 9 > /dev/null;"
"""The beginning of a script that is git, in the middle of its work."""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 7", "git init failed: it ended with 7"),
        (f"{AT_WORK} echo 'no space' >&2; exit 7;; esac", "git fast-import failed: no space"),
        (f"{AT_WORK} kill -9 $$;; esac", "git fast-import failed: SIGKILL ended it"),
    ],
    ids=["at once", "in the middle", "by the system"],
)
def test_a_git_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}:/usr/bin:/bin")
    result = call("history", EXPORT, "-o", str(tmp_path / "repo"))
    assert result.exit_code == 2
    assert f"tiki2md: {said}\n" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_a_source_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    result = call("history", str(tmp_path / "gone.sql"), "-o", str(tmp_path / "repo"))
    assert result.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_standard_input_has_no_history(tmp_path: Path) -> None:
    result = call("history", "-", "-o", str(tmp_path / "repo"), stdin="x")
    assert result.exit_code == 2
    assert "no history" in result.stderr


def test_a_wiki_without_old_versions_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "ferry.tiki").write_text("At noon.", "utf-8")
    result = call("history", str(tmp_path / "ferry.tiki"), "-o", "-", "-t", "gfm")
    assert result.exit_code == 0
    assert "history-missing" in result.stderr
    (only,) = commits_of(result.stdout_bytes)
    assert only.name == "tiki2md"
    assert only.files["ferry.md"] == b"At noon.\n"


def test_a_reader_of_the_stream_that_ends_is_told_of() -> None:
    command = f"{sys.executable} -m tiki2md history {EXPORT} -o - -q | head -c 5"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "featu"
    assert done.stderr == "tiki2md: the program that reads the stream ended before it did\n"


# A whole repository.


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    installed("git")
    folder = tmp_path_factory.mktemp("history") / "deep" / "repo"
    assert call("history", EXPORT, "-o", str(folder), "-t", "hugo").exit_code == 0
    return folder


def test_git_finds_nothing_wrong(harbour: Path) -> None:
    assert git(harbour, "fsck", "--strict") == ""
    assert git(harbour, "status", "--short") == ""
    assert git(harbour, "branch").split() == ["*", "main"]
    assert len(git(harbour, "log", "--oneline").splitlines()) == 29
    assert [path.name for path in harbour.parent.iterdir()] == ["repo"]


def test_the_last_commit_is_the_site(harbour: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert call("convert", EXPORT, "-o", str(site), "-t", "hugo", "-q").exit_code == 0
    wanted = {name: data for name, data in files_of(site).items() if ".tiki2md/" not in name}
    result = call("history", EXPORT, "-o", "-", "-t", "hugo", "-q")
    assert commits_of(result.stdout_bytes)[-1].files == wanted
    listed = git(harbour, "ls-tree", "-rz", "--name-only", "HEAD").split("\0")
    assert sorted(filter(None, listed)) == sorted(wanted)


def test_convert_goes_on_in_the_repository(harbour: Path, tmp_path: Path) -> None:
    copy = tmp_path / "repo"
    shutil.copytree(harbour, copy)
    result = call("convert", EXPORT, "-o", str(copy), "-t", "hugo")
    assert "0 written, 14 unchanged" in result.stderr
    assert git(copy, "status", "--short") == ""


def test_the_same_export_makes_the_same_commits(harbour: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert call("history", EXPORT, "-o", str(other), "-t", "hugo", "--jobs", "1").exit_code == 0
    assert git(other, "rev-parse", "HEAD") == git(harbour, "rev-parse", "HEAD")


@pytest.mark.parametrize("output", [".", "../link", "../empty/"])
def test_an_empty_folder_becomes_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "link").symlink_to(empty)
    monkeypatch.chdir(empty)
    assert call("history", EXPORT, "-o", output, "-q").exit_code == 0
    assert empty.samefile(".")  # where somebody stands
    assert git(empty, "status", "--short") == ""
    assert len(git(empty, "log", "--oneline").splitlines()) == 29
    assert not list(empty.glob(".tiki2md-*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "link"]


def test_what_a_user_told_git_changes_no_history(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "template" / "hooks" / "reference-transaction"
    hook.parent.mkdir(parents=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    ignored = tmp_path / "ignored"
    ignored.write_text("*.md\n", "utf-8")
    (tmp_path / ".gitconfig").write_text(
        f"[core]\nautocrlf = true\nexcludesFile = {ignored}\nhooksPath = {hook.parent}\n"
        f"[init]\ntemplateDir = {hook.parent.parent}\ndefaultBranch = trunk\n"
        "defaultObjectFormat = sha256\n[commit]\ngpgSign = true\n",
        "utf-8",
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    repo = tmp_path / "repo"
    assert call("history", EXPORT, "-o", str(repo), "-t", "hugo", "-q").exit_code == 0
    assert git(repo, "rev-parse", "HEAD") == git(harbour, "rev-parse", "HEAD")
    assert git(repo, "status", "--short") == ""


def test_several_sources_make_the_site_of_convert(tmp_path: Path) -> None:
    """Of who wrote on a page that two have, the order is one."""
    page = "INSERT INTO `tiki_pages` (`page_id`,`pageName`,`data`,`version`,`user`,`creator`) "
    old = "INSERT INTO `tiki_history` (`pageName`,`version`,`user`,`data`) "
    sources = []
    for number, users in enumerate((["ann", "bob", "cem"], ["ann", "dan", "eve", "fay"])):
        source = tmp_path / f"{number}.sql"
        *before, last = enumerate(users, start=1)
        rows = [f"{old}VALUES ('Ferry',{at},'{user}','{user}');" for at, user in before]
        rows.append(f"{page}VALUES (1,'Ferry','{last[1]}',{last[0]},'{last[1]}','ann');")
        source.write_text("\n".join(rows), "utf-8")
        sources.append(str(source))
    site = tmp_path / "site"
    assert call("convert", *sources, "-o", str(site), "-t", "hugo", "-q").exit_code == 0
    result = call("history", *sources, "-o", "-", "-t", "hugo", "-q")
    file = commits_of(result.stdout_bytes)[-1].files["content/ferry.md"].decode()
    assert "contributors:\n    - bob\n    - cem\n    - dan\n" in file
    assert (site / "content" / "ferry.md").read_text("utf-8") == file


def test_a_repository_around_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    assert call("history", EXPORT, "-o", str(tmp_path / "repo"), "-q").exit_code == 0
    monkeypatch.delenv("GIT_DIR")
    assert git(tmp_path, "for-each-ref") == ""
    assert len(git(tmp_path / "repo", "log", "--oneline").splitlines()) == 29


def test_of_two_names_that_are_one_to_the_database_only_one_has_old_versions(
    tmp_path: Path,
) -> None:
    source = tmp_path / "wiki.sql"
    source.write_text(
        "INSERT INTO `tiki_history` (`pageName`,`version`,`user`,`data`) "
        "VALUES ('\u00e4',1,'bob','b');\n"
        "INSERT INTO `tiki_pages` (`page_id`,`pageName`,`data`,`version`,`user`,`creator`) "
        "VALUES (1,'\u00e4','a',2,'ann','ann'), (2,'a\u0308','c',2,'cem','cem');\n",
        "utf-8",
    )
    site = tmp_path / "site"
    assert call("convert", str(source), "-o", str(site), "-t", "hugo", "-q").exit_code == 0
    result = call("history", str(source), "-o", "-", "-t", "hugo", "-q")
    files = commits_of(result.stdout_bytes)[-1].files
    assert sum(b"- bob\n" in file for file in files.values()) == 1
    for path, file in files.items():
        assert (site / path).read_bytes() == file
