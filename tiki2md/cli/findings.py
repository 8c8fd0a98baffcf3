"""Where findings go: to people, to other programs, and against a baseline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tiki2md import __version__
from tiki2md.baseline import BaselineError, baseline_text, read_baseline
from tiki2md.cli import completion_items
from tiki2md.cli.exits import EXIT_DONE, EXIT_FINDINGS, InputError
from tiki2md.cli.options import group
from tiki2md.cli.output import plain_line, write_file, write_stdout
from tiki2md.config import FAIL_ON
from tiki2md.diagnostics import Diagnostic, Reporter, Severity
from tiki2md.findings import Finding, Place, findings_of
from tiki2md.formats import FORMATS
from tiki2md.formats.rules import rules
from tiki2md.ignores import Ignores
from tiki2md.readers.files import TEXT_SUFFIXES
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableSequence, Sequence

    from tiki2md.cli.output import Talk
    from tiki2md.config import Settings
    from tiki2md.model import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Where the findings of a command go.

    Attributes:
        format_: ``text``, or one of ``FORMATS``.
        report_file: takes them instead of the terminal.
        baseline: the file of findings that were there before.
        write_baseline: write that file anew.
        known: the fingerprints in it.
    """

    format_: str = "text"
    report_file: Path | None = None
    baseline: Path | None = None
    write_baseline: bool = False
    known: frozenset[str] = frozenset()

    @property
    def is_quiet(self) -> bool:
        """Whether a program reads what is said, so that nothing else must be."""
        return self.format_ != "text" and self.report_file is None

    @property
    def shows_files(self) -> bool:
        """Whether somebody is told the files in which findings are."""
        return self.format_ != "text"


def outlet_from(
    *, format_: str, report_file: Path | None, baseline: Path | None, write_baseline: bool
) -> Outlet:
    """The outlet that the flags ask for; the baseline is read before any work begins.

    Raises:
        InputError: the baseline cannot be read.
    """
    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE, the file to write")
    known: frozenset[str] = frozenset()
    if baseline is not None and not write_baseline:
        try:
            known = read_baseline(baseline.read_bytes(), str(baseline))
        except FileNotFoundError as error:
            raise InputError(f"{baseline} is not there; --write-baseline writes it") from error
        except OSError as error:
            raise InputError(f"{baseline}: {error.strerror or error}") from error
        except BaselineError as error:
            raise InputError(str(error)) from error
    return Outlet(
        format_=format_,
        report_file=report_file,
        baseline=baseline,
        write_baseline=write_baseline,
        known=known,
    )


fail_on_option = click.option(
    "--fail-on",
    metavar="|".join(FAIL_ON),
    shell_complete=completion_items.severities,
    help="Exit with 1 on findings of this severity or worse (default: error).",
)

findings_options = group(
    "outlet",
    outlet_from,
    click.option(
        "--format",
        "format_",
        type=click.Choice(["text", *FORMATS]),
        default="text",
        help="Findings as text, JSON lines, SARIF, JUnit's XML or annotations for GitHub.",
    ),
    click.option(
        "--report-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write the findings there, in the format, besides what is said.",
    ),
    click.option(
        "--baseline",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Findings that were there before: only others are shown and fail.",
    ),
    click.option(
        "--write-baseline", is_flag=True, help="Write all findings into the baseline's file."
    ),
)
"""The command gets ``outlet``."""


def judged(
    diagnostics: MutableSequence[Diagnostic],
    settings: Settings,
    sources: Sequence[str],
    pages: Iterable[Page] = (),
    *,
    whole: bool = True,
) -> list[Finding]:
    """The findings that ``diagnostics`` are, one for each.

    Args:
        diagnostics: of a run; ignores that nothing needed are added to them.
        settings: say what is ignored.
        sources: as they were given.
        pages: that were read, and tell the files; none if findings name files, not pages.
        whole: whether it was all of a wiki, so that an ignore without a use is one.
    """
    ignores = Ignores(settings.ignores)
    origins = {page.name: Origin(page.origin, page.lines_above) for page in pages}

    def place_of(diagnostic: Diagnostic) -> Place:
        return source_place(origins.get(diagnostic.page, Origin(diagnostic.page)), diagnostic.line)

    found = findings_of(diagnostics, sources, ignores, place_of=place_of)
    if whole:
        unused = Reporter()
        ignores.report_unused(unused)
        diagnostics += unused.diagnostics
        found += findings_of(unused.diagnostics)
    return found


class Origin(NamedTuple):
    """Where a page was read.

    Attributes:
        place: a file, or a file and what the page lies in there.
        lines_above: how many lines of a file stand above the page's source.
    """

    place: str
    lines_above: int = 0


def source_place(origin: Origin, line: int) -> Place:
    """The file that a page was read from, and the line there if the file is the page.

    Args:
        origin: of the page.
        line: of its source; 0 for none.
    """
    file = Path(origin.place)
    if file.suffix.lower() in TEXT_SUFFIXES and file.is_file():
        return Place(file.as_posix(), line and origin.lines_above + line)
    name = origin.place.partition(": ")[0]
    return Place(Path(name).as_posix() if name and Path(name).is_file() else "")


