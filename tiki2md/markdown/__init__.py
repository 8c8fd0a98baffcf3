"""Markdown that authors typed, to the nodes that Tiki's own syntax becomes.

Targets that read CommonMark have it as it was typed, but for what they do not know.  For those
that read something else (Python-Markdown, kramdown) all of it is parsed here, by the rules of
tiki-versions §1.3.
"""

from __future__ import annotations

from tiki2md.markdown.outermost import inside_html, with_definitions
from tiki2md.markdown.reading import Notes, notes_in, read_blocks, read_inlines
from tiki2md.markdown.source import DEFINITION, no_definition, tags_as_text

__all__ = [
    "DEFINITION",
    "Notes",
    "inside_html",
    "no_definition",
    "notes_in",
    "read_blocks",
    "read_inlines",
    "tags_as_text",
    "with_definitions",
]
