"""Links with marks (tiki-syntax §8): where they are and what they protect."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.syntax.characters import special_character
from tiki2md.syntax.spans import Finder, Format, Leaf, Ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.options import Options
    from tiki2md.syntax.regions import Delimiter, Region

_NOPARSE = re.compile("~/?np~")
_SPECIAL = re.compile("~(?:[a-z]{1,3}|--|[0-9]{1,7})~", re.IGNORECASE)
_NO_TEXT = ("", "0")
"""What Tiki takes for no text of a link, and shows the name of the page instead."""
_PAGE_NAMES = {
    "full": re.compile(r"[\w .:\-\u0080-\U0010FFFF]{2,}"),
    "strict": re.compile(r"[A-Za-z0-9_ .:\-]{2,}"),
}


@dataclass(slots=True)
class Links:
    """The links of a region.

    Attributes:
        leaves: links without a text of their own.
        formats: links around a text.
        protected: names and URLs, in which nothing else is markup.
        hidden: whole links that phases 13 to 18 of tiki-syntax §2 do not see.
    """

    leaves: list[Leaf] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    protected: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def with_url(self) -> list[tuple[int, int]]:
        """Where links stand whose HTML holds a colon, in order: that of their URL."""
        return sorted(
            (link.start, link.end)
            for link in self.all()
            if link.kind == "AUTOLINK"
            or (isinstance(link.data, ExternalLink) and ":" in link.data.url)
        )

    def all(self) -> list[Leaf | Format]:
        """Every link."""
        return [*self.leaves, *self.formats]


@dataclass(slots=True)
class LocalLink:
    """``(relation(page|#anchor|…))``"""

    page: str
    anchor: str
    relation: str


@dataclass(slots=True)
class ExternalLink:
    """``[url|…|extra]``"""

    url: str
    extra: str


def find_links(region: Region, options: Options) -> Links:
    """Wiki links, then ``[…]`` links and escaped brackets."""
    links = Links()
    _local_links(region, options, links)
    _external_links(region, links)
    return links


def _local_links(region: Region, options: Options, links: Links) -> None:
    """``((Page))`` and its forms (§8.1)."""
    view = region.view
    close, bar, newline, parenthesis = (Finder(view, mark) for mark in ("))", "|", "\n", ")"))
    resume = 0
    pattern = _PAGE_NAMES.get(options.page_regex)
    for mark in region.delimiters:
        if mark.kind != "LINK_OPEN" or mark.start < resume:
            continue
        page_end = min(close(mark.end), bar(mark.end), newline(mark.end))
        if page_end == mark.end or not view.startswith(("))", "|"), page_end):
            continue
        text_start = page_end
        if view.startswith("|#", page_end):
            text_start = min(bar(page_end + 1), parenthesis(page_end + 1))
        closed = text_start
        if view.startswith("|", text_start):
            closed = parenthesis(text_start + 1)
        if not view.startswith("))", closed):
            continue
        # Looked at now that it is a link: what is none may be long, and begin many times.
        page = _verbatim(region.text[mark.end : page_end])
        if pattern is not None and pattern.fullmatch(page) is None:
            continue
        anchor = region.text[page_end + 2 : text_start]
        relation = region.text[mark.start + 1 : mark.end - 1]
        data = LocalLink(page, anchor, relation)
        end = closed + 2
        text_start, text_end = _shown(view, text_start, closed, anchored=text_start > page_end)
        if view[text_start:text_end] in _NO_TEXT:
            links.leaves.append(Leaf("LOCAL_LINK", mark.start, end, page, data))
            links.protected.append((mark.start, end))
        else:
            links.formats.append(
                Format("LOCAL_LINK_TEXT", mark.start, text_start, text_end, end, data)
            )
            links.protected += [(mark.start, text_start), (text_end, end)]
        resume = end


def _shown(view: str, start: int, end: int, *, anchored: bool) -> tuple[int, int]:
    """Where the text of a link is that has ``|…`` between two offsets.

    Behind an anchor it is what stands between the next two bars: ``((P|#a||text|more))``.
    """
    if not anchored:
        return min(start + 1, end), end
    while start < end and view[start] == "|":
        start += 1
    bar = view.find("|", start, end)
    return start, bar if bar >= 0 else end


def _external_links(region: Region, links: Links) -> None:
    """``[url|text|extra]``; any bracketed text is a link (§8.2)."""
    view = region.view
    local = Ranges(links.protected)
    whole_local = Ranges([(link.start, link.end) for link in links.all()])
    marks = [
        mark
        for mark in region.delimiters
        if mark.kind in {"LBRACKET", "RBRACKET", "PIPE", "TABLE_MARK"} and mark.start not in local
    ]
    plugins = Ranges((hole.start, hole.end) for hole in region.holes if hole.kind == "PLUGIN")
    closing = Finder(view, "]")
    opened: Delimiter | None = None
    bars: list[int] = []
    for mark in marks:
        if mark.kind == "LBRACKET":
            opened, bars = None, []
            if mark.end - mark.start == 1:
                opened = mark
            else:
                _escaped_bracket(view, mark, closing, links)
        elif opened is None:
            continue
        elif mark.kind == "RBRACKET":
            # A link inside the text of another is in none but that one, and ends in it.
            around = whole_local.index(opened.start)
            ends_in_it = around in {-1, whole_local.index(mark.start)}
            if mark.start > opened.end and len(bars) <= 2 and ends_in_it:
                foreign = (plugins,) if around >= 0 else (plugins, whole_local)
                _external_link(region, opened, mark, bars, foreign, links)
            opened = None
        elif whole_local.index(mark.start) in {-1, whole_local.index(opened.start)}:
            bars += range(mark.start, mark.end)


def _escaped_bracket(view: str, mark: Delimiter, closing: Finder, links: Links) -> None:
    """``[[x]`` shows ``[x]``, but ``[[x]]`` stays."""
    if mark.end - mark.start != 2 or view.startswith("]]", closing(mark.end)):
        return
    links.leaves.append(Leaf("ESCAPED_BRACKET", mark.start, mark.end, "["))
    links.protected.append((mark.start, mark.end))


def _external_link(
    region: Region,
    opened: Delimiter,
    closed: Delimiter,
    bars: Sequence[int],
    foreign: tuple[Ranges, ...],
    links: Links,
) -> None:
    url_end = bars[0] if bars else closed.start
    if url_end == opened.end:
        return
    url = region.text[opened.end : url_end]
    text_start = bars[0] + 1 if bars else closed.start
    text_end = bars[1] if len(bars) == 2 else closed.start
    extra = region.text[bars[1] + 1 : closed.start] if len(bars) == 2 else ""
    for ranges in foreign:
        if ranges.overlap(opened.end, text_start) or ranges.overlap(text_end, closed.end):
            return  # [((Page))|text], [{SUP()}1{SUP}]: brackets around what stands inside
    data = ExternalLink(_verbatim(url).strip(), extra)
    if text_start == text_end:
        links.leaves.append(Leaf("BARE_LINK", opened.start, closed.end, url, data))
        links.protected.append((opened.start, closed.end))
    else:
        links.formats.append(
            Format("LINK_TEXT", opened.start, text_start, text_end, closed.end, data)
        )
        links.protected += [(opened.start, text_start), (text_end, closed.end)]
    glued = _is_word(region.view, opened.start - 1) or _is_word(region.view, closed.end)
    if not glued:
        links.hidden.append((opened.start, closed.end))


def _verbatim(text: str) -> str:
    """A name or a URL without ``~np~``, special characters in place (phases 4 and 9)."""
    text = _NOPARSE.sub("", text)
    return _SPECIAL.sub(lambda code: special_character(code[0]) or code[0], text)


def _is_word(view: str, at: int) -> bool:
    return 0 <= at < len(view) and view[at].isascii() and view[at].isalnum()
