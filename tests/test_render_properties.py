"""A reader of the Markdown sees what the tree says: characters, formats, blocks."""

from __future__ import annotations

from importlib.util import find_spec

from drawn_documents import documents, paragraphs
from examples import examples
from hypothesis import given

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode, ParagraphNode
from tiki2md.options import Options
from tiki2md.render import render
from tiki2md.verify.events import first_difference
from tiki2md.verify.reading import seen_in_markdown, seen_in_tree


def check(document: DocumentNode, target: str) -> None:
    reporter = Reporter()
    chosen = Options(target=target)
    markdown = render(document, chosen, reporter)
    assert not reporter.diagnostics
    assert render(document, chosen, Reporter()) == markdown
    assert markdown == "" or (markdown.endswith("\n") and not markdown.endswith("\n\n"))
    want = seen_in_tree(document).compared()
    got = seen_in_markdown(markdown).compared()
    assert got == want, f"{markdown!r}\n{markdown}\n{first_difference(want, got)}"


def check_everywhere(document: DocumentNode) -> None:
    """What all readers see; to draw a document takes longer than to ask them."""
    check(document, "gfm")
    check(document, "commonmark")
    render(document, Options(target="hugo", emphasis="padded"), Reporter())
    if find_spec("pymdownx"):
        from python_markdown import difference

        assert difference(document, Options(target="mkdocs")) == ""


@examples(300)
@given(paragraph=paragraphs)
def test_a_paragraph_is_read_back(paragraph: ParagraphNode) -> None:
    check_everywhere(DocumentNode(children=[paragraph]))


@examples(300)
@given(document=documents)
def test_a_document_is_read_back(document: DocumentNode) -> None:
    check_everywhere(document)
