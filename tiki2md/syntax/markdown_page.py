"""Pages that are written in Markdown (tiki-versions §1): the marker, and what is alive there."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.nodes import MarkdownCodeNode, MarkdownTextNode, MarkdownUrlNode, Node
from tiki2md.syntax.arguments import parse_arguments
from tiki2md.syntax.autolinks import find_autolinks
from tiki2md.syntax.characters import find_characters
from tiki2md.syntax.constructs import Constructs
from tiki2md.syntax.links import ExternalLink, find_links
from tiki2md.syntax.markdown_code import Outline, outline_of
from tiki2md.syntax.markdown_lines import is_heading, is_rule
from tiki2md.syntax.plugins import find_plugins
from tiki2md.syntax.regions import COMMENT, Delimiter, Hole, Region, absorb, hole_of
from tiki2md.syntax.spans import Block, Format, Leaf, Ranges
from tiki2md.syntax.verbatim import find_preformatted, find_verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.options import Options

MARKER = "SYNTAX"
"""The name of the plugin that is none."""
_LINK_END = re.compile(
    r"\]\(\s{0,9}(?P<bracket><)?(?=[^\s)>])"
    r"(?P<url>[^\s<>()\x00]*+(?:\([^\s<>()\x00]*+\)[^\s<>()\x00]*+)*+)(?=[\s)>])"
)
_BRACKETED = re.compile(
    r"\]\([ \t]*<[^<>\n\x00]++>(?:[ \t]+(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?[ \t]*\)"
)
"""The end of a link whose address stands in brackets, which would be a tag elsewhere."""
_MARKS_IN_LINE = re.compile(r"\\.|!?\[|[\]|]")
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)(?:\\[^\n]|[^\\\]\n])++\]:[ \t]*"
    r"(?P<bracket><(?=[^<>\n]*+>(?:[ \t]+[\"'(]|[ \t]*\r?$)))?(?P<url>[^\s<>\x00]++)",
    re.MULTILINE,
)
"""The definition of a link; one in brackets ends with them, or with a title (CommonMark §4.7)."""
_LINE_START = re.compile(r"(?:\n|^)[ ]{0,3}$")
_NOTE = re.compile(
    r"(?<![\\\[])\^\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\]"
    r"|\n(?![ \t]*(?:\n|[-+*>#=`~|:]|[0-9]+[.)])))++)\]"
)
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:|/|www\.|#)[^\s]|[\w./-]*\.(?:php|html?)(?![\w])"
)
"""What makes a link of brackets with nothing but an address in them."""


def mark_syntax(text: str, holes: list[Hole]) -> list[str]:
    """Make holes of their own of all markers; return what they name: the last one counts.

    A marker at the start of the text takes the white space behind it along: Tiki
    trims what is left (tiki-versions §1.1).

    Args:
        text: the whole text.
        holes: its plugin calls; changed in place.
    """
    syntaxes: list[str] = []
    at = 0
    for hole in sorted(holes, key=lambda hole: hole.start):
        if hole.call is None or hole.call.name != MARKER or hole.call.has_body:
            continue
        named = parse_arguments(hole.call.raw_arguments).get("type", "").strip().lower()
        if named in {"markdown", "tiki"}:
            syntaxes.append(named)
        hole.kind = "SYNTAX_MARK"
        if not text[at : hole.start].strip():
            while hole.end < len(text) and text[hole.end].isspace():
                hole.end += 1
            at = hole.inner_start = hole.inner_end = hole.end
    return syntaxes


def markdown_pieces(text: str) -> list[Node]:
    """Some Markdown that Tiki's syntax is not looked for in: code, addresses, what is between.

    Args:
        text: Markdown in which tags show as text.
    """
    code = outline_of(text, 0, (), "").code
    bare: list[str] = []
    found: list[Node] = []
    at = 0
    for start, inner_start, inner_end, end in code:
        bare += [text[at:start], "\0" * (end - start)]
        inner, whole = text[inner_start:inner_end], text[start:end]
        found.append(MarkdownCodeNode(full_match=whole, inner_content=inner, span=(start, end)))
        at = end
    for leaf in _urls("".join([*bare, text[at:]])):
        url = text[leaf.start : leaf.end]
        span = (leaf.start, leaf.end)
        found.append(MarkdownUrlNode(url=url, full_match=url, inner_content=url, span=span))
    pieces: list[Node] = []
    at = 0
    for node in sorted(found, key=lambda node: node.span):
        start, end = node.span
        if start >= at:
            pieces += [_piece(text, at, start), node] if start > at else [node]
            at = end
    return [*pieces, _piece(text, at, len(text))] if at < len(text) else pieces


def _piece(text: str, start: int, end: int) -> Node:
    part = text[start:end]
    return MarkdownTextNode(full_match=part, inner_content=part, span=(start, end))


def find_outline(
    text: str,
    tokens: Sequence[Delimiter],
    holes: list[Hole],
    separator: str,
    *,
    html: bool,
) -> Outline:
    """Where code, breaks and headings of a Markdown text are.

    Args:
        text: the whole text.
        tokens: the lexer's tokens.
        holes: what would be its comments, ``~np~`` parts and plugin calls if there were no code.
        separator: the line that splits a page.
        html: tags are alive in it.
    """
    region = Region(text, 0, own_text=True, view=text)
    region.delimiters = [token for token in tokens if token.kind == "VERBATIM_MARK"]
    preformatted, _ = find_preformatted(region)
    start = 0
    for hole in sorted(holes, key=lambda hole: hole.start):
        if hole.kind != "SYNTAX_MARK" or text[start : hole.start].strip():
            break
        start = hole.end
    return outline_of(text, start, [*holes, *preformatted], separator, html=html)


def markdown_holes(
    text: str, tokens: Sequence[Delimiter], outline: Outline, bodies: Mapping[str, str]
) -> list[Hole]:
    """The holes of a Markdown text: its code, and what is verbatim or a plugin outside code."""
    holes = [hole_of("MARKDOWN_CODE", span) for span in outline.code]
    code = Ranges((hole.start, hole.end) for hole in holes)
    marks = [token for token in tokens if token.kind == "VERBATIM_MARK" and token.start not in code]
    holes += find_verbatim(text, marks)
    return holes + find_plugins(text, tokens, holes, bodies)


def find_markdown_constructs(region: Region, options: Options, outline: Outline) -> Constructs:
    """Everything in ``region`` that is not Markdown (tiki-versions §1.2, §1.4).

    Args:
        region: the text; code, comments and plugin calls are holes of it.
        options: the preferences that change parsing.
        outline: where breaks and headings are.
    """
    found = Constructs()
    if region.literal:
        return found
    region.view = region.view.replace(COMMENT, " ")  # of the markup around it nothing is hidden
    verbatim, _ = find_preformatted(region)
    if verbatim:
        absorb(region, verbatim)
    links = find_links(region, options)
    if options.wikiwords:
        find_autolinks(region, replace(options, autolinks=False), links)
    found.leaves = [leaf for leaf in links.leaves if _is_link(region, leaf)]
    found.formats = [link for link in links.formats if _is_link(region, link)]
    whole = [(leaf.start, leaf.end) for leaf in found.leaves]
    taken = Ranges(whole + [(link.start, link.end) for link in found.formats])
    urls = [leaf for leaf in _urls(region.view) if not taken.overlap(leaf.start, leaf.end)]
    protected = _protected(found)
    protected += [(leaf.start, leaf.end) for leaf in urls]
    found.formats += _notes(region, found.formats)
    characters = find_characters(region, options, Ranges(protected))
    found.leaves += urls
    found.leaves += [leaf for leaf in characters if leaf.kind in {"SMILEY", "VARIABLE"}]
    _read_outline(region, outline, found)
    return found


def _protected(found: Constructs) -> list[tuple[int, int]]:
    """The names and addresses of links."""
    spans = [(leaf.start, leaf.end) for leaf in found.leaves]
    for link in found.formats:
        spans += [(link.start, link.inner_start), (link.inner_end, link.end)]
    return spans


def _is_link(region: Region, link: Leaf | Format) -> bool:
    """Whether brackets are Tiki's and not Markdown's (tiki-versions §1.4)."""
    if link.kind in {"LOCAL_LINK", "LOCAL_LINK_TEXT", "NOPARSE"}:
        return True
    if link.kind == "ESCAPED_BRACKET":
        closed = region.view.find("]", link.end, link.end + 200)
        return closed >= 0 and region.view[closed + 1 : closed + 2] not in {"(", "[", ":"}
    if not isinstance(link.data, ExternalLink) or _is_markdown(region.view, link.start, link.end):
        return False
    source = region.view[link.start : link.end]
    if "^" in source or "\n\n" in source or "\n" in source.partition("|")[0]:
        return False
    return link.kind == "LINK_TEXT" or _ADDRESS.match(link.data.url) is not None


def _is_markdown(view: str, start: int, end: int) -> bool:
    """Whether what is around brackets makes a link, note or definition of Markdown's of them."""
    before, after = view[start - 1 : start], view[end : end + 1]
    defines = after == ":" and _LINE_START.search(view[max(0, start - 4) : start])
    return before in {"[", "]", "^", "!", "\\"} or after in {"(", "["} or bool(defines)


