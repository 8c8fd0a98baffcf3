"""Votes that Tiki keeps in the text of a page (tiki-syntax §11.2)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tiki2md.nodes import LineBreakNode, Node, TableNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import MOMENT, date_of, snapshot
from tiki2md.plugins.values import bold_line, joined, paragraph, plain, table_row, text, text_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.nodes import PluginNode

    _Dates = Mapping[int, Mapping[str, int]]

_VOTE = re.compile(r"dates_([0-9]{1,12})_([^:\n]+):\s*([+-]?[0-9])\s*")
_SHOWN = {1: "✓", -1: "✗"}
_OPINION = re.compile(r"([+-]1|0)(?:~[0-9]+(?:\.[0-9]+)?)?\s+(\w+)")
_OPINIONS = {"+1": "Accept", "0": "Undecided", "-1": "Reject"}


@plugin("CONVENE", body=Body.RAW)
def dates_to_meet(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table of the dates that were proposed and who can come, with the sums of the votes.

    Example:
        {CONVENE(title="Regatta")}
        dates_1700000000_ann : 1
        {CONVENE}
    """
    dates = _dates(node.inner_content)
    if not dates:
        return keep(node, Body.RAW, context)
    moments = sorted(dates)
    users = dict.fromkeys(user for moment in moments for user in dates[moment])
    heads = [date_of(moment, MOMENT) for moment in moments]
    rows = [text_row("", *heads, header=True)]
    for user in users:
        votes = [dates[moment].get(user) for moment in moments]
        cells = ["" if vote is None else _SHOWN.get(vote, "?") for vote in votes]
        rows.append(text_row(_named(user, context), *cells))
    sums = [str(sum(dates[moment].values())) for moment in moments]
    rows.append(text_row("", *sums))
    title = plain(node.attrs_dict.get("title", "")) or "Convene"
    return snapshot(node, context, [bold_line(title), TableNode(children=rows)])


def _dates(body: str) -> _Dates:
    """By the moment of each date, how users voted: a line for each vote, or JSON."""
    dates: dict[int, dict[str, int]] = {}
    for line in body.split("\n"):
        if found := _VOTE.fullmatch(line.strip()):
            dates.setdefault(int(found[1]), {})[found[2].strip()] = int(found[3])
    return dates or _dates_in(body)


def _dates_in(body: str) -> _Dates:
    try:
        stored = json.loads(body)
        return {
            int(moment): {user: int(vote) for user, vote in votes.items()}
            for moment, votes in stored.items()
        }
    except (AttributeError, TypeError, ValueError, RecursionError):
        return {}


@plugin("PROPOSAL", body=Body.RAW)
def proposal(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table of how many accepted and rejected a proposal, and who.

    Example:
        {PROPOSAL(caption="A new quay")}
        +1 ann
        -1 bob
        {PROPOSAL}
    """
    found = (_OPINION.match(line.strip()) for line in node.inner_content.split("\n"))
    opinions = {vote[2]: vote[1] for vote in found if vote is not None}  # the last one counts
    voters = [[user for user in opinions if opinions[user] == vote] for vote in _OPINIONS]
    rows = [
        text_row(*_OPINIONS.values(), header=True),
        text_row(*(str(len(users)) for users in voters)),
    ]
    names = [[name for user in users if (name := _named(user, context))] for users in voters]
    if any(names):
        rows.append(table_row(*(joined(map(text, each), LineBreakNode()) for each in names)))
    caption = plain(node.attrs_dict.get("caption", ""))
    above: list[Node] = [paragraph(text(caption))] if caption else []
    return snapshot(node, context, [*above, TableNode(children=rows)])


def _named(user: str, context: PluginContext) -> str:
    """What readers see of a user; nothing where nobody is named."""
    return user if context.site is None else context.site.person(user)
