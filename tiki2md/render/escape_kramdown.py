r"""What kramdown reads in its own way: emphasis, code spans, breaks, and everything to escape.

kramdown with its GFM parser (Jekyll, GitHub Pages) is no CommonMark: a number
with a full stop interrupts a paragraph, any line with a pipe may be a table,
``{:`` begins attributes, and only some of the punctuation can have a backslash.
What cannot becomes a character reference.  Sections are those of its syntax page
and names of its parsers.  All patterns are linear.
"""

from __future__ import annotations

import re
from itertools import pairwise
from string import digits
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL
from tiki2md.render.escape import RULE_IN_ITEM, entities
from tiki2md.render.escape_html import html_text, inert_code
from tiki2md.render.tokens import SPACES, Kind, Span, Token
from tiki2md.render.unsafe import (
    Block,
    Unsafe,
    Where,
    at,
    at_line_start,
    is_one_line,
    typed_and_unsafe,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ESCAPABLE = frozenset("\\.*_+`<>()[]{}#!:|\"'$=-~")
"""What may have a backslash (``ESCAPED_CHARS_GFM``)."""

SPAN_TAGS = (
    "a|abbr|acronym|b|big|bdo|br|button|cite|code|del|dfn|em|i|img|input|ins|kbd|label|mark"
    "|option|q|rb|rbc|rp|rt|rtc|ruby|samp|select|small|span|strong|sub|sup|tt|u|var"
)
_BLOCKS = (
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset"
    " figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu"
    " li main map nav ol optgroup p pre section summary table tbody td th thead tfoot tr ul"
)
BLOCK_TAGS = frozenset(_BLOCKS.split())
"""Elements that kramdown shows as text inside a line (``HTML_BLOCK_ELEMENTS``)."""

_VERBATIM = "script style math option textarea pre code kbd samp var"
VERBATIM_TAGS = frozenset(_VERBATIM.split())
"""Elements in which it reads no Markdown (``HTML_CONTENT_MODEL_RAW``)."""

_SPANS = (
    "a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label"
    " legend optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt"
)
SPAN_CONTENT = frozenset(_SPANS.split())
"""Elements in which it reads Markdown inside a line (``HTML_CONTENT_MODEL_SPAN``)."""

_FLOWS = (
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption"
    " footer form header hgroup iframe li main map menu nav noscript object section summary td"
)
_BLOCK_CONTENT = frozenset(_FLOWS.split())
"""Elements in which it reads blocks if asked to (``HTML_CONTENT_MODEL_BLOCK``)."""

_BLOCK_AT_LINE = re.compile(rf"^(?=</?(?!(?i:{SPAN_TAGS})\b)[^\W\d][\w.-]*[\s/>])", re.MULTILINE)
_NO_BLOCK = "<span></span>"
"""In front of an element that kramdown would take for the beginning of a block."""

_BACKTICKS = re.compile(r"`+")

HOME_LINK = re.compile(r"(\]\(/?|\]: /?)~")
"""What the plugin that finds the files of links takes for one, in code too, to a user's home.

Where there is no such user, Ruby's ``File.expand_path`` ends the build.
"""


def placed(
    tokens: Sequence[Token], where: Where, as_html: set[Span], *, in_html: bool
) -> list[Token]:
    """The tokens with breaks and code as markup.

    The break of the GFM parser, a backslash, works outside of HTML and notes only; and
    the plugin that finds the files of links looks for links that stand on one line.

    Args:
        tokens: of a block.
        where: what the block is.
        as_html: the emphases that are written as elements.
        in_html: whether the block stands in one of HTML, or in a note.
    """
    out: list[Token] = []
    depth, in_link = int(in_html), 0
    one_line = is_one_line(where)
    # To see whether a paragraph is a table, kramdown looks for code without regard to escapes.
    cell = Where.CELL in where
    piped = not any(
        token.kind is Kind.TEXT and ("`" in token.text or "|" in token.text) for token in tokens
    )
    for token in tokens:
        span = token.span
        if span is not None:
            step = 1 if token.kind is Kind.OPEN else -1
            depth += step * (span in as_html or span.start[0] in "<~{")
            in_link += step * span.scoped
            out.append(token)
        elif token.kind is Kind.CODE:
            out.append(Token(Kind.MARKUP, code_span(token.text, cell=cell, piped=piped)))
        elif token.kind is Kind.SOFT:
            out.append(Token(Kind.SPACE, " " if one_line or in_link else "\n"))
        elif token.kind is Kind.HARD:
            count = len(token.text)
            simple = count == 1 and not depth
            end = "" if one_line or in_link else "\n"
            out.append(Token(Kind.MARKUP, "\\\n" if simple and end else "<br>" * count + end))
        else:
            out.append(token)
    return out


def code_span(text: str, *, cell: bool, piped: bool) -> str:
    """``text`` between backticks, or as HTML; the first run as long as them is the end.

    Args:
        text: the characters, on one line.
        cell: in a table, whose parser writes spans anew, without the spaces at their edges.
        piped: a pipe in it is none of a table's.
    """
    if HOME_LINK.search(text):
        return inert_code(text)
    padded = text[0].isspace() or text[-1].isspace()
    if ("|" in text and (cell or not piped)) or (cell and padded):
        html = html_text(text).replace("\\", "&#92;").replace("|", "&#124;")
        return f"<code>{html}</code>"
    length = 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    if padded:
        length = max(length, 2)  # only then does a space at the edge count as padding
    padding = " " if length > 1 else ""
    return f"{'`' * length}{padding}{text}{padding}{'`' * length}"


def in_need_of_html(tokens: list[Token]) -> set[Span]:
    """The emphases whose marks would touch others, or stand beside a space: they do not work."""
    as_html = _struck_around_tildes(tokens)
    edge = Token(Kind.SPACE, " ")
    for before, after in pairwise([edge, *tokens, edge]):
        span = _failing(before, after, as_html)
        if span is not None:
            as_html.add(span)
    return as_html


def _struck_around_tildes(tokens: list[Token]) -> set[Span]:
    """The strokes around a tilde of the author's, which would end them."""
    found: set[Span] = set()
    struck: list[Span] = []
    for token in tokens:
        if token.span is not None and token.span.start == "~~":
            struck = [*struck, token.span] if token.kind is Kind.OPEN else struck[:-1]
        elif struck and "~" in token.text:
            found.update(struck)
    return found


def _failing(before: Token, after: Token, as_html: set[Span]) -> Span | None:
    """The emphasis with a mark that does not work between two neighbours, if there is one."""
    left, right = _written(before, as_html), _written(after, as_html)
    if not left or not right:
        return None
    own_before, own_after = _mark_of(before, as_html), _mark_of(after, as_html)
    if own_after is not None:
        touches = own_before is not None and left[-1] == right[0]
        opened = before.kind is Kind.OPEN
        ends_badly = after.kind is Kind.CLOSE and (opened or left[-1].isspace())
        if touches or ends_badly:
            # Of two, the inner one: it ends before, or begins behind, the mark of the other.
            return (before.span if after.kind is Kind.CLOSE else None) or own_after
    elif before.kind is Kind.OPEN and right[0].isspace():
        return own_before
    return None


def _written(token: Token, as_html: set[Span]) -> str:
    if token.kind is Kind.CODE:
        return "`"
    if token.kind in SPACES:
        return " "
    if token.span is None:
        return token.text
    if token.span in as_html:
        return "<>"
    return token.span.start if token.kind is Kind.OPEN else token.span.end


def _mark_of(token: Token, as_html: set[Span]) -> Span | None:
    """The emphasis that a token opens or closes by a mark."""
    span = token.span
    is_mark = span is not None and span.start[0] in "*~" and span not in as_html
    return span if is_mark else None


def _backticks(block: Block) -> Iterable[int]:
    """All, if there are two of them: kramdown does not count how many stand together."""
    if block.text.count("`") > 1:
        yield from at("`")(block)


def _tags(block: Block) -> Iterable[int]:
    last = block.text.rfind(">")
    return (match.start() for match in _TAG.finditer(block.text) if match.start() < last)


def _brackets(block: Block) -> Iterable[int]:
    """Those inside a link text or around a link of ours, and those that make links."""
    opened: list[int] = []
    for match in _BRACKET.finditer(block.text):
        at = match.start()
        if block.kinds[at] != LITERAL:
            yield from opened
            opened.clear()
        elif block.scopes[at] or _MEANS_LINK.match(block.text, at):
            yield at
        elif match.group() == "[":
            opened.append(at)
        elif opened:
            opened.pop()


def _underscores(block: Block) -> Iterable[int]:
    """Those that can open, if one can close them, if only of their own run."""
    last = block.text.rfind("_")
    for match in _OPENING.finditer(block.text):
        start, end = match.span()
        if end - start > 2 or (end <= last and not block.text[end].isspace()):
            yield from range(*match.span())


def _pipes(block: Block) -> Iterable[int]:
    """Pipes of the first line, if every line has one."""
    lines = block.text.split("\n")
    if all("|" in line for line in lines):
        yield from (at for at, char in enumerate(lines[0]) if char == "|")


_TAG = re.compile(r"<(?=[^\s\d<>=]|[\w.-]+@)")
_BRACKET = re.compile(r"[\[\]]")
_MEANS_LINK = re.compile(r"\](?=[(:\[])|\[\^[\w-]+\](?=:)")
_OPENING = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)(?<!_)_+")

