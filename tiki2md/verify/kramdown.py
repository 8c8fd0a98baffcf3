"""What Jekyll reads beside Markdown: tags of Liquid, and kramdown's attributes and extensions.

Only what tells how a page looks to a reader is read; kramdown itself is the judge of it in
``tests/test_jekyll.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.verify.lines import line_text
from tiki2md.verify.markup import problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_TAG = re.compile(
    r"\{%-?\s*+(?P<name>\w*+)(?P<rest>[^%{}\n]*+)%\}|\{\{\s*+(?:\"(?P<text>[^\"\n]*)\"\s*\}\}|\S)"
)
_TICKS = re.compile("`+")
_LIST = r"\{:(?!:)[^{}\n]*\}"
_ATTRIBUTES = re.compile(rf"{_LIST}[ \t]*")
_ID = re.compile(r"#([\w-]+)|\bid=\"([^\"]*)\"")
_SPAN_ATTRIBUTES = re.compile(_LIST)
_NO_NUMBER = re.compile(r"[0-9]+\)")
_BEGIN, _END = "{::nomarkdown}", ("{:/nomarkdown}", "{:/}")
_VERBATIM = re.compile(r"<(code|kbd|samp|var)(?:\s[^<>]*+)?>.*?</\1\s*>", re.DOTALL)
"""What holds HTML, but no Markdown (``HTML_CONTENT_MODEL_RAW``)."""
_OWN_ID = re.compile(r"\{#[A-Za-z][\w:-]*\}\s*\Z")
"""The id at the end of a heading (``HEADER_ID``), which holds no Markdown."""
_ESCAPABLE = frozenset("\\.*_+`<>()[]{}#!:|\"'$=-~")
"""What a backslash escapes (``ESCAPED_CHARS``, and GitHub's tilde)."""
_ENDS_BEFORE = frozenset("*_`)>~")
"""What a mark, an image or a link ends with."""


def without_liquid(text: str) -> str:
    """A page as Liquid hands it to kramdown; tags that are not ours are problems.

    Lines stay where they are.
    """
    ticks = "`" * max((3, *(len(run) + 1 for run in _TICKS.findall(text))))
    parts: list[str] = []
    at, is_raw = 0, False
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if is_raw and name != "endraw":
            continue
        parts.append(text[at : tag.start()])
        at = tag.end()
        if name in {"raw", "endraw"} and is_raw == (name == "endraw"):
            is_raw = not is_raw
        elif name == "highlight":
            parts.append(f"{ticks}{tag['rest'].split()[0]}")
        elif name == "endhighlight":
            parts.append(ticks)
        elif tag["text"] is not None:
            parts.append(tag["text"])
        else:
            parts.append(problem(tag[0], "it is a tag of Liquid"))
    return "".join([*parts, text[at:]])


def plugin(parser: MarkdownIt) -> None:
    """Have a parser of CommonMark read lists of attributes and ``{::nomarkdown}``."""
    from mdit_py_plugins.footnote.index import footnote_ref  # not needed to convert most wikis

    around: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "kramdown_attributes", _attributes, around)
    parser.block.ruler.before("fence", "kramdown_html", _html, around)
    parser.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.after("table", "kramdown_table", _table)
    parser.inline.ruler.before("escape", "kramdown_backslash", _backslash)
    parser.inline.ruler.before("link", "kramdown_note", footnote_ref)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("strikethrough", _strike)
    parser.inline.ruler.before("emphasis", "kramdown_inline", _inline)


