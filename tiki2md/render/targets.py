"""The targets: each a small table of what it does differently."""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.nodes import DefinitionListNode, StrikeNode
from tiki2md.render import jekyll, obsidian
from tiki2md.render.blocks import BLOCKS
from tiki2md.render.context import Target
from tiki2md.render.inlines import INLINES, strike_html
from tiki2md.render.lists import definition_list

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALL = (
    Target("gfm", "GitHub Flavored Markdown", INLINES, BLOCKS),
    Target(
        "commonmark",
        "CommonMark without extensions; the rest is HTML",
        {**INLINES, StrikeNode: strike_html},
        BLOCKS,
        tables=False,
        alerts="no",
    ),
    Target(
        "hugo",
        "Hugo's Goldmark, with definition lists",
        INLINES,
        {**BLOCKS, DefinitionListNode: definition_list},
        alerts="nested",
        shortcodes=True,
        go_urls=True,
        line_numbers=" {linenos=true}",
    ),
    Target(
        "jekyll",
        "Jekyll's kramdown with its GitHub flavour, safe from Liquid",
        jekyll.INLINES,
        jekyll.BLOCKS,
        alerts="no",
        line_numbers=" ",
        kramdown=True,
    ),
    Target(
        "obsidian",
        "Obsidian's Markdown: notes named by their titles, wiki links, call-outs",
        obsidian.INLINES,
        obsidian.BLOCKS,
        alerts="nested",
        notes=True,
    ),
)

TARGETS: Mapping[str, Target] = MappingProxyType({target.name: target for target in _ALL})
"""The targets by name."""


def target_named(name: str) -> Target:
    """The target called ``name``.

    Raises:
        ValueError: there is none; the message suggests a similar one.
    """
    target = TARGETS.get(name)
    if target is not None:
        return target
    near = get_close_matches(name, TARGETS, 1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(TARGETS)}"
    raise ValueError(f"there is no target {name!r}{hint}")