UNSAFE: tuple[Unsafe, ...] = (
    # --- anywhere
    Unsafe("\\", at(r"\\(?=[\\.*_+`<>()\[\]{}#!:|\"'$=~\n-])"), "an escape or a break"),
    Unsafe("`", _backticks, "a code span"),
    Unsafe("`", at("`"), "a code span, to the parser of tables even if escaped", Where.CELL),
    Unsafe("&", entities, "a character reference"),
    Unsafe("<", _tags, "HTML or an automatic link"),
    Unsafe("[]", _brackets, "a link, or the end of one"),
    Unsafe("[", at(r"\[(?=\^[0-9]+\])"), "a footnote's number", Where.FOOTNOTES),
    at_line_start(
        ":",
        r"^\[\^[0-9]+\](:)",
        "a footnote's text",
        where=Where.FOOTNOTES | Where.LINES,
        begin="[",
    ),
    Unsafe("*", at(r"(?a:\*(?=\S)|(?<=\S)\*)"), "emphasis, or an abbreviation"),
    Unsafe("_", _underscores, "emphasis"),
    Unsafe("~", at(r"~{2,}", each=True), "a stroke, or a fence"),
    Unsafe("{", at(r"\{(?=:)"), "attributes or an extension"),
    Unsafe("$", at(r"\${2,}", each=True), "mathematics"),
    # --- where a line of the file begins
    at_line_start("<", r"^<(?=[A-Za-z/!?])", "a comment or a tag, which may end in a later block"),
    at_line_start("#", r"^#(?=#{0,5}[ \t])", "a heading"),
    at_line_start(">", r"^>", "a quotation"),
    at_line_start("-+*", r"^[-+*](?=[ \t|]|$)", "a list item"),
    at_line_start("|", r"^\*(\|)", "a list item, with a mark of ours", begin="*"),
    at_line_start(".", r"^[0-9]+(\.)(?=[ \t|]|$)", "a numbered item, of any number", begin=digits),
    at_line_start(
        "-_",
        r"^(?=[-_])(?:-(?=[ \t]*-[ \t]*-[- \t]*$)|(?=(?:_[ \t]*+){3}[_ \t]*$)(_+))",
        "a rule",
        each=True,
    ),
    at_line_start("-=", r"(?<=\n)[-=](?=[-=]*[ \t]*$)", "a heading, by the line under it"),
    at_line_start(":", r"^:(?=[ \t|])", "a definition"),
    at_line_start("^", r"^\^(?=[ \t]*$)", "the end of a block"),
    Unsafe("|", _pipes, "a table", Where.LINES),
    # --- in one kind of block
    RULE_IN_ITEM,
    Unsafe("\\", at(r"\\\Z"), "a break, if a list follows", Where.ITEM),
    at_line_start("[", r"\A\[(?=[ xX]\]\s)", "a task's check box", where=Where.ITEM),
    Unsafe(
        "#", at(r"(?:^|(?<=[ \t]))#(?=#*+[ \t]*+\Z)"), "a heading's closing marks", Where.HEADING
    ),
    Unsafe("{", at(r"\{(?=#[^{}\n]*\}[ \t]*\Z)"), "a heading's id", Where.HEADING),
    Unsafe(
        "-=+:| \t",
        at(r"\A(?=[+:| \t]*+[-=])[-=+:| \t]++\Z", each=True),
        "a table's rule",
        Where.CELL,
    ),
)
"""What would be read as markup; rows as in ``escape.UNSAFE``.

A pipe in a table's cell is no row: it ends the cell whoever typed it (``in_cell``).
Curly quotes and dashes are switched off by the scaffold.
"""

