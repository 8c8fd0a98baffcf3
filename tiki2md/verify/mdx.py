"""What Docusaurus reads instead of HTML and beside Markdown: JSX, expressions, directives.

Expressions are read if they are comments or texts; what others show, only JavaScript knows.
As MDX stops at its first mistake, nothing is looked for behind one in the same block.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.verify.lines import line_text
from tiki2md.verify.markup import VOID, hidden, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_NOT_MDX = ["code", "html_block", "html_inline", "autolink"]
_DIRECTIVE = re.compile(r"(:{3,})[A-Za-z][\w-]*(?:\[(.*)\])?(?:\{[^{}]*\})?[ \t]*")
_MODULE = re.compile(r"(?:import|export)\s")
_START = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z_$][\w$.:-]*)?\s*")
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z_$][\w$:-]*)\s*(?P<value>=\s*(?:\"[^\"]*\"|'[^']*')?)?\s*"
)
_FINISH = re.compile(r"(/?)\s*>")
_PART = re.compile(
    r"""[{}] | /\*
      | "(?:[^"\\\n]|\\[\s\S])*+(")? | '(?:[^'\\\n]|\\[\s\S])*+(')? | `(?:[^`\\]|\\[\s\S])*+(`)?""",
    re.VERBOSE,
)
"""A brace, or what may hide some; a string has a group only if it ends."""
_BRACKET = re.compile(r"<(?!\s)")
_SPACE = re.compile(r"\s*")
_FILE = re.compile(r"require\((.*)\)\.default")
_SEEN = frozenset({"alt", "data", "href", "id", "name", "src", "title"})
"""The attributes that are looked at; a value is kept in a string, or a file that is required."""
_BROKEN = "tiki2md-broken"


def plugin(parser: MarkdownIt) -> None:
    """Have a parser of CommonMark read MDX."""
    parser.disable(_NOT_MDX)
    around: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "mdx_directive", _directive, around)
    parser.block.ruler.before("fence", "mdx_module", _module)
    parser.block.ruler.before("fence", "mdx_comment", _comment, around)
    parser.inline.ruler.before("link", "mdx_element", _element)
    parser.inline.ruler.before("link", "mdx_expression", _expression)
    parser.core.ruler.push("mdx_balance", _balance)
    parser.core.ruler.push("mdx_unravel", _unravel)


