"""Diagnostics as other programs want them: with a file, a line, and a mark that stays the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from tiki2md.diagnostics import Severity, place_in_words
from tiki2md.ignores import Ignores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tiki2md.diagnostics import Diagnostic


class Finding(NamedTuple):
    """One finding.

    Attributes:
        rule: its code.
        severity: how bad it is.
        message: one line for people.
        page: the page that it is about; empty for the whole run.
        line: of the page's source, from 1; 0 where no place applies.
        column: likewise.
        span: offsets in the page's source.
        file: the file that shows it to people: the page's own source, or what it became.
        file_line: the line there; 0 if it is not known.
        fingerprint: stays the same when lines move, and on other machines.
        ignored: why the configuration accepts it; empty if it does not.
        known: whether a baseline holds it.
    """

    rule: str
    severity: Severity
    message: str
    page: str = ""
    line: int = 0
    column: int = 0
    span: tuple[int, int] = (0, 0)
    file: str = ""
    file_line: int = 0
    fingerprint: str = ""
    ignored: str = ""
    known: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """In few words: many are put on disk."""
        return _finding, (self.rule, int(self.severity), *self[2:])

    @property
    def where(self) -> str:
        """Page, line and column for people, as far as there are any, with a colon behind."""
        return place_in_words(self.page, self.line, self.column)

    @property
    def is_open(self) -> bool:
        """Whether somebody should still look at it."""
        return not (self.ignored or self.known)


_SEVERITIES = {int(severity): severity for severity in Severity}


def _finding(rule: str, severity: int, *others: Any) -> Finding:
    return Finding(rule, _SEVERITIES[severity], *others)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and a line of it; 0 if the line is not known."""

    file: str
    line: int = 0


Seen = Counter[tuple[str, str, str]]
"""How often there was a finding with this code, page and message."""


def nowhere(diagnostic: Diagnostic) -> Place:
    """Knows no file."""
    del diagnostic
    return Place("")


def findings_of(
    diagnostics: Iterable[Diagnostic],
    sources: Sequence[str] = (),
    ignores: Ignores | None = None,
    place_of: Callable[[Diagnostic], Place] = nowhere,
) -> list[Finding]:
    """The findings that ``diagnostics`` are, in their order.

    Args:
        diagnostics: of a whole run, so that equal ones can be told apart.
        sources: what was read; where they lie on this machine is taken out of messages.
        ignores: what the configuration accepts.
        place_of: the file that shows a diagnostic.
    """
    seen: Seen = Counter()
    ignores = ignores or Ignores()
    return [
        finding_of(diagnostic, place_of(diagnostic), sources, ignores, seen)
        for diagnostic in diagnostics
    ]


def finding_of(
    diagnostic: Diagnostic, place: Place, sources: Sequence[str], ignores: Ignores, seen: Seen
) -> Finding:
    """The finding that a diagnostic is.

    Args:
        diagnostic: of a run.
        place: the file that shows it.
        sources: as for ``findings_of``.
        ignores: likewise.
        seen: what came before it, of its page at least; it is counted there.
    """
    message = without_folders(diagnostic.message, sources)
    own = next_fingerprint(diagnostic.code.identifier, diagnostic.page, message, seen)
    return completed(diagnostic, message, place, own, ignores.reason(diagnostic))


def completed(
    diagnostic: Diagnostic, message: str, place: Place, fingerprint: str, ignored: str
) -> Finding:
    """A finding, of its diagnostic and what that does not tell.

    Args:
        diagnostic: of a run.
        message: of the finding, without folders of this machine.
        place: the file that shows it.
        fingerprint: of the finding.
        ignored: why it is accepted; empty if it is not.
    """
    return Finding(
        rule=diagnostic.code.identifier,
        severity=diagnostic.severity,
        message=message,
        page=diagnostic.page,
        line=diagnostic.line,
        column=diagnostic.column,
        span=diagnostic.span,
        file=place.file,
        file_line=place.line,
        fingerprint=fingerprint,
        ignored=ignored,
    )


def next_fingerprint(rule: str, page: str, message: str, seen: Seen) -> str:
    """The fingerprint of the next finding of a kind, which is counted in ``seen``."""
    key = rule, page, message
    seen[key] += 1
    return fingerprint(*key, seen[key] - 1)


def fingerprint(rule: str, page: str, message: str, ordinal: int) -> str:
    """What tells a finding from others on any day: no line, so that text before it may change.

    Args:
        rule: its code.
        page: its page, or empty.
        message: without paths of this machine.
        ordinal: how many equal ones came before it.
    """
    text = "\0".join((rule, page, message, str(ordinal)))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def without_folders(text: str, sources: Sequence[str]) -> str:
    """``text`` with each source named as on any machine: by its last part alone.

    Args:
        text: a message or an origin.
        sources: as they were given to the command.
    """
    there = [source for source in sources if source in text]
    for source in sorted(there, key=len, reverse=True):
        name = PurePath(source).name
        # A short word would be replaced within others; it tells nothing of the machine either.
        if name and name != source:
            text = text.replace(source, name)
    return text
