"""Findings that somebody has looked at and accepts, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.globs import glob

if TYPE_CHECKING:
    import re

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
            self._by_code.setdefault(entry.code, []).append((number, glob(entry.page)))

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
