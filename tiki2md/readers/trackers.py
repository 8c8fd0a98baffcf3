"""Trackers: Tiki's own database, with its fields, items and values."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import Tracker, TrackerField, TrackerItem
from tiki2md.readers.permissions import ANONYMOUS
from tiki2md.readers.schema import number_of, text_of, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables

_SPECIAL_ORDERS = {-1: "lastModif", -2: "created", -3: "itemId"}
_DATES = {"showCreated": "created", "showLastModif": "lastModif"}
_STATUS_PERMISSIONS = {
    "o": "tiki_p_view_trackers",
    "p": "tiki_p_view_trackers_pending",
    "c": "tiki_p_view_trackers_closed",
}


def trackers_of(tables: Tables, permissions: Permissions) -> dict[int, Tracker]:
    """The trackers by their ids (tiki-exports §4).

    Args:
        tables: the export.  Without the table of trackers, those that have
            fields are taken, without names.
        permissions: what an anonymous visitor could see.
    """
    fields = grouped(
        (number_of(row, "trackerId"), _field(row)) for row in tables.get("tiki_tracker_fields")
    )
    trackers = {
        number_of(row, "trackerId"): Tracker(
            tracker_id=number_of(row, "trackerId"),
            name=text_of(row, "name"),
            description=text_of(row, "description"),
        )
        for row in tables.get("tiki_trackers")
    }
    for number, its_fields in fields.items():
        tracker = trackers.setdefault(number, Tracker(tracker_id=number))
        tracker.fields = sorted(its_fields, key=lambda one: (one.position, one.field_id))
    for item in _items(tables):
        if item.tracker_id in trackers:
            trackers[item.tracker_id].items.append(item)
    options = _options(tables.get("tiki_tracker_options"))
    for number, tracker in trackers.items():
        its_options = options.get(number, {})
        tracker.order = _order(its_options)
        tracker.dates = tuple(date for name, date in _DATES.items() if its_options.get(name) == "y")
        tracker.statuses = _statuses(permissions, number)
    return trackers


def _field(row: Row) -> TrackerField:
    groups = text_of(row, "visibleBy")  # a serialized list, of nothing if it has no quote
    return TrackerField(
        field_id=number_of(row, "fieldId"),
        name=text_of(row, "name"),
        perm_name=text_of(row, "permName"),
        kind=text_of(row, "type"),
        position=number_of(row, "position"),
        main=row.get("isMain") == "y",
        public=row.get("isPublic", "y") == "y",
        hidden=(text_of(row, "isHidden") or "n") != "n"
        or ('"' in groups and '"Anonymous"' not in groups),
        options=text_of(row, "options"),
    )


def _items(tables: Tables) -> list[TrackerItem]:
    """The items of all trackers by their ids, with their values."""
    items = {
        number_of(row, "itemId"): TrackerItem(
            item_id=number_of(row, "itemId"),
            tracker_id=number_of(row, "trackerId"),
            status=text_of(row, "status") or "o",
            created=number_of(row, "created"),
            modified=number_of(row, "lastModif"),
        )
        for row in tables.get("tiki_tracker_items")
    }
    for row in tables.get("tiki_tracker_item_fields"):
        item = items.get(number_of(row, "itemId"))
        if item is not None:
            item.values[number_of(row, "fieldId")] = text_of(row, "value")
    return [item for _, item in sorted(items.items())]


def _options(rows: Iterable[Row]) -> dict[int, dict[str, str]]:
    """The options of each tracker."""
    options: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in rows:
        options[number_of(row, "trackerId")][text_of(row, "name")] = text_of(row, "value")
    return options


def _order(options: Mapping[str, str]) -> str:
    """How the items of a tracker are sorted where a call does not say."""
    key = whole_number(options.get("defaultOrderKey"))
    if not key:
        return ""
    direction = "desc" if options.get("defaultOrderDir") == "desc" else "asc"
    return f"{_SPECIAL_ORDERS.get(key, f'f_{key}')}_{direction}"


def _statuses(permissions: Permissions, number: int) -> str:
    """The statuses of the items of a tracker that an anonymous visitor could view.

    An export without permissions was made of chosen tables: who chose the tracker
    wants it shown.
    """
    rule = permissions.rule("tracker", str(number))
    if rule is None:
        return "".join(_STATUS_PERMISSIONS)
    return "".join(
        status for status, name in _STATUS_PERMISSIONS.items() if ANONYMOUS in rule.who_may(name)
    )
