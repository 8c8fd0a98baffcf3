"""Progress: a bar for people at a terminal, rare lines for logs, nothing for the quiet."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiki2md.cli import run
from tiki2md.cli.output import Talk
from tiki2md.cli.progress import Pace, Stopwatch, bar, has_bar, lines
from tiki2md.diagnostics import Reporter
from tiki2md.readers import Reading, read_sources

if TYPE_CHECKING:
    from pathlib import Path


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def said_by(
    total: int, steps: int, seconds: float, unit: str = "pages", size: int = 1
) -> list[str]:
    """What is said of ``steps`` that take so many seconds each."""
    clock, said = Clock(), []  # type: ignore[var-annotated]
    step = lines("Converting", Pace(total, unit, clock), said.append)
    for _ in range(steps):
        clock.now += seconds
        step(size)
    return said


def test_short_work_says_nothing() -> None:
    assert said_by(1000, 1000, 0.009) == []


def test_a_line_tells_position_rate_and_what_is_left() -> None:
    said = said_by(1000, 1000, 1 / 32)
    assert said[0] == "Converting: 320 of 1,000 pages (32 %), 32 pages/s, 21 s left"
    assert len(said) == 3


def test_long_work_says_no_more_than_twenty_lines() -> None:
    said = said_by(10_000, 10_000, 1)
    assert len(said) == 20
    assert said[0] == "Converting: 500 of 10,000 pages (5 %), 1 pages/s, 158 min left"


def test_bytes_without_a_total() -> None:
    said = said_by(0, 20, 1, "MB", 5_000_000)
    assert said == ["Converting: 50 MB, 5 MB/s", "Converting: 100 MB, 5 MB/s"]


@pytest.mark.parametrize(
    ("variables", "terminal", "expected"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm", "CI": "true"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, True),
    ],
)
def test_where_there_is_a_bar(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, terminal: bool, expected: bool
) -> None:
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    assert has_bar() is expected


def test_the_bar_is_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with bar("Converting", 4, "pages") as step:
        for _ in range(4):
            step(1)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Converting" in captured.err
    assert "4/4" in captured.err
    assert "pages/s" in captured.err
    assert "\x1b[3" not in captured.err


@pytest.mark.parametrize("talk", [Talk(verbosity=-1), Talk(is_silent=True)])
def test_the_quiet_hear_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with talk.steps("Reading", 10, "MB") as step:
        step(10)
    assert capsys.readouterr() == ("", "")


def test_dumps_tell_how_much_was_read(tmp_path: Path) -> None:
    text = "CREATE TABLE `tiki_pages` (`pageName` text);\nINSERT INTO `tiki_pages` VALUES ('a');\n"
    (tmp_path / "wiki.sql").write_text(text, "utf-8")
    read: list[int] = []
    read_sources([tmp_path / "wiki.sql"], Reporter(), Reading(on_bytes=read.append))
    assert sum(read) == len(text)


def test_a_stopwatch_tells_each_part_and_all_of_them() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    for part, seconds in (("reading", 4.0), ("indexing", 0.04), ("converting pages", 3.5)):
        watch.begin(part)
        clock.now += seconds
    assert str(watch) == "7.5 s: reading 4.0, indexing 0.0, converting pages 3.5"


def test_times_are_said_to_the_verbose_and_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "Quay.tiki").write_text("Words.", "utf-8")
    line = re.compile(
        r"Time: [\d.]+ s: reading [\d.]+, indexing [\d.]+, converting pages [\d.]+, "
        r"writing the rest [\d.]+"
    )
    told = {}
    for flag in ("-v", "-q", "--no-color"):
        site = tmp_path / f"site{flag}"
        assert run(["convert", str(tmp_path / "pages"), "-o", str(site), flag]) == 0
        said = capsys.readouterr()
        assert [bool(line.fullmatch(each)) for each in said.err.split("\n")].count(True) == (
            flag == "-v"
        )
        assert said.out == ""
        told[flag] = {p.name: p.read_bytes() for p in site.rglob("*") if p.is_file()}
    assert told["-v"] == told["-q"] == told["--no-color"]
