"""Everything that is escaped, and why: the only place that writes a backslash.

A block comes as one string, with a note for each character on whether the
author typed it.  Every row of ``UNSAFE`` looks at that string, so it sees the
true neighbours of what it judges, and names the characters that would be read
as markup where they stand.  Those, if the author typed them, get a backslash.

All patterns are linear: no quantifier stands inside another over the same
characters.
"""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5
from itertools import count, pairwise
from string import digits, punctuation
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.render import escape_hugo
from tiki2md.render.delimiters import ESCAPED, LITERAL
from tiki2md.render.escape_html import inert_code
from tiki2md.render.unsafe import Unsafe, Where, at, at_line_start, typed_and_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.render.unsafe import Addresses, Block, Gap

BRACKET = "\\["
"""A bracket that Tiki shows as one, in a text that is Markdown already."""


def entities(block: Block) -> Iterable[int]:
    """Where a character reference begins."""
    for match in _ENTITY.finditer(block.text):
        name = match.group(1)
        if name is None or name + ";" in html5:
            yield match.start()


def _code_spans(block: Block) -> Iterable[int]:
    """Backtick runs that would find a partner of the same length, or touch a code span of ours.

    A reader that looks for the end of a code span does not care for backslashes:
    to it an escaped backtick is a run of one, or makes a run of ours longer.
    """
    if "`" not in block.text:
        return
    runs = [
        run
        for match in _BACKTICKS.finditer(block.text)
        for run in _stretches(block.kinds, range(*match.span()))
    ]
    typed = [run for run in runs if block.kinds[run.start] == LITERAL]
    touching = any(run.stop == behind.start for run, behind in pairwise(runs))
    of_length = Counter(map(len, runs))
    found = [
        run
        for run in typed
        if touching or of_length[len(run)] > 1 or _FENCE.match(block.text, run.start)
    ]
    if found:
        found += [run for run in typed if len(run) == 1]
    for run in found:
        yield from run


def _stretches(kinds: bytearray, run: range) -> Iterable[range]:
    """The parts of a run that are all the author's or all ours."""
    begin = run.start
    for place in run[1:]:
        if kinds[place] != kinds[begin]:
            yield range(begin, place)
            begin = place
    yield range(begin, run.stop)


def _tags(block: Block) -> Iterable[int]:
    last = block.text.rfind(">")
    for match in _TAG.finditer(block.text):
        if match.start() < last:
            yield match.start()


def _brackets(block: Block) -> Iterable[int]:
    """Brackets that would make a link, or end a link of ours too early.

    The reader pairs brackets without knowing whose they are.  In a link text
    they may stay if they pair and no other rule of the table is about them.
    """
    scopes: dict[int, list[int]] = {}
    for match in _BRACKET.finditer(block.text):
        at = match.start()
        if block.kinds[at] == LITERAL:
            scopes.setdefault(block.scopes[at], []).append(at)
    for scope, places in scopes.items():
        pairs = _bracket_pairs(block.text, places)
        if not scope:
            yield from pairs.links
        elif pairs.links or pairs.unpaired or pairs.with_meaning:
            yield from places


class _BracketPairs(NamedTuple):
    """What a reader would make of some brackets.

    Attributes:
        links: those to escape, so that there is no link.
        unpaired: some have no partner.
        with_meaning: some would be the mark of a note or of a definition.
    """

    links: list[int]
    unpaired: bool
    with_meaning: bool


def _bracket_pairs(text: str, places: list[int]) -> _BracketPairs:
    links: list[int] = []
    stack: list[int] = []
    unpaired = with_meaning = False
    last = text.rfind(")")
    for place in places:
        if text[place] == "[":
            with_meaning |= text[place - 1 : place] == "^" or text.startswith("^", place + 1)
            stack.append(place)
            continue
        with_meaning |= text.startswith(":", place + 1)
        if not stack:
            unpaired = True
        elif text.startswith("(", place + 1) and place < last:
            # With one bracket open it is escaped; with more the next would take its place.
            links.append(stack.pop() if len(stack) == 1 else place)
        else:
            stack.pop()
    return _BracketPairs(links, unpaired or bool(stack), with_meaning)


