"""Every regular expression of the package on texts that are made to hurt it.

    python benchmarks/regexes.py [PATTERN] [--show 10]

PATTERN picks those whose place or text holds it.  Each is run as the code uses it: matched at one
place, or searched for from the beginning to the end.  Exit code 1 if 4n characters take more than
LIMIT times what n take, if a call of ``re`` was never seen at work, or if a text of a bounded
pattern takes too long.  (A loop that matches at each place of a text is growth.py's business.)
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regex_patterns import Call, calls
from regex_texts import Recipe, recipes

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

LIMIT = 6.0
"""What 4n may take, in terms of n: 4 is linear, 16 is quadratic."""
SIZES = (1_000, 4_000, 16_000, 64_000)
ENOUGH = 0.02
"""Seconds that 4n must take, for the clock to tell."""
HEAVY = 0.0005
"""Seconds for 4,000 characters, with which 16,000 are only tried if these grow too fast."""
PROMISING = 0.0004
"""Seconds for 16,000 characters, below which 64,000 cannot take ENOUGH and not show it."""
BEGINNING = 4.6
"""What 4n may take, in terms of n, where a growth that is too fast can only begin to show."""
PATIENCE = 0.5
"""Seconds for one text: no linear pattern needs as much for any."""
SHORT = 0.05
"""Seconds that the longest text of a bounded pattern may take."""
AT_A_PLACE = frozenset({"match", "fullmatch"})

# Patterns that are handed on to what asks this of them: the source does not tell.
HANDED_ON = {
    "tiki2md.globs": {"fullmatch"},  # the names of pages (Ignores.reason, apply_rewrites)
    "tiki2md.readers.csv_rows": {"match"},  # the fields of a row, one by one (_Fields.next)
    "tiki2md.readers.unsupported": {"match"},  # what a file begins with (foreign_export)
    "tiki2md.readers.sql_statements": {"match"},  # what a statement begins with (SqlTokens.take)
    "tiki2md.readers.sql_tokens": {"match"},  # what is at the place that is read
}
# Patterns that are not linear, and need not be: what they read is never longer than this.
BOUNDED = {
    # The samples of this package and of the plugins that a site has installed; no page.
    "tiki2md.explain:_NOT_MARKDOWN": 2000,
}


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst text of a pattern: what 4n take in terms of n, and in seconds."""

    ratio: float = 0.0
    seconds: float = 0.0
    recipe: Recipe | None = None
    size: int = SIZES[0]

    @property
    def is_bad(self) -> bool:
        return self.ratio > LIMIT or (self.size not in SIZES and self.seconds > SHORT)

    def __str__(self) -> str:
        return f"{self.ratio:6.1f} {self.seconds:8.4f} s at {self.size:6}: {self.recipe}"


class TooLongError(Exception):
    """A text took more than ``PATIENCE``."""


def methods_of(call: Call) -> frozenset[str]:
    """What the code asks of the patterns of a call."""
    is_told = "*" not in call.methods
    return call.methods if is_told else frozenset(HANDED_ON.get(call.module, call.methods))


def ways(call: Call, pattern: re.Pattern[Any]) -> list[Callable[[Any], object]]:
    """How the code asks for a pattern."""
    methods = methods_of(call)
    asked = methods & AT_A_PLACE
    found: list[Callable[[Any], object]] = [getattr(pattern, name) for name in sorted(asked)]
    if asked != methods:
        found.append(lambda text: deque(pattern.finditer(text), maxlen=0))
    return found


def seconds(way: Callable[[Any], object], text: str | bytes) -> float:
    """How long it takes, of the processor; ``PATIENCE`` if it does not end before."""
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    started = time.thread_time()  # the clock of the process is coarse while the alarm is set
    try:
        way(text)
    except TooLongError:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.thread_time() - started


def growth(way: Callable[[Any], object], recipe: Recipe, *, is_bytes: bool) -> Growth:
    """How the time grows with the text."""

    def took(size: int, times: int = 1) -> float:
        text = recipe.text(size)
        data = text.encode("latin-1", "replace") if is_bytes else text
        return min(seconds(way, data) for _ in range(times))

    last = took(SIZES[1])
    at = 1 if last > HEAVY else 2
    last = last if at == 1 else took(SIZES[at])
    if last < PROMISING:
        return Growth(0.0, last, recipe, SIZES[at])
    before = took(SIZES[at - 1], 2)
    # What is too fast here may be so only as long as the text is shorter than a bound.
    while last / before > BEGINNING and last < PATIENCE and at + 1 < len(SIZES):
        at += 1
        before, last = last, took(SIZES[at])
    size, ratio = SIZES[at], last / before
    if last < ENOUGH:
        ratio = 0.0
    elif last >= PATIENCE:
        ratio = float("inf")
    elif ratio > LIMIT:  # the pattern, or another program?
        ratio = took(size, 3) / took(SIZES[at - 1], 5)
    return Growth(ratio, last, recipe, size)


def measure(call: Call, pattern: re.Pattern[Any]) -> tuple[Growth, int]:
    """The worst growth of a pattern, and how many texts were tried."""
    worst, number = Growth(), 0
    bound = BOUNDED.get(call.place)
    is_bytes = isinstance(pattern.pattern, bytes)
    for way in ways(call, pattern):
        for recipe in recipes(pattern):
            number += 1
            if bound is None:
                found = growth(way, recipe, is_bytes=is_bytes)
            else:
                found = Growth(0.0, seconds(way, recipe.text(bound)), recipe, bound)
            worst = max(worst, found, key=lambda one: (one.ratio, one.seconds))
            if worst.is_bad:
                return worst, number
    return worst, number


def _too_long(*_: object) -> None:
    raise TooLongError


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pattern", nargs="?", default="")
    parser.add_argument("--show", type=int, default=10, help="how many, the slowest first")
    given = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _too_long)
    found = calls()
    bad = [f"{call.place}: no pattern was seen here" for call in found if not call.made]
    places = {call.place for call in found}
    bad += [f"{place} is in BOUNDED and nowhere else" for place in BOUNDED if place not in places]
    rows: list[tuple[Growth, str]] = []
    texts = 0
    for call in found:
        for pattern in call.made.values():
            if given.pattern not in f"{call.place} {pattern.pattern!r}":
                continue
            worst, number = measure(call, pattern)
            texts += number
            how = "/".join(sorted(methods_of(call)))
            rows.append((worst, f"{worst} {call.place} ({how}) {str(pattern.pattern)[:80]!r}"))
            if worst.is_bad:
                bad.append(rows[-1][1])
                print(rows[-1][1], flush=True)
    rows.sort(key=lambda row: (-row[0].ratio, -row[0].seconds))
    print(f"{len(rows)} patterns of {len(found)} calls, {texts} texts, {time.process_time():.0f} s")
    for _, text in rows[: given.show]:
        print(text)
    print(f"\n{len(bad)} bad" + "".join(f"\n- {line}" for line in bad))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
