"""What Python-Markdown shows of the Markdown for MkDocs is what the tree says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from examples import examples
from fixture_files import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from python_markdown import difference, to_html
from sample_exports import GARDEN_DUMP, HARBOUR

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode, HeadingNode, TextNode
from tiki2md.options import Options, with_values
from tiki2md.pipeline import Surroundings, parse, structured
from tiki2md.readers import options_from_preferences, read_sources
from tiki2md.render import render
from tiki2md.render.contents import PythonSlugs, headings
from tiki2md.verify.reading import readable

if TYPE_CHECKING:
    from pathlib import Path

CASES = [case for case in read_cases("syntax", "plugins", "render") if "ast" not in case.flags]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fixture_is_read_back(case: Case) -> None:
    options = replace(case.options, target="mkdocs", smiley_style="emoji")
    check_source(case.source, options, Surroundings())


def check_source(source: str, options: Options, around: Surroundings) -> None:
    document = parse(source, options)
    tree = structured(document, options, around, Reporter())
    (shown,) = readable(tree)
    assert isinstance(shown, DocumentNode)
    assert difference(shown, options) == ""


@pytest.mark.parametrize("export", [HARBOUR, GARDEN_DUMP], ids=lambda path: path.name)
def test_a_wiki_is_read_back(export: Path) -> None:
    if not export.exists():
        pytest.skip("real exports not here")
    wiki = read_sources([export], Reporter())
    values = {**options_from_preferences(wiki.preferences), "target": "mkdocs"}
    options = with_values(Options(), values)
    for page in wiki.pages:
        check_source(page.source, options, Surroundings(page=page.name, is_html=page.is_html))


@examples(300)
@given(titles=st.lists(st.text("aÉß_-1 日.<&*`~", min_size=1, max_size=6), max_size=6))
def test_the_ids_of_headings_are_those_of_the_reader(titles: list[str]) -> None:
    nodes = [HeadingNode(level=1, children=[TextNode(inner_content=title)]) for title in titles]
    document = DocumentNode(children=nodes)
    html = to_html(render(document, Options(target="mkdocs"), Reporter()))
    ids = [f'id="{slug}"' for _, slug in headings(document, PythonSlugs(), smiley_style="emoji")]
    assert [part for part in html.replace(">", " ").split() if part.startswith("id=")] == ids
