"""Limits to what a page may take, so that one page cannot hold up a whole wiki."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


MAX_SOURCE = 1 << 24
"""Characters of a page that are converted: Tiki's own column takes no more bytes."""


class TooLongError(Exception):
    """A text that is no page of any wiki, and would take gigabytes of memory.

    Attributes:
        count: of its characters.
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"it has {count} characters, more than Tiki can store")
        self.count = count


def is_too_long(source: str) -> bool:
    """Whether a text cannot be a page, and is not parsed: it is longer than ``MAX_SOURCE``."""
    return len(source) > MAX_SOURCE


def refuse_too_long(source: str) -> None:
    """Refuse to parse what cannot be a page.

    Raises:
        TooLongError: ``is_too_long`` says so.
    """
    if is_too_long(source):
        raise TooLongError(len(source))


class OutOfTimeError(BaseException):
    """The time is over; the message says why.

    No ``Exception``: whoever catches those must not catch this.
    """


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise ``OutOfTimeError`` in a block that takes longer.

    Seconds are counted one by one, since alarms that come while a process is stopped, or its
    machine asleep, are one alarm when it goes on; processor time would not count a block that
    waits for ever.  Where there is no alarm (Windows), or not for this thread, a block takes
    what it wants.

    Args:
        seconds: that the block may take; 0 for no limit.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not (seconds and is_main and hasattr(signal, "setitimer")):
        yield
        return
    left = seconds

    def count(_number: int, _frame: FrameType | None) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            signal.setitimer(signal.ITIMER_REAL, 0)
            limit = "1 second" if seconds == 1 else f"{seconds} seconds"
            raise OutOfTimeError(f"it took more than {limit}")

    before = signal.signal(signal.SIGALRM, count)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
