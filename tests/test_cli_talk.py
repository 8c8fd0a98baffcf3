"""What the command line says: a line a finding, sentences for errors, and no control characters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_line import call, write_page

from tiki2md.cli.output import Talk, make_talk, plain
from tiki2md.diagnostics import Code, Diagnostic

pytestmark = pytest.mark.usefixtures("alone")


def test_findings_as_json() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki", "((Nowhere))")
    result = call("convert", "wiki", "-o", "out", "--format", "json")
    findings = [json.loads(line) for line in result.stderr.splitlines()]
    assert [finding["code"] for finding in findings] == ["link-missing-page"]
    assert findings[0]["page"] == "A"


def test_many_findings_are_counted() -> None:
    Path("wiki").mkdir()
    for i in range(30):
        write_page(f"wiki/P{i}.tiki", "((Nowhere))")
    result = call("convert", "wiki", "-o", "out")
    assert "30  warning  link-missing-page" in result.stderr
    assert len(result.stderr.splitlines()) < 6
    assert len(call("convert", "wiki", "-o", "out", "-v").stderr.splitlines()) > 30


def test_ctrl_c_is_a_word_and_exit_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tiki2md.cli.convert.convert_alone", interrupted)
    result = call("convert", write_page())
    assert (result.exit_code, result.stderr.strip()) == (130, "tiki2md: interrupted")


def test_internal_error_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_values: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("tiki2md.cli.convert.convert_alone", broken)
    result = call("convert", write_page())
    assert result.exit_code == 1
    assert "internal error (ZeroDivisionError: x)" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_reader_that_ends_early_is_no_error() -> None:
    write_page(text="word " * 200_000)
    command = f"{sys.executable} -m tiki2md convert page.tiki | head -c 5"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("word ", "")


def test_nobody_sees_colours_who_refused_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def colour(*, no_color: bool = False) -> bool:
        return make_talk(verbose=0, quiet=False, no_color=no_color).colour

    assert colour()
    assert not colour(no_color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour()


def test_names_cannot_command_the_terminal() -> None:
    assert plain("a\x1b[31mb\x07\u202e") == "a\\x1b[31mb\\x07\\x202e"
    assert plain("a\ud800") == "a\\xd800"


def test_a_finding_is_one_line_whatever_the_page_is_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Talk().findings([Diagnostic(Code.PAGE_FAILED, "a\nb", page="p\n1 page to x")])
    assert capsys.readouterr().err == "p 1 page to x: error page-failed: a b\n"


def test_spaces_of_other_scripts_are_shown_as_they_are() -> None:
    assert plain("5\xa0km\u3000\n\tw") == "5\xa0km\u3000\n\tw"


def test_only_the_severity_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Talk, "_echo", lambda _self, text: said.append(text))
    found = Diagnostic(Code.PAGE_FAILED, "an error here", page="error in error p", line=1, column=2)
    Talk().findings([found])
    styled = click.style("error", fg="red", bold=True)
    assert said == [f"error in error p:1:2: {styled} page-failed: an error here"]
    assert click.unstyle(said[0]) == found.to_text()
