"""Findings that a configuration accepts, each for a reason; and entries that nothing needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import call
from folders import report_of
from some_findings import convert_wiki, diagnostic, write_wiki

from tiki2md.config import load_file
from tiki2md.config.errors import ConfigError
from tiki2md.diagnostics import Code, Reporter
from tiki2md.ignores import Ignore, Ignores

pytestmark = pytest.mark.usefixtures("alone")


def toml(text: str) -> Path:
    path = Path("tiki2md.toml")
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('code = "plugin-kept"', "plugin-kept needs a reason"),
        ('code = "plugin-kept"\nreason = "  "', "needs a reason"),
        ('reason = "x"', "it needs a code"),
        ('code = "plugin-kep"\nreason = "x"', "did you mean 'plugin-kept'"),
        ('code = "plugin-kept"\nreason = 1', "reason must be text"),
        ('code = "plugin-kept"\nreson = "x"', "no key 'reson'; did you mean 'reason'"),
    ],
)
def test_an_ignore_that_cannot_be_used(entry: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        load_file(toml(f"[[ignore]]\n{entry}\n"), ["gfm"])


@pytest.mark.parametrize("text", ["ignore = 1", "ignore = ['x']", "[ignore]\ncode = 'x'"])
def test_ignores_are_tables(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\[\[ignore\]\]"):
        load_file(toml(text), ["gfm"])


@pytest.mark.parametrize(
    ("pattern", "page", "fits"),
    [
        ("*", "", True),
        ("*", "a\nb", True),
        ("Old*", "OldPage", True),
        ("Old*", "The OldPage", False),
        ("Old*", "oldPage", False),
        ("a?c", "abc", True),
        ("a**b*c", "a, b, b or c", True),
        ("a*b*c", "a, c or b", False),
        ("a*a", "a", False),
        ("*b*", "abc\nd", True),
        ("a[b]c", "a[b]c", True),
        ("a[b]c", "abc", False),
        ("a.c", "abc", False),
    ],
)
def test_pages_of_an_ignore(pattern: str, page: str, fits: bool) -> None:
    ignores = Ignores((Ignore("plugin-kept", "why", pattern),))
    assert ignores.reason(diagnostic(page=page)) == ("why" if fits else "")
    reporter = Reporter()
    ignores.report_unused(reporter)
    assert [found.code for found in reporter.diagnostics] == [Code.IGNORE_UNUSED] * (not fits)


def test_ignored_findings_do_not_fail_and_unused_ignores_are_told() -> None:
    write_wiki()
    toml(
        '[[ignore]]\ncode = "plugin-unknown"\npage = "Old*"\nreason = "an archive"\n'
        '[[ignore]]\ncode = "plugin-kept"\nreason = "gone since"\n'
    )
    result = convert_wiki()
    assert "plugin-unknown" not in result.stderr
    assert "1 finding is ignored" in result.stderr
    assert "warning ignore-unused: tiki2md.toml ignores plugin-kept on the page *" in result.stderr
    report = report_of(Path("site"))
    (old,) = [page for page in report["pages"] if page["name"] == "Old"]
    assert [found.get("ignored") for found in old["findings"]] == ["an archive"]
    assert old["risk"] == 0


def test_a_single_page_can_be_checked_too() -> None:
    write_wiki()
    toml('[[ignore]]\ncode = "plugin-unknown"\nreason = "an archive"\n')
    result = call("convert", "pages/Old.tiki", "--fail-on", "info")
    assert (result.exit_code, result.stdout) == (0, "<!-- {NOSUCH()} -->\nx\n")
    # What the others need is no business of this page.
    assert "ignore-unused" not in call("convert", "pages/Home.tiki").stderr
    result = call("convert", "pages/Home.tiki", "--format", "github")
    assert "::error file=pages/Home.tiki,line=3," in result.stderr