def text_origins(pages: Iterable[Page]) -> dict[str, Origin]:
    """Where pages were read that are text files, by their names."""
    endings = tuple(TEXT_SUFFIXES)
    return {
        page.name: Origin(page.origin, page.lines_above)
        for page in pages
        if page.origin.lower().endswith(endings)
    }


def in_site(
    findings: Iterable[Finding], origins: Mapping[str, Origin], output: Path
) -> Spool[Finding]:
    """``findings`` of a site with files as the current folder sees them.

    The file is that of the page's source if the page is a file; else what it became.

    Args:
        findings: with paths below the site.
        origins: of pages, by ``text_origins``.
        output: the folder of the site.
    """
    found: Spool[Finding] = Spool()
    root = (output / "x").as_posix()[:-1]
    for finding in findings:
        origin = origins.get(finding.page)
        place = Place("") if origin is None else source_place(origin, finding.line)
        if not place.file and finding.file:
            place = Place(f"{root}{finding.file}", finding.file_line)
        found.append(finding._replace(file=place.file, file_line=place.line))
    return found


def against_baseline(findings: Iterable[Finding], outlet: Outlet) -> Spool[Finding]:
    """``findings``, of which the baseline's are marked as known."""
    if not outlet.known:
        return Spool.of(findings)
    return Spool(found._replace(known=found.fingerprint in outlet.known) for found in findings)


def still_open(diagnostics: Iterable[Diagnostic], findings: Iterable[Finding]) -> Spool[Diagnostic]:
    """The diagnostics that are neither ignored nor in the baseline."""
    numbers = (number for number, finding in enumerate(findings) if finding.is_open)
    return Spool.of(diagnostics).at(numbers)


def exit_code(fail_on: str, severities: Iterable[Severity]) -> int:
    """0, or 1 when a finding is at least as bad as ``fail_on``.

    Args:
        fail_on: the name of a severity, or ``never``.
        severities: of the findings that are still open.
    """
    found = max(severities, default=None)
    if fail_on == "never" or found is None:
        return EXIT_DONE
    limit = {severity.label: severity for severity in Severity}[fail_on]
    return EXIT_FINDINGS if found >= limit else EXIT_DONE


def hand_over(
    findings: Sequence[Finding], outlet: Outlet, talk: Talk, *, is_data: bool = False, dry: bool
) -> None:
    """Give the findings to other programs, and write the baseline, as the flags ask for.

    Args:
        findings: of the run.
        outlet: where they go.
        talk: says what was set aside.
        is_data: they are what the command is for: they go to standard output.
        dry: write no file.

    Raises:
        tiki2md.site.atomic.OutputError: a file cannot be written.
    """
    as_text = FORMATS.get(outlet.format_, _plain_text)
    if outlet.report_file is not None:
        if not dry:
            _write(outlet.report_file, as_text(findings, rules(), __version__))
    elif outlet.format_ != "text":
        text = as_text(findings, rules(), __version__)
        if is_data:
            write_stdout(text)
        else:
            click.echo(text, nl=False, err=True, color=False)
    if outlet.write_baseline and outlet.baseline is not None and not dry:
        _write(outlet.baseline, baseline_text(findings))
    _say_what_is_set_aside(findings, outlet, talk)


def hand_over_data(findings: Sequence[Finding], outlet: Outlet, talk: Talk) -> None:
    """As :func:`hand_over`, for commands whose output the findings are.

    JSON on standard output holds their figures, too: they write that themselves.
    """
    is_written = outlet.format_ == "json" and outlet.report_file is None
    left = replace(outlet, format_="text") if is_written else outlet
    hand_over(findings, left, talk, is_data=True, dry=False)


def _say_what_is_set_aside(findings: Sequence[Finding], outlet: Outlet, talk: Talk) -> None:
    ignored = 0
    known: set[str] = set()
    for finding in findings:
        ignored += bool(finding.ignored)
        if finding.known:
            known.add(finding.fingerprint)
    if ignored:
        talk.say(f"{_findings(ignored)} ignored, as the configuration says.")
    if outlet.known:
        gone = len(outlet.known - known)
        left = f"; {gone} of it are gone, --write-baseline forgets them" if gone else ""
        talk.say(f"{_findings(len(known))} in the baseline {outlet.baseline}{left}.")


def _findings(number: int) -> str:
    return "1 finding is" if number == 1 else f"{number} findings are"


def _plain_text(findings: Sequence[Finding], *_: object) -> str:
    return "".join(
        plain_line(f"{finding.where}{finding.severity.label} {finding.rule}: {finding.message}")
        + "\n"
        for finding in findings
        if finding.is_open
    )


def _write(path: Path, text: str) -> None:
    write_file(path, text.encode("utf-8", "replace"))
