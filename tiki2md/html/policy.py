"""The option ``raw_html``: what of HTML, and of what becomes HTML, a page may hold.

It is applied to the nodes of a page, before they are paragraphs and lists: every target then
writes the same, and the proof expects the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.html.allowed import (
    INLINE,
    allowed_attributes,
    allowed_style,
    cleaned,
    cleaned_tag,
    is_allowed_address,
)
from tiki2md.html.dom import attributes_of, children_of, parsed
from tiki2md.html.markdown_policy import markdown_under_policy
from tiki2md.html.tags import TAG
from tiki2md.nodes import (
    AnchorNode,
    AutoLinkNode,
    BlockElementNode,
    ColorNode,
    ElementNode,
    ImageNode,
    LinkNode,
    ListNode,
    MarkdownCodeNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    ParagraphNode,
    ParentNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TextNode,
    walk,
)
from tiki2md.urls import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKDOWN = (MarkdownTextNode, MarkdownCodeNode, MarkdownUrlNode)
_EMBEDS = frozenset({"audio", "embed", "iframe", "object", "source", "video"})
_NAME = re.compile(r"<([A-Za-z][\w-]*)")
_LINK_END = re.compile(r"\](?=\s*[(:])")


def under_policy(
    nodes: list[Node],
    policy: str,
    reporter: Reporter,
) -> list[Node]:
    """The nodes of a page as the option ``raw_html`` lets them be.

    Args:
        nodes: a flow in which plugins are expanded.
        policy: ``keep``, ``safe`` or ``drop``.
        reporter: told of what is taken out.

    Raises:
        SanitiserMissingError: for ``safe``, nh3 is not installed.
    """
    return nodes if policy == "keep" else _Policy(policy, reporter).all(nodes)


def _same(kept: str, value: str) -> bool:
    """Whether an attribute says what it said, whatever the white space."""
    return "".join(kept.split()) == "".join(value.split()).rstrip(";")


@dataclass(slots=True)
class _Policy:
    policy: str
    reporter: Reporter
    reported: set[tuple[str, tuple[int, int]]] = field(default_factory=set)

    def all(self, nodes: Sequence[Node]) -> list[Node]:
        """Siblings."""
        result: list[Node] = []
        for node in nodes:
            if isinstance(node, ParentNode) and node.children:
                result += self._node(replace(node, children=self.all(node.children)))
            else:
                result += self._node(node)
        if any(isinstance(node, _MARKDOWN) for node in result):
            return markdown_under_policy(result, self._tag_in_markdown, self._report)
        return result

    def _node(self, node: Node) -> list[Node]:
        match node:
            case ElementNode() | BlockElementNode():
                return self._element(node)
            case ColorNode():
                return self._color(node)
            case RawHtmlNode() | RawHtmlBlockNode():
                return self._raw(node)
            case LinkNode() | AutoLinkNode() | ImageNode():
                return self._link(node)
            case ListNode(numbering=kind) if kind and self.policy == "drop":
                self._report(f'<ol type="{kind}">', node)
                return [replace(node, numbering="")]
            case _:
                return [node]

    def _report(self, what: str, node: Node) -> None:
        # What a handler made has no place of its own, but what stands in it has.
        place = next((part.span for part in walk(node) if part.span[1]), node.span)
        if (what, place) not in self.reported:
            self.reported.add((what, place))
            self.reporter.report(Code.HTML_POLICY, place, what=what, policy=self.policy)

    def _tag(self, tag: str) -> str | None:
        return cleaned_tag(tag) if self.policy == "safe" else None

    def _tag_in_markdown(self, tag: str) -> str | None:
        name = _NAME.match(tag.replace("/", "", 1))
        return self._tag(tag) if name and name[1].lower() in INLINE else None

    def _element(self, node: ElementNode | BlockElementNode) -> list[Node]:
        if not node.tag:
            return [node]
        kept = allowed_attributes(node.tag, node.attrs_dict) if self.policy == "safe" else None
        if kept is None:
            self._report(f"<{node.tag}>", node)
            return self._without(node)
        for name, value in node.attrs_dict.items():
            if not _same(kept.get(name, ""), value):
                self._report(f'{name}="{value[:60]}"', node)
        return [replace(node, attrs_dict=kept)]

    def _without(self, node: ElementNode | BlockElementNode) -> list[Node]:
        """What an element showed, and where links could lead: its content, or what it played."""
        address, anchor = node.attrs_dict.get("src", ""), node.attrs_dict.get("id", "")
        if address and not node.children:
            return self._link(LinkNode(url=address, span=node.span))
        place: list[Node] = [AnchorNode(anchor=anchor)] if anchor else []
        children = [*place, *node.children]
        return [replace(node, tag="", attrs_dict={}, children=children)] if node.block else children

    def _color(self, node: ColorNode) -> list[Node]:
        colors = {"color": node.color, "background-color": node.background}
        kept = {name: value for name, value in colors.items() if allowed_style(f"{name}:{value}")}
        if self.policy == "safe" and any(kept.values()):
            color, background = kept.get("color", ""), kept.get("background-color", "")
            return [replace(node, color=color, background=background)]
        self._report("a colour", node)
        return list(node.children)

    def _link(self, node: LinkNode | AutoLinkNode | ImageNode) -> list[Node]:
        if not isinstance(node, AutoLinkNode) and "<" in node.title:
            # Between tags of the author's it would be one: no Markdown is read there.
            node = replace(node, title=node.title.replace("<", "\u2039"))
        if isinstance(node, ImageNode):
            if node.link and not is_allowed_address(node.link):
                self._report(f"a link to {node.link[:60]}", node)
                node = replace(node, link="")
            if is_allowed_address(node.src, picture=True):
                return [node]
            self._report(f"a picture from {node.src[:60]}", node)
            return [TextNode(inner_content=node.alt)] if node.alt else []
        if is_allowed_address(node.url):
            return [node]
        self._report(f"a link to {node.url[:60]}", node)
        children = node.children if isinstance(node, LinkNode) else []
        return children or [TextNode(inner_content=node.url)]

    def _raw(self, node: RawHtmlNode | RawHtmlBlockNode) -> list[Node]:
        source = node.html
        if TAG.fullmatch(source.strip()):
            return self._lone_tag(node)
        if not source.lstrip().startswith("<"):
            return [replace(node, html=self._formula(source, node))]
        name = _NAME.search(source)
        what = f"<{name[1].lower()}>" if name else "HTML"
        if self.policy == "safe":
            kept = cleaned(source)
            if kept.strip() and _NAME.search(kept):
                if kept != source:
                    self._report(f"a part of {what}", node)
                return [replace(node, html=kept)]
        self._report(what, node)
        return self._shown(source, node)

    def _lone_tag(self, node: RawHtmlNode | RawHtmlBlockNode) -> list[Node]:
        """A tag that an author typed around Tiki's own syntax."""
        source = node.html.strip()
        kept = self._tag(source)
        if kept is None:
            self._report(source[:60], node)
            return []
        if len("".join(kept.split())) < len("".join(source.split()).replace(';"', '"')):
            self._report(f"a part of {source[:60]}", node)
        return [replace(node, html=kept)]

    def _formula(self, source: str, node: Node) -> str:
        """A formula: text to a browser, but Markdown to its reader."""

        def bracket(found: re.Match[str]) -> str:
            address = source[found.end() :].lstrip()[1:200]
            if is_allowed_address(decoded(address.partition(")")[0])):
                return found[0]
            self._report(f"a link to {address[:60]}", node)
            return "&#93;"

        text = _LINK_END.sub(bracket, source)
        return text.replace("<", "&lt;").replace("{:", "&#123;:")

    def _shown(self, source: str, node: Node) -> list[Node]:
        """What HTML that may not be showed: its text, or the way to what it played."""
        text: list[str] = []
        addresses: list[str] = []
        stack = list(reversed(parsed(source)))
        while stack:
            element = stack.pop()
            tag = element.tag or ""
            if tag == "-text":
                text.append(element.text_content or "")
            elif tag in {"script", "style"}:
                continue
            elif tag in _EMBEDS and not addresses:
                attributes = attributes_of(element)
                addresses += filter(None, [attributes.get("src") or attributes.get("data", "")])
            stack += reversed(list(children_of(element)))
        shown = " ".join("".join(text).split())
        nodes: list[Node] = [TextNode(inner_content=shown)] if shown else []
        if addresses:
            children = nodes or [TextNode(inner_content=addresses[0])]
            nodes = self._link(LinkNode(url=addresses[0], children=children, span=node.span))
        if isinstance(node, RawHtmlBlockNode) and nodes:
            return [ParagraphNode(children=nodes)]
        return nodes
