"""Links without marks: addresses, DOIs and WikiWords (tiki-syntax §7.9, §8.1)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from tiki2md.syntax.links import Links, LocalLink
from tiki2md.syntax.regions import OPAQUE, Region
from tiki2md.syntax.spans import Leaf, Ranges, merged
from tiki2md.syntax.tables import find_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.options import Options

_PRE_MARK = re.compile("~/?pre~")


def _pattern(stop: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?: (?<![^ \n(]) | (?<=[ \n]==) | (?<=\A==) ) [a-z0-9]+ :// [^{stop}, \r\n){OPAQUE}]+
      | (?<![^ \n]) www\. [a-z0-9-]+ \. [a-z0-9.~-]+ (?: / [^{stop}, \r\n{OPAQUE}]* )?
      | (?<![^ \n]) (?!__|--) [a-z0-9._-]+ @ [\w-]+ \. (?: [\w.-]+ \. )? \w+
      | (?<![^ \n]) magnet:\? [^{stop}, \r\n{OPAQUE}]+
        """,
        re.VERBOSE | re.IGNORECASE,
    )


AUTOLINK = _pattern("")
"""§7.9: which characters may stand before and inside each form.

An e-mail address that begins with a mark is none: Tiki has made the mark a tag before.
"""
AUTOLINK_IN_HTML = _pattern("<")
"""The same where a tag may follow; else Tiki has put another sign in the place of ``<``."""

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
    follows without a space ends a URL, as in Tiki: ``http://example.org/[1]``; so does a bar of
    a table.
    """
    if options.wikiwords:
        _wikiwords(region, options, links)
    taken = Ranges(merged([(link.start, link.end) for link in links.all()]))  # they nest
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
        bars = _Bars(region, options, links)
        pattern = AUTOLINK_IN_HTML if region.html else AUTOLINK
        for start, typed_end in addresses(region.view, bars.first, pattern):
            if start == 0 and not region.begins_line:
                continue
            end = ends.find(start, taken.before(start, typed_end))
            typed = region.text[start:end]
            if end - start < 4 or typed.endswith("://") or dois.overlap(start, end):
                continue
            found.append(Leaf("AUTOLINK", start, end, typed, _url_of(typed)))
    links.leaves += found
    links.protected += [(leaf.start, leaf.end) for leaf in found]


class _Bars:
    """Where tables end addresses: Tiki looks for those later than for tables.

    Few addresses hold a bar, so tables are looked for when one does.
    """

    def __init__(self, region: Region, options: Options, links: Links) -> None:
        self._region = region
        self._options = options
        self._links = links

    def first(self, at: int) -> int:
        """The first mark of a table from an offset on where there is a bar."""
        return self._marks.before(at, len(self._region.view))

    @cached_property
    def _marks(self) -> Ranges:
        links = self._links
        hidden = Ranges(merged([*links.protected, *links.hidden]))
        visible = [
            mark
            for mark in self._region.delimiters
            if mark.kind == "NL" or mark.start not in hidden
        ]
        tables = find_tables(self._region, self._options, visible)
        inside = Ranges((table.start, table.end) for table in tables)
        return Ranges(
            (mark.start, mark.end)
            for mark in visible
            if mark.kind in {"PIPE", "TABLE_MARK"} and mark.start in inside
        )


def addresses(
    view: str,
    first_mark: Callable[[int], int] | None = None,
    pattern: re.Pattern[str] = AUTOLINK,
) -> Iterator[tuple[int, int]]:
    """Where a pattern of addresses matches.

    It can only begin behind the nearest character that may stand before an address, or
    behind the nearest space.

    Args:
        view: the text.
        first_mark: the first mark of a table from a bar on, which ends an address; by default
            there are none.
        pattern: ``AUTOLINK``, or that in HTML.
    """
    sign_before = resume = 0
    bar = -1  # the next one
    for sign in _ADDRESS_SIGN.finditer(view):
        for stops in (" \n", " \n(="):
            start = max(view.rfind(stop, sign_before, sign.start()) for stop in stops) + 1
            if start < max(sign_before, resume):
                continue
            # Up to a bar, and over it only if it is no mark: no stretch is looked at again and
            # again from address to address.
            if bar < start:
                bar = view.find("|", start)
                bar = len(view) if bar < 0 else bar
            match = pattern.match(view, start, bar)
            if bar < len(view) and (match is None or match.end() == bar):
                end = first_mark(bar) if first_mark is not None else len(view)
                match = pattern.match(view, start, end) if end > bar else match
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
