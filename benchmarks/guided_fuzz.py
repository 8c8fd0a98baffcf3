"""Coverage-guided fuzzing: bytes that reach new code are kept, and what is wrong is written down.

    pip install atheris            (Linux and macOS; CPython 3.11 and later)
    python benchmarks/guided_fuzz.py TARGET [--seconds N] [--corpus DIR] [--only FILE]
    python benchmarks/guided_fuzz.py all --seconds 1500 --corpus fuzzing     (a night)

Targets are the functions of fuzz_targets.py.  DIR/TARGET/corpus is what was learnt and is used
by the next run; DIR/TARGET/found has an input for each way to fail, made short.  Exit code 1 if
there is any.  A new finding becomes a fixture, or a test, before it is mended.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import re
import subprocess
import sys
import time
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shrinking import shortest

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuzz_targets import Target

MAX_BYTES = 4096
"""How long inputs get: limits.py is for long ones."""
SECONDS_EACH = 20
"""An input that takes longer is a finding."""
MEGABYTES = 2048
_RUNS = re.compile(r"number_of_executed_units: (\d+)")
_COVERED = re.compile(r"cov: (\d+)")


def problem_of(check: Callable[[bytes], None], data: bytes) -> str:
    """How a check fails: the exception, and where it was raised; empty if it does not."""
    try:
        check(data)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        message = str(error) if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} at {place} {message}".strip()
    return ""


class Finder:
    """Calls a check, and keeps the first input for each way to fail.

    Args:
        check: of a target.
        folder: where inputs are put.
    """

    def __init__(self, check: Callable[[bytes], None], folder: Path) -> None:
        self._check = check
        self._folder = folder
        self._known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        problem = problem_of(self._check, data)
        if not problem or problem in self._known:
            return
        self._known.add(problem)
        data = shortest(data, partial(problem_of, self._check), problem)
        digest = hashlib.sha256(problem.encode()).hexdigest()[:12]
        (self._folder / digest).write_bytes(data)
        print(f"\nFOUND {problem}: {data!r}", flush=True)


def dictionary(words: tuple[str, ...]) -> str:
    """Words as libFuzzer reads them."""
    encoded = (word.encode("utf-8", "surrogatepass") for word in dict.fromkeys(words))
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in encoded)


def prepare(target: Target, folder: Path) -> None:
    """The folders of a target, with its seeds and its dictionary."""
    for name in ("corpus", "seeds", "found"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        if len(seed) <= MAX_BYTES:
            (folder / "seeds" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    (folder / "words").write_text(dictionary(target.words), "ascii")


def fuzz(name: str, seconds: int, root: Path) -> None:
    """Fuzz one target; the library ends the process."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed here: pip install atheris (Linux and macOS only)")
    with atheris.instrument_imports(include=["tiki2md"]):
        from fuzz_targets import FUZZED
    target, folder = FUZZED[name], root / name
    prepare(target, folder)
    words = [f"-dict={folder / 'words'}"] if target.words else []
    arguments = [
        sys.argv[0], f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", "-print_final_stats=1",
        f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MEGABYTES}", *words,
        f"-artifact_prefix={folder / 'found'}/", str(folder / "corpus"), str(folder / "seeds"),
    ]  # fmt: skip
    atheris.Setup(arguments, Finder(target.check, folder / "found"))
    atheris.Fuzz()


def run(name: str, seconds: int, root: Path) -> tuple[int, int]:
    """Fuzz a target in a process of its own and print a line; executions and findings."""
    started = time.perf_counter()
    for old in (root / name / "found").glob("*"):
        old.unlink()
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--corpus", str(root)]
    process = subprocess.run(
        [*command, "--inside"], check=False, capture_output=True, text=True, errors="replace"
    )
    said = process.stdout + process.stderr
    runs = sum(map(int, _RUNS.findall(said)))
    covered = max(map(int, _COVERED.findall(said)), default=0)
    found = re.findall(r"^FOUND .*", said, re.MULTILINE)
    if process.returncode and not found:  # too slow, too much memory, or not begun at all
        found = [f"FOUND exit code {process.returncode}: {said[-600:]}"]
    taken = time.perf_counter() - started
    kept = len(list((root / name / "corpus").glob("*"))) if (root / name).exists() else 0
    print(
        f"{name:16}{runs:>10} runs {taken:>6.0f} s {covered:>7} edges {kept:>6} inputs "
        f"{len(found):>3} found",
        flush=True,
    )
    for text in found:
        print(f"    {text}", flush=True)
    return runs, len(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("target", help="a name, several with commas between, or all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--corpus", type=Path, default=Path("fuzzing"), metavar="DIR")
    parser.add_argument("--only", type=Path, metavar="FILE", help="an input to try once")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        fuzz(given.target, given.seconds, given.corpus)
    from fuzz_targets import FUZZED

    names = list(FUZZED) if given.target == "all" else given.target.split(",")
    for name in names:
        if name not in FUZZED:
            parser.error(f"no target is called {name}; there are {', '.join(FUZZED)}")
    if given.only:
        for name in names:
            FUZZED[name].check(given.only.read_bytes())
        return 0
    total = [run(name, given.seconds, given.corpus) for name in names]
    print(f"{sum(runs for runs, _ in total)} runs, {sum(found for _, found in total)} found")
    return int(any(found for _, found in total))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
