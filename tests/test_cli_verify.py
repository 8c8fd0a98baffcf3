"""``tiki2md verify --round-trip`` and the inspector, as people use them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import call, write_page
from sample_exports import HARBOUR

from tiki2md import roundtrip
from tiki2md.cli import verify_output
from tiki2md.verify import python_page

pytestmark = pytest.mark.usefixtures("alone")


def broken(source: str, *_: object) -> str:
    return "no x may be here" if "x" in source else ""


def test_a_page_that_passes() -> None:
    result = call("verify", "--round-trip", write_page())
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "1 page: every check passed.\n"


def test_a_folder_and_a_dump() -> None:
    Path("wiki").mkdir()
    write_page("wiki/a.tiki")
    write_page("wiki/b.tiki", "* x\n")
    assert "2 pages" in call("verify", "--round-trip", "wiki").stderr
    result = call("verify", "--round-trip", str(HARBOUR))
    assert result.exit_code == 0, result.stdout
    assert "every check passed" in result.stderr


def test_standard_input() -> None:
    assert call("verify", "--round-trip", "-", stdin="__a").exit_code == 0


def test_an_address_is_read_back_as_it_was_written() -> None:
    assert call("verify", "--round-trip", "-", stdin="x http://a.b/%A1%20 y").exit_code == 0


def test_a_failure_is_shown_as_short_as_it_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "lossless", broken)
    result = call("verify", "--round-trip", write_page("p.tiki", "some text\nwith an x in it\n"))
    assert result.exit_code == 1
    assert result.stdout == 'p: lossless: no x may be here\n  smallest: "x"\n'
    assert result.stderr == "1 page: 1 failed a check (lossless 1).\n"


def test_failures_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "lossless", broken)
    result = call("verify", "--round-trip", "--format", "json", write_page("p.tiki", "a\nx\n"))
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "page": "p",
        "check": "lossless",
        "problem": "no x may be here",
        "example": "x",
    }
    assert result.stderr == ""


def test_failures_are_utf8_in_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "lossless", lambda *_: "bad é")
    written: list[str] = []
    monkeypatch.setattr(verify_output, "write_stdout", written.append)
    call("verify", "--round-trip", write_page("é.tiki", "é"))
    assert written == ['é: lossless: bad é\n  smallest: ""\n']


def test_a_terminal_is_not_obeyed_by_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "lossless", lambda *_: "bad \x1b[31m")
    assert "\x1b" not in call("verify", "--round-trip", write_page("p.tiki", "\x1b[2J")).stdout


def site(target: str = "hugo") -> str:
    """The folder of a site of two pages."""
    Path("wiki").mkdir()
    write_page("wiki/a.tiki", "!Title\nsome __bold__ text\n")
    write_page("wiki/b.tiki", "((a)) and [missing.png|that]\n")
    assert call("convert", "-q", "-t", target, "wiki", "-o", "out").exit_code == 0
    return "out"


def test_a_site_that_is_whole() -> None:
    site()
    result = call("verify", "-t", "hugo", "wiki", "out")
    assert result.exit_code == 0, result.stdout
    assert result.stdout == ""
    assert "2 pages in out: words 100 % (7 of 7), structure 100 %" in result.stderr
    assert "verify-link-dead" in result.stderr


def test_a_site_with_a_fault() -> None:
    site()
    path = Path("out/content/a.md")
    path.write_text(path.read_text("utf-8").replace("some", "any"), "utf-8")
    result = call("verify", "-t", "hugo", "wiki", "out")
    assert result.exit_code == 1
    assert "error verify-text-missing: words are missing: “some”" in result.stdout
    assert "a: content/a.md" in result.stdout
    assert "b: content/b.md" not in result.stdout
    assert call("verify", "-t", "hugo", "--fail-on", "never", "wiki", "out").exit_code == 0
    everything = call("verify", "-v", "-t", "hugo", "wiki", "out")
    assert "b: content/b.md" in everything.stdout
    assert "info verify-link-dead" in everything.stdout


def test_a_site_of_another_target() -> None:
    site()
    result = call("verify", "wiki", "out")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "\nNext: none of the pages is in out; give the options that convert had, -t first.\n"
    )
    Path("out/content/a.md").unlink()
    assert "none of the pages" not in call("verify", "-t", "hugo", "wiki", "out").stderr


def test_a_site_as_json() -> None:
    site("gfm")
    Path("out/a.md").unlink()
    result = call("verify", "--format", "json", "wiki", "out")
    assert result.exit_code == 1
    assert result.stderr == ""
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["page"] for line in lines if line["kind"] == "page"] == ["a", "b"]
    assert lines[-1]["kind"] == "site"
    assert lines[-1]["findings"]["verify-page-missing"] == 1
    found = [line for line in lines if line["kind"] == "finding"]
    assert found[0]["path"] == "a.md"


def test_saved_pages() -> None:
    site("gfm")
    Path("saved").mkdir()
    Path("saved/a.html").write_text("<h1>Title</h1> some <b>bold</b> text", "utf-8")
    result = call("verify", "--against-html", "saved", "wiki", "out")
    assert result.exit_code == 0
    assert "saved pages of the wiki (1) 100 %" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["wiki"], 2, "verify SRC OUT"),
        (["wiki", "nothing"], 3, "no folder"),
        (["--against-html", "nothing", "wiki", "out"], 2, "nothing"),
        (["--include", "x", "wiki", "out"], 3, "none of the 2 pages"),
    ],
)
def test_what_cannot_be_checked(arguments: list[str], code: int, message: str) -> None:
    site()
    result = call("verify", *arguments)
    assert result.exit_code == code
    assert message in result.stderr


def test_a_source_that_cannot_be_read() -> None:
    assert call("verify", "--round-trip", "nothing.sql").exit_code == 3
    assert call("verify", "--round-trip").exit_code == 2


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    export = str(HARBOUR)
    assert call("convert", "-q", export, "-o", "site", "-t", "mkdocs").exit_code == 0
    python_page._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "markdown", None)
    result = call("verify", export, "site", "-t", "mkdocs", "--jobs", "1")
    assert result.exit_code == 2
    assert "pip install 'tiki2md[mkdocs]'" in result.stderr
    monkeypatch.undo()
    python_page._parser.cache_clear()


TOKENS = """\
# Delimiters of the lexer
1:1       TEXT                     "* "
1:3       UNDERSCORES              "__"
1:5       TEXT                     "a"
1:6       UNDERSCORES              "__"
1:8       NL                       "\\n"
2:1       TEXT                     "é"
# Balanced tokens
1:1       ITEM_OPEN                "*"
1:2         TEXT                   " "
1:3         BOLD_OPEN              "__"
1:5           TEXT                 "a"
1:6         BOLD_CLOSE             "__"
1:8       ITEM_CLOSE               ""
1:8       TEXT                     "\\né"
"""


def test_tokens() -> None:
    assert call("ast", "--tokens", write_page(text="* __a__\né")).stdout == TOKENS


@pytest.mark.parametrize(("before", "is_struck"), [("", True), ("---\nis_html: 1\n---\n", False)])
def test_tokens_of_a_comment_in_html(before: str, is_struck: bool) -> None:
    shown = call("ast", "--tokens", write_page(text=f"{before}<!--ab-->")).stdout
    assert ("STRIKE_OPEN" in shown) is is_struck


@pytest.mark.parametrize("more", [["--format", "json"], ["--at", "1:1"]])
def test_tokens_stand_alone(more: list[str]) -> None:
    assert call("ast", "--tokens", write_page(), *more).exit_code == 2


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("1:1", "DocumentNode > ListItemNode"),
        ("1:5", "DocumentNode > ListItemNode > BoldNode > TextNode"),
        ("1:3", "DocumentNode > ListItemNode > BoldNode"),
        ("1", "DocumentNode > ListItemNode"),
        ("1:8", "DocumentNode > TextNode"),
        ("2:1", "DocumentNode > TextNode"),
        ("2:2", "DocumentNode"),
    ],
)
def test_the_node_at_a_place(at: str, path: str) -> None:
    result = call("ast", "--at", at, write_page(text="* __a__\né"))
    assert result.exit_code == 0
    assert result.stderr == path + "\n"
    assert result.stdout.startswith(path.rpartition(" ")[2])


@pytest.mark.parametrize("at", ["3:1", "1:99", "x", "1:y", ":", "-1:1", "0:1"])
def test_a_place_that_is_not_there(at: str) -> None:
    result = call("ast", f"--at={at}", write_page(text="* __a__\né"))
    assert result.exit_code == 2
    assert f"--at {at}" in result.stderr


def test_html_is_one_format() -> None:
    result = call("ast", "--format", "html", write_page())
    assert result.exit_code == 0
    assert result.stdout.startswith("<!DOCTYPE html>")


def test_the_worst_page_comes_first_and_says_where_to_begin() -> None:
    site("gfm")
    good = Path("out/a.md").read_text("utf-8")
    Path("out/a.md").write_text(good.replace("text", "test"), "utf-8")
    Path("out/b.md").write_text("nothing of it\n", "utf-8")
    result = call("verify", "wiki", "out")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("b.md")
    assert "Next: look at out/b.md" in result.stderr
    assert "tiki2md explain verify-" in result.stderr


def test_nothing_is_next_when_all_is_well() -> None:
    site("gfm")
    assert "Next:" not in call("verify", "wiki", "out").stderr
