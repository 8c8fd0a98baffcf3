"""The AST as one HTML file: the source with its nodes, and the tree beside it.

The file needs nothing else: style and script are in it, and its own policy keeps
the browser from loading anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from tiki2md.dump.tree import label
from tiki2md.nodes import Node, ParentNode

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if code not in {0x09, 0x0A}}
"""To the pictures of control characters, which HTML has no place for."""

_STYLE = """
:root { color-scheme: light dark; --line: #ccc; --dim: #666; }
@media (prefers-color-scheme: dark) { :root { --line: #444; --dim: #aaa; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; height: 100vh; display: flex; }
main, nav { flex: 1 1 50%; overflow: auto; padding: 1rem; min-width: 0; }
nav { border-left: 1px solid var(--line); }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
p { color: var(--dim); margin: 0 0 1rem; }
@media (max-width: 50rem) { body { display: block; height: auto; } nav { border: 0; } }
"""


def to_html(node: Node) -> str:
    """A page with the source of ``node`` and its tree; pointing at one shows the other."""
    source, tree = source_and_tree(node)
    style, script = (tree_asset(name) for name in ("tree.css", "tree.js"))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Syntax tree</title>
<style>{_STYLE}{style}</style>
</head>
<body>
<main data-pane>
<h2>Source</h2>
<p>Point at a part of it, or click it to go to its node.</p>
{source}
</main>
<nav data-pane aria-label="Syntax tree">
<h2>Tree</h2>
<p>Arrow keys move: up, down, into a node and out of it.</p>
{tree}
</nav>
<script>{script}</script>
</body>
</html>"""


def source_and_tree(node: Node) -> tuple[str, str]:
    """The source of a node and its tree, as HTML for a page with ``tree.css`` and ``tree.js``.

    Both stand in an element with ``data-pane``.  A node has the same number in both, as
    ``data-n``: its place among all nodes, from 0, as they are walked; in the source it is an
    id as well, ``n`` before it.
    """
    numbers = _Numbers()
    tree = "".join(_tree(node, numbers))
    source = "".join(_source(node, numbers, _Cursor(node)))
    # HTML drops one newline behind <pre>.
    return f"<pre>\n{source}</pre>", f'<ul role="tree" aria-label="Nodes">{tree}</ul>'


def tree_asset(name: str) -> str:
    """A file beside this module: ``tree.css`` or ``tree.js``."""
    return files("tiki2md.dump").joinpath(name).read_text("utf-8")


@dataclass(slots=True)
class _Numbers:
    """A number for each node, in the order of the tree."""

    of: dict[int, int] = field(default_factory=dict)

    def __call__(self, node: Node) -> int:
        return self.of.setdefault(id(node), len(self.of))


class _Cursor:
    """The source of the outermost node, and how far it is written."""

    def __init__(self, node: Node) -> None:
        self._text = node.full_match
        self._base = node.span[0]
        self._at = 0

    def until(self, offset: int) -> str:
        """What stands before ``offset`` and is not written yet."""
        end = min(max(offset - self._base, self._at), len(self._text))
        text, self._at = self._text[self._at : end], end
        return _escaped(text)

    def rest(self) -> str:
        """All that is not written yet."""
        return self.until(self._base + len(self._text))


def _source(node: Node, numbers: _Numbers, cursor: _Cursor, depth: int = 0) -> Iterator[str]:
    number = numbers(node)
    yield f'{cursor.until(node.span[0])}<span id="n{number}" data-n="{number}">'
    for child in node.children if isinstance(node, ParentNode) else []:
        yield from _source(child, numbers, cursor, depth + 1)
    yield (cursor.until(node.span[1]) if depth else cursor.rest()) + "</span>"


def _tree(node: Node, numbers: _Numbers) -> Iterator[str]:
    number = numbers(node)
    children = node.children if isinstance(node, ParentNode) else []
    name = _escaped(label(node, leaf=not children))
    # Only one item takes part in the order of the Tab key; arrows do the rest.
    tab = "-1" if number else "0"
    yield f'<li role="none"><span role="treeitem" tabindex="{tab}" data-n="{number}">{name}</span>'
    if children:
        yield '<ul role="group">'
        for child in children:
            yield from _tree(child, numbers)
        yield "</ul>"
    yield "</li>"


def _escaped(text: str) -> str:
    return escape(text.translate(_CONTROLS))
