"""What is said on stderr, such as findings and progress; and where else output goes."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

import click

from tiki2md.cli.progress import Pace, bar, has_bar, lines
from tiki2md.diagnostics import Code, Diagnostic, Severity
from tiki2md.site.atomic import OutputError, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO


_COLOURS = {
    Severity.ERROR: "red",
    Severity.LOSS: "magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}

_CONTROLS = frozenset({"Cc", "Cf", "Cs"})
"""Categories of characters that a terminal may obey or cannot show."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How a command talks: always on stderr.

    Attributes:
        verbosity: -1 quiet, 0 normal, 1 verbose.
        is_silent: a program reads the findings in another form; nothing is said to people.
        colour: false to never use colour; otherwise a terminal has it.
    """

    verbosity: int = 0
    is_silent: bool = False
    colour: bool = True

    def say(self, text: str) -> None:
        """Say something that is no finding."""
        if self.verbosity >= 0 and not self.is_silent:
            self._echo(plain(text))

    def findings(self, diagnostics: Iterable[Diagnostic], *, anyway: bool = False) -> None:
        """Show diagnostics one by one; quiet means only errors.

        Args:
            diagnostics: to show.
            anyway: even if a program should read them, because it will get none.
        """
        if self.is_silent and not anyway:
            return
        for diagnostic in diagnostics:
            if self.verbosity >= 0 or diagnostic.severity >= Severity.ERROR:
                label = diagnostic.severity.label
                styled = click.style(label, fg=_COLOURS[diagnostic.severity], bold=True)
                text = f" {diagnostic.code.identifier}: {diagnostic.message}"
                place = diagnostic.to_text().removesuffix(label + text)
                self._echo(f"{plain_line(place)}{styled}{plain_line(text)}")

    def counts(self, counts: dict[Code, int]) -> None:
        """Show how often each code was reported."""
        if self.is_silent or self.verbosity < 0:
            return
        width = max((len(str(count)) for count in counts.values()), default=0)
        for code, count in counts.items():
            label = click.style(f"{code.severity.label:7}", fg=_COLOURS[code.severity], bold=True)
            self._echo(f"  {count:>{width}}  {label}  {code.identifier}")

    def paths(self, what: str, paths: Iterable[str]) -> None:
        """What is to be done with each of some files."""
        for path in paths:
            self.say(f"  {what} {path}")

    @contextmanager
    def progress(self, label: str, pages: int) -> Iterator[Callable[[], None]]:
        """How far work on pages has come; yields what to call after each page."""
        with self.steps(label, pages, "pages") as step:
            yield lambda: step(1)

    @contextmanager
    def steps(self, label: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
        """How far work has come: a bar on a terminal, else lines; quiet means nothing.

        Args:
            label: what is done.
            total: how much there is; 0 if nobody knows.
            unit: of what is counted; ``MB`` for bytes.

        Yields:
            what to call with how much more is done.
        """
        if self.verbosity < 0 or self.is_silent:
            yield lambda _count: None
        elif total and has_bar():
            with bar(label, total, unit) as step:
                yield step
        else:
            yield lines(label, Pace(total, unit), self.say)

    def _echo(self, text: str) -> None:
        click.echo(text, err=True, color=None if self.colour else False)


def make_talk(*, verbose: int, quiet: bool, no_color: bool) -> Talk:
    """How to talk, from the flags and from ``NO_COLOR`` (https://no-color.org)."""
    colour = not no_color and not os.environ.get("NO_COLOR")
    return Talk(verbosity=-1 if quiet else min(verbose, 1), colour=colour)


def number_of(count: int, noun: str) -> str:
    """A number and what it counts: ``1 page``, ``7,000 pages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def plain(text: str) -> str:
    """``text`` without control characters: names come from a wiki, and a terminal obeys them."""
    return "".join(
        f"\\x{ord(c):02x}" if c not in "\n\t" and category(c) in _CONTROLS else c for c in text
    )


def plain_line(text: str) -> str:
    """The same on one line, as a finding is, whatever the names in it hold."""
    return plain(text.replace("\n", " "))


def terminal_width() -> int:
    """How wide text may be: as the terminal, but never so wide that it reads badly."""
    return max(40, min(shutil.get_terminal_size().columns, 100))


def stream_stdout(pieces: Iterable[bytes]) -> None:
    """Write data to stdout as they come.

    Raises:
        OutputError: whoever reads them has ended before they did.
    """
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError as error:
        # Python must not flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError("the program that reads the stream ended before it did") from error


def write_stdout(text: str) -> None:
    """Write data to stdout, as UTF-8 whatever the locale is."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.flush()


def write_file(path: Path, raw: bytes) -> None:
    """Write a file that the user named, whole or not at all.

    What is no file, such as a pipe, is written to and not replaced; nor is a link, but what it
    leads to; nor a file that ``/dev/stdout`` or ``/dev/stderr`` is: more stands in it.

    Raises:
        OutputError: it cannot be written.
    """
    for stream in (sys.stdout, sys.stderr):
        if _is_file_of(stream, path):
            stream.flush()
            stream.buffer.write(raw)
            stream.flush()
            return
    if path.is_file() or not path.exists():
        write_bytes(Path(os.path.realpath(path)) if path.is_symlink() else path, raw)
        return
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _is_file_of(stream: TextIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except OSError:  # there is no such file, or a test's stream has none
        return False