def _directive(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """``:::note[Title]`` to a line of as many colons, as a quotation."""
    head = _DIRECTIVE.fullmatch(line_text(state, line))
    if head is None:
        return False
    if silent:
        return True
    closing = re.compile(rf":{{{len(head[1])},}}[ \t]*")
    lines = range(line + 1, end)
    last = next((number for number in lines if closing.fullmatch(line_text(state, number))), end)
    state.push("blockquote_open", "blockquote", 1).map = [line, last]
    if head[2]:
        state.push("paragraph_open", "p", 1).map = [line, line + 1]
        title = state.push("inline", "", 0)
        title.content, title.children = head[2], []
        state.push("paragraph_close", "p", -1)
    before, state.lineMax = state.lineMax, last
    state.md.block.tokenize(state, line + 1, last)
    state.lineMax = before
    state.push("blockquote_close", "blockquote", -1)
    state.line = min(last + 1, end)
    return True


def _module(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Statements of JavaScript, up to an empty line."""
    if silent or state.blkIndent or not _MODULE.match(line_text(state, line)):
        return False
    last = next((number for number in range(line + 1, end) if state.isEmpty(number)), end)
    state.line = last
    return True


def _comment(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A comment on lines of its own, which may be empty ones."""
    if not line_text(state, line).startswith("{/*"):
        return False
    last = next((number for number in range(line, end) if "*/}" in line_text(state, number)), end)
    if last == end or not line_text(state, last).rstrip().endswith("*/}"):
        return False
    text = state.getLines(line, last + 1, state.blkIndent, keepLastLF=False).strip()
    if "*/}" in text[:-3]:
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.map = [line, last + 1]
        token.content = hidden(text[3:-3])
        state.line = last + 1
    return True


def _end_of_braces(text: str, start: int) -> int:
    """Where the braces end that begin at ``start``; -1 if they do not."""
    depth, at = 0, start
    while found := _PART.search(text, at):
        at = found.end()
        if found[0] == "/*":
            at = text.find("*/", at) + 2
            if at < 2:
                return -1
        elif found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if not depth:
                return at
        elif found.lastindex is None:
            return -1
    return -1


def _text_of(expression: str) -> str | None:
    """The text that an expression is, if it is one."""
    if expression[:1] == expression[-1:] == "'" and "\\" not in expression:
        return expression[1:-1]
    try:
        value = json.loads(expression)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else None


def _expression(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A comment, or a text in braces."""
    start = state.pos
    if state.src[start] != "{" or state.env.get(_BROKEN) == state.src:
        return False
    end = _end_of_braces(state.src, start)
    if end < 0:
        return _give_up(state, "{", "the expression does not end", silent=silent)
    if not silent:
        inner = state.src[start + 1 : end - 1].strip()
        text = _text_of(inner)
        if text is not None:
            state.push("text", "", 0).content = text
        elif not inner or (inner.startswith("/*") and inner.endswith("*/")):
            state.push("html_inline", "", 0).content = hidden(inner[2:-2])
        else:
            reason = "it is an expression of JavaScript"
            state.push("html_inline", "", 0).content = problem(state.src[start:end], reason)
    state.pos = end
    return True


def _give_up(state: StateInline, mark: str, reason: str, *, silent: bool) -> bool:
    """Show a mark as text, and tell of it; the rest of the block is text, too."""
    if silent:
        return False
    state.env[_BROKEN] = state.src
    context = state.src[state.pos : state.pos + 20]
    state.push("html_inline", "", 0).content = problem(context, reason)
    state.push("text", "", 0).content = mark
    state.pos += 1
    return True


def _element(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A tag of JSX; unlike JSX, MDX has no space behind the bracket."""
    if not _BRACKET.match(state.src, state.pos) or state.env.get(_BROKEN) == state.src:
        return False
    tag = _tag_at(state.src, state.pos)
    if tag is None:
        return _give_up(state, "<", "it is no element of JSX", silent=silent)
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = tag.html
        source = state.src[state.pos : tag.end]
        token.meta = {"name": tag.name, "kind": tag.kind, "source": source}
    state.pos = tag.end
    return True


class _Tag(NamedTuple):
    """A tag of JSX.

    Attributes:
        name: of the element or component; empty for a fragment.
        kind: ``start``, ``end`` or ``empty``.
        html: what shows the same.
        end: where it ends in the text.
    """

    name: str
    kind: str
    html: str
    end: int


def _tag_at(text: str, start: int) -> _Tag | None:
    """The tag that begins at a bracket, if it is one."""
    head = _START.match(text, start)
    assert head is not None  # there is a bracket
    at, attributes = head.end(), dict[str, str]()
    while (finish := _FINISH.match(text, at)) is None:
        attribute = _ATTRIBUTE.match(text, at)
        if attribute is not None and (attribute["value"] or "").strip() != "=":
            attributes[attribute["name"]] = (attribute["value"] or "")[1:].strip()[1:-1]
            at = attribute.end()
            continue
        at = attribute.end() if attribute is not None else at
        end = _end_of_braces(text, at) if text[at : at + 1] == "{" else -1
        if end < 0:
            return None
        if attribute is not None:
            attributes[attribute["name"]] = escape(_value(text[at + 1 : end - 1].strip()))
        at = _behind_space(text, end)
    name = head["name"] or ""
    kind = "empty" if finish[1] else "start"
    kind = "end" if head["end"] else kind
    return _Tag(name, kind, _html(name, kind, attributes), finish.end())


def _behind_space(text: str, at: int) -> int:
    """Where the white space at a place ends."""
    space = _SPACE.match(text, at)
    assert space is not None  # it matches nothing, too
    return space.end()


def _value(expression: str) -> str:
    file = _FILE.fullmatch(expression)
    return (_text_of(file[1] if file else expression) or "").removeprefix("./")


def _html(name: str, kind: str, attributes: dict[str, str]) -> str:
    """The HTML that shows the same as a tag; components show what is in them."""
    if name == "TabItem" and kind != "end":
        return f"<p>{attributes.get('label', '')}</p>"
    if not name[:1].islower():
        return ""
    if kind == "end":
        return f"</{name}>"
    kept = "".join(f' {key}="{value}"' for key, value in attributes.items() if key in _SEEN)
    return f"<{name}{kept}>" + (f"</{name}>" if kind == "empty" and name not in VOID else "")


def _balance(state: StateCore) -> None:
    """Tell of elements that do not end in their turn."""
    stack: list[tuple[str, str]] = []
    tags = [
        token
        for block in state.tokens
        for token in block.children or []
        if token.type == "html_inline" and token.meta
    ]
    for token in tags:
        name, source = token.meta["name"], token.meta["source"]
        if token.meta["kind"] == "start":
            stack.append((name, source))
        elif token.meta["kind"] == "end" and (not stack or stack.pop()[0] != name):
            token.content += problem(source, "no such element has begun here")
            return
    if stack:
        tags[-1].content += problem(stack[-1][1], "the element does not end")


def _unravel(state: StateCore) -> None:
    """Lines of elements alone are no paragraph (``remark-mark-and-unravel`` of MDX)."""
    for opening, block, closing in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if opening.type == "paragraph_open" and _is_of_elements(block.children or []):
            for token in (opening, closing):
                token.type, token.tag, token.nesting, token.content = "html_block", "", 0, "\n"


def _is_of_elements(children: Sequence[Token]) -> bool:
    """Whether there is nothing but white space between elements, which may hold anything."""
    depth = found = 0
    for token in children:
        kind = token.meta.get("kind") if token.type == "html_inline" else None
        if kind is not None:
            depth += {"start": 1, "end": -1}.get(kind, 0)
            found += 1
        elif not depth and (token.type not in {"softbreak", "text"} or token.content.strip()):
            return False
    return found > 0
