"""How long a command takes, and the peak memory of each of its processes (Linux)."""

from __future__ import annotations

import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEP = 0.1
"""Seconds between two looks; a peak is what the kernel noted, so few looks miss one."""
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost.

    Attributes:
        seconds: of real time.
        processor: seconds of all its processes.
        peaks: resident memory of each process in MB, its own first; pages that it shares with
            another one are counted for both.
    """

    seconds: float
    processor: float
    peaks: list[float]

    def shown(self) -> str:
        """The peaks, for a table."""
        return " + ".join(f"{peak:.0f}" for peak in self.peaks)


def cost_of(command: Sequence[str | Path]) -> Cost:
    """Run a command.

    Args:
        command: with its arguments.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    before, started = _processor(), time.perf_counter()
    peaks: dict[int, float] = {}
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            for number in (process.pid, *_children(process.pid)):
                peaks[number] = _peak(number) or peaks.get(number, 0)
            time.sleep(_STEP)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(map(str, command)))
    return Cost(time.perf_counter() - started, _processor() - before, list(peaks.values()))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(number: int) -> Iterator[int]:
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            yield from map(int, task.read_text().split())
        except OSError:  # it has ended
            continue


def _peak(number: int) -> float:
    """Peak memory in MB; 0 if the process has ended."""
    try:
        found = _PEAK.search(Path(f"/proc/{number}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0
