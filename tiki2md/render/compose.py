"""From tokens to the Markdown of one block: line ends, emphasis, escapes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise, product
from operator import or_
from typing import TYPE_CHECKING

from tiki2md.nodes import Node, text_of
from tiki2md.render import escape_kramdown, escape_obsidian
from tiki2md.render.delimiters import (
    ESCAPED,
    LITERAL,
    MARK,
    MARKUP,
    Reading,
    Run,
    grouped,
    pair,
    plainly_work,
    runs_of,
)
from tiki2md.render.escape import escaped
from tiki2md.render.placement import TO_PLACE, merged_code, placed
from tiki2md.render.python_marks import python_conflicts
from tiki2md.render.tokens import (
    SPACES,
    Kind,
    Span,
    Token,
    at_edges,
    comments_up,
    into_links,
    merge_spaces,
    space_outside,
    text_tokens,
)
from tiki2md.render.unsafe import Block, Where, is_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiki2md.render.context import Context, Target

_KINDS = [bytes((kind,)) for kind in (MARKUP, LITERAL, MARK, ESCAPED)]
_ONLY_TEXT = {Kind.TEXT}
_AROUND = {Kind.OPEN, Kind.CLOSE}
_ROUNDS = 12
"""Blocks that are not settled by then get HTML and backslashes throughout."""


def tokens_of(nodes: Iterable[Node], ctx: Context) -> list[Token]:
    """The tokens of inline nodes; a node without a handler is its source, as text."""
    tokens: list[Token] = []
    for node in nodes:
        handler = ctx.target.inlines.get(type(node))
        if handler is not None:
            tokens += handler(node, ctx)
        else:
            ctx.lost(node)
            tokens += text_tokens(node.full_match or text_of(node))
    return tokens


def inline(nodes: Sequence[Node], ctx: Context, where: Where = Where.LINES) -> str:
    """The Markdown of a block's inline nodes.

    Args:
        nodes: the children of a paragraph, heading, term or cell.
        ctx: the context of the block.
        where: what the block is.
    """
    return compose(tokens_of(nodes, ctx), ctx, where)


def compose(tokens: list[Token], ctx: Context, where: Where) -> str:
    """The Markdown of a block's tokens."""
    kinds = {token.kind for token in tokens}
    if kinds != _ONLY_TEXT:
        tokens = _laid_out(tokens, kinds, ctx, where)
    target = ctx.target
    where = _with(
        where,
        Where.SHORTCODES if target.shortcodes else None,
        Where.FOOTNOTES if ctx.footnotes else None,
        Where.ONE_LINE if ctx.one_line else None,
    )
    if target.kramdown:
        tokens = list(merged_code(tokens))
        as_html = escape_kramdown.in_need_of_html(tokens)
        pieces = escape_kramdown.placed(tokens, where, as_html, in_html=ctx.in_html)
        return escape_kramdown.escaped(_draft(pieces, as_html, {}).block, where)
    pieces = _pieces(tokens, kinds, where, target)
    block = _unmarked(pieces) if kinds.isdisjoint(_AROUND) else None
    if block is None or _has_marks(block.text):
        block, as_html = _settled(pieces, plain=target.python_markdown)
        if as_html and (turned := into_links(tokens, as_html)) != tokens:
            tokens = turned
            pieces = _pieces(tokens, kinds, where, target)
            block, as_html = _settled(pieces, plain=target.python_markdown)
        if target.obsidian and as_html:
            tokens = escape_obsidian.in_elements(tokens, as_html)
            block, _ = _settled(_pieces(tokens, kinds, where, target), plain=False)
    return escaped(block, where, target.unsafe, target.escapable, target.gap, target.addresses)


def _pieces(tokens: list[Token], kinds: set[Kind], where: Where, target: Target) -> list[Token]:
    """The tokens, of some ``kinds``, with markup for what depends on the target and the place."""
    if target.obsidian:
        tokens = escape_obsidian.with_its_breaks(tokens, one_line=is_one_line(where))
    if Kind.CODE in kinds:
        tokens = list(merged_code(tokens))
    pieces = tokens if kinds.isdisjoint(TO_PLACE) else placed(tokens, where, target)
    return escape_obsidian.placed(pieces) if target.obsidian else pieces


