"""How far long work has come: a bar on a terminal, else a line now and then.

click's bar is all that a terminal needs; in a log, of a CI for one, it would be noise.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click._termui_impl import ProgressBar

_SECONDS = 10.0
"""How long it is silent at least: short work says nothing."""
_SHARE = 0.05
"""How much of the work must be done since the last line, where all of it is known."""
_MEGABYTE = 1_000_000


def has_bar() -> bool:
    """Whether standard error is a terminal that can move its cursor, with a person before it."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


@contextmanager
def bar(label: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A bar with position, rate and remaining time; yields what to call with what was done."""
    pace = Pace(total, unit)
    progress: ProgressBar[int]
    with click.progressbar(
        length=total,
        label=label,
        file=sys.stderr,
        show_pos=unit != "MB",
        item_show_func=lambda _: pace.rate(),
    ) as progress:

        def step(count: int) -> None:
            pace.done += count
            progress.update(count)

        yield step


def lines(label: str, pace: Pace, say: Callable[[str], None]) -> Callable[[int], None]:
    """What to call with how much more is done; now and then it says how far that is.

    Args:
        label: what is done.
        pace: of the work, from now on.
        say: takes a line.
    """
    said_at, said = pace.clock(), 0

    def step(count: int) -> None:
        nonlocal said_at, said
        pace.done += count
        now = pace.clock()
        if now - said_at >= _SECONDS and pace.done - said >= pace.total * _SHARE:
            said_at, said = now, pace.done
            say(f"{label}: {pace}")

    return step


class Pace:
    """How far work is, and how fast it goes.

    Attributes:
        total: how much there is; 0 if nobody knows.
        unit: of what is counted; ``MB`` for bytes.
        clock: seconds, from any beginning.
        done: how much is done.
    """

    def __init__(self, total: int, unit: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.unit, self.clock = total, unit, clock
        self.done = 0
        self._began = clock()

    def __str__(self) -> str:
        """``600 of 1,000 pages (60 %), 42 pages/s, 10 s left``."""
        if not self.total:
            return f"{self._amount(self.done)} {self.unit}, {self.rate()}"
        share = 100 * self.done // self.total
        of = f"{self._amount(self.done)} of {self._amount(self.total)} {self.unit}"
        return f"{of} ({share} %), {self.rate()}, {self._left()} left"

    def rate(self) -> str:
        """How much is done in a second."""
        return f"{self._amount(round(self._per_second()))} {self.unit}/s"

    def _per_second(self) -> float:
        return self.done / max(self.clock() - self._began, 0.001)

    def _amount(self, number: int) -> str:
        return f"{number / _MEGABYTE:,.0f}" if self.unit == "MB" else f"{number:,}"

    def _left(self) -> str:
        seconds = round((self.total - self.done) / max(self._per_second(), 0.001))
        return f"{seconds} s" if seconds < 100 else f"{seconds // 60:,} min"


class Stopwatch:
    """How long each part of a run took.  It is said and never written: files have no times.

    Args:
        clock: seconds, from any beginning.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._laps: list[tuple[str, float]] = []

    def begin(self, part: str) -> None:
        """A part begins, and the one before it ends."""
        self._laps.append((part, self._clock()))

    def __str__(self) -> str:
        """``7.5 s: reading 4.0, converting pages 3.5``; the last part ends now."""
        ends = [*(at for _, at in self._laps[1:]), self._clock()]
        parts = [f"{part} {end - at:.1f}" for (part, at), end in zip(self._laps, ends, strict=True)]
        return f"{ends[-1] - self._laps[0][1]:.1f} s: {', '.join(parts)}"
