"""Polls: questions with answers to choose from, and how many chose each."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Choice:
    """An answer of a poll (table ``tiki_poll_options``)."""

    title: str = ""
    votes: int = 0


@dataclass(slots=True, kw_only=True)
class Poll:
    """A poll (table ``tiki_polls``)."""

    poll_id: int
    title: str = ""
    closed: bool = False
    """Whether nobody may vote any more."""
    choices: list[Choice] = field(default_factory=list)
    """In their order."""
