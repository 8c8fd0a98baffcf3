"""Some of the pages of a wiki: by their names, and by what is known of them."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiki2md.globs import glob
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tiki2md.model import Page, Wiki

_CONDITION = re.compile(
    r"""\s*(?P<field>[a-z]+)\s*(?P<sign>!=|<=|>=|=|<|>|~)\s*
        (?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))\s*(?:(?P<and>and\b)|$)""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

_MOST_DIGITS = 18
"""Of a number; no count or id of a wiki has more."""

_SIGNS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _categories(page: Page, wiki: Wiki) -> list[str]:
    """The categories of a page, each by its name and by its path."""
    paths = map(wiki.category_path, page.categories)
    return [name for path in paths for name in (*path[-1:], "/".join(path))]


_TEXTS: Mapping[str, Callable[[Page, Wiki], list[str]]] = {
    "name": lambda page, _: [page.name],
    "lang": lambda page, _: [page.language],
    "tag": lambda page, _: page.tags,
    "category": _categories,
    "creator": lambda page, _: [page.creator],
    "editor": lambda page, _: [page.last_editor],
}
_TIMES: Mapping[str, Callable[[Page], int]] = {
    "created": lambda page: page.created,
    "modified": lambda page: page.modified,
}
_NUMBERS: Mapping[str, Callable[[Page], int]] = {
    "id": lambda page: page.page_id,
    "version": lambda page: page.version,
    "hits": lambda page: page.hits,
}
FIELDS = (*_TEXTS, *_TIMES, *_NUMBERS)
"""What a condition may ask about."""


class SelectionError(ValueError):
    """A condition that says nothing; the message tells why, and what would do."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages are wanted.

    Attributes:
        include: patterns of names, such as ``Docs*``; one must match, if there are any.
        exclude: patterns of names, none of which may match.
        where: conditions such as ``lang=en and modified>2020``, all of which must hold.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked for, so that all pages are wanted."""
        return not (self.include or self.exclude or self.where)

    def of(self, wiki: Wiki) -> Wiki:
        """``wiki`` with the wanted pages alone.

        Raises:
            SelectionError: a condition cannot be understood.
        """
        tests = [test for text in self.where for test in _tests(text)]
        if not (tests or self.include or self.exclude):
            return wiki
        include, exclude = _matching(self.include), _matching(self.exclude)
        left_out: set[str] = set()

        def is_wanted(page: Page) -> bool:
            wanted = (
                (include(page.name) or not self.include)
                and not exclude(page.name)
                and all(test(page, wiki) for test in tests)
            )
            left_out.update(() if wanted else (page.name,))
            return wanted

        pages = Spool.of(wiki.pages).kept(is_wanted)
        kept = {page.name for page in pages} if left_out else set()
        return replace(wiki, pages=pages, left_out=frozenset(left_out - kept))


def _matching(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether any of some patterns matches a text; the case of letters does not matter."""
    compiled = [glob(pattern.casefold()) for pattern in patterns]
    return lambda text: any(pattern.fullmatch(text.casefold()) for pattern in compiled)


def _tests(text: str) -> Sequence[Callable[[Page, Wiki], bool]]:
    """The conditions in ``text``, which ``and`` joins."""
    tests: list[Callable[[Page, Wiki], bool]] = []
    at, more = 0, True
    while more:
        match = _CONDITION.match(text, at)
        if match is None:
            raise SelectionError(
                f"{text[at:].strip() or text!r} is no condition; write one as lang=en, "
                'category="Docs" or modified>2020-06, and join several with and'
            )
        value = next(
            match[kind] for kind in ("quoted", "single", "bare") if match[kind] is not None
        )
        tests.append(_test(match["field"].lower(), match["sign"], value))
        at, more = match.end(), bool(match["and"])
    return tests


def _test(field: str, sign: str, value: str) -> Callable[[Page, Wiki], bool]:
    if field in _TEXTS:
        return _text_test(field, sign, value)
    if field in _TIMES:
        return _time_test(field, sign, value)
    if field in _NUMBERS:
        return _number_test(field, sign, value)
    raise SelectionError(f"pages have no {field!r}; there are {', '.join(FIELDS)}")


def _text_test(field: str, sign: str, value: str) -> Callable[[Page, Wiki], bool]:
    texts, wanted = _TEXTS[field], value.casefold()
    if sign in _SIGNS:
        raise SelectionError(f"{field}{sign}{value}: a text is compared with =, != or ~")
    if sign == "~":
        matches = _matching([value])
        return lambda page, wiki: any(map(matches, texts(page, wiki)))
    return lambda page, wiki: (
        (wanted in (text.casefold() for text in texts(page, wiki))) == (sign == "=")
    )


def _number_test(field: str, sign: str, value: str) -> Callable[[Page, Wiki], bool]:
    compare = _SIGNS.get(sign) or {"=": operator.eq, "!=": operator.ne}.get(sign)
    if compare is None or not value.isdecimal() or len(value) > _MOST_DIGITS:
        raise SelectionError(f"{field}{sign}{value}: compare {field} with a whole number")
    number, limit = _NUMBERS[field], int(value)
    return lambda page, _: compare(number(page), limit)


def _time_test(field: str, sign: str, value: str) -> Callable[[Page, Wiki], bool]:
    """Compare with a year, a month or a day; ``>2020`` is after its end, ``<2020`` before it.

    A time that nobody knows is neither, and in no period.
    """
    time = _TIMES[field]
    match = _DATE.fullmatch(value)
    try:
        start, end = _period(*(int(part) for part in match.groups() if part)) if match else (0, 0)
    except ValueError:
        match = None
    if match is None or sign == "~":
        raise SelectionError(f"{field}{sign}{value}: write a date as 2020, 2020-06 or 2020-06-30")
    if sign in {"=", "!="}:
        return lambda page, _: bool(time(page) and start <= time(page) < end) == (sign == "=")
    compare = _SIGNS[sign]
    # Up to and including, or after, the whole period: its end counts; else its start.
    limit = end - 1 if sign in {">", "<="} else start
    return lambda page, _: bool(time(page)) and compare(time(page), limit)


def _period(year: int, month: int = 0, day: int = 0) -> tuple[int, int]:
    """The first second of a year, month or day, and that of the next one."""
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return int(start.timestamp()), int(start.timestamp()) + 86_400
    end = (
        datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        if month
        else datetime(year + 1, 1, 1, tzinfo=UTC)
    )
    return int(start.timestamp()), int(end.timestamp())
