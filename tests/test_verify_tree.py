"""What a tree shows is what its Markdown shows: for every fixture, in every target."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from fixture_files import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.config import CHOICES
from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options, with_values
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

if TYPE_CHECKING:
    from tiki2md.findings import Finding

PAGE = Surroundings(is_html=True)
WIKI = [
    case
    for case in read_cases("syntax", "plugins", "render", "markdown")
    if "ast" not in case.flags
]

HTML = read_cases("html")
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


def test_in_verbatim_text_a_comment_is_none_unless_it_ends() -> None:
    options, around = Options(), Surroundings()
    document = parse_page("~np~a ~tc~ gone ~/tc~ b ~tc~ open~/np~", options, around)
    tree = structured(parse_page("a b", options, around), options, around, Reporter())
    want, reporter = sight_of_tree(tree, options, slugs_for(options)), SiteReporter()
    check_source(document, want, Counter(), reporter)
    assert [finding.diagnostic.message for finding in reporter.diagnostics] == [
        "words are missing: “tc open”"
    ]


def test_every_target_can_be_read_back() -> None:
    assert set(DIALECTS) == set(TARGETS)


@pytest.mark.parametrize("target", DIALECTS)
@pytest.mark.parametrize(("case", "around"), CASES, ids=lambda value: getattr(value, "id", ""))
def test_no_false_alarm(case: Case, around: Surroundings, target: str) -> None:
    if target == "mkdocs":
        pytest.importorskip("pymdownx.slugs")
    assert _alarms(case, around, replace(case.options, target=target)) == []


_HAS_MKDOCS = find_spec("pymdownx") is not None
_SWITCHES = {field.name: (False, True) for field in fields(Options) if field.type == "bool"}
_VALUES = CHOICES | _SWITCHES


@st.composite
def _draws(draw: st.DrawFn) -> tuple[Case, Surroundings, Options]:
    """A sample, what is around it, and options that nobody thought of together."""
    case, around = draw(st.sampled_from(CASES))
    # Under a policy, code behind the mark of an item is read as if the line went on.
    names = sorted(_VALUES.keys() - ({"raw_html"} if "markdown" in case.id else set()))
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    values = {name: draw(st.sampled_from(_VALUES[name])) for name in chosen}
    target = draw(st.sampled_from([name for name in DIALECTS if name != "mkdocs" or _HAS_MKDOCS]))
    return case, around, with_values(replace(case.options, target=target, rewrites=()), values)


@given(_draws())
def test_no_false_alarm_whatever_the_options(drawn: tuple[Case, Surroundings, Options]) -> None:
    assert _alarms(*drawn) == []


def _alarms(case: Case, around: Surroundings, options: Options) -> list[str]:
    """What a page's Markdown seems to lack that its tree shows."""
    document = parse_page(case.source, options, around)
    want = sight_of_tree(
        structured(document, options, around, Reporter()), options, slugs_for(options)
    )
    said = Reporter(source=case.source)
    got = sight_of_page(convert_page(case.source, options, around, said), DIALECTS[options.target])
    reporter = SiteReporter(path="page.md")
    compare_text(want, got, Counter(), reporter)
    compare_things(want, got, DIALECTS[options.target], reporter)
    # A tag without a partner goes where its reader would stop at it: that is said of the page.
    lost = any("without a partner" in diagnostic.message for diagnostic in said.diagnostics)
    alarms = [finding for finding in reporter.diagnostics if not lost or not _is_format(finding)]
    return [finding.to_text() for finding in alarms]


def _is_format(finding: Finding) -> bool:
    return finding.diagnostic.code is Code.VERIFY_FORMAT
