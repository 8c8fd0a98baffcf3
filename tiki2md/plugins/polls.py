"""Polls as they stood on the day of the export (tiki-syntax §11.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import ListItemNode, Node
from tiki2md.plugins.expand import keep, report_left_out
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import snapshot
from tiki2md.plugins.values import bold_line, group, is_on, number, paragraph, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.facts import ChoiceFacts, PollFacts
    from tiki2md.plugins.sitedata import SiteData

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


@plugin("POLL", body=Body.RAW)
def poll(node: PluginNode, context: PluginContext) -> list[Node]:
    """The question, and the answers with how many chose each; without the wiki, a comment.

    Votes are told where visitors could see them: on the page, or by the link "View Results".
    Of a poll that is closed Tiki showed the results or nothing.  Nobody can vote any more.

    Example:
        {POLL(pollId="1")}Your harbour{POLL}
    """
    site, arguments = context.site, node.attrs_dict
    found = site.poll(number(arguments.get("pollId", ""))) if site is not None else None
    if site is None or found is None:
        return keep(node, Body.RAW, context)
    how = arguments.get("showresult", "").strip()
    linked = how != "voted" and not found.closed
    counted = how == "always" or (linked and site.may("tiki_p_view_poll_results") is not False)
    shown: list[Node] = []
    title = " ".join(node.inner_content.split())
    if title and found.closed:
        report_left_out(node, context)
    elif title:
        shown.append(bold_line(title))
    if found.closed and not counted:
        return snapshot(node, context, shown)
    if found.title and is_on(arguments.get("showtitle", "y")):
        shown.append(paragraph(text(" ".join(found.title.split()))))
    titles = [choice.title for choice in found.choices]
    lines = _counted(found, arguments, site) if counted else titles
    shown.append(group([ListItemNode(children=[text(line)]) for line in lines]))
    if counted:
        shown += [paragraph(text(line)) for line in _sums(found.choices, arguments)]
    return snapshot(node, context, shown)


def _counted(found: PollFacts, arguments: Mapping[str, str], site: SiteData) -> list[str]:
    """Each answer with its share of the votes, and how many they are."""
    # To Tiki, any number of decimals but none is two.
    decimals = 0 if site.has_preference("poll_percent_decimals", "0") else 2
    votes = sum(choice.votes for choice in found.choices)
    lines = []
    for choice in found.choices:
        share = f"{choice.votes * 100 / votes:.{decimals}f}" if choice.votes else "0"
        total = f" ({choice.votes})" if is_on(arguments.get("showtotal", "y")) else ""
        lines.append(f"{choice.title}: {share}%{total}")
    return lines


def _sums(choices: Sequence[ChoiceFacts], arguments: Mapping[str, str]) -> list[str]:
    """How many voted and, where the answers are numbers, their sum and mean."""
    votes = sum(choice.votes for choice in choices)
    lines = [f"Number of votes: {votes}"] if is_on(arguments.get("showtotal", "y")) else []
    chosen = [(_NUMBER.match(choice.title), choice.votes) for choice in choices if choice.votes]
    points = [int(word[0]) * count for word, count in chosen if word is not None]
    if chosen and len(points) == len(chosen):
        lines += [f"Total: {sum(points)}", f"Average: {sum(points) / votes:.2f}"]
    return lines
