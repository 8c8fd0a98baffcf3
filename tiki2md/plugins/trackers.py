"""Lists of tracker items, drawn once, from the export (tiki-syntax §11.1, tiki-exports §4).

What only some users could see is never shown: fields marked hidden or for
certain groups, and those that hold addresses, passwords, users or IP numbers
(types ``m``, ``p``, ``u``, ``U``, ``I``), whatever a call asks for.  Nor are the
items of trackers that an anonymous visitor could not view.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code
from tiki2md.nodes import Node, TableNode
from tiki2md.plugins.branches import ELSE, branch
from tiki2md.plugins.expand import keep, kept, report_left_out
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import MOMENT, collated, date_of, heading_line, snapshot
from tiki2md.plugins.tracker_values import NUMBER, is_shown, shown_value, sort_key
from tiki2md.plugins.values import is_on, listed, number, numbers, table_row, text, text_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.facts import TrackerFacts, TrackerFieldFacts, TrackerItemFacts
    from tiki2md.plugins.sitedata import SiteData

# These show other items, or no table: who is logged in, what day it is, a template.
_OTHER_FORMS = (
    "wiki",
    "tpl",
    "tplwiki",
    "view",
    "view_user",
    "calendarfielddate",
    "periodQuantity",
)
_COMPUTED_FILTER = re.compile(r"#|\w\(")
_ORDER = re.compile(r"(created|lastModif|itemId|f_([0-9]{1,9}))(?:_(asc|desc))?", re.IGNORECASE)
_DATES = (("created", "showcreated", "Created"), ("lastModif", "showlastmodif", "LastModif"))
_NOTHING = ("", "0")
# What a list shows beside its columns, and we do not.
_LEFT_OUT = (
    ("popup", "without its popups"),
    ("compute", "without its totals"),
    ("showstatus", "without the status of items"),
    ("showlastmodifby", "without who changed items last"),
)


@plugin("TRACKERLIST", body=Body.RAW)
def tracker_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """The items of a tracker as a table, a column for each field; without them, a comment.

    Fields are never shown that are hidden, not public, or of a type that holds
    e-mail addresses, passwords, users or IP numbers.  Without ``fields`` all others
    are; without ``status`` only open items.  A filter or a form of the list that
    the export cannot tell leaves the comment.

    Example:
        {TRACKERLIST(trackerId="3" fields="7:8" sort_mode="f_7_asc")}{TRACKERLIST}
    """
    site, arguments = context.site, node.attrs_dict
    tracker = site.tracker(number(arguments.get("trackerId", ""))) if site is not None else None
    if site is None or tracker is None or any(arguments.get(name) for name in _OTHER_FORMS):
        return keep(node, Body.RAW, context)
    columns = _columns(tracker, arguments)
    items = _filtered(site, tracker, arguments)
    if items is None or not columns:
        return keep(node, Body.RAW, context)
    items = _ordered(items, tracker, arguments.get("sort_mode", "") or tracker.order)
    start, most = number(arguments.get("offset", "")), number(arguments.get("max", ""))
    chosen = items[start : start + most] if most else items[start:]
    shown = guarded(
        node,
        context,
        ("tracker", str(tracker.tracker_id)),
        lambda: _table(
            columns,
            _dates(tracker, arguments),
            chosen,
            lambda field, item: shown_value(field, item, site, context),
            headed=is_on(arguments.get("showfieldname", "y")),
            first=start + 1 if is_on(arguments.get("showitemrank", "")) else 0,
        ),
    )
    if shown is None:
        return keep(node, Body.RAW, context)
    for argument, what in _LEFT_OUT:
        if is_on(arguments.get(argument, "").strip(": ")):
            context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return snapshot(node, context, [*_above(tracker, len(items), arguments), *shown])


def _above(tracker: TrackerFacts, count: int, arguments: Mapping[str, str]) -> list[Node]:
    """The title, the description and the number of items, where they are wanted."""
    above: list[Node] = []
    if is_on(arguments.get("showtitle", "")) and tracker.name.strip():
        above.append(heading_line(tracker.name.strip()))
    if is_on(arguments.get("showdesc", "")) and tracker.description.strip():
        above.append(heading_line(" ".join(tracker.description.split())))
    if is_on(arguments.get("shownbitems", "")):
        above.append(heading_line(f"Items found: {count}"))
    return above


def _columns(tracker: TrackerFacts, arguments: Mapping[str, str]) -> list[TrackerFieldFacts]:
    """The fields that a list shows: those named, or all that are public.

    They are in the tracker's order; in that of the call only with ``sort`` or ``popup``.
    """
    allowed = [field for field in tracker.fields if field.public and is_shown(field)]
    names = listed(arguments.get("fields", ""), ":")
    if not names:
        return allowed
    found = [_named(allowed, name) for name in dict.fromkeys(names)]
    chosen = [field for field in found if field is not None]
    if arguments.get("sort", "").strip() == "y" or arguments.get("popup", "").strip(": "):
        return chosen
    return [field for field in allowed if field in chosen]


def _dates(tracker: TrackerFacts, arguments: Mapping[str, str]) -> list[tuple[str, str]]:
    """The dates that a list shows: what they are, and the name of the column."""
    return [
        (date, head)
        for date, argument, head in _DATES
        if (is_on(arguments[argument]) if argument in arguments else date in tracker.dates)
    ]


def _named(fields: Sequence[TrackerFieldFacts], name: str) -> TrackerFieldFacts | None:
    """The field with a number or a permanent name."""
    for field in fields:
        if name in (str(field.field_id), field.perm_name) and name:
            return field
    return None


def _filtered(
    site: SiteData, tracker: TrackerFacts, arguments: Mapping[str, str]
) -> list[TrackerItemFacts] | None:
    """The items that a call asks for; ``None`` if only Tiki can tell."""
    statuses = arguments.get("status", "").strip().lower() or "o"
    items = [item for item in site.tracker_items(tracker.tracker_id) if item.status in statuses]
    if chosen := set(numbers(arguments.get("itemId", ""))):
        items = [item for item in items if item.item_id in chosen]
    for condition in _conditions(arguments):
        field = _named(tracker.fields, condition.field)
        # By a field that is not shown one could ask what is in it.
        computed = _COMPUTED_FILTER.search(condition.whole or condition.piece)
        if field is None or not is_shown(field) or computed:
            return None
        values = ((item, item.values.get(field.field_id, "")) for item in items)
        items = [item for item, value in values if _matches(value, condition)]
    return items


class _Condition(NamedTuple):
    """What a call asks of a field: its whole value, or else a piece of it."""

    field: str
    whole: str
    piece: str


def _conditions(arguments: Mapping[str, str]) -> list[_Condition]:
    names, wholes, pieces = (
        [word.strip() for word in arguments.get(argument, "").split(":")]
        for argument in ("filterfield", "exactvalue", "filtervalue")
    )
    conditions = list(zip_longest(names, wholes, pieces, fillvalue=""))[: len(names)]
    return [_Condition(*condition) for condition in conditions if any(condition)]


def _matches(value: str, condition: _Condition) -> bool:
    if condition.whole:
        return collated(value.strip()) == collated(condition.whole)
    return collated(condition.piece) in collated(value)


def _ordered(
    items: list[TrackerItemFacts], tracker: TrackerFacts, mode: str
) -> list[TrackerItemFacts]:
    """Items in the order that ``sort_mode`` names; they come by number, as do equal ones."""
    order = _ORDER.fullmatch(mode.strip())
    if order is None:
        return items
    column, field_number, direction = order[1].lower(), order[2], (order[3] or "asc").lower()
    field = _named(tracker.fields, field_number) if field_number else None
    if field_number and (field is None or not is_shown(field)):
        return items

    def key(item: TrackerItemFacts) -> tuple[float, str]:
        if field is not None:
            return sort_key(field, item)
        if column == "itemid":
            return item.item_id, ""
        return item.created if column == "created" else item.modified, ""

    return sorted(items, key=key, reverse=direction == "desc")


def _table(
    columns: Sequence[TrackerFieldFacts],
    dates: Sequence[tuple[str, str]],
    items: Sequence[TrackerItemFacts],
    value: Callable[[TrackerFieldFacts, TrackerItemFacts], list[Node]],
    *,
    headed: bool,
    first: int,
) -> list[Node]:
    """A row for each item, below the names of the fields.

    Args:
        columns: the fields.
        dates: what :func:`_dates` says, to follow them.
        items: in their order.
        value: what an item shows in a field.
        headed: whether there is a row of names.
        first: the rank of the first item; 0 for a table without ranks.
    """
    if not items:
        return [heading_line("No records found")]
    rows: list[Node] = []
    if headed:
        heads = [*(field.name for field in columns), *(head for _, head in dates)]
        if first:
            heads.insert(0, "Rank")
        rows.append(text_row(*heads, header=True))
    for rank, item in enumerate(items, first):
        cells = [value(field, item) for field in columns]
        if first:
            cells.insert(0, [text(str(rank))])
        for date, _ in dates:
            moment = item.created if date == "created" else item.modified
            cells.append([text(date_of(moment, MOMENT))])
        rows.append(table_row(*cells))
    return [TableNode(children=rows)]


@plugin("TRACKERITEMFIELD", body=Body.WIKI)
def tracker_item_field(node: PluginNode, context: PluginContext) -> list[Node]:
    """The value of a field of a tracker item, or what a test of it shows; else a comment.

    A field that is hidden, or of a type that holds e-mail addresses, passwords,
    users or IP numbers, is never shown, and never tested.  With ``fields`` the body is
    shown if none of them is empty.  Without ``itemId`` the item was the reader's own, if
    there was any: a test finds nothing, all else stays a comment, with the body before an {ELSE}.

    Example:
        {TRACKERITEMFIELD(itemId="12" fieldId="7")/}
    """
    site, arguments = context.site, node.attrs_dict
    if number(arguments.get("test", "")) and not arguments.get("itemId", "").strip():
        return branch(node, context, shown=arguments.get("value", "") in _NOTHING)
    item = site.tracker_item(number(arguments.get("itemId", ""))) if site is not None else None
    tracker = site.tracker(item.tracker_id) if site is not None and item is not None else None
    fields = _asked(tracker, arguments) if tracker is not None else []
    if site is None or item is None or not fields:
        return _untold(node, context)
    passed = _is_passed(item, fields, arguments)
    if passed is not None:
        return branch(node, context, shown=passed)
    field = fields[0]
    shown = guarded(
        node,
        context,
        ("item", str(item.item_id), str(field.field_id)),
        lambda: shown_value(field, item, site, context),
    )
    if shown is None:
        return _untold(node, context)
    if node.inner_content.strip():
        report_left_out(node, context)
    return snapshot(node, context, shown)


def _untold(node: PluginNode, context: PluginContext) -> list[Node]:
    """The call, and its body without what only showed in its place."""
    if ELSE not in node.inner_content:
        return keep(node, Body.WIKI, context)
    return [*kept(node, Body.NONE), *branch(node, context, shown=True)]


def _asked(tracker: TrackerFacts, arguments: Mapping[str, str]) -> list[TrackerFieldFacts]:
    """The fields that a call is about; no list of them means all."""
    allowed = [field for field in tracker.fields if is_shown(field)]
    if "fields" not in arguments:
        field = _named(allowed, arguments.get("fieldId", "").strip())
        return [] if field is None else [field]
    named = set(numbers(arguments["fields"]))
    return [field for field in allowed if field.field_id in named or not named]


def _is_passed(
    item: TrackerItemFacts, fields: Sequence[TrackerFieldFacts], arguments: Mapping[str, str]
) -> bool | None:
    """Whether an item passes the test of a call; ``None`` where there is none."""
    statuses = arguments.get("status", "").strip().lower()
    if statuses and item.status not in statuses:
        return False
    stored = [item.values.get(field.field_id, "") for field in fields]
    if "fields" in arguments:
        return all(value not in _NOTHING for value in stored)
    if number(arguments.get("test", "")):
        return _is_alike(stored[0], arguments.get("value", ""))
    return None


def _is_alike(stored: str, wanted: str) -> bool:
    """Whether a test is passed, as PHP compares: numbers by their value, and 0 is nothing."""
    if wanted in _NOTHING:
        return stored in _NOTHING
    if NUMBER.fullmatch(stored) and NUMBER.fullmatch(wanted):
        return float(stored) == float(wanted)
    return stored == wanted
