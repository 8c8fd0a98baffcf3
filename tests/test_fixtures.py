"""Every case of the fixture files, and what must hold for each whatever it expects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixture_files import Case, read_cases
from fixture_writing import rewrite
from markdown_reading import LEFTOVERS, prose

import tiki2md
from tiki2md.diagnostics import Code, Reporter, Severity
from tiki2md.dump import dump
from tiki2md.options import PARSING_OPTIONS, Options
from tiki2md.render import TARGETS

CASES = read_cases("syntax", "plugins", "render", "markdown")
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def outcome(case: Case) -> tuple[str, Reporter]:
    reporter = Reporter(source=case.source)
    if "ast" in case.flags:
        return dump(tiki2md.parse(case.source, case.options)), reporter
    text = tiki2md.convert(case.source, options=case.options, reporter=reporter)
    return text.removesuffix("\n"), reporter


@every_case
def test_a_case_becomes_what_its_file_says(case: Case, request: pytest.FixtureRequest) -> None:
    result, reporter = outcome(case)
    found = [f"{d.code.identifier} {d.line}:{d.column}" for d in reporter.diagnostics]
    if request.config.getoption("--update-fixtures"):
        if (result, "\n".join(found)) != (case.expected, case.diagnostics):
            rewrite(case, result, "\n".join(found))
        return
    assert result == case.expected
    if "diag" in case.flags:
        assert "\n".join(found) == case.diagnostics
    elif "any-diag" not in case.flags:
        severe = [d.to_text() for d in reporter.diagnostics if d.severity >= Severity.WARNING]
        assert severe == []


@every_case
def test_nothing_is_lost(case: Case) -> None:
    document = tiki2md.parse(case.source, case.options)
    assert tiki2md.unparse(document) == case.source


@every_case
def test_again_is_the_same(case: Case) -> None:
    assert outcome(case)[0] == outcome(case)[0]


@every_case
def test_what_is_written_does_not_change_what_is_read(case: Case) -> None:
    defaults = Options()
    reading = {name: getattr(case.options, name) for name in PARSING_OPTIONS}
    other = replace(defaults, target="hugo", line_breaks="soft", **reading)
    assert tiki2md.parse(case.source, case.options) == tiki2md.parse(case.source, other)


@every_case
@pytest.mark.parametrize("target", list(TARGETS))
def test_every_target_writes_it(case: Case, target: str) -> None:
    reporter = Reporter(source=case.source)
    options = replace(case.options, target=target)
    text = tiki2md.convert(case.source, options=options, reporter=reporter)
    assert text.endswith("\n") or not text
    internal = {Code.NODE_NOT_RENDERED, Code.INTERNAL_PARSE_ERROR, Code.PLUGIN_FAILED}
    assert [d.to_text() for d in reporter.diagnostics if d.code in internal] == []


@every_case
def test_no_markup_is_left_over(case: Case) -> None:
    """Another parser reads the Markdown, and shows no mark that the author did not type."""
    if "ast" in case.flags:
        pytest.skip("a tree, no Markdown")
    seen = prose(tiki2md.convert(case.source, options=replace(case.options, target="gfm")))
    typed = case.source.replace("~bs~", "\\")
    left = [mark for mark in LEFTOVERS if mark in seen and mark not in typed]
    assert left == [], seen