_BEFORE_LINK = re.compile(r"!(?=\[)")
_NOTE = re.compile(r"\[(\^)")


def escaped(block: Block, where: Where) -> str:
    """The block with its unsafe characters made safe; arguments as in ``escape``."""
    text, kinds = block.text, block.kinds
    found = typed_and_unsafe(block, where, UNSAFE)
    for match in _BEFORE_LINK.finditer(text):
        if kinds[match.start()] == LITERAL and kinds[match.end()] != LITERAL:
            found.add(match.start())
    for match in _NOTE.finditer(text):
        if kinds[match.start()] != LITERAL and kinds[match.start(1)] == LITERAL:
            found.add(match.start(1))
    parts: list[str] = []
    last = 0
    for place in sorted(found):
        parts += (text[last:place], _safe(text, place, where))
        last = place + 1
    written = "".join(parts) + text[last:]
    return _BLOCK_AT_LINE.sub(_NO_BLOCK, written) if Where.LINES in where else written


def _safe(text: str, at: int, where: Where) -> str:
    char = text[at]
    if char in "&<":
        # While it looks for a table, it takes an escaped bracket for that of a tag.
        return html_text(char)
    if char == "`" and Where.CELL in where:
        return "&#96;"
    # Two backslashes before a line end are a break; a definition's bracket may have one.
    special = text[at : at + 2] in {"\\\n", "\\", "]:"}
    return f"\\{char}" if char in ESCAPABLE and not special else f"&#{ord(char)};"


def title(text: str) -> str:
    """A link's title with its quotes; references stand for what would end or change it."""
    if not text.strip():
        return ""
    return ' "' + html_text(" ".join(text.split())).replace('"', "&quot;") + '"'


_START_TAG = re.compile(
    r"<([A-Za-z][A-Za-z0-9-]*)(?![A-Za-z0-9-]| markdown=)(?=[^<>]*>\s*\Z|[^<>]*>\n)"
)


def with_markdown(start: str) -> str:
    """Start tags with the attribute that has kramdown read the Markdown between them."""

    def marked(match: re.Match[str]) -> str:
        value = "1" if match[1].lower() in _BLOCK_CONTENT else "block"
        return f'{match[0]} markdown="{value}"'

    return _START_TAG.sub(marked, start)
