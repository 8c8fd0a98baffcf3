"""What Obsidian reads beside Markdown: its links, call-outs, comments and names of blocks.

Highlights and formulas show the characters that they hold, and are read as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from tiki2md.verify.lines import line_text
from tiki2md.verify.markup import hidden

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_LINK = re.compile(
    r"(!?)\[\[(?P<note>[^\[\]|#\n]*)(?:#(?P<place>[^\[\]|\n]*))?(?:\|(?P<text>[^\[\]\n]*))?\]\]"
)
_CALL_OUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")
_BLOCK_NAME = re.compile(r"(?:\A|(?<!\s)\s+)\^([A-Za-z0-9-]+)\s*\Z")
_SIZE = re.compile(r"\|\d+(?:x\d+)?\Z")
_FORMULA = re.compile(r"\$\$[^$]++\$\$|\$(?![\s$])[^$\n]*+(?<!\s)\$(?![0-9])")
_NO_PART = re.compile(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+')
"""What does not count when Obsidian looks for a heading."""
_COMMENT = "%%"


def heading_key(title: str) -> str:
    """Equal for titles that Obsidian takes for those of the same heading (``stripHeading``)."""
    return _NO_PART.sub(" ", title).strip().lower()


def plugin(parser: MarkdownIt) -> None:
    """Have a parser of CommonMark read what Obsidian does."""
    around: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "obsidian_comment", _comment_block, around)
    parser.inline.ruler.before("link", "obsidian_link", _link)
    parser.inline.ruler.before("link", "obsidian_comment", _comment)
    parser.inline.ruler.before("escape", "obsidian_math", _math)
    parser.core.ruler.before("inline", "obsidian_blocks", _blocks)
    parser.core.ruler.push("obsidian_sizes", _sizes)
    parser.options["breaks"] = True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """``[[Note#Place|text]]``, or what is embedded."""
    found = _LINK.match(state.src, state.pos) if state.src[state.pos] in "[!" else None
    if found is None or not (found["note"] or found["place"]):
        return False
    if not silent:
        note, place = found["note"].strip(), (found["place"] or "").strip()
        text = " > ".join(part for part in (note, place) if part)
        if found[1]:
            token = state.push("html_inline", "", 0)
            token.content = f'<img src="{_encoded(note)}">'
        else:
            file = f"{_encoded(note)}.md" if note else ""
            href = f"{file}#{_encoded(place)}" if place else file
            state.push("link_open", "a", 1).attrs = {"href": href}
            state.push("text", "", 0).content = text if found["text"] is None else found["text"]
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _encoded(text: str) -> str:
    """A part of an address; halves of characters, which no file holds, too."""
    return quote(text, errors="replace")


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A formula in LaTeX, in which no mark is one of Markdown's."""
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """``%%hidden%%``."""
    start = state.pos + len(_COMMENT)
    end = state.src.find(_COMMENT, start) if state.src.startswith(_COMMENT, state.pos) else -1
    if end < 0:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = hidden(state.src[start:end])
    state.pos = end + len(_COMMENT)
    return True


def _comment_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Lines from one that begins with ``%%`` to one that has it, or to the end."""
    first = line_text(state, line)
    if not first.startswith(_COMMENT) or _COMMENT in first[len(_COMMENT) :]:
        return False
    if silent:
        return True
    last = next(
        (number for number in range(line + 1, end) if _COMMENT in line_text(state, number)), end - 1
    )
    token = state.push("html_block", "", 0)
    token.map = [line, last + 1]
    text = "\n".join(line_text(state, number) for number in range(line, last + 1))
    token.content = hidden(text.replace(_COMMENT, ""))
    state.line = last + 1
    return True


def _blocks(state: StateCore) -> None:
    """Take the marks of call-outs and the names of blocks out of the texts."""
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type != "inline":
            continue
        if len(tokens) > 2 and tokens[-3].type == "blockquote_open":
            _read_call_out(tokens)
        if len(tokens) > 1 and tokens[-2].type == "heading_open":
            tokens[-2].attrSet("id", heading_key(token.content))
        last = tokens[-1]
        if name := _BLOCK_NAME.search(last.content):
            last.content = f'{last.content[: name.start()]}<a id="^{name[1]}"></a>'
    state.tokens = tokens


def _read_call_out(tokens: list[Token]) -> None:
    """The first line of a call-out is its title, a paragraph of its own."""
    text = tokens[-1]
    mark = _CALL_OUT.match(text.content)
    if mark is None:
        return
    title, newline, rest = text.content[mark.end() :].partition("\n")
    text.content = title
    if newline:
        opening = tokens[-2]
        tokens += [
            opening.copy(type="paragraph_close", nesting=-1),
            opening.copy(),
            text.copy(content=rest, children=[]),
        ]


def _sizes(state: StateCore) -> None:
    """Sizes in the descriptions of images are none of their words."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "image" and child.children:
                last = child.children[-1]
                last.content = _SIZE.sub("", last.content)