def _urls(view: str) -> list[Leaf]:
    """Where Markdown's own links lead, to be followed like others."""
    urls: list[Leaf] = []
    ends: set[int] = set()
    line_end = 0
    for match in _LINK_END.finditer(view):
        if match["bracket"]:
            if match.start() >= line_end:
                line_start = view.rfind("\n", 0, match.start()) + 1
                found = view.find("\n", match.start())
                line_end = found if found >= 0 else len(view)
                ends = _ends_of_links(view, line_start, line_end)
            if match.start() not in ends:
                continue
        urls.append(Leaf("MARKDOWN_URL", *match.span("url"), match["url"]))
    behind = 0  # the last definition
    for match in _DEFINITION.finditer(view):
        defines = match.start() == behind or _ends_above(view, match.start())
        if defines or not match["bracket"]:  # which begins a tag where a paragraph goes on
            urls.append(Leaf("MARKDOWN_URL", *match.span("url"), match["url"]))
        if defines:
            behind = view.find("\n", match.end()) + 1
    return urls


def _ends_of_links(view: str, start: int, end: int) -> set[int]:
    """Where the texts of a line's links end, as far as nobody could take them for none.

    Links hold no links and no sides of cells (CommonMark §6.3, GFM §4.10); those of several
    lines, and pictures around links, are left out.
    """
    ends: set[int] = set()
    openers = 0
    for mark in _MARKS_IN_LINE.finditer(view, start, end):
        if mark[0] in {"[", "!["}:
            openers += 1
        elif mark[0] == "|":
            openers = 0
        elif mark[0] == "]" and openers:
            openers -= 1
            if _BRACKETED.match(view, mark.start()):
                ends.add(mark.start())
                openers = 0
            elif view.startswith("(", mark.end()):
                openers = 0
    return ends


