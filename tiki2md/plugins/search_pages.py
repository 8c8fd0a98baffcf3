"""Which pages, articles, posts and FAQs the filters of LIST find (tiki-syntax §11.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.plugins.search_entries import PageEntry
from tiki2md.plugins.search_filters import has_words, passing, questions_of, words_of
from tiki2md.plugins.snapshots import LISTED_KINDS, collated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tiki2md.plugins.facts import PageFacts
    from tiki2md.plugins.search_filters import Question
    from tiki2md.plugins.sitedata import SiteData

    _Test = Callable[[PageFacts], bool]

_NUMBERS = re.compile(r"[0-9]{1,9}(?:(?:\s+OR\s+|\s*,\s*)[0-9]{1,9})*")
_LANGUAGE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def pages_found(
    site: SiteData, filters: Sequence[Mapping[str, str]], kinds: Collection[str]
) -> list[PageEntry] | None:
    """The pages that pass all filters; ``None`` if only Tiki can tell.

    Args:
        site: the wiki.
        filters: the arguments of each.
        kinds: the types that they name; none for all.
    """
    asks_nothing = any(arguments.keys() <= {"field"} for arguments in filters)
    if not filters or asks_nothing or not LISTED_KINDS.issuperset(kinds):
        return None
    pages: list[PageFacts] = [
        page for kind in sorted(kinds or LISTED_KINDS) for page in site.of_kind(kind)
    ]
    found = passing(pages, [_test(question, site) for question in questions_of(filters)])
    return None if found is None else [PageEntry(page) for page in found]


def _test(question: Question, site: SiteData) -> _Test | None:
    """What a filter asks of a page; ``None`` for what no index but Tiki's can answer."""
    test = _TESTS.get(question.how)
    return None if test is None else test(question.value, question.field, site)


def _by_kind(value: str, _field: str, _site: SiteData) -> _Test | None:
    kinds = {kind.strip() for kind in value.split(",")}
    return lambda page: page.kind in kinds


def _by_category(value: str, _field: str, _site: SiteData) -> _Test | None:
    chosen = set(map(int, re.findall(r"[0-9]+", value)))
    is_known = _NUMBERS.fullmatch(value) is not None
    return (lambda page: not chosen.isdisjoint(page.categories)) if is_known else None


def _by_category_above(value: str, field: str, site: SiteData) -> _Test | None:
    chosen = list(map(int, re.findall(r"[0-9]+", value)))
    below = [str(number) for one in chosen for number in site.categories_below(one)]
    return _by_category(",".join([value, *below]), field, site)


def _by_language(value: str, _field: str, _site: SiteData) -> _Test | None:
    return (lambda page: page.language == value) if _LANGUAGE.fullmatch(value) else None


def _by_title(value: str, field: str, _site: SiteData) -> _Test | None:
    wanted = collated(value)
    return (lambda page: collated(page.name) == wanted) if field == "title" else None


def _by_words(value: str, field: str, _site: SiteData) -> _Test | None:
    words = words_of(value) if field == "title" else None
    return None if words is None else (lambda page: has_words(page.name, words))


_TESTS: Mapping[str, Callable[[str, str, SiteData], _Test | None]] = {
    "type": _by_kind,
    "categories": _by_category,
    "deepcategories": _by_category_above,
    "language": _by_language,
    "exact": _by_title,
    "content": _by_words,
}
"""By the name of an argument: its value, ``field`` and the wiki, to what they ask of a page."""
