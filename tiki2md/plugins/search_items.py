"""Which items of a tracker the filters of LIST find (tiki-syntax §11.1).

A field that may not be shown is never asked: by what is found one could tell what is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.plugins.search_entries import ItemEntry, field_of
from tiki2md.plugins.snapshots import collated
from tiki2md.plugins.values import number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tiki2md.plugins.facts import TrackerFacts
    from tiki2md.plugins.registry import PluginContext
    from tiki2md.plugins.sitedata import SiteData

    _Test = Callable[[ItemEntry], bool]

_AS_STORED = frozenset({"t", "a", "n", "d", "D", "R", "c", "b", "q"})
"""The types of fields whose values the index has as they are stored."""
_WORDS = re.compile(r"[\w\s]+")
_WORD = re.compile(r"\w+")


def items_found(
    site: SiteData, filters: Sequence[Mapping[str, str]], context: PluginContext
) -> Sequence[ItemEntry] | None:
    """The items of the one tracker that the filters name; ``None`` if only Tiki can tell."""
    asked = [
        (arguments.get("field", ""), name, value.strip())
        for arguments in filters
        for name, value in arguments.items()
        if name not in {"field", "type"}
    ]
    trackers = [value for field, _, value in asked if field == "tracker_id"]
    tracker = site.tracker(number(trackers[0])) if len(trackers) == 1 else None
    if tracker is None:
        return None
    others = [one for one in asked if one[0] != "tracker_id"]
    tests = [_test(*one, tracker) for one in others]
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return None
    entries = (
        ItemEntry(item, tracker, site, context) for item in site.tracker_items(tracker.tracker_id)
    )
    return [entry for entry in entries if all(test(entry) for test in known)]


def _test(field: str, how: str, value: str, tracker: TrackerFacts) -> _Test | None:
    """What a filter asks of an item; ``None`` for what no index but Tiki's can answer."""
    if field == "tracker_status" and how in {"exact", "content"} and value in {"o", "p", "c"}:
        return lambda entry: entry.item.status == value
    found = field_of(tracker, field)
    if found is None or found.kind not in _AS_STORED:
        return None
    if how == "exact":
        return lambda entry: collated(entry.stored(field)) == collated(value)
    words = words_of(value) if how == "content" else None
    return None if words is None else (lambda entry: has_words(entry.stored(field), words))


def words_of(value: str) -> Collection[str] | None:
    """The words that a text must have; ``None`` for signs and words of the search's language."""
    words = set(collated(value).split())
    return None if not _WORDS.fullmatch(value) or words & {"and", "or", "not"} else words


def has_words(stored: str, words: Collection[str]) -> bool:
    """Whether a text has all of some collated words."""
    return set(words) <= set(_WORD.findall(collated(stored)))