def _heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A heading, which has a text (``ATX_HEADER_START``)."""
    from markdown_it.rules_block import heading

    return bool(line_text(state, line).strip("#")) and heading(state, line, end, silent)


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A list; a number with a parenthesis begins none."""
    from markdown_it.rules_block import list_block

    return not _NO_NUMBER.match(line_text(state, line)) and list_block(state, line, end, silent)


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Rows without the rule that parts a header from them, which are a whole block."""
    from markdown_it.rules_block.table import escapedSplit

    last = line
    while last < end and state.sCount[last] >= state.blkIndent:
        if not line_text(state, last).startswith("|"):
            break
        last += 1
    is_whole = (
        last >= end
        or state.isEmpty(last)
        or state.sCount[last] < state.blkIndent  # behind the list in which it is
        or _ATTRIBUTES.fullmatch(line_text(state, last))
    )
    if silent or last == line or not is_whole:
        return False
    state.push("table_open", "table", 1).map = [line, last]
    state.push("tbody_open", "tbody", 1)
    for number in range(line, last):
        state.push("tr_open", "tr", 1).map = [number, number + 1]
        for cell in escapedSplit(line_text(state, number).strip().strip("|")):
            state.push("td_open", "td", 1)
            token = state.push("inline", "", 0)
            token.content, token.children = cell.strip(), []
            token.map = [number, number + 1]
            state.push("td_close", "td", -1)
        state.push("tr_close", "tr", -1)
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    state.line = last
    return True


def _attributes(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A line of attributes, which belongs to the block before it."""
    del end
    if not _ATTRIBUTES.fullmatch(text := line_text(state, line)):
        return False
    if silent:
        return True
    opening = next((token for token in reversed(state.tokens) if token.nesting == 1), None)
    if opening is not None and opening.tag[:1] == "h" and (found := _ID.search(text)):
        opening.attrSet("id", found[1] or found[2])
    state.line = line + 1
    return True


def _html(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Lines that are no Markdown."""
    if line_text(state, line).strip() != _BEGIN:
        return False
    last = next((n for n in range(line + 1, end) if line_text(state, n).strip() in _END), end)
    if silent:
        return True
    token = state.push("html_block", "", 0)
    token.map = [line, last]
    token.content = state.getLines(line + 1, last, state.blkIndent, keepLastLF=True)
    state.line = min(last + 1, end)
    return True


def _backslash(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A backslash that escapes nothing, as before a comma."""
    after = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or after in _ESCAPABLE or not after.strip():
        return False
    if not silent:
        state.pending += "\\"
    state.pos += 1
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Marks of emphasis, which open before and close behind all that is no space.

    Those of ``_`` do neither inside a word (``parse_emphasis``).
    """
    from markdown_it.rules_inline.state_inline import Delimiter

    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    count = state.scanDelims(state.pos, canSplitWord=True).length
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + count : state.pos + count + 1]
    for _ in range(count):
        state.push("text", "", 0).content = mark
        delimiter = Delimiter(
            marker=ord(mark),
            length=count,
            token=len(state.tokens) - 1,
            end=-1,
            open=bool(after.strip()) and not (mark == "_" and before.isalnum()),
            close=bool(before.strip()) and not (mark == "_" and after.isalnum()),
        )
        state.delimiters.append(delimiter)
    state.pos += count
    return True


def _strike(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Two tildes, which open before and close behind all that is no space.

    ``STRIKETHROUGH_MATCH`` of its parser for GitHub's Markdown.
    """
    from markdown_it.rules_inline import strikethrough
    from markdown_it.rules_inline.state_inline import Delimiter

    mark = state.src[state.pos]
    if silent or mark != "~" or state.scanDelims(state.pos, canSplitWord=True).length != 2:
        return strikethrough.tokenize(state, silent)
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + 2 : state.pos + 3]
    state.push("text", "", 0).content = "~~"
    delimiter = Delimiter(
        marker=ord(mark),
        length=0,  # pairs of any length fit
        token=len(state.tokens) - 1,
        end=-1,
        open=bool(after.strip()),
        close=bool(before.strip()),
    )
    state.delimiters.append(delimiter)
    state.pos += 2
    return True


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """HTML that holds no Markdown, or the attributes of what stands before them."""
    at = state.pos
    if state.src.startswith(_BEGIN, at):
        end = state.src.find(_END[1], at)
        if end < 0:
            return False
        if not silent:
            token = state.push("html_inline", "", 0)
            token.content = state.src[at + len(_BEGIN) : end]
        state.pos = end + len(_END[1])
        return True
    if verbatim := _VERBATIM.match(state.src, at):
        if not silent:
            state.push("html_inline", "", 0).content = verbatim[0]
        state.pos = verbatim.end()
        return True
    if own := _OWN_ID.match(state.src, at):
        if not silent:
            state.push("text", "", 0).content = own[0]
        state.pos = own.end()
        return True
    found = _SPAN_ATTRIBUTES.match(state.src, at) if state.src[at] == "{" else None
    if found is None or not at or state.src[at - 1] not in _ENDS_BEFORE:
        return False
    state.pos = found.end()
    return True
