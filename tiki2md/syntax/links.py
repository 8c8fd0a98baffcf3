"""Links of all kinds (tiki-syntax §7.9, §8): where they are and what they protect."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.syntax.characters import special_character
from tiki2md.syntax.regions import OPAQUE, Delimiter, Region
from tiki2md.syntax.spans import Finder, Format, Leaf, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiki2md.options import Options

_PRE_MARK = re.compile("~/?pre~")
_NOPARSE = re.compile("~/?np~")
_SPECIAL = re.compile("~(?:[a-z]{1,3}|--|[0-9]{1,7})~", re.IGNORECASE)
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
        """Where links to a URL stand, in order: their HTML holds a colon."""
        kinds = {"BARE_LINK", "LINK_TEXT", "AUTOLINK"}
        return sorted((link.start, link.end) for link in self.all() if link.kind in kinds)

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
        text_end = text_start
        if view.startswith("|", text_start):
            text_end = parenthesis(text_start + 1)
        if not view.startswith("))", text_end):
            continue
        # Looked at now that it is a link: what is none may be long, and begin many times.
        page = _verbatim(region.text[mark.end : page_end])
        if pattern is not None and pattern.fullmatch(page) is None:
            continue
        anchor = region.text[page_end + 2 : text_start]
        relation = region.text[mark.start + 1 : mark.end - 1]
        data = LocalLink(page, anchor, relation)
        end = text_end + 2
        if text_end <= text_start + 1:
            links.leaves.append(Leaf("LOCAL_LINK", mark.start, end, page, data))
            links.protected.append((mark.start, end))
        else:
            links.formats.append(
                Format("LOCAL_LINK_TEXT", mark.start, text_start + 1, text_end, end, data)
            )
            links.protected += [(mark.start, text_start + 1), (text_end, end)]
        resume = end


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


AUTOLINK = re.compile(
    rf"""
    (?: (?<![^ \n(]) | (?<=[ \n]==) | (?<=\A==) ) [a-z0-9]+ :// [^<, |\r\n){OPAQUE}]+
  | (?<![^ \n]) www\. [a-z0-9-]+ \. [a-z0-9.~-]+ (?: / [^<, |\r\n{OPAQUE}]* )?
  | (?<![^ \n]) (?!__|--) [a-z0-9._-]+ @ [\w-]+ \. (?: [\w.-]+ \. )? \w+
  | (?<![^ \n]) magnet:\? [^<, |\r\n{OPAQUE}]+
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""§7.9: which characters may stand before and inside each form.

An e-mail address that begins with a mark is none: Tiki has made the mark a tag before.
"""

_ADDRESS_SIGN = re.compile(r"[:@wWmM](?:(?<=:)//|(?<=@)|(?<=[wW])[wW]{2}\.|(?<=[mM])(?i:agnet:\?))")
"""What is in every address: to look for it first spares a look at every word."""

_DOI = re.compile(
    rf"""
    (?: \b | (?<=__) ) (?: (?:https?://)? (?:dx\.)? doi\.org/ | doi:?[ ]? )
    ( 10\.[0-9]{{4,9}} / [^\s<>"|\]{OPAQUE}]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""``doi: 10.…``, ``DOI:10.…``, ``DOI 10.…``, ``https://doi.org/10.…``"""

_SAME_AT_BOTH_ENDS = ("__", "''", "--", "===", "==", "~~", "^", "::")
_CLOSERS = {mark: (mark,) for mark in _SAME_AT_BOTH_ENDS} | {"+-": ("-+", "+-")}
"""What may close a format that was opened before an address: it does if of its marks, which take
turns, an odd number stands before."""


def find_autolinks(region: Region, options: Options, links: Links) -> None:
    """Bare URLs, addresses and DOIs, appended to ``links``.

    Tiki marks bold and the like first and so cuts a URL at ``__``; here the
    author's URL wins, unless the mark closes what stands open before it.  A link that
    follows without a space ends a URL, as in Tiki: ``http://example.org/[1]``.
    """
    if options.wikiwords:
        _wikiwords(region, options, links)
    taken = Ranges((link.start, link.end) for link in links.all())
    found: list[Leaf] = []
    ends = _Ends(region.view)
    for match in _DOI.finditer(region.view) if "10." in region.view else ():
        end = _balanced_end(region.view, match.start(1), ends.find(*match.span()))
        cut = end <= region.view.index("/", match.start(1)) + 1
        if not cut and not taken.overlap(match.start(), end):
            doi = region.text[match.start(1) : end]
            found.append(Leaf("DOI", match.start(), end, doi, doi))
    if options.autolinks:
        dois = Ranges((leaf.start, leaf.end) for leaf in found)
        ends = _Ends(region.view)
        for start, typed_end in addresses(region.view):
            if start == 0 and not region.at_line_start:
                continue
            end = ends.find(start, taken.before(start, typed_end))
            typed = region.text[start:end]
            if end - start < 4 or typed.endswith("://") or dois.overlap(start, end):
                continue
            found.append(Leaf("AUTOLINK", start, end, typed, _url_of(typed)))
    links.leaves += found
    links.protected += [(leaf.start, leaf.end) for leaf in found]


def addresses(view: str) -> Iterator[tuple[int, int]]:
    """Where ``AUTOLINK`` matches.

    It can only begin behind the nearest character that may stand before an address, or
    behind the nearest space.
    """
    sign_before = resume = 0
    for sign in _ADDRESS_SIGN.finditer(view):
        for stops in (" \n", " \n(="):
            start = max(view.rfind(stop, sign_before, sign.start()) for stop in stops) + 1
            if start < max(sign_before, resume):
                continue
            match = AUTOLINK.match(view, start)
            if match is not None:
                yield match.span()
                resume = match.end()
        sign_before = sign.start()


_LOWER = "a-z0-9\u0080-\U0010ffff"


def _wikiwords(region: Region, options: Options, links: Links) -> None:
    """CamelCase words are links to pages of that name (§8.1)."""
    extra = "_-" if options.wikiwords_usedash else ""
    word = rf"[A-Z][{_LOWER}{extra}]++[A-Z][{_LOWER}{extra}]++[A-Za-z0-9\u0080-\U0010ffff{extra}]*+"
    taken = Ranges((link.start, link.end) for link in links.all())
    for match in re.finditer(rf"(?<![^\s,;])({word})(?![^\s,;.])|\)\)({word})\(\(", region.view):
        if taken.overlap(*match.span()):
            continue
        name = match[1] or match[2]
        # ))Word(( is the escape: the word, and no link.
        kind, data = ("LOCAL_LINK", LocalLink(name, "", "")) if match[1] else ("NOPARSE", None)
        links.leaves.append(Leaf(kind, *match.span(), name, data))
        links.protected.append(match.span())


def _url_of(typed: str) -> str:
    if "://" in typed or typed.lower().startswith("magnet:"):
        return typed
    return f"http://{typed}" if typed.lower().startswith("www.") else f"mailto:{typed}"


def _balanced_end(view: str, start: int, end: int) -> int:
    """Where a DOI ends: a parenthesis that it did not open belongs to the text around it."""
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(view[at], 0)
        if depth < 0:
            return at
    return end


class _Ends:
    """Finds the ends of addresses, asked for in their order: marks are counted once.

    A mark ends an address if it closes what stands open before it on the line.
    """

    def __init__(self, view: str) -> None:
        self._view = view
        self._counted = 0
        self._counts = dict.fromkeys(_CLOSERS, 0)

    def find(self, start: int, end: int) -> int:
        """Where the address at ``start`` ends, at ``end`` or before."""
        view = self._view
        line = view.rfind("\n", self._counted, start) + 1
        if line:
            self._counted = line
            self._counts = dict.fromkeys(_CLOSERS, 0)
        for closer, marks in _CLOSERS.items():
            self._counts[closer] += sum(view.count(mark, self._counted, start) for mark in marks)
        preformatted = _PRE_MARK.search(view, start, end)
        if preformatted:
            end = preformatted.start()
        for closer, count in self._counts.items():
            at = view.rfind(closer, start, end) if count % 2 else -1
            if at >= 0:
                end = at
        self._counted = end
        return end
