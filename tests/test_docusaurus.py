"""What MDX and React show of the Markdown for Docusaurus is what the tree says.

Needs a folder in which ``npm install`` was run with the scaffold's ``package.json``; its path
stands in ``TIKI2MD_DOCUSAURUS``.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from fixture_files import read_cases
from hypothesis import Phase, given, settings
from test_render_properties import documents

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, parse, structured
from tiki2md.render import render
from tiki2md.render.docusaurus import prepared
from tiki2md.verify.reading import readable, seen_in_html, seen_in_tree
from tiki2md.verify.seen import Event, first_difference

FOLDER = os.environ.get("TIKI2MD_DOCUSAURUS", "")
READER = Path(__file__).with_name("mdx_reader.mjs")
OPTIONS = Options(target="docusaurus")

pytestmark = pytest.mark.skipif(not FOLDER, reason="TIKI2MD_DOCUSAURUS names no folder")


def unlinked(events: list[Event]) -> list[Event]:
    """Without links: GitHub's flavour makes some of every address, also where Tiki does not."""
    return [
        (event[0], event[1] - {"a"}, event[2])
        if len(event) == 3 and isinstance(event[1], frozenset)
        else event
        for event in events
    ]


def differences(trees: list[DocumentNode], folder: Path) -> list[str]:
    pages = [render(tree, OPTIONS, Reporter()) for tree in trees]
    given_, made = folder / "pages.json", folder / "html.json"
    given_.write_text(json.dumps(pages), "utf-8")
    subprocess.run(["node", READER, given_, made], cwd=FOLDER, check=True)
    found = []
    for tree, page, result in zip(trees, pages, json.loads(made.read_text("utf-8")), strict=True):
        if "error" in result:
            found.append(f"{result['error']}\n{page}")
            continue
        want = unlinked(seen_in_tree(prepared(tree, Reporter())).compared())
        got = unlinked(seen_in_html(result["html"]).compared())
        if difference := first_difference(want, got):
            found.append(f"{difference}\n{page}\n{result['html']}"[:1500])
    return found


def test_documents_are_read_back(tmp_path: Path) -> None:
    trees: list[DocumentNode] = []

    @settings(max_examples=400, phases=[Phase.generate], database=None)
    @given(documents)
    def collect(document: DocumentNode) -> None:
        trees.append(document)

    collect()
    found = differences(trees, tmp_path)
    # Where formats touch on all sides, its own rules for strikes part from those of others.
    assert len(found) <= len(trees) // 25, f"{len(found)}: " + "\n\n".join(found[:3])
    assert not [one for one in found if not one.startswith("behind")]


def test_fixtures_are_read_back(tmp_path: Path) -> None:
    trees: list[DocumentNode] = []
    for case in read_cases("syntax", "plugins", "render"):
        if "ast" in case.flags:
            continue
        options = replace(case.options, target="docusaurus", smiley_style="emoji")
        document = parse(case.source, options)
        (shown,) = readable(structured(document, options, Surroundings(), Reporter()))
        assert isinstance(shown, DocumentNode)
        trees.append(shown)
    found = differences(trees, tmp_path)
    assert not found, f"{len(found)} of {len(trees)}: " + "\n\n".join(found[:5])
