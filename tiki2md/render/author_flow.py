"""A flow of the author's Markdown: what Tiki made of its own marks is written in place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.markdown import inside_html
from tiki2md.newlines import as_parsed
from tiki2md.nodes import (
    EscapedBracketNode,
    FootnoteDefinitionNode,
    HtmlCommentNode,
    LineBreakNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
)
from tiki2md.render.author_html import has_html
from tiki2md.render.author_text import typed_markup, verbatim
from tiki2md.render.code import fenced
from tiki2md.render.compose import compose, tokens_of
from tiki2md.render.dispatch import prefixed, write_blocks
from tiki2md.render.escape import BRACKET, code_span, in_cell
from tiki2md.render.escape_html import inert_code
from tiki2md.render.escape_hugo import has_shortcode
from tiki2md.render.html import html_inline
from tiki2md.render.tokens import BREAKS, Kind, Token, markup, with_markup
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from tiki2md.render.context import Context

_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|[0-9]{1,9}[.)](?=[ \t]|$))[ \t]?)*[ \t]*")
_MARKS = re.compile(r"[^>\s]")
_HEADING = re.compile(r"([ \t]*#{1,6})\$?[+-]?([ \t]*)")
_INFO = re.compile(r"[`~]{3,}[ \t]*([^\s`{]*)")
_ATTRIBUTES = re.compile(r"[`~]{3,}+[^\n`{]*+\{")
"""Behind a fence, where Tiki reads nothing and Hugo stops at what it does not know."""
_NO_BACKSLASH = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[^\s<>`\]]++\Z|(?:^|(?<=\s))[*_]+\Z", re.IGNORECASE
)
"""An address, which would go on with it, or a mark, which would open something before it."""
_LONE_BREAK = re.compile(r"\s*<br ?/?>\s*", re.IGNORECASE)
_LINE_OF_BREAK = re.compile(r"<br ?/?>[ \t]*$", re.IGNORECASE | re.MULTILINE)
_NOTE = re.compile(r"\[\^[0-9]+\]\Z")
_FRONT = re.compile(r"---[ \t]*(?:\n|\Z)")
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")


def verbatim_code(node: MarkdownCodeNode, ctx: Context) -> str:
    """Code as it is, unless Hugo would find shortcodes in it, or attributes."""
    text = as_parsed(node.full_match)
    acts = ctx.target.shortcodes and (has_shortcode(text) or _ATTRIBUTES.match(text))
    if not acts:
        return text
    inner = as_parsed(node.inner_content)
    if text.startswith("`") and "\n" not in text:
        return inert_code(inner.strip())
    first, _, last = text.rpartition("\n")
    margin = re.match(r"[>\s]*", last if first else "")
    assert margin is not None  # it matches nothing, too
    lines = [line.removeprefix(margin[0]) for line in inner.removesuffix("\n").split("\n")]
    info = _INFO.match(text)
    written = fenced("\n".join(lines), info[1] if info else "", ctx)
    return prefixed(written, margin[0], first="") if margin[0] else written


def _has_lone_break(node: MarkdownFlowNode) -> bool:
    """Whether a line may begin a block of HTML on a page that has no other tags."""
    texts = (child.inner_content for child in node.children if isinstance(child, MarkdownTextNode))
    return any(_LINE_OF_BREAK.search(text) for text in texts if "<" in text)


def flow(node: MarkdownFlowNode, ctx: Context) -> str:
    """Markdown, with the blocks in it parted by empty lines and indented as their place is."""
    writer = _Writer(ctx)
    begins_html = has_html(node.children) or (not ctx.target.mdx and _has_lone_break(node))
    inside = inside_html(node.children) if begins_html else set()
    for index, child in enumerate(node.children):
        writer.in_html = index in inside
        writer.add(child)
    text = compose(writer.tokens, ctx, Where.LINES).rstrip("\n")
    # At the very beginning a rule of hyphens would be that of front matter.
    return f"***{text[3:]}" if ctx.leading == "page" and _FRONT.match(text) else text


def _inert(token: Token) -> list[Token]:
    """A token that is no tag even in a block of HTML, in which no backslash escapes."""
    if "<" not in token.text or token.kind not in {Kind.TEXT, Kind.CODE}:
        return [token]
    if token.kind is Kind.CODE:
        return markup(inert_code(token.text))
    return with_markup(token, "<", "&lt;")


@dataclass(slots=True)
class _Writer:
    """The tokens of a flow, and where in a line it stands.

    Attributes:
        line: what of the current line is written.
        newlines: how many line ends stand before it; many at the start.
        held: white space, or marks of quotations, at the beginning of the line, not written yet.
        breaking: a line break, not written yet: before nothing it is none.
        spaced: the break is one of spaces, for a backslash would change what stands before it.
        margin: before the next line of a container that a block stands in.
        after_block: a block ends the text so far.
        in_html: the place is in a block of HTML, in which nothing is Markdown.
        due: an empty line has to part a block from what follows on the next line.
    """

    ctx: Context
    tokens: list[Token] = field(default_factory=list)
    line: str = ""
    newlines: int = 2
    held: str = ""
    breaking: bool = False
    spaced: bool = False
    margin: str = ""
    after_block: bool = False
    due: bool = False
    in_html: bool = False

    def add(self, node: Node) -> None:
        """Write a child of the flow."""
        if isinstance(node, LineBreakNode) and node.full_match.endswith("\n"):
            self._break()
        elif isinstance(node, MarkdownTextNode):
            self._text(verbatim(node, self.ctx))
        elif isinstance(node, MarkdownCodeNode):
            self._begin("x")
            self._write(verbatim_code(node, self.ctx))
        elif isinstance(node, MarkdownHeadingNode):
            self._heading(node)
        elif isinstance(node, EscapedBracketNode):
            self._inline(markup(BRACKET))
        elif node.block or (isinstance(node, HtmlCommentNode) and not self.line.strip()):
            self._block(node)
        else:
            html = self.in_html and not isinstance(node, MarkdownUrlNode)
            tokens = markup(html_inline([node], self.ctx)) if html else tokens_of([node], self.ctx)
            self._inline(tokens)

    def _break(self) -> None:
        if self.after_block:
            self._text("\n")
        elif self.line.strip():
            self.breaking = True
            self.spaced = _NO_BACKSLASH.search(self.line[-1000:]) is not None
            self.line = self.held = ""
        elif self.breaking:  # behind a line of nothing but what is hidden
            self.breaking = False
            self._write(f"\n{self.held.rstrip()}\n")
            self.line = self.held = ""

    def _text(self, text: str) -> None:
        """Markdown that may hold line ends."""
        if not self.tokens and not self.after_block:
            text = _BLANK_LINES.sub("", self.held + text)
            self.held = ""
        if not text:
            return
        first, newline, rest = text.partition("\n")
        if newline and not first.strip() and not self.line.strip():
            # An empty line: there is nothing to break or to indent.
            self._end_blank_line(rest)
            return
        waits = "> \t" if self.breaking or self.due else " \t"
        if not newline and not first.strip(waits) and not self.line.strip():
            self.held += first
            return
        if self.after_block and newline and not first.strip():
            self._end_blank_line(rest)
            return
        if self.after_block:
            text = text.lstrip(" \t")
        self._begin(first)
        body = text.rstrip(" \t") if newline else text
        if newline and not body.endswith("\n"):
            body = text
        self._write(body)
        self.held = text[len(body) :]

    def _end_blank_line(self, rest: str) -> None:
        """A line end behind nothing: one that ends a block, a line or a blank line."""
        self.due, self.after_block = self.after_block, False
        self.held = ""
        self._write("\n")
        self.breaking = False
        if rest:
            self._text(rest)

    def _begin(self, first: str) -> None:
        """Write what is due before something that shows."""
        if self.after_block:
            self.after_block = False
            if not first.strip():
                return
            self.held = ""
            self._write(f"\n{self.margin.rstrip()}\n{self.margin}")
        elif self.due:
            self._write(f"{self.margin.rstrip()}\n")
            self.line = ""
        self.due = False
        if self.breaking:
            self.breaking = False
            # An element alone on its line ends the paragraph in MDX: there a backslash would show.
            spaced = self.spaced or (self.ctx.target.mdx and _LONE_BREAK.fullmatch(first))
            self._write("  \n" if spaced else "\\\n")
        if self.held:
            self._write(self.held)
            self.held = ""

    def _write(self, text: str) -> None:
        if not text:
            return
        behind_note = text[0] in "(:" and self.tokens and _NOTE.search(self.tokens[-1].text)
        if behind_note:  # which it would make a link, or the text of a note
            self.tokens.append(Token(Kind.TEXT, text[0]))
        self.tokens += typed_markup(text[1:] if behind_note else text)
        before, newline, line = text.rpartition("\n")
        if newline:
            self.newlines = 2 if before.endswith("\n") or not (before or self.line.strip()) else 1
            self.line = line
        else:
            self.line += text

    def _inline(self, tokens: list[Token]) -> None:
        """What a node became inside the line."""
        if not tokens:
            return
        self._begin("x")
        tokens = self._under_policy(tokens)
        if self.line.lstrip().startswith("|"):
            tokens = [piece for token in tokens for piece in self._in_row(token)]
        self.tokens += tokens
        self.line += "x"

    def _under_policy(self, tokens: list[Token]) -> list[Token]:
        if self.ctx.options.raw_html == "keep":
            return tokens
        return [piece for token in tokens for piece in _inert(token)]

    def _in_row(self, token: Token) -> list[Token]:
        """A token in a row of a pipe table, which ends no line and parts no cells."""
        if token.kind in BREAKS:
            return markup(self.ctx.target.br)
        if "|" not in token.text:
            return [token]
        if token.kind is Kind.CODE:
            shortcodes = self.ctx.target.shortcodes
            return markup(in_cell(code_span(token.text, cell=True, shortcodes=shortcodes)))
        if token.kind is not Kind.TEXT:
            return [replace(token, text=in_cell(token.text))]
        return with_markup(token, "|", in_cell("|"))

    def _heading(self, node: MarkdownHeadingNode) -> None:
        """A heading line without Tiki's marks, with its number (tiki-versions §1.3)."""
        title = node.inner_content
        if title and node.full_match.startswith(title):
            self._underlined(node)
            return
        marks = _HEADING.match(node.full_match)
        assert marks is not None  # or the parser would not have made a heading
        rest = node.full_match[marks.end() + len(node.inner_content) :]
        number = f"{node.number} " if node.number else ""
        self._begin("x")
        self._write(f"{marks[1]}{marks[2] or ' ' * bool(number)}{number}")
        for token in self._under_policy(tokens_of(node.children, self.ctx)):
            in_line = token.kind not in BREAKS
            self.tokens.append(token if in_line else Token(Kind.SPACE, " "))
        self._write(self._own_id(node) or rest)
        self.line = "#"

    def _underlined(self, node: MarkdownHeadingNode) -> None:
        """A heading of several lines, the last of which are marks alone (CommonMark §4.3)."""
        for child in node.children:
            self.add(child)
        below = as_parsed(node.full_match[len(node.inner_content) :])
        self._write(f"{self._own_id(node)}{below}")

    def _own_id(self, node: MarkdownHeadingNode) -> str:
        slug = self.ctx.heading_ids.get(id(node))
        return f" {{#{slug}}}" if slug else ""

    def _block(self, node: Node) -> None:
        text = write_blocks([node], self.ctx)
        if not text:
            return
        # The texts of our notes stand behind all of the author's text, and in none of its items.
        is_note = isinstance(node, FootnoteDefinitionNode)
        place = "" if is_note else self.held or self.line
        containers = _CONTAINERS.match(place)
        assert containers is not None  # it matches nothing, too
        margin = _MARKS.sub(" ", containers[0])
        shows = bool(place[containers.end() :].strip())
        if self.after_block:
            margin = "" if is_note else self.margin
            gap = f"\n{margin.rstrip()}\n{margin}"
        elif shows or self.breaking or (is_note and self.line):
            gap = f"\n{margin.rstrip()}\n{margin}"
        elif not self.line:
            lines = f"{self.margin.rstrip()}\n" if self.due else "\n" * max(0, 2 - self.newlines)
            gap = lines + margin
        else:  # behind the mark of an item or a quotation
            lone = containers[0].rstrip().endswith(">")
            gap = f"\n{margin}" if lone and self.newlines == 1 else ""
        self.breaking = self.due = False
        self.held = ""
        self.tokens += markup(gap + prefixed(text, margin, first=""))
        self.margin, self.after_block = margin, True
        self.line = ""
