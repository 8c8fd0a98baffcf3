"""Findings that somebody has looked at and accepts, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code

if TYPE_CHECKING:
    from tiki2md.diagnostics import Diagnostic, Reporter


@dataclass(frozen=True, slots=True)
class Ignore:
    """One entry ``[[ignore]]`` of a configuration.

    Attributes:
        code: the identifier of the findings.
        reason: why they are accepted; shown wherever they are.
        page: the pages that it holds for; ``*`` stands for any text, ``?`` for one character.
        where: the file that says so, for messages.
    """

    code: str
    reason: str
    page: str = "*"
    where: str = ""


@dataclass(slots=True)
class Ignores:
    """All entries of a configuration, and which of them were needed."""

    entries: tuple[Ignore, ...] = ()
    _by_code: dict[str, list[tuple[int, re.Pattern[str]]]] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the patterns once."""
        for number, entry in enumerate(self.entries):
            pattern = re.compile(_regex(entry.page), re.DOTALL)
            self._by_code.setdefault(entry.code, []).append((number, pattern))

    def reason(self, diagnostic: Diagnostic) -> str:
        """Why a finding is ignored; empty if it is not.  Every entry that fits counts as used."""
        fitting = [
            number
            for number, pattern in self._by_code.get(diagnostic.code.identifier, ())
            if pattern.fullmatch(diagnostic.page)
        ]
        self._used.update(fitting)
        return self.entries[fitting[0]].reason if fitting else ""

    def report_unused(self, reporter: Reporter) -> None:
        """Report the entries that no finding needed.

        Args:
            reporter: of the run.
        """
        for number, entry in enumerate(self.entries):
            if number not in self._used:
                reporter.report(
                    Code.IGNORE_UNUSED,
                    where=entry.where or "the configuration",
                    what=entry.code,
                    page=entry.page,
                )


def _regex(pattern: str) -> str:
    """``*`` and ``?`` as globs have them.  Brackets are letters: names of pages hold them."""
    first, *others = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    # The first place for what stands between two stars is as good as any: nothing is tried again.
    between, last = others[:-1], others[-1:]
    passed = [f"(?>.*?{part})" for part in between if part]
    return "".join([first, *passed, *(f".*{part}" for part in last)])