def _notes(block: Block) -> Iterable[int]:
    """Carets at the beginning of a link text."""
    for match in _NOTE.finditer(block.text):
        if block.kinds[match.start()] != LITERAL:
            yield match.start() + 1


def _inline_notes(block: Block) -> Iterable[int]:
    last = block.text.rfind("]")
    return (found.end() - 1 for found in _INLINE_NOTE.finditer(block.text) if found.end() <= last)


_INLINE_NOTE = re.compile(r"\^\[")
_NOTE = re.compile(r"\[\^")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_BACKTICKS = re.compile(r"`+")
_FENCE = re.compile(r"^`{3}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]")
_TAG = re.compile(
    r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])"  # a tag
    r"|[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>]*>"  # an address in angle brackets
    r"|[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+>"  # an e-mail address
    r"|!--|\?|![A-Za-z]|!\[CDATA\[)"  # a comment, instruction, declaration, section
)
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head"
    "|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p"
    "|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
    "|pre|script|style|textarea|source"
)
HTML_BLOCK = rf"<(?:!--|\?|![A-Za-z]|!\[CDATA\[|/?(?i:{_BLOCK_TAGS})(?=[\s/>]|$))"
"""What begins an HTML block even inside a paragraph (CommonMark §4.6, conditions 1 to 6)."""

RULE_IN_ITEM = at_line_start(
    "-*",
    r"\A([-*])(?=[ \t]*\1(?:[ \t]|\1)*+(?:\n|\Z))",
    "a rule, with the item's mark (§4.1)",
    where=Where.ITEM,
)

