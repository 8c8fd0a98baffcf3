"""Which items of a tracker the filters of LIST find (tiki-syntax §11.1).

A field that may not be shown is never asked: by what is found one could tell what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.plugins.search_entries import ItemEntry, field_of
from tiki2md.plugins.search_filters import has_words, passing, questions_of, words_of
from tiki2md.plugins.snapshots import collated
from tiki2md.plugins.values import number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.plugins.facts import TrackerFacts
    from tiki2md.plugins.registry import PluginContext
    from tiki2md.plugins.sitedata import SiteData

    _Test = Callable[[ItemEntry], bool]

_AS_STORED = frozenset({"t", "a", "n", "d", "D", "R", "c", "b", "q"})
"""The types of fields whose values the index has as they are stored."""


def items_found(
    site: SiteData, filters: Sequence[Mapping[str, str]], context: PluginContext
) -> Sequence[ItemEntry] | None:
    """The items of the one tracker that the filters name; ``None`` if only Tiki can tell."""
    asked = [question for question in questions_of(filters) if question.how != "type"]
    trackers = [question.value for question in asked if question.field == "tracker_id"]
    tracker = site.tracker(number(trackers[0])) if len(trackers) == 1 else None
    if tracker is None:
        return None
    tests = [_test(*question, tracker) for question in asked if question.field != "tracker_id"]
    entries = (
        ItemEntry(item, tracker, site, context) for item in site.tracker_items(tracker.tracker_id)
    )
    return passing(entries, tests)


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
