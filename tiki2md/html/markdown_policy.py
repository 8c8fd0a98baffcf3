"""The author's Markdown under a policy on HTML: tags, addresses and attributes in it.

Each reader of Markdown has a mind of its own about where code ends and what a link is. So
nothing here rests on that: a mark that could begin something forbidden becomes a character
reference wherever it stands, and code that holds such marks becomes a node of our own, which
the renderer writes so that they are dead either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.html.allowed import is_allowed_address
from tiki2md.html.tags import TAG
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    CodeBlockNode,
    ElementNode,
    LinkNode,
    LocalLinkNode,
    MarkdownCodeNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    TextNode,
    indented_code,
)
from tiki2md.urls import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Judge = Callable[[str], str | None]
    Report = Callable[[str, Node], None]

_KEPT = re.compile(
    r"<br[ ]?/?>"
    r"|<(?:(?:https?|ftp)://|mailto:)[^\s<>`\"'{}\[\]\\]++>"
    r"|<[\w.+-]{1,64}@[A-Za-z0-9.-]{1,255}>",
    re.IGNORECASE,
)
"""What begins as a tag does and may stand in any text: breaks and addresses."""
_TEXT = "&lt;"
"""A ``<`` that begins nothing."""
_COMMENT = re.compile(r"<!--[^<>`{}\[\]\\-]*+-->")
_RAW = re.compile(
    r"<(script|style|iframe|noscript|object|template|textarea|title|xmp)(?=[\s/>])", re.IGNORECASE
)
"""Elements whose content is no text for readers."""
_BRACES = re.compile(r"(?P<kept>\{[ \t]*+(?:[.#][\w-]++[ \t]*+)+\})|\{")
"""Attributes: kramdown and others take any that braces name; a class or an id does no harm."""
_CLOSING = re.compile(r"\](?=\s*[(:])")
_LINK = re.compile(r"\]\s*(?P<kind>[(:])[\s>]*(?:<|&lt;)?")
_INLINE = re.compile(r"\]\s*\(\s*$")
_TITLE = ('"', "'", "(")
_NOTE = re.compile(r"[ \t>]*+\[\^[^\s\[\]]++\]:[ \t]*")
"""What begins the text of a note, where a definition of a link would begin otherwise."""
_WIKI_LINKS = (LocalLinkNode, AliasedLocalLinkNode, LinkNode)
MAX_ADDRESS = 1000
"""A longer address is none."""
_LIVE = re.compile(r"[<{\]]")
_FENCE = re.compile(r"(?:`{3,}+[^`\n]*+|~{3,}+[^\n]*+)\n")
_INFO = re.compile(r"[`~]+[ \t]*([^\s`{]*)")
_MARGIN = re.compile(r"[>\s]*")


def markdown_under_policy(nodes: Sequence[Node], judge: Judge, report: Report) -> list[Node]:
    """Siblings with their Markdown harmless.

    Args:
        nodes: siblings, in source order.
        judge: what a tag may be instead, or ``None`` if it may not be.
        report: told what was taken out, and of which node.
    """
    flow = _Flow(list(nodes), judge, report)
    while flow.at < len(flow.nodes):
        flow.step()
    return flow.result


@dataclass(slots=True)
class _Flow:
    """Siblings on their way.

    Attributes:
        bracket: the Markdown so far ends in ``]``, whatever shows nothing behind it.
    """

    nodes: list[Node]
    judge: Judge
    report: Report
    at: int = 0
    result: list[Node] = field(default_factory=list)
    bracket: bool = False

    def step(self) -> None:
        """Take the next node, or the nodes that are one block of code."""
        node = self.nodes[self.at]
        after = self.nodes[self.at + 1] if self.at + 1 < len(self.nodes) else None
        self.at += 1
        if isinstance(node, MarkdownTextNode):
            self.result.append(self._text(node, after))
        elif isinstance(node, MarkdownUrlNode):
            self.result.append(self._url(node, after))
            self.bracket = False
        elif isinstance(node, MarkdownCodeNode):
            self._code(node)
        else:
            self.result.append(node)

    def _text(self, node: MarkdownTextNode, after: Node | None) -> Node:
        text = node.inner_content
        shown = text.lstrip()
        if self.bracket and shown[:1] in {"(", ":"}:
            # With what stood in between gone, it would be a link.
            text = f"{text[: len(text) - len(shown)]}&#{ord(shown[0])};{shown[1:]}"
        if shown:
            self.bracket = shown.rstrip().endswith("]")
        before = self.result[-1] if self.result else None
        if isinstance(before, MarkdownUrlNode) and self._opened() and text.startswith(">"):
            text = text[1:]
        tags = _Tags(self.judge if node.html else None, lambda what: self.report(what, node))
        text = tags.harmless(text)
        text = _BRACES.sub(lambda found: found["kept"] or "&#123;", text)
        return replace(node, inner_content=self._links(text, node, after), html=True)

    def _opened(self) -> bool:
        """Whether the address before stands in ``<…>``, of which the first mark goes."""
        opener = self.result[-2] if len(self.result) > 1 else None
        if not isinstance(opener, MarkdownTextNode) or not opener.inner_content.endswith("&lt;"):
            return False
        bare = replace(opener, inner_content=opener.inner_content.removesuffix("&lt;"))
        self.result[-2] = bare
        return True

    def _links(self, text: str, node: Node, after: Node | None) -> str:
        """Markdown in which brackets lead nowhere but to an allowed address."""

        def bracket(found: re.Match[str]) -> str:
            link = _LINK.match(text, found.start())
            assert link is not None  # it matches whatever the lookahead found
            if link.end() == len(text) and isinstance(after, MarkdownUrlNode):
                return found[0]  # which is looked at on its own
            if link.end() == len(text) and isinstance(after, _WIKI_LINKS):
                line = text[text.rfind("\n", 0, found.start()) + 1 : link.end()]
                if _NOTE.fullmatch(line):
                    return found[0]
            whole = after is None
            address = _destination(text, link.end(), link["kind"], whole=whole)
            if address is not None and is_allowed_address(address):
                return found[0]
            if address is not None:
                self.report(f"a link to {address[:60]}", node)
            return "&#93;"

        return _CLOSING.sub(bracket, text)

    def _url(self, node: MarkdownUrlNode, after: Node | None) -> Node:
        before = self.result[-1] if self.result else None
        opener = before.inner_content if isinstance(before, MarkdownTextNode) else ""
        kind = "(" if _INLINE.search(opener.removesuffix("&lt;")) else ":"
        rest = after.inner_content if isinstance(after, MarkdownTextNode) else ""
        whole = self.at + 1 >= len(self.nodes)
        address = _destination(f"{node.url}{rest}", 0, kind, whole=whole)
        bare = is_allowed_address(decoded(node.url))
        if bare and address is not None and is_allowed_address(address):
            return node
        self.report(f"a link to {node.url[:60]}", node)
        return replace(node, url="#")

    def _code(self, node: MarkdownCodeNode) -> None:
        source = node.full_match
        if _FENCE.match(source):
            self.result.append(_fenced(node) if _LIVE.search(source) else node)
        elif source.startswith("`"):
            self.result.append(_span(node) if _LIVE.search(source) else node)
        else:
            self._indented(node)

    def _indented(self, node: MarkdownCodeNode) -> None:
        """Indented lines, each a node, as one block if there is something alive in them."""
        before = self.result[-1] if self.result else None
        text = before.inner_content if isinstance(before, MarkdownTextNode) else ""
        code = indented_code(text, self.nodes, self.at - 1)
        first, self.at = self.at - 1, code.end
        if not _LIVE.search(code.text):
            self.result += self.nodes[first : code.end]
            return
        if isinstance(before, MarkdownTextNode):
            self.result[-1] = replace(before, inner_content=code.before)
        self.result.append(CodeBlockNode(text=code.text, language="text", span=node.span))


def _destination(text: str, start: int, kind: str, *, whole: bool) -> str | None:
    """Where a link may lead, whatever reader reads it; ``None`` if its end is not to be seen.

    CommonMark ends an address at white space; Python-Markdown goes on to the parenthesis, and
    kramdown in a definition to the end of the line.

    Args:
        text: Markdown.
        start: where the address begins.
        kind: ``(`` of a link, or ``:`` of a definition.
        whole: nothing follows on the text.
    """
    part = text[start : start + MAX_ADDRESS]
    address, *more = part.split(maxsplit=1)[:2] or [""]
    if more and more[0].startswith(_TITLE) and not part[:1].isspace():
        return decoded(address)
    line, end, _ = part.partition(")" if kind == "(" else "\n")
    if not end and not (whole and len(part) < MAX_ADDRESS):
        return None
    return decoded(line)


@dataclass(slots=True)
class _Tags:
    """Makes a text harmless in which a ``<`` may begin more than may be.

    Attributes:
        judge: what a tag may be instead; without it all tags are text.
        report: told of tags that may not be.
        unended: the elements whose end was looked for in vain.
    """

    judge: Judge | None
    report: Callable[[str], None]
    unended: set[str] = field(default_factory=set)

    def harmless(self, text: str) -> str:
        """``text``, Markdown, in which no ``<`` begins anything but what may be."""
        parts: list[str] = []
        at = 0
        while (start := text.find("<", at)) >= 0:
            written, end = self._written(text, start)
            parts += [text[at:start], written]
            at = end
        return "".join([*parts, text[at:]])

    def _written(self, text: str, start: int) -> tuple[str, int]:
        """What stands for a ``<``, or all that it begins, and where the text goes on."""
        if kept := _KEPT.match(text, start):
            return kept[0], kept.end()
        if self.judge is not None:
            if comment := _COMMENT.match(text, start):
                return comment[0], comment.end()
            raw = _RAW.match(text, start)
            if raw and raw[1].lower() not in self.unended:
                return self._without(raw[1].lower(), text, start)
            if tag := TAG.match(text, start):
                return self._judged(tag, self.judge), tag.end()
        return _TEXT, start + 1

    def _without(self, name: str, text: str, start: int) -> tuple[str, int]:
        """An element is left out with its content; one that never ends is text."""
        end = re.compile(f"</{name}[^>]*(>?)", re.IGNORECASE).search(text, start)
        if end and end[1]:
            self.report(f"<{name}>")
            return "", end.end()
        self.unended.add(name)
        return _TEXT, start + 1

    def _judged(self, tag: re.Match[str], judge: Judge) -> str:
        harmless = judge(tag[0])
        if harmless != tag[0] and not (harmless and tag[0].startswith("</")):
            what = f"<{tag[1].lower()}>" if harmless is None else f"a part of {tag[0][:60]}"
            self.report(what)
        return harmless or ""


def _span(node: MarkdownCodeNode) -> Node:
    """Code in a line, which is dead even where a reader sees no code."""
    text = " ".join(node.inner_content.split("\n"))
    if text.startswith(" ") and text.endswith(" ") and text.strip():
        text = text[1:-1]
    return ElementNode(tag="code", children=[TextNode(inner_content=text)], span=node.span)


def _fenced(node: MarkdownCodeNode) -> Node:
    """A block of code with a name: a fence with one never ends another."""
    _, _, last = node.full_match.rpartition("\n")
    margin = _MARGIN.match(last)
    assert margin is not None  # it matches nothing, too
    lines = node.inner_content.removesuffix("\n").split("\n")
    text = "\n".join(line.removeprefix(margin[0]) for line in lines)
    info = _INFO.match(node.full_match)
    language = info[1] if info else ""
    return CodeBlockNode(text=text, language=language or "text", span=node.span)
