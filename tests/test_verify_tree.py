"""What a tree shows is what its Markdown shows: for every fixture, in every target."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from fixture_files import Case, read_cases

from tiki2md.diagnostics import Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page, parse_page, structured
from tiki2md.proof import slugs_for
from tiki2md.render.targets import TARGETS
from tiki2md.verify.conservation import compare_text
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reporting import SiteReporter
from tiki2md.verify.source import check_source
from tiki2md.verify.structure import compare_things
from tiki2md.verify.tree import sight_of_tree

PAGE = Surroundings(is_html=True)
WIKI = [
    case
    for case in read_cases("syntax", "plugins", "render", "markdown")
    if "ast" not in case.flags
]
# What an author's HTML leaves open in Markdown, each reader ends where it likes.
HTML = [case for case in read_cases("html") if case.path.stem != "markdown"]
CASES = [*((case, Surroundings()) for case in WIKI), *((case, PAGE) for case in HTML)]
"""With what is around each: its page is one of wiki syntax, or of HTML."""


@pytest.mark.parametrize("case", WIKI, ids=lambda case: case.id)
def test_no_word_of_the_source_is_missing(case: Case) -> None:
    around, reporter = Surroundings(), Reporter(source=case.source)
    options = replace(case.options, target="gfm", smiley_style="text", rewrites=())
    document = parse_page(case.source, options, around)
    tree = structured(document, options, around, reporter)
    reporter = SiteReporter(path="page.md")
    check_source(document, sight_of_tree(tree, options, slugs_for(options)), Counter(), reporter)
    assert [finding.to_text() for finding in reporter.diagnostics] == []


def test_a_word_that_a_transform_loses_is_missed() -> None:
    options, around = Options(), Surroundings()
    document = parse_page("some __bold__ and more text text", options, around)
    other = parse_page("some __bo__ld and text", options, around)
    tree = structured(other, options, around, Reporter())
    want, reporter = sight_of_tree(tree, options, slugs_for(options)), SiteReporter()
    check_source(document, want, Counter(["more"]), reporter)
    assert [finding.diagnostic.message for finding in reporter.diagnostics] == [
        "words are missing: “text”"
    ]


def test_every_target_can_be_read_back() -> None:
    assert set(DIALECTS) == set(TARGETS)


@pytest.mark.parametrize("target", DIALECTS)
@pytest.mark.parametrize(("case", "around"), CASES, ids=lambda value: getattr(value, "id", ""))
def test_no_false_alarm(case: Case, around: Surroundings, target: str) -> None:
    if target == "mkdocs":
        pytest.importorskip("pymdownx.slugs")
    if target == "mkdocs" and case.path.parent.name == "markdown":
        pytest.skip("Markdown of authors is no Python-Markdown")
    options = replace(case.options, target=target)
    document = parse_page(case.source, options, around)
    want = sight_of_tree(
        structured(document, options, around, Reporter()), options, slugs_for(options)
    )
    got = sight_of_page(convert_page(case.source, options, around), DIALECTS[target])
    reporter = SiteReporter(path="page.md")
    compare_text(want, got, Counter(), reporter)
    compare_things(want, got, DIALECTS[target], reporter)
    assert [finding.to_text() for finding in reporter.diagnostics] == []
