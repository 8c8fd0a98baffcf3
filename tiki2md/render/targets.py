"""The targets: each a small table of what it does differently."""

from __future__ import annotations

from difflib import get_close_matches
from string import punctuation
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BlockquoteNode,
    DefinitionListNode,
    HeadingNode,
    ListNode,
    SimpleBoxNode,
    StrikeNode,
)
from tiki2md.render import (
    author_tree,
    docusaurus,
    escape_addresses,
    escape_github,
    escape_obsidian,
    hugo,
    jekyll,
    mkdocs,
    obsidian,
)
from tiki2md.render.blocks import BLOCKS
from tiki2md.render.contents import AltSlugs, NotelessSlugs, PythonSlugs
from tiki2md.render.context import Target
from tiki2md.render.escape_mdx import GAP, MDX_UNSAFE
from tiki2md.render.escape_mkdocs import ESCAPABLE, MKDOCS_UNSAFE
from tiki2md.render.inlines import INLINES, strike_html
from tiki2md.render.lists import definition_list

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALL = (
    Target(
        "gfm",
        "GitHub Flavored Markdown",
        INLINES,
        BLOCKS,
        unsafe=escape_github.GITHUB_UNSAFE,
        addresses=escape_addresses.in_gfm,
        typed=escape_github.typed,
        rewritten=author_tree.with_known_blocks,
    ),
    Target(
        "commonmark",
        "CommonMark without extensions; the rest is HTML",
        {**INLINES, StrikeNode: strike_html},
        BLOCKS,
        tables=False,
        notes=False,
        alerts="no",
        rewritten=author_tree.prepared,
    ),
    Target(
        "hugo",
        "Hugo's Goldmark, with definition lists",
        INLINES,
        {**BLOCKS, DefinitionListNode: definition_list, HeadingNode: hugo.heading},
        alerts="nested",
        shortcodes=True,
        addresses=escape_addresses.in_goldmark,
        go_urls=True,
        rewritten=hugo.rewritten,
        merging=(DefinitionListNode,),
        slugs=AltSlugs,
        explicit_ids=hugo.explicit_ids,
        line_numbers=" {linenos=true}",
    ),
    Target(
        "mkdocs",
        "MkDocs with Material, or Zensical: Python-Markdown with pymdownx",
        {**INLINES, **mkdocs.MKDOCS_INLINES},
        {**BLOCKS, **mkdocs.MKDOCS_BLOCKS},
        line_numbers=' linenums="1"',
        unsafe=MKDOCS_UNSAFE,
        escapable=ESCAPABLE,
        python_markdown=True,
        autolinks=mkdocs.AUTOLINKS,
        merging=(ListNode, BlockquoteNode, SimpleBoxNode, DefinitionListNode),
        markdown_in_html="attribute",
        slugs=PythonSlugs,
        old_root="/",
        rewritten=author_tree.prepared,
        titled=mkdocs.with_title,
        headings_below="others",
    ),
    Target(
        "docusaurus",
        "Docusaurus: MDX, with its notes, tabs and checks of links",
        INLINES,
        {**BLOCKS, **docusaurus.DOCUSAURUS_BLOCKS},
        line_numbers=" showLineNumbers",
        unsafe=MDX_UNSAFE,
        escapable=punctuation.replace("<", ""),
        gap=GAP,
        addresses=escape_addresses.in_mdx,
        br="<br />",
        autolinks=docusaurus.NO_AUTOLINKS,
        mdx=True,
        slugs=AltSlugs,
        rewritten=author_tree.with_known_blocks,
        prepare=docusaurus.prepared,
        finish=docusaurus.with_imports,
        old_root="pathname:///",
        titled=docusaurus.with_title,
        headings_below="all",
    ),
    Target(
        "jekyll",
        "Jekyll's kramdown with its GitHub flavour, safe from Liquid",
        jekyll.INLINES,
        jekyll.BLOCKS,
        alerts="no",
        merging=(DefinitionListNode,),
        kramdown=True,
        slugs=NotelessSlugs,
        rewritten=author_tree.prepared,
        explicit_ids=jekyll.explicit_ids,
    ),
    Target(
        "obsidian",
        "Obsidian's Markdown: notes named by their titles, wiki links, call-outs",
        obsidian.INLINES,
        obsidian.BLOCKS,
        alerts="nested",
        obsidian=True,
        rewritten=author_tree.with_known_blocks,
        unsafe=escape_obsidian.UNSAFE,
        addresses=escape_addresses.in_gfm,
        typed=escape_obsidian.typed,
        unwrapped=obsidian.of_element,
    ),
)

TARGETS: Mapping[str, Target] = MappingProxyType({target.name: target for target in _ALL})
"""The targets by name."""


def target_named(name: str) -> Target:
    """The target called ``name``.

    Raises:
        ValueError: there is none; the message names the nearest, and all.
    """
    if name not in TARGETS:
        near = get_close_matches(name, TARGETS, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise ValueError(f"there is no target {name!r}{hint}; there are {', '.join(TARGETS)}")
    return TARGETS[name]
