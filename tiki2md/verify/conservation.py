"""Whether a page shows every word of its source, and nothing else, in the same blocks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.verify.differences import Gap, gaps, pairs
from tiki2md.verify.events import FORMATS, Break, Edge, Word
from tiki2md.verify.reporting import quoted
from tiki2md.verify.sight import words_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tiki2md.verify.events import Event
    from tiki2md.verify.reporting import SiteReporter
    from tiki2md.verify.sight import Sight

_NAMES = {
    "hr": "a rule",
    "ul": "a list",
    "ol": "a numbered list",
    "li": "an item",
    "blockquote": "a quotation",
    "pre": "code",
    "table": "a table",
    "tr": "a row",
    "td": "a cell",
    "dl": "a definition list",
    "dt": "a term",
    "dd": "a description",
}
"""What people call the elements of blocks."""
_MOST_NAMED = 6


@dataclass(slots=True)
class Score:
    """How much of something is as it should be.

    Attributes:
        kept: what is.
        total: what should be.
        added: what should not be there and is.
    """

    kept: int = 0
    total: int = 0
    added: int = 0

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(self.kept + other.kept, self.total + other.total, self.added + other.added)

    @property
    def percent(self) -> float:
        """What is kept of all that is here or there; 100 of nothing."""
        whole = self.total + self.added
        return 100 * self.kept / whole if whole else 100.0


def compare_text(
    want: Sight, got: Sight, lost: Counter[str], reporter: SiteReporter
) -> tuple[Score, Score]:
    """Compare what two sights show; the score of the words, and that of what they stand in.

    Args:
        want: what the source shows.
        got: what the file shows.
        lost: words of which a loss was reported; those that are missing are taken out of it.
        reporter: takes what differs.
    """
    wanted, found = want.compared(), got.compared()
    keys, others = _keys(wanted), _keys(found)
    matched = pairs(keys, others)
    words = Score(total=len(words_of(wanted)))
    blocks = Score(total=len(wanted) - words.total)
    for at, other in matched:
        want_, got_ = wanted[at], found[other]
        if isinstance(want_, Word) and isinstance(got_, Word):
            words.kept += 1
            _compare_formats(want_, got_, reporter)
        else:
            blocks.kept += 1
    for gap in gaps(matched, len(keys), len(others)):
        missing, added = wanted[gap.start : gap.end], found[gap.other_start : gap.other_end]
        words.added += len(words_of(added))
        blocks.added += len(added) - len(words_of(added))
        line = _line(found, gap)
        words.kept += _report_words(missing, added, line, lost, reporter)
        _report_blocks(missing, added, _where(wanted, gap), line, reporter)
    return words, blocks


def _keys(events: Sequence[Event]) -> list[Hashable]:
    return [event.text if isinstance(event, Word) else event for event in events]


def _line(found: Sequence[Event], gap: Gap) -> int:
    """The line of a gap: of what is there instead, or of what stands before or behind it."""
    near = (gap.other_start, gap.other_start - 1, gap.other_end)
    lines = [found[at].line for at in near if 0 <= at < len(found)]
    return next((line for line in lines if line), 0)


def _where(wanted: Sequence[Event], gap: Gap) -> str:
    before = words_of(wanted[max(gap.start - 40, 0) : gap.start])[-3:]
    if before:
        return f"behind {quoted(' '.join(before))}"
    after = words_of(wanted[gap.start : gap.start + 40])[:3]
    return f"before {quoted(' '.join(after))}" if after else "on the page"


def _compare_formats(want: Word, got: Word, reporter: SiteReporter) -> None:
    wanted, found = want.formats & FORMATS, got.formats & FORMATS
    if wanted != found:
        reporter.report(
            Code.VERIFY_FORMAT,
            got.line,
            text=quoted(want.text),
            wanted=_marks(wanted),
            found=_marks(found),
        )


def _marks(formats: frozenset[str]) -> str:
    return " ".join(f"<{name}>" for name in sorted(formats)) or "plain"


def _report_words(
    missing: Sequence[Event],
    added: Sequence[Event],
    line: int,
    lost: Counter[str],
    reporter: SiteReporter,
) -> int:
    """Report the words of a gap; how many of the missing ones were reported as lost."""
    gone, new = words_of(missing), words_of(added)
    counted = Counter(gone)
    if gone and counted <= lost:
        lost -= counted
        known = len(gone)
    else:
        known = 0
        if gone:
            reporter.report(Code.VERIFY_TEXT_MISSING, line, text=quoted(" ".join(gone)))
    if new:
        reporter.report(Code.VERIFY_TEXT_ADDED, line, text=quoted(" ".join(new)))
    return known


def _report_blocks(
    missing: Sequence[Event], added: Sequence[Event], where: str, line: int, reporter: SiteReporter
) -> None:
    wanted, found = _named(missing), _named(added)
    if wanted or found:
        reporter.report(
            Code.VERIFY_STRUCTURE,
            line,
            wanted=wanted or "nothing",
            found=found or "nothing",
            where=where,
        )


def _named(events: Sequence[Event]) -> str:
    names = [_name(event) for event in events if not isinstance(event, Word)]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _name(event: Event) -> str:
    if isinstance(event, Edge):
        tag = event.tag
        heading = f"a heading of level {tag[1:]}" if tag[:1] == "h" and tag[1:].isdigit() else tag
        name = _NAMES.get(tag, heading)
        return f"the end of {name}" if event.is_end else name
    return "a line break" if isinstance(event, Break) else "a new paragraph"
