"""Events of calendars and news of other sites, as they were on the day of the export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BoldNode,
    LineBreakNode,
    ListItemNode,
    Node,
    TableNode,
)
from tiki2md.plugins.expand import keep
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import DAY, MOMENT, date_of, snapshot, stored_snapshot
from tiki2md.plugins.values import (
    group,
    is_on,
    joined,
    link_to_url,
    number,
    numbers,
    paragraph,
    plain,
    table_row,
    text,
    text_row,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.dated_facts import EventFacts, NewsFacts

_SECONDS_OF_A_DAY = 86_400
_MOST = 10
_DAYS = 365
_FIRST_CALENDAR = 1


@plugin("EVENTS", body=Body.NONE)
def events(node: PluginNode, context: PluginContext) -> list[Node]:
    """The events of calendars that were to come on the day of the export, as a table.

    That is so whatever ``timespan`` says, which Tiki reads and passes over.  Without the
    wiki, a comment.

    Example:
        {EVENTS(calendarid="1" max="5")/}
    """
    site, arguments = context.site, node.attrs_dict
    calendars = numbers(arguments.get("calendarid", ""))
    found = [event for one in calendars for event in site.events(one)] if site is not None else []
    if site is None or not found:
        return keep(node, Body.NONE, context)
    now, days = site.exported(), number(arguments.get("maxdays", ""), _DAYS)
    coming = [
        event
        for event in found
        if now <= event.end and (not days or event.end <= now + days * _SECONDS_OF_A_DAY)
    ]
    coming.sort(key=lambda event: (event.start, event.name))
    if most := number(arguments.get("max", ""), _MOST):
        coming = coming[:most]
    pattern = MOMENT if number(arguments.get("datetime", ""), 1) else DAY
    described = is_on(arguments.get("desc", "1"))
    return stored_snapshot(
        node,
        Body.NONE,
        context,
        ("events",),
        lambda: _table(coming, pattern, context, described=described),
    )


@plugin("CALENDAR", body=Body.NONE)
def calendar(node: PluginNode, context: PluginContext) -> list[Node]:
    """All events of calendars as a table, the first one first; without them, a comment.

    Tiki showed those of a month, or of another span, around the day of the visit.

    Example:
        {CALENDAR(calIds="1" viewlist="list")/}
    """
    site = context.site
    chosen = numbers(node.attrs_dict.get("calIds", "")) or [_FIRST_CALENDAR]
    found = [event for one in chosen for event in site.events(one)] if site is not None else []
    if not found:
        return keep(node, Body.NONE, context)
    found.sort(key=lambda event: (event.start, event.name))
    shown = guarded(node, context, ("events",), lambda: [_listed(found, context)])
    if shown is None:
        return keep(node, Body.NONE, context)
    context.report(Code.PLUGIN_APPROXIMATED, node, what="as a table of all events")
    return snapshot(node, context, shown)


def _listed(found: Sequence[EventFacts], context: PluginContext) -> Node:
    """Tiki's list of events: when each begins and ends, and what it is."""
    rows = [text_row("Start", "End", "Name", header=True)]
    for event in found:
        first, last = date_of(event.start), date_of(event.end)
        begins, ends = date_of(event.start, " %H:%M"), date_of(event.end, " %H:%M")
        if event.all_day:
            begins, ends = " All day", ""
        elif event.start == event.end:
            ends = ""
        until = f"{last if last != first else ''}{ends}".strip()
        rows.append(table_row([text(first + begins)], [text(until)], _named(event, context)))
    return TableNode(children=rows)


def _named(event: EventFacts, context: PluginContext, *, described: bool = True) -> list[Node]:
    """The name of an event, and below it what it is."""
    named: list[Node] = [BoldNode(children=[text(" ".join(event.name.split()))])]
    said = event.description.strip() if described else ""
    if not context.inclusions.fits(event.name + said) or not said:
        return named
    about = _description(said, context)
    return [*named, *about] if about and about[0].block else [*named, LineBreakNode(), *about]


def _description(said: str, context: PluginContext) -> list[Node]:
    """What an event is: HTML with wiki syntax in it, unless the site was set otherwise."""
    site = context.site
    if site is not None and site.has_preference("calendar_description_is_html", "n"):
        return context.parse(said)
    return context.html(said, wiki=context.options.wiki_in_html)


def _table(
    coming: Sequence[EventFacts], pattern: str, context: PluginContext, *, described: bool
) -> list[Node]:
    """A row for each event: when, and what."""
    rows: list[Node] = [text_row("Upcoming Events", "", header=True)]
    for event in coming:
        dates = dict.fromkeys(date_of(moment, pattern) for moment in (event.start, event.end))
        when = joined(map(text, filter(None, dates)), LineBreakNode())
        rows.append(table_row(when, _named(event, context, described=described)))
    return [TableNode(children=rows)]


@plugin("RSS", body=Body.NONE)
def feed(node: PluginNode, context: PluginContext) -> list[Node]:
    """What Tiki last read of other sites, as a list of links; without it, a comment.

    Example:
        {RSS(id="1" max="5" date="1")/}
    """
    site, arguments = context.site, node.attrs_dict
    chosen = numbers(arguments.get("id", ""))
    known = [site.feed(one) for one in chosen] if site is not None else []
    feeds = [one for one in known if one is not None]
    news = [entry for one in feeds for entry in one.news]
    if not news:
        return keep(node, Body.NONE, context)
    news.sort(key=lambda entry: entry.published, reverse=True)
    most = number(arguments.get("max", ""), _MOST)
    shown: list[Node] = []
    if len(chosen) == 1 and feeds[0].title and is_on(arguments.get("showtitle", "1")):
        shown.append(paragraph(_link(feeds[0].title, feeds[0].url)))
    items: list[Node] = [
        ListItemNode(
            children=_entry(
                entry,
                by=is_on(arguments.get("author", "")),
                dated=is_on(arguments.get("date", "")),
                described=is_on(arguments.get("desc", "")),
            )
        )
        for entry in (news[:most] if most else news)
    ]
    return snapshot(node, context, [*shown, group(items)])


def _entry(entry: NewsFacts, *, by: bool, dated: bool, described: bool) -> list[Node]:
    said = [entry.author if by else "", date_of(entry.published) if dated else ""]
    behind = ", ".join(filter(None, said))
    shown: list[Node] = [_link(entry.title, entry.url)]
    if behind:
        shown.append(text(f" ({behind})"))
    if described and (words := " ".join(plain(entry.description).split())):
        shown += [LineBreakNode(), text(words)]
    return shown


def _link(title: str, url: str) -> Node:
    words = " ".join(title.split()) or url
    return link_to_url(url, words) if url else text(words)
