"""Hostile texts: what they make is right, whatever their size.  Times are for benchmarks/."""

from __future__ import annotations

import pytest
from hostile import FAMILIES, FRAGMENTS

import tiki2md
from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import walk
from tiki2md.options import Options

SIZE = 6_000


@pytest.mark.parametrize("name", FAMILIES)
def test_a_hostile_text_is_read_whole(name: str) -> None:
    source = FAMILIES[name](SIZE)
    reporter = Reporter(source=source)
    document = pipeline.parse(source, reporter=reporter)
    assert tiki2md.unparse(document) == source
    pipeline.render_document(document, Options(), None, reporter)
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert not codes & {Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED, Code.INTERNAL_PARSE_ERROR}


@pytest.mark.parametrize("opener", [text for text in FRAGMENTS if text.strip()], ids=repr)
def test_opener_alone_and_at_the_end(opener: str) -> None:
    for source in (opener, f"a{opener}", f"{opener}a", f"a {opener}\nb"):
        assert tiki2md.unparse(tiki2md.parse(source)) == source
        tiki2md.convert(source)


def test_deep_nesting_is_capped_and_reported() -> None:
    depth = 1_000
    source = "{DIV()}" * depth + "a" + "{DIV}" * depth
    reporter = Reporter(source=source)
    text = tiki2md.convert(source, reporter=reporter)
    assert Code.NESTING_CAPPED in {diagnostic.code for diagnostic in reporter.diagnostics}
    assert "a" in text


def test_depth_of_the_tree_has_a_limit() -> None:
    """Renderers and `==` recurse: a page must not be able to exhaust the stack."""
    for source in (FAMILIES["nested plugins"](9_000), FAMILIES["nested colours"](9_000)):
        depths = {id(document := tiki2md.parse(source)): 0}
        deepest = 0
        for node in walk(document):
            depth = depths[id(node)]
            deepest = max(deepest, depth)
            depths.update({id(child): depth + 1 for child in getattr(node, "children", [])})
        assert 10 < deepest < 300


def test_unclosed_verbatim_is_text() -> None:
    source = "~np~ __a__"
    assert tiki2md.convert(source) == "\\~np\\~ **a**\n"