@cache
def _with(where: Where, *more: Where | None) -> Where:
    """``where`` with what else holds; kept, since flags are joined slowly."""
    return reduce(or_, filter(None, more), where)


def _laid_out(tokens: list[Token], kinds: set[Kind], ctx: Context, where: Where) -> list[Token]:
    """The tokens, of some ``kinds``, with white space, breaks and comments where they can stand."""
    options = ctx.options
    if Kind.OPEN in kinds:
        tokens = space_outside(tokens, padded=options.emphasis == "padded")
    elif kinds.isdisjoint(SPACES):
        return tokens
    tokens = merge_spaces(tokens)
    if Kind.COMMENT in kinds:
        tokens = merge_spaces(comments_up(tokens, lines=Where.LINES in where))
    keep_trailing = options.line_breaks == "paragraph" and not ctx.one_line
    return at_edges(tokens, keep_trailing=keep_trailing)


@dataclass(slots=True)
class _Draft:
    """A block whose marks may still change.

    Attributes:
        block: what it is now.
        starts: where each token begins in it.
        marks: for each emphasis written as marks: where it opens and closes.
    """

    block: Block
    starts: list[int]
    marks: dict[Span, tuple[int, int]]


def _has_marks(text: str) -> bool:
    """Whether anything in a text could be an emphasis."""
    return "*" in text or "_" in text or "~" in text


def _unmarked(tokens: list[Token]) -> Block:
    """The block of tokens among which no format begins or ends."""
    text = "".join([token.text for token in tokens])
    kinds = bytearray()
    for token in tokens:
        kinds += _KINDS[LITERAL if token.kind is Kind.TEXT else MARKUP] * len(token.text)
    return Block(text, kinds, bytes(len(text)))


def _settled(tokens: list[Token], *, plain: bool) -> tuple[Block, set[Span]]:
    """The block in which every mark works and no other character makes one; what became elements.

    Args:
        tokens: of the block.
        plain: Python-Markdown reads it, too, which pairs marks by other rules.
    """
    as_html: set[Span] = set()
    risky: dict[int, set[int]] = {}
    draft = _draft(tokens, as_html, risky)
    for turn in range(_ROUNDS + 1):
        literals, broken = _conflicts(draft, wholesale=turn == _ROUNDS)
        if plain:
            stray, knotted = python_conflicts(draft.block, draft.marks)
            literals, broken = literals | stray, broken | knotted
        if not literals and not broken:
            break
        for at in literals:
            index = bisect_right(draft.starts, at) - 1
            risky.setdefault(index, set()).add(at - draft.starts[index])
        # What a literal broke is whole again once that has its backslash.
        if not literals or turn == _ROUNDS:
            as_html |= broken
        draft = _draft(tokens, as_html, risky)
    return draft.block, as_html


def _draft(tokens: list[Token], as_html: set[Span], risky: dict[int, set[int]]) -> _Draft:
    """Join ``tokens``, with the spans ``as_html`` as elements and ``risky`` characters escaped."""
    parts: list[str] = []
    kinds = bytearray()
    scopes: list[int] = []  # up to the last that is not 0
    starts: list[int] = []
    marks: dict[Span, tuple[int, int]] = {}
    scope, scope_count = 0, 0
    around: list[int] = []
    for token in tokens:
        start = len(kinds)
        starts.append(start)
        span = token.span
        if span is None:
            text = token.text
            kind = LITERAL if token.kind is Kind.TEXT else MARKUP
        else:
            text, kind = _mark(token.kind, span, html=span in as_html)
            if kind == MARK:
                opened = marks.get(span, (start, 0))[0]
                marks[span] = (opened, start)
            if span.scoped:
                if token.kind is Kind.OPEN:
                    around.append(scope)
                    scope_count += 1
                    scope = scope_count
                else:
                    scope = around.pop()
        parts.append(text)
        kinds += _KINDS[kind] * len(text)
        if scope:
            scopes += [0] * (start - len(scopes))
            scopes += [scope] * len(text)
    for index, offsets in risky.items():
        for offset in offsets:
            kinds[starts[index] + offset] = ESCAPED
    outside = bytes(len(kinds) - len(scopes))
    text = "".join(parts)
    return _Draft(Block(text, kinds, [*scopes, *outside] if scopes else outside), starts, marks)