UNSAFE: tuple[Unsafe, ...] = (
    # --- anywhere
    Unsafe(
        "\\",
        at(r"\\(?=[!-/:-@\[-`{-~\n])"),
        "a backslash before punctuation or a line end is an escape or a break (§2.4, §6.7)",
    ),
    Unsafe("`", _code_spans, "a code span (§6.1)"),
    Unsafe("&", entities, "a character reference (§2.5)"),
    Unsafe("<", _tags, "raw HTML or an autolink (§6.5, §6.6)"),
    Unsafe("[]", _brackets, "a link, or the end of one (§6.3)"),
    Unsafe("^", _notes, "a footnote's name in place of a link's text (Pandoc, markdown-it)"),
    Unsafe("^", _inline_notes, "a footnote in the line (Pandoc, markdown-it)"),
    Unsafe("[", at(r"\[(?=\^[0-9]+\])"), "a footnote's number (GFM)", Where.FOOTNOTES),
    Unsafe(
        "(", at(r"\[\^[0-9]+\](\()"), "a link made of a footnote's number (§6.3)", Where.FOOTNOTES
    ),
    at_line_start(
        ":",
        r"^\[\^[0-9]+\](:)",
        "a footnote's text (GFM)",
        where=Where.FOOTNOTES | Where.LINES,
        begin="[",
    ),
    Unsafe("{", escape_hugo.shortcode_starts, "a shortcode (Hugo)", Where.SHORTCODES),
    # --- where a line of the file begins
    at_line_start("#", r"^#(?=#{0,5}(?:[ \t]|$))", "a heading (§4.2)"),
    at_line_start(">", r"^>", "a quotation (§5.1)"),
    at_line_start("-+*", r"\A[-+*](?=[ \t]|$)|^[-+*](?=[ \t]+[^ \t\n])", "a list item (§5.2)"),
    at_line_start(".)", r"\A[0-9]{1,9}([.)])(?=[ \t]|$)", "a numbered item (§5.2)", begin=digits),
    at_line_start(
        ".)",
        r"(?<=\n)0{0,8}1([.)])(?=[ \t]+[^ \t\n])",
        "a numbered item; inside a paragraph only number one begins a list (§5.3)",
        begin="01",
    ),
    at_line_start(
        "-*_",
        r"^(?=[-*_])(?:-(?=[ \t]*-[ \t]*-[- \t]*$)|(?=(?:\*[ \t]*+){3}[* \t]*$)(\*+)"
        r"|(?=(?:_[ \t]*+){3}[_ \t]*$)(_+))",
        "a thematic break (§4.1)",
        each=True,  # what an escape leaves of a run could be emphasis
    ),
    at_line_start("=-", r"(?<=\n)(?:=(?==*[ \t]*$)|-(?=-*[ \t]*$))", "a setext heading (§4.3)"),
    at_line_start("~", r"^~{3,}", "a code fence (§4.5)", each=True),
    at_line_start("<", rf"^{HTML_BLOCK}", "an HTML block (§4.6)"),
    at_line_start("[", r"\A\[(?=[^\]]*\]:)", "a link definition (§4.7)"),
    at_line_start("[", r"^\[(?=\^[^\]\s]+\]:)", "a footnote's text (GFM)"),
    at_line_start(
        "|:-",
        r"(?<=\n)[|:-](?=[-:| \t]*$)(?=[^\n]*-|(?<=-))",
        "the line under a table's header (GFM §4.10)",
    ),
    at_line_start(":~", r"^[:~](?=[ \t]+[^ \t\n])", "a definition (PHP Markdown Extra, Pandoc)"),
    # --- in one kind of block
    RULE_IN_ITEM,
    at_line_start(
        "[", r"\A\[(?=[ xX]\])", "a task's check box (GFM §5.3; Goldmark)", where=Where.ITEM
    ),
    at_line_start(
        "xX",
        r"\A\[([xX])(?=\]\()",
        "a task's check box, even if it is a link (Goldmark)",
        where=Where.ITEM | Where.SHORTCODES,
        begin="[",
    ),
    at_line_start(
        "[", r"\A\[(?=![A-Za-z]+\])", "the kind of an alert (GitHub, Hugo)", where=Where.QUOTE
    ),
    Unsafe(
        "#",
        at(r"(?:^|(?<=[ \t]))#(?=#*+[ \t]*+\Z)"),
        "a heading's closing marks (§4.2)",
        Where.HEADING,
    ),
    Unsafe(
        "{",
        at(r"\{(?=[^{}\n]*\}[ \t]*\Z)"),
        "a heading's attributes (Hugo)",
        Where.HEADING | Where.SHORTCODES,
    ),
)
"""What would be read as markup.  Sections without a name are CommonMark's, version 0.31.

Two more hazards need more than a look: emphasis, which ``delimiters.py``
decides, and ``|`` in a pipe table, which ends a cell whoever typed it
(``in_cell``).
"""

_ADDRESS = re.compile(r"(?:://|www\.|@)\S*\Z")
_LONGEST = 200
_LABEL_END = re.compile(r"\S{0,200}?(\]\()")
_NAMED = {"<": "&lt;", "&": "&amp;"}
_BEFORE_LINK = re.compile(r"[!^](?=\[)")


