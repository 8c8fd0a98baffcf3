"""Whether a conversion that is ended at any moment is made good by the next one.

python benchmarks/kills.py EXPORT [--files DIR] [--target hugo] [--kills 10] [--seed 1]

A run is killed (SIGKILL) at random moments, and run again: the files must be those of a run that
nobody disturbed, byte for byte, and no process may be left.  The same after SIGTERM, SIGINT and a
full disk, which must also end with a message, the right exit code and no temporary folder.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = {signal.SIGTERM: 143, signal.SIGINT: 130}
"""Those that a program may answer, and the exit code that a shell expects."""


@dataclass(frozen=True, slots=True)
class Job:
    """A conversion.

    Attributes:
        words: of the command line, without the folder of the output.
        scratch: where the conversion may put temporary files.
    """

    words: list[str]
    scratch: Path

    def start(
        self, out: Path, *more: str, limit: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """Begin, in a group of processes of its own, as a shell does it."""
        return subprocess.Popen(
            [sys.executable, "-m", "tiki2md", "convert", *self.words, *more, "-o", str(out)],
            env={**os.environ, "TMPDIR": str(self.scratch)},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            preexec_fn=limit,  # noqa: PLW1509 - this program has no threads
        )

    def finish(self, out: Path, *more: str) -> None:
        process = self.start(out, *more)
        _, said = process.communicate()
        if process.returncode:
            sys.exit(f"a run that nobody disturbed ended with {process.returncode}: {said}")


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def differences(wanted: dict[str, bytes], out: Path) -> list[str]:
    found = contents(out)
    names = sorted(wanted.keys() | found.keys())
    return [f"{name} differs" for name in names if wanted.get(name) != found.get(name)]


def left_in_group(group: int) -> bool:
    """Whether a process of the group runs, also after it was given a moment to end."""
    for _ in range(50):
        if not any(_runs_in(stat, group) for stat in Path("/proc").glob("[0-9]*/stat")):
            return False
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return True


def _runs_in(stat: Path, group: int) -> bool:
    try:
        state, _, found = stat.read_text("latin-1").rpartition(")")[2].split()[:3]
    except (OSError, ValueError):  # it has just ended
        return False
    return int(found) == group and state != "Z"


def ended(
    job: Job, out: Path, number: signal.Signals, moment: float, *, group: bool
) -> tuple[int, list[str]]:
    """End a run after a time in seconds; its exit code, and what is wrong with what it left."""
    for path in job.scratch.iterdir():  # what killed runs could not take away
        shutil.rmtree(path)
    process = job.start(out)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        (os.killpg if group else os.kill)(process.pid, number)
    process.wait()
    problems = []
    # The pipe is open as long as any process of the run is there.
    if left := left_in_group(process.pid):
        problems.append("a process is left")
    _, said = process.communicate()
    code = process.returncode
    if number in SIGNALS and not left:
        if code not in {0, SIGNALS[number], -number}:
            problems.append(f"exit code {code}")
        if "Traceback" in said or (code == SIGNALS[number] and "tiki2md: " not in said):
            problems.append(f"it said: {said[-300:]}")
        if any(job.scratch.iterdir()) and code > 0:
            problems.append(f"left behind: {[path.name for path in job.scratch.iterdir()]}")
    return code, problems


def full_disk(job: Job, out: Path) -> list[str]:
    """What is wrong with a run that may write no file of more than some bytes."""
    for path in job.scratch.iterdir():
        shutil.rmtree(path)
    process = job.start(
        out, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
    )
    _, said = process.communicate()
    problems = [] if process.returncode in {2, 3} else [f"exit code {process.returncode}"]
    if "Traceback" in said or "tiki2md: " not in said:
        problems.append(f"it said: {said[-300:]}")
    if any(job.scratch.iterdir()):
        problems.append("a temporary folder is left")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--files", type=Path, action="append", default=[])
    parser.add_argument("--target", default="hugo")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = Random(given.seed)
    words = [str(given.export), "-t", given.target, "-q", "--fail-on", "never"]
    for folder in given.files:
        words += ["--files", str(folder)]
    wrong = 0

    def tell(what: str, problems: list[str]) -> None:
        nonlocal wrong
        wrong += bool(problems)
        print(f"{what:48}{'; '.join(problems[:3]) or 'right'}", flush=True)

    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "scratch").mkdir()
        job = Job(words, root / "scratch")
        start = time.perf_counter()
        job.finish(root / "whole")
        seconds = time.perf_counter() - start
        wanted = contents(root / "whole")
        print(f"{len(wanted)} files in {seconds:.1f} s")
        job.finish(root / "whole")
        tell("a second run", differences(wanted, root / "whole"))
        for jobs in ("1", "2", "3"):
            job.finish(root / f"jobs{jobs}", "--jobs", jobs)
            tell(f"--jobs {jobs}", differences(wanted, root / f"jobs{jobs}"))
        for number in (signal.SIGKILL, *SIGNALS):
            for count in range(given.kills):
                moment = chance.uniform(0.0, 1.05) * seconds
                out = root / f"{number.name}{count}"
                group = number is signal.SIGINT
                code, problems = ended(job, out, number, moment, group=group)
                job.finish(out)
                problems += differences(wanted, out)
                tell(f"{number.name} after {moment:.2f} s, exit {code}", problems)
        problems = full_disk(job, root / "full")
        job.finish(root / "full")
        tell("no file of more than 2000 bytes", problems + differences(wanted, root / "full"))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
