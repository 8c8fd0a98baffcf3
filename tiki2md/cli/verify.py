"""``tiki2md verify``: proof that nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import (
    check_front_matter,
    for_wiki,
    read_pages,
    reading_from,
    selected,
    settings_from,
    sources_from,
    stored,
)
from tiki2md.cli.exits import InputError
from tiki2md.cli.findings import (
    Outlet,
    against_baseline,
    exit_code,
    fail_on_option,
    findings_options,
    hand_over_data,
)
from tiki2md.cli.options import (
    jobs_option,
    page_seconds_option,
    talk_options,
    visibility_option,
    wiki_options,
)
from tiki2md.cli.verify_output import (
    failures_as_findings,
    open_part,
    proof_as_findings,
    write_failures,
    write_proof,
)
from tiki2md.diagnostics import Reporter, Severity
from tiki2md.migration import page_count, surroundings_alone
from tiki2md.pipeline import parse
from tiki2md.processes import Task, results
from tiki2md.proof import How, prove
from tiki2md.roundtrip import Failure, checks, page_failures
from tiki2md.verify.folder import FolderError, open_folder
from tiki2md.verify.libraries import MissingLibraryError
from tiki2md.verify.live import saved_pages

if TYPE_CHECKING:
    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.config import Settings
    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.readers.reading import Reading
    from tiki2md.selection import Selection


@dataclass(frozen=True, slots=True)
class _Run:
    """What the command was asked for."""

    sources: tuple[str, ...]
    settings: Settings
    reading: Reading
    selection: Selection
    live: Path | None
    outlet: Outlet
    talk: Talk
    jobs: int
    page_seconds: int


@click.command("verify")
@click.argument(
    "sources", nargs=-1, metavar="[SRC]... [OUT]", shell_complete=completion_items.files
)
@click.option(
    "--round-trip",
    is_flag=True,
    help="Check each page of SRC alone, without OUT: source, tree and Markdown, there and back.",
)
@click.option(
    "--against-html",
    "live",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Compare with saved pages of the live wiki, too: files named after pages.",
)
@wiki_options
@visibility_option
@jobs_option
@page_seconds_option
@fail_on_option
@findings_options
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    sources: tuple[str, ...],
    round_trip: bool,
    live: Path | None,
    flags: SettingFlags,
    selection: Selection,
    jobs: int,
    page_seconds: int,
    outlet: Outlet,
    talk: Talk,
) -> int:
    """Check the site in OUT against the wiki in SRC that it was made of.

    Every word, heading, list, table, block of code, link and image of each page is looked
    for in its file, as another parser of Markdown reads it; links must lead to what is
    there; files and front matter must say what the export says.  Give the options that
    convert had.

    Without SRC, or without both, source and output of tiki2md.toml count.

    With --round-trip there is no OUT: each page of SRC is parsed, written and read again.
    """
    settings = settings_from(flags)
    run = _Run(
        sources=sources_from(sources, settings) if round_trip else _with_out(sources, settings),
        settings=settings,
        reading=reading_from(settings, flags),
        selection=selection,
        live=live,
        outlet=outlet,
        talk=replace(talk, is_silent=outlet.is_quiet),
        jobs=jobs,
        page_seconds=page_seconds,
    )
    check_front_matter(run.settings)
    try:
        return _round_trip(run) if round_trip else _site(run)
    except MissingLibraryError as error:
        raise click.UsageError(str(error)) from error


def _with_out(arguments: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """SRC… and OUT, of which the configuration gives what was not typed.

    Raises:
        click.UsageError: one of them is missing.
    """
    job = settings.job
    out = arguments[-1] if arguments else job.output
    sources = arguments[:-1] or job.sources
    if not (sources and out):
        raise click.UsageError(
            "name the export and the folder of the site: tiki2md verify SRC OUT "
            "(or --round-trip to check SRC alone)"
        )
    return (*sources, out)


def _round_trip(run: _Run) -> int:
    wiki, options, registry = _read(run, run.sources, run.reading, Severity.INFO)

    def failures(number: int) -> list[Failure]:
        page = wiki.pages[number]
        around = surroundings_alone(page, registry)
        return list(page_failures(page.name or page.origin, page.source, checks(options, around)))

    def killed(number: int) -> list[Failure]:
        page = wiki.pages[number]
        problem = "the process that checked it died"
        return [Failure(page.name or page.origin, "process", problem, "")]

    task = Task(failures, killed, prepare=partial(parse, "", options, registry=registry))
    found: list[Failure] = []
    with run.talk.progress("Checking", len(wiki.pages)) as on_page:
        for failed in results(task, range(len(wiki.pages)), run.jobs):
            found += failed
            on_page()
    origins = {page.name or page.origin: page.origin for page in wiki.pages}
    findings = against_baseline(failures_as_findings(found, origins), run.outlet)
    found = [failure for failure, each in zip(found, findings, strict=True) if each.is_open]
    code = write_failures(found, len(wiki.pages), run.talk, _printed(run.outlet))
    hand_over_data(findings, run.outlet, run.talk)
    return code


def _site(run: _Run) -> int:
    *sources, out = run.sources
    try:
        folder = open_folder(Path(out))
    except FolderError as error:
        raise InputError(str(error)) from error
    with stored(run.reading) as reading:
        wiki, options, registry = _read(run, tuple(sources), reading, Severity.WARNING)
        with run.talk.progress("Checking", page_count(wiki, options)) as on_page:
            how = How(
                saved=saved_pages(run.live) if run.live is not None else {},
                jobs=run.jobs,
                page_seconds=run.page_seconds,
                on_page=on_page,
            )
            proof = prove(wiki, options, registry, folder, how)
    findings = against_baseline(proof_as_findings(proof, out), run.outlet)
    proof = open_part(proof, findings)
    write_proof(proof, out, run.talk, _printed(run.outlet))
    hand_over_data(findings, run.outlet, run.talk)
    found = (each.diagnostic.severity for each in proof.all_findings())
    return exit_code(run.settings.fail_on, found)


def _printed(outlet: Outlet) -> str:
    """How the command itself writes what it found: as text, as JSON, or not at all."""
    return "text" if outlet.report_file else outlet.format_


def _read(
    run: _Run, sources: tuple[str, ...], reading: Reading, least: Severity
) -> tuple[Wiki, Options, Registry]:
    """The wiki, as it is to be checked; what the reading found is said from ``least`` on."""
    reporter = Reporter()
    wiki = read_pages(sources, reporter, run.talk, reading)
    least = Severity.INFO if run.talk.verbosity > 0 else least
    findings = [found for found in reporter.diagnostics if found.severity >= least]
    run.talk.findings(findings, anyway=True)
    wiki = selected(wiki, run.selection)
    return wiki, *for_wiki(run.settings, wiki)
