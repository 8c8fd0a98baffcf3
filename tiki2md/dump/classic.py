"""The layout that the debug dump of the ``classic`` preset has always had.

Its quirks are kept, because old dumps are compared with new ones: root nodes
are joined with no newline between them, a last child is drawn like any other,
and of the fields only a heading's level is shown.
"""

from __future__ import annotations

from tiki2md.nodes import DocumentNode, HeadingNode, Node, ParentNode, PluginNode

_BAR = "│   "


def classic(node: Node) -> str:
    """``node`` in the classic layout; of a document, its children."""
    if isinstance(node, DocumentNode):
        return "".join("\n".join(_lines(child, "")) for child in node.children)
    return "\n".join(_lines(node, ""))


def _lines(node: Node, indent: str) -> list[str]:
    inner = indent + _BAR
    lines = [
        f"{indent}├── {type(node).__name__}",
        f"{inner}full_match: `{_flat(node.full_match)}`",
        f"{inner}inner_content: `{_flat(node.inner_content)}`",
    ]
    if isinstance(node, HeadingNode):
        lines.append(f"{inner}level: `{node.level}`")
    if isinstance(node, PluginNode) and (node.raw_arguments or node.attrs_dict):
        lines.append(f"{inner}attrs_dict:")
        lines.append(f"{inner}{_BAR}raw_content: {_flat(node.raw_arguments)}")
        lines.extend(
            f"{inner}{_BAR}{name}: {_flat(value)}" for name, value in node.attrs_dict.items()
        )
    if isinstance(node, ParentNode) and node.children:
        lines.append(f"{inner}children:")
        for child in node.children:
            lines.extend(_lines(child, inner))
    return lines


def _flat(value: str) -> str:
    return value.replace("\r", "\\r").replace("\n", "\\n")
