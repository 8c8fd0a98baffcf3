"""What MDX and React show of the Markdown for Docusaurus is what the tree says.

Needs a folder in which ``npm install`` was run with the scaffold's ``package.json``; its path
stands in ``DOCUSAURUS_FOLDER``.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_documents import drawn
from fixture_files import read_cases
from html_sight import seen

import tiki2md
from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page, parse, structured
from tiki2md.render import render
from tiki2md.render.docusaurus import prepared
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.events import Event, Word, first_difference
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reading import readable, seen_in_html, seen_in_tree

FOLDER = os.environ.get("DOCUSAURUS_FOLDER", "")
READER = Path(__file__).with_name("mdx_reader.mjs")
OPTIONS = Options(target="docusaurus")

pytestmark = pytest.mark.skipif(not FOLDER, reason="DOCUSAURUS_FOLDER names no folder")


def unlinked(events: list[Event]) -> list[Event]:
    """Without links: GitHub's flavour makes some of every address, also where Tiki does not."""
    return [
        replace(event, formats=event.formats - {"a"}) if isinstance(event, Word) else event
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
    trees = drawn(400)
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


def test_pages_in_markdown_are_mdx(tmp_path: Path) -> None:
    cases = read_cases("markdown") + [c for c in read_cases("html") if c.path.stem == "markdown"]
    pages = [
        convert_page(
            case.source,
            replace(case.options, target="docusaurus"),
            Surroundings(is_html=case.path.parent.name == "html"),
        )
        for case in cases
    ]
    made = read_by_mdx(pages, tmp_path)
    wrong = [f"{page}\n{one}" for page, one in zip(pages, made, strict=True) if "error" in one]
    assert not wrong, "\n\n".join(wrong)


EDITED = [
    "a {/* x */}b {\"c d\"} { 'e' }\n",
    "<details>\n<summary>S</summary>\n\n- *x*\n\n</details>\n",
    ":::note[A *b*]\n\n::::tip\n\nin\n\n::::\n\n:::\n\nafter\n",
    "{/* one\n\ntwo */}\n\n    no code\n",
    '<p><a id="x" /><b title={"t"} style={{"color": "red"}}>*y*</b></p>\n',
    "a < b `<c>` \\<d> &#123;\n",
    "<>f</>\n",
    "a\n\n<b>c</b> <i>d</i>\n\n<b>e</b>\n<u>f</u>\n\n[<b>g</b>](h)\n\n<b>i</b>\n",
]
"""What a person may make of a page."""
BROKEN = [
    "a <b> c\n",
    "a {b\n",
    "a <b c\n",
    "</div>\n",
    "<div>\n\nx\n\n</p>\n",
    "{x}\n",
    "a <\n",
    "<http://a.b>\n",
]


def read_by_mdx(pages: list[str], folder: Path) -> list[dict[str, str]]:
    given_, made = folder / "pages.json", folder / "html.json"
    given_.write_text(json.dumps(pages), "utf-8")
    subprocess.run(["node", READER, given_, made], cwd=FOLDER, check=True)
    return list(json.loads(made.read_text("utf-8")))


def test_the_reader_of_verify_reads_what_mdx_reads(tmp_path: Path) -> None:
    cases = [case for case in read_cases("syntax", "plugins", "render") if "ast" not in case.flags]
    pages = [
        tiki2md.convert(case.source, options=replace(case.options, target="docusaurus"))
        for case in cases
    ]
    pages = [page for page in pages if "[^" not in page and "<Tabs>" not in page] + EDITED
    wrong = []
    for page, result in zip(pages, read_by_mdx(pages, tmp_path), strict=True):
        html = result.get("html", "").replace("aside>", "blockquote>")
        sight = sight_of_page(page, DIALECTS["docusaurus"])
        want, got = unlinked(seen(html).compared()), unlinked(sight.compared())
        if difference := first_difference(want, got) or result.get("error") or sight.problems:
            wrong.append(f"{page}\n{result}\n{difference}")
    assert not wrong, "\n\n".join(wrong)


def test_what_mdx_cannot_read_is_a_problem(tmp_path: Path) -> None:
    for page, result in zip(BROKEN, read_by_mdx(BROKEN, tmp_path), strict=True):
        assert "error" in result, page
        assert sight_of_page(page, DIALECTS["docusaurus"]).problems, page
