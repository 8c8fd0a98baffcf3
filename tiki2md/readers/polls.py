"""Polls and how often each of their answers was chosen; never by whom (tiki-exports §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import Choice, Poll
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from tiki2md.readers.schema import Tables

_CLOSED = "x"


def polls_of(tables: Tables) -> dict[int, Poll]:
    """All polls (table ``tiki_polls``), by their ids."""
    polls = {
        number_of(row, "pollId"): Poll(
            poll_id=number_of(row, "pollId"),
            title=text_of(row, "title").strip(),
            closed=row.get("active") == _CLOSED,
        )
        for row in tables.get("tiki_polls")
    }
    rows = sorted(
        tables.get("tiki_poll_options"),
        key=lambda row: (number_of(row, "position"), number_of(row, "optionId")),
    )
    for row in rows:
        if (poll := polls.get(number_of(row, "pollId"))) is not None:
            votes = max(number_of(row, "votes"), 0)
            poll.choices.append(Choice(title=text_of(row, "title").strip(), votes=votes))
    return polls
