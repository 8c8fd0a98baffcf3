"""From a structure tree to Markdown.

``inlines`` and ``blocks`` map node types to small functions, ``targets`` overrides
some of them, ``compose`` joins what inline nodes yield to a block of text, and
``escape`` decides which characters of it need a backslash.  The modules ``author_…`` write
what an author typed in Markdown (tiki-versions §1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.nodes import FootnoteDefinitionNode, kinds_of
from tiki2md.render.author_tree import AUTHOR_MARKDOWN
from tiki2md.render.context import Context, Target
from tiki2md.render.dispatch import rendered, write_blocks
from tiki2md.render.footnotes import id_prefix
from tiki2md.render.jekyll import without_liquid
from tiki2md.render.targets import TARGETS, target_named

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter
    from tiki2md.nodes import DocumentNode
    from tiki2md.options import Options

__all__ = ["TARGETS", "Target", "render", "target_named"]


def render(
    document: DocumentNode, options: Options, reporter: Reporter, *, beside_notes: bool = False
) -> str:
    """Write a structure tree as Markdown.

    Args:
        document: a tree in which all children of a block are blocks, or all inline.
        options: what to write; ``options.target`` names the flavour.
        reporter: takes what cannot be written.
        beside_notes: there are footnotes elsewhere in the file.

    Returns:
        The body of the page, with one newline at its end; empty for an empty page.

    Raises:
        ValueError: there is no such target.
    """
    target = target_named(options.target)
    kinds = kinds_of(document.children)
    has_markdown = not kinds.isdisjoint(AUTHOR_MARKDOWN)
    if has_markdown:
        options = replace(options, emphasis="tight")  # its author set the spaces
    if target.rewritten is not None and has_markdown:
        document = target.rewritten(document, reporter)
        kinds = kinds_of(document.children)
    if target.prepare is not None:
        document = target.prepare(document, reporter)
    is_wiki = options.github_wiki and target.name == "gfm" and kinds.isdisjoint(AUTHOR_MARKDOWN)
    notes_in_html = is_wiki or not target.notes
    context = Context(
        target,
        options,
        reporter,
        document,
        footnotes=(beside_notes or FootnoteDefinitionNode in kinds) and not notes_in_html,
        notes_in_html=notes_in_html,
        leading="page",
    )
    if notes_in_html and FootnoteDefinitionNode in kinds:
        prefix = id_prefix(document, target, options.smiley_style)
        context = context._replace(note_prefix=prefix)
    if target.explicit_ids is not None:
        ids = target.explicit_ids(document, options.smiley_style)
        context = context._replace(heading_ids=ids)
    if target.kramdown:
        body = without_liquid(rendered(document.children, context))
    else:
        body = write_blocks(document.children, context)
    if target.finish is not None:
        body = target.finish(body)
    return body + "\n" if body else ""
