"""What a plugin shows by itself it shows wherever it stands, or a finding says why not."""

from __future__ import annotations

import re

import pytest

from tiki2md import explain
from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.plugins import builtin_registry

REGISTRY = builtin_registry()
PLACES = (
    "!%s", "!a %s b", "*%s", "* a %s b", ";%s:a", ";a:%s", "||%s|a||", "||a|b\nc|d %s e||",
    "__%s__", "''a %s b''", "===%s===", "--a %s b--", "~~red:%s~~", "-+%s+-", "^%s^", "::%s::",
    "-=%s=-", "[http://example.org|%s]", "((Page|a %s b))", "{BOX()}%s{BOX}",
    "{REMARKSBOX(title=a)}%s{REMARKSBOX}", "{QUOTE()}%s{QUOTE}", "{FOOTNOTE()}%s{FOOTNOTE}",
    "{TABS(tabs=a)}%s{TABS}", "{FANCYTABLE()}%s~|~b{FANCYTABLE}", "{SUP()}%s{SUP}",
    "{DIV(type=span)}%s{DIV}", "{TAG(tag=h2)}%s{TAG}", "{FADE(label=a)}%s{FADE}", "{DL()}a:%s{DL}",
    "{SPLIT()}%s---b{SPLIT}", "{ALINK(aname=a)}%s{ALINK}",
)  # fmt: skip
"""What may be around a plugin."""


_SILENT = re.compile(r"<!--.*?-->|<[^>]*>|\{:.*?\}|\[!\w+\]|\]\([^)]*\)", re.DOTALL)
"""Comments, tags, attributes of kramdown, kinds of notes, and addresses of links."""


def words(text: str) -> set[str]:
    """The words that a reader sees."""
    return set(re.findall(r"\w{3,}", _SILENT.sub(" ", text)))


def converted(source: str, target: str) -> tuple[str, set[Code]]:
    reporter = Reporter(source=source)
    around = Surroundings(page="Page", registry=REGISTRY)
    text = convert_page(source, Options(target=target), around, reporter)
    return text, {found.code for found in reporter.diagnostics}


@pytest.mark.parametrize("target", ["gfm", "jekyll", "obsidian"])
@pytest.mark.parametrize("name", REGISTRY.names())
def test_nothing_that_a_plugin_shows_is_lost_in_another_thing(name: str, target: str) -> None:
    answer = explain.explain_plugin(name, REGISTRY)
    assert answer is not None
    sample = " ".join(answer.sample.split("\n"))
    alone, findings = converted(sample, target)
    lost = []
    for place in PLACES:
        text, codes = converted(place.replace("%s", sample), target)
        if not codes - findings and not words(alone) <= words(text):
            lost.append((place, words(alone) - words(text)))
    assert lost == []
