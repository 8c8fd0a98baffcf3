"""Formulas in LaTeX (tiki-syntax §11.1), which MathJax drew in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import CodeBlockNode, CodeSpanNode, Node, PluginNode, RawHtmlNode
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import text

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMULA = re.compile(
    r"\\\((?P<line>(?:[^\\]|\\[^()])++)(?:\\\)|\\?(?P<open>\Z))"
    r"|\\\[(?P<block>(?:[^\\]|\\[^\[\]])++)(?:\\\]|\\?(?P<unended>\Z))"
    r"|\$\$(?P<dollars>[^$]++)\$\$"
    r"|(?<![\\$])\$(?P<dollar>[^$\n]++)\$(?!\$)"
)
"""What MathJax finds; a lone dollar begins a formula to most readers, if not to it."""
_LESS = re.compile(r"< ?")


@plugin("EQUATION", body=Body.RAW)
def equation(node: PluginNode, context: PluginContext) -> list[Node]:
    r"""The formula in LaTeX: as GitHub and Obsidian read it, else with its own delimiters.

    Other sites need MathJax, as Tiki did.

    Example:
        {EQUATION()}\(a^2 + b^2\){EQUATION}
    """
    formula = " ".join(node.inner_content.strip().split("\n"))
    written = _WRITTEN.get(context.options.target)
    if written is None:
        if formula:
            what = "LaTeX in the text, which MathJax in the site's pages would draw"
            context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
        return [text(formula)] if formula else []
    if formula.startswith("\\begin{"):
        return written(formula, True)  # noqa: FBT003
    nodes: list[Node] = []
    at = 0
    for found in _FORMULA.finditer(formula):
        if found["open"] is not None or found["unended"] is not None:
            break  # it never ends, and is text
        nodes += [text(formula[at : found.start()])] if found.start() > at else []
        line = found["line"] or found["dollar"]
        block = found["block"] or found["dollars"]
        nodes += written((line or block or "").strip(), line is None)
        at = found.end()
    return [*nodes, *([text(formula[at:])] if at < len(formula) else [])]


def _on_github(formula: str, is_block: bool) -> list[Node]:  # noqa: FBT001
    if is_block:
        return [CodeBlockNode(text=formula, language="math")]
    return [RawHtmlNode(html="$"), CodeSpanNode(text=formula), RawHtmlNode(html="$")]


def _in_obsidian(formula: str, is_block: bool) -> list[Node]:  # noqa: FBT001
    formula = _LESS.sub(r"\\lt ", formula)  # which is the same, and begins no tag
    return [RawHtmlNode(html=f"$${formula}$$" if is_block else f"${formula}$")]


_WRITTEN: dict[str, Callable[[str, bool], list[Node]]] = {
    "gfm": _on_github,
    "obsidian": _in_obsidian,
}
"""How targets write formulas that read some."""