def _mark(kind: Kind, span: Span, *, html: bool) -> tuple[str, int]:
    """What a token that opens or closes ``span`` writes."""
    if html:
        return (f"<{span.tag}>" if kind is Kind.OPEN else f"</{span.tag}>"), MARKUP
    text = span.start if kind is Kind.OPEN else span.end
    return text, (MARK if span.tag and text[0] in "*~" else MARKUP)


def _conflicts(draft: _Draft, *, wholesale: bool) -> tuple[set[int], set[Span]]:
    """The literal characters that make emphasis, and the marks that do not.

    Args:
        draft: the block.
        wholesale: give up on telling them apart.
    """
    text = draft.block.text
    if not _has_marks(text):
        return set(), set()
    literals: set[int] = set()
    broken: set[Span] = set()
    if not wholesale and _plainly_work(draft):
        return literals, broken
    for reading in _readings(draft.block):
        kinds, scopes = draft.block.kinds, draft.block.scopes
        runs = runs_of(text, kinds, scopes, reading)
        if wholesale:
            suspects = [run for run in runs if not run.ours and (run.can_open or run.can_close)]
            broken |= draft.marks.keys()
        else:
            suspects = _touching(runs, text)
            paired: Counter[tuple[int, int]] = Counter()
            for (_, mark), group in grouped(runs, text).items():
                for opener, closer, width in pair(group, mark):
                    suspects += (run for run in (opener, closer) if not run.ours)
                    paired[opener.start, closer.start] += width
            broken |= _broken(draft.marks, runs, paired, text)
        # A long run may close many.
        for start, length in {(run.start, run.length) for run in suspects}:
            literals.update(range(start, start + length))
    return literals, broken


def _plainly_work(draft: _Draft) -> bool:
    opening = {opener: len(span.start) for span, (opener, _) in draft.marks.items()}
    closing = {closer: len(span.end) for span, (_, closer) in draft.marks.items()}
    return plainly_work(draft.block, opening, closing)


def _readings(block: Block) -> Iterable[Reading]:
    """The ways in which readers may differ on this block."""
    symbols = (True,) if block.text.isascii() else (True, False)
    edges = (False, True) if any(block.scopes) else (False,)
    tildes = (False, True) if "~" in block.text else (False,)
    return map(Reading._make, product(symbols, edges, tildes))


def _touching(runs: list[Run], text: str) -> list[Run]:
    """Literal runs that touch a mark of ours, and so would lengthen it."""
    found = []
    for one, two in pairwise(runs):
        if one.start + one.length == two.start and text[one.start] == text[two.start]:
            found += [run for run in (one, two) if not run.ours]
    return found


def _broken(
    marks: dict[Span, tuple[int, int]],
    runs: list[Run],
    paired: Counter[tuple[int, int]],
    text: str,
) -> set[Span]:
    """The spans whose marks a reader does not pair as meant.

    Of several that share a run only one is named: the others may work without it.
    """
    ours = [run for run in runs if run.ours]
    starts = [run.start for run in ours]
    ends: dict[Span, tuple[Run, Run]] = {}
    meant: Counter[tuple[int, int]] = Counter()
    for span, places in marks.items():
        opener, closer = (ours[bisect_right(starts, at) - 1] for at in places)
        ends[span] = (opener, closer)
        meant[opener.start, closer.start] += len(span.start)
    broken: set[Span] = set()
    touched: set[int] = set()
    for span, (opener, closer) in ends.items():
        key = (opener.start, closer.start)
        works = meant[key] == paired[key]
        if text[opener.start] == "~":
            works = works and opener.length == closer.length == len(span.start)
        if not works and touched.isdisjoint(key):
            touched.update(key)
            broken.add(span)
    return broken