def _ends_above(view: str, at: int) -> bool:
    """Whether nothing above a line can go on in it: a blank line, a heading, a rule or code."""
    above = view[view.rfind("\n", 0, max(at - 1, 0)) + 1 : at].strip(" \t\r\n\0")
    return not above or is_heading(above) or is_rule(above)


def _notes(region: Region, links: list[Format]) -> list[Format]:
    """Footnotes in the line, ``^[text]`` (tiki-versions §1.3), but for such as a link cuts."""
    across = Ranges((link.start, link.end) for link in links)
    return [
        Format("MARKDOWN_NOTE", match.start(), match.start(1), match.end(1), match.end())
        for match in _NOTE.finditer(region.view)
        if match.start() not in across and match.end(1) not in across
    ]


def _read_outline(region: Region, outline: Outline, found: Constructs) -> None:
    """The breaks, headings and separators of a region."""
    base, end = region.start, region.start + len(region.text)
    holes = Ranges((hole.start, hole.end) for hole in region.holes)
    leaves = Ranges(_protected(found))

    def cut(at: int) -> bool:
        """Whether ``at`` is in the middle of something."""
        return any(
            at in ranges and ranges.index(at - 1) == ranges.index(at) for ranges in (holes, leaves)
        )

    for start, stop in _within(outline.breaks, base, end):
        if start - base not in holes and start - base not in leaves:
            found.leaves.append(Leaf("MARKDOWN_BREAK", start - base, stop - base))
    blocks: list[Block | Leaf] = [
        Leaf("PAGE_BREAK", start - base, stop - base)
        for start, stop in _within(outline.separators, base, end)
        if start - base not in holes and start - base not in leaves
    ]
    lines = outline.headings
    first = bisect_left(lines, base, key=lambda line: line.start)
    for line in lines[first : bisect_left(lines, end, key=lambda line: line.start)]:
        marks = (line.start - base, line.inner_start - base, line.inner_end - base, line.end - base)
        if line.end <= end and not any(map(cut, marks)):
            blocks.append(Block("MARKDOWN_HEADING", *marks, line))
    found.blocks = sorted(blocks, key=lambda block: block.start)


def _within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]