def escaped(
    block: Block,
    where: Where,
    more: tuple[Unsafe, ...] = (),
    escapable: str = punctuation,
    gap: Gap | None = None,
    addresses: Addresses | None = None,
) -> str:
    """The block with a backslash before each of its unsafe characters.

    Args:
        block: the text; characters of kind ``ESCAPED`` get a backslash anyhow.
        where: what the block is; ``Where.INLINE`` is understood.
        more: the target's own rows.
        escapable: what a backslash escapes; another character is written by its number.
        gap: ends an address before what gets an escape, and where else it finds that needed.
        addresses: finds those that must not be read as such.
    """
    text, kinds = block.text, block.kinds
    found = typed_and_unsafe(block, where, UNSAFE, more)
    if ESCAPED in kinds:
        found.update(at for at, kind in enumerate(kinds) if kind == ESCAPED)
    if "[" in text:
        found.update(_before_links(block))
    if addresses is not None:
        found.update(addresses(block, found))
    gaps = _gaps(block, found, gap) if gap is not None else set()
    if not found and not gaps:
        return text
    parts: list[str] = []
    last = 0
    for place in sorted(found | gaps):
        parts.append(text[last:place])
        last = place
        if gap is not None and place in gaps:
            parts.append(gap.element)
        if place in found:
            char = text[place]
            takes_backslash = char in escapable or char == "\n"
            parts.append("\\" if takes_backslash else _NAMED.get(char, f"&#{ord(char)};"))
            last = place if takes_backslash else place + 1
    return "".join(parts) + text[last:]


def _gaps(block: Block, escaped_at: set[int], gap: Gap) -> set[int]:
    """Where an address has to be ended: before an escape, and where ``gap`` says so."""
    wanted = {at for at in gap.find(block) if block.kinds[at] == LITERAL}
    wanted.update(at for at in escaped_at if _is_behind_address(block, at))
    return {at for at in wanted if not _ends_label(block, at)}


def _before_links(block: Block) -> Iterable[int]:
    """What would make a picture (§6.4) or a footnote (Pandoc, markdown-it) of a link of ours."""
    for match in _BEFORE_LINK.finditer(block.text):
        at = match.start()
        if block.kinds[at] == LITERAL and block.kinds[at + 1] != LITERAL:
            yield at


def _is_behind_address(block: Block, at: int) -> bool:
    """Whether an address that the author typed goes on up to ``at``."""
    address = _ADDRESS.search(block.text, max(at - _LONGEST, 0), at)
    return address is not None and block.kinds[address.start()] == LITERAL


def _ends_label(block: Block, at: int) -> bool:
    """Whether a word ends the text of a link, in which no reader makes another link."""
    end = _LABEL_END.match(block.text, at)
    return end is not None and block.kinds[end.start(1)] != LITERAL


def in_cell(markdown: str) -> str:
    r"""Finished Markdown as it stands in a pipe table: ``|`` is ``\|``, in code too (GFM §4.10)."""
    return markdown.replace("|", "\\|")


def hard_break() -> str:
    """A hard break (CommonMark §6.7): the one backslash that escapes nothing."""
    return "\\\n"


def code_span(text: str, *, cell: bool, shortcodes: bool) -> str:
    """``text`` between backticks (CommonMark §6.1), as HTML where they cannot hold it.

    Args:
        text: the characters, on one line.
        cell: in a pipe table, whose readers do not agree on a pipe behind a backslash.
        shortcodes: the target runs Hugo's shortcodes, in code too.
    """
    if (shortcodes and escape_hugo.has_shortcode(text)) or (cell and "\\|" in text):
        return inert_code(text)
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    length = next(length for length in count(1) if length not in runs)
    # One space at both ends is taken off again, unless there is nothing else.
    edges = text[0] + text[-1]
    padding = " " if "`" in edges or (edges == "  " and text.strip(" ")) else ""
    return f"{'`' * length}{padding}{text}{padding}{'`' * length}"


def link_title(title: str, *, shortcodes: bool = False) -> str:
    """A link's title with its quotes (CommonMark §6.3); empty for none.

    Args:
        title: anything.
        shortcodes: the target runs Hugo's shortcodes, in titles too.
    """
    if not title.strip():
        return ""
    title = _TITLE.sub(r"\\\g<0>", " ".join(title.split()))
    if shortcodes:
        title = escape_hugo.SHORTCODE.sub(r"{\\{", title)
    return f' "{title}"'


_TITLE = re.compile(r'\\(?=[!-/:-@\[-`{-~])|"|&(?=#?\w+;)')
