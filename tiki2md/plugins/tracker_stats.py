"""How often a value stands in a field of a tracker, drawn once (tiki-syntax §11.2)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import Node, TableNode, text_of
from tiki2md.plugins.expand import keep, report_left_out
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import DAY, MOMENT, collated, date_of, snapshot
from tiki2md.plugins.tracker_values import is_shown, shown_value
from tiki2md.plugins.values import bold_line, listed, number, text, text_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.facts import TrackerFacts, TrackerFieldFacts, TrackerItemFacts
    from tiki2md.plugins.sitedata import SiteData

_STATUSES = frozenset({"o", "p", "c", "op", "oc", "pc", "opc"})
_HEADER = "h"
# Stars have no values of their own; Tiki looks for the categories of a field where no Tiki since 12
# keeps their parent, and finds none.
_NOT_COUNTED = frozenset({"s", "e"})
# What stands beside the counts, and not here.
_LEFT_OUT = (("show_bar", "without its bars"), ("show_link", "without its links"))


@plugin("TRACKERSTAT", body=Body.RAW)
def tracker_stat(node: PluginNode, context: PluginContext) -> list[Node]:
    """For each field of a tracker a table of its values, and how often each is there.

    Fields are never shown that are hidden, or of a type that holds e-mail addresses,
    passwords, users or IP numbers.  Without the tracker, a comment.

    Example:
        {TRACKERSTAT(trackerId="3" show_percent="y")/}
    """
    site, arguments = context.site, node.attrs_dict
    tracker = site.tracker(number(arguments.get("trackerId", ""))) if site is not None else None
    status = arguments.get("status", "").strip() or "o"
    fields = _fields(tracker, arguments) if tracker is not None else None
    if site is None or tracker is None or fields is None or status not in _STATUSES:
        return keep(node, Body.RAW, context)
    if node.inner_content.strip():
        report_left_out(node, context)
    items = site.tracker_items(tracker.tracker_id)
    if pattern := arguments.get("show_lastmodif", "").strip():
        last = max((item.modified for item in items), default=0)
        date = date_of(last, DAY if pattern == "y" else MOMENT)
        return snapshot(node, context, [text(date)])
    counted = [item for item in items if item.status in status]
    shown = guarded(
        node,
        context,
        ("tracker", str(tracker.tracker_id)),
        lambda: [
            part for field in fields for part in _counts(field, counted, arguments, site, context)
        ],
    )
    if shown is None:
        return keep(node, Body.RAW, context)
    for argument, what in _LEFT_OUT:
        if arguments.get(argument, "").strip() == "y":
            context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return snapshot(node, context, shown)


def _fields(tracker: TrackerFacts, arguments: Mapping[str, str]) -> list[TrackerFieldFacts] | None:
    """The fields that a call names, or all; ``None`` if it names one that is not there."""
    named = listed(arguments.get("fields", ""), ":")
    by_id = {str(field.field_id): field for field in tracker.fields}
    if not by_id.keys() >= set(named):
        return None
    chosen = [by_id[name] for name in named] if named else tracker.fields
    return [
        field
        for field in chosen
        if field.kind not in _NOT_COUNTED
        and (is_shown(field) or (field.kind == _HEADER and not field.hidden))
    ]


def _counts(
    field: TrackerFieldFacts,
    items: Sequence[TrackerItemFacts],
    arguments: Mapping[str, str],
    site: SiteData,
    context: PluginContext,
) -> list[Node]:
    """A table of the values of a field, sorted as they are stored; nothing if there are none."""
    if field.kind == _HEADER:
        return [bold_line(field.name)]
    stored = [
        (item.values[field.field_id], item) for item in items if field.field_id in item.values
    ]
    stored.sort(key=lambda pair: (collated(pair[0]), pair[0]))
    values = [_words(shown_value(field, item, site, context)) for _, item in stored]
    if not values:
        return []
    with_counts = arguments.get("show_count", "").strip() != "n"
    with_shares = arguments.get("show_percent", "").strip() == "y"
    rows = [text_row(field.name, *[""] * (with_counts + with_shares), header=True)]
    for value, alike in groupby(values):
        count = sum(1 for _ in alike)
        cells = [str(count)] if with_counts else []
        cells.append(value)
        if with_shares:
            cells.append(f"%{count * 100 / len(values):.2f}")
        rows.append(text_row(*cells))
    return [TableNode(children=rows)]


def _words(value: Sequence[Node]) -> str:
    return " ".join("".join(map(text_of, value)).split())
