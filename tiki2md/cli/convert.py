"""``tiki2md convert``: a page to Markdown, or a whole wiki to a site."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.code_digest import code_digest
from tiki2md.cli.common import (
    STDIN,
    check_front_matter,
    for_wiki,
    read_pages,
    reading_from,
    registry_from,
    require_sources,
    selected,
    settings_from,
    shown,
    sources_from,
    stored,
)
from tiki2md.cli.executors import pool_at
from tiki2md.cli.exits import EXIT_PARTIAL
from tiki2md.cli.findings import (
    Outlet,
    against_baseline,
    exit_code,
    fail_on_option,
    findings_options,
    hand_over,
    in_site,
    judged,
    still_open,
    text_origins,
)
from tiki2md.cli.options import jobs_option, page_seconds_option, talk_options, wiki_options
from tiki2md.cli.output import write_file, write_stdout
from tiki2md.cli.planning import completed_plan
from tiki2md.cli.progress import Stopwatch
from tiki2md.cli.single_page import is_folder, is_one_page, only_page
from tiki2md.cli.summary import tell
from tiki2md.cli.up_to_date import Outcome, note_outcome, outcome_of, run_key
from tiki2md.config import CHOICES, Settings
from tiki2md.diagnostics import Diagnostic, Reporter
from tiki2md.migration import Plan, convert_alone, convert_site, page_count, surroundings_alone
from tiki2md.readers import source_named
from tiki2md.readers.files import TEXT_SUFFIXES
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.findings import Finding
    from tiki2md.migration import Phase
    from tiki2md.model import Wiki
    from tiki2md.readers import Reading
    from tiki2md.selection import Selection

_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class _Run:
    """What the command was asked for."""

    sources: Sequence[str]
    output: Path | None
    settings: Settings
    plan: Plan
    talk: Talk
    outlet: Outlet
    whole: bool
    check: str
    executor: str | None


@click.command("convert")
@click.argument("sources", nargs=-1, metavar="[SRC]...", shell_complete=completion_items.files)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Folder of the site; for one page, a .md file. Without it, one page goes to stdout.",
)
@wiki_options
@click.option(
    "--visibility",
    metavar="public|all",
    shell_complete=completion_items.visibilities,
    help="Write only what visitors could view (default), or all, hidden pages as drafts.",
)
@click.option(
    "--assets",
    metavar="referenced|all|none",
    help="Pictures and downloads to bring along: those that pages use (default), all or none.",
)
@click.option(
    "--redirects",
    multiple=True,
    metavar="HOST",
    shell_complete=completion_items.hosts,
    help=f"Write where old addresses lead now: {', '.join(CHOICES['redirect_hosts'])}. "
    "May be repeated.",
)
@click.option("--keep-source", is_flag=True, help="Write the source of each page to .tiki2md/src.")
@click.option("--debug-dump", is_flag=True, help="Append Markdown, AST and source to each page.")
@jobs_option
@click.option(
    "--executor",
    metavar="ADDRESS",
    help="Workers that convert them instead: tcp://host:port of a Dask scheduler, or "
    "module:function, which returns a concurrent.futures.Executor.",
)
@page_seconds_option
@click.option("--force", is_flag=True, help="Write into any folder; replace edited files.")
@click.option("--prune", is_flag=True, help="Delete files of pages that are gone.")
@click.option("--dry-run", is_flag=True, help="Write and delete nothing; tell what would be.")
@click.option("--no-scaffold", is_flag=True, help="Write pages only, no configuration and layouts.")
@fail_on_option
@findings_options
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    sources: tuple[str, ...],
    output: Path | None,
    flags: SettingFlags,
    selection: Selection,
    assets: str | None,
    redirects: tuple[str, ...],
    keep_source: bool,
    debug_dump: bool,
    jobs: int,
    executor: str | None,
    page_seconds: int,
    force: bool,
    prune: bool,
    dry_run: bool,
    no_scaffold: bool,
    outlet: Outlet,
    talk: Talk,
) -> int:
    """Convert SRC to Markdown: a page to stdout, or a whole wiki to a site in OUT.

    SRC is a .tiki file, - for standard input, a folder of pages, an SQL dump,
    phpMyAdmin's JSON exports (files or a folder), Tiki's XML export (a zip archive), or
    a database: mysql://user@host/name (TIKI2MD_DB_PASSWORD may hold the password), or
    Tiki's own db/local.php.  Without SRC, source and output of tiki2md.toml count.

    A site gets a report of what became of each page: OUT/.tiki2md/report.html. -v also says
    how long each part of the run took.
    """
    hosts = ",".join(redirects) or None
    settings = settings_from(
        flags,
        copy_files=assets,
        keep_source="true" if keep_source else None,
        redirect_hosts=hosts,
    )
    check_front_matter(settings)
    places = [shown(source) for source in sources]
    if output == Path(STDIN):  # by custom, standard output
        output = None
    elif output is None and settings.job.output and not (sources and is_one_page(sources)):
        output = Path(settings.job.output)
        places += [str(output)] if sources else []
    elif output is not None:
        places.append(str(output))
    sources = sources_from(sources, settings)
    run = _Run(
        sources=sources,
        output=output,
        settings=settings,
        plan=Plan(
            debug_dump=debug_dump,
            jobs=jobs,
            page_seconds=page_seconds,
            force=force,
            scaffold=not no_scaffold,
            prune=prune,
            dry=dry_run,
        ),
        talk=replace(talk, is_silent=outlet.is_quiet),
        outlet=outlet,
        whole=selection.is_everything,
        check=_check(
            places,
            _with_assignments(flags, copy_files=assets, redirect_hosts=hosts),
            selection,
        ),
        executor=executor,
    )
    reporter = Reporter(diagnostics=Spool())
    reading = reading_from(settings, flags)
    if _goes_to_one_file(sources, output):
        _tell_what_is_for_sites(
            run.talk,
            {
                "--include, --exclude and --where": not selection.is_everything,
                "--assets": assets,
                "--redirects": redirects,
                "--keep-source": keep_source,
                "--prune": prune,
                "--no-scaffold": no_scaffold,
            },
        )
        return _convert_single(run, read_pages(sources, reporter, run.talk, reading), reporter)
    if output is None:
        require_sources(sources)  # a name that is mistyped needs no folder
        raise click.UsageError(
            "a whole wiki needs a folder to go to: add -o OUT; "
            f"only a page, in a file {', '.join(sorted(TEXT_SUFFIXES))}, needs none"
        )
    return _convert_to_site(run, output, reading, selection, reporter)


def _with_assignments(flags: SettingFlags, **options: str | None) -> SettingFlags:
    """``flags`` that say by ``--set`` what ``verify`` has no flag for."""
    said = [f"{name}={value}" for name, value in options.items() if value is not None]
    return replace(flags, assignments=(*flags.assignments, *said))


def _check(places: Sequence[str], flags: SettingFlags, selection: Selection) -> str:
    """The command that verifies the site: it must be told all that this run was told.

    Args:
        places: the sources and the folder of the site, unless the configuration names them.
        flags: that were typed, as all that follow.
        selection: the pages that were asked for.
    """
    said = (
        ("-c", [flags.config]),
        ("-t", [flags.target]),
        ("--preset", [flags.preset]),
        ("--set", flags.assignments),
        ("--files", flags.files),
        ("--include", selection.include),
        ("--exclude", selection.exclude),
        ("--where", selection.where),
        ("--base-url", [flags.site_url]),
        ("--missing-links", [flags.missing_links]),
        ("--visibility", [flags.visibility]),
    )
    words = ["tiki2md", "verify", *places]
    words += [
        word for flag, values in said for value in values if value for word in (flag, str(value))
    ]
    return shlex.join([*words, *(["--repair-encoding"] if flags.repair_encoding else [])])


def _key(run: _Run, reading: Reading, selection: Selection) -> str:
    """What this run depends on, as a digest; empty if something may change unseen."""
    code = code_digest(run.settings, registry_from(run.settings))
    live = any(not isinstance(source_named(source), Path) for source in run.sources)
    if not code or live:
        return ""
    plan = run.plan
    flags = plan.debug_dump, plan.scaffold, plan.prune, plan.page_seconds, reading.repair_encoding
    return run_key(run.sources, reading.files, (code, run.settings, flags, selection))


def _goes_to_one_file(sources: Sequence[str], output: Path | None) -> bool:
    """Whether one page is asked for, without a site around it."""
    if output is None:
        return is_one_page(sources)
    if len(sources) > 1 or is_folder(sources[0]):
        return False
    return output.suffix.lower() in _MARKDOWN_SUFFIXES and not output.is_dir()


def _tell_what_is_for_sites(talk: Talk, given: Mapping[str, object]) -> None:
    """Say which flags that were ``given`` do nothing for one page."""
    flags = [flag for flag, value in given.items() if value]
    if flags:
        talk.say(f"For a site only, so without effect here: {', '.join(flags)}; -o DIR makes one.")


def _convert_single(run: _Run, wiki: Wiki, reporter: Reporter) -> int:
    options, registry = for_wiki(run.settings, wiki)
    page = only_page(wiki, options, run.sources[0])
    name = page.origin or page.name
    own = Reporter(name, page.source, reporter.diagnostics, page.lines_above)
    around = surroundings_alone(page, registry)
    converted = convert_alone(
        page,
        options,
        around,
        own,
        page_seconds=run.plan.page_seconds,
        debug_dump=run.plan.debug_dump,
    )
    if run.output is None:
        write_stdout(converted.text)
    elif run.plan.dry:
        run.talk.say(f"Nothing was written; it would be: {run.output}")
    else:
        write_file(run.output, converted.text.encode("utf-8", "replace"))
    found = judged(reporter.diagnostics, run.settings, run.sources, whole=False)
    code = _tell(run, reporter.diagnostics, found)
    return EXIT_PARTIAL if converted.failed else code


def _tell(run: _Run, diagnostics: Sequence[Diagnostic], found: Sequence[Finding]) -> int:
    """Show the findings of one page, and return the exit code that they make."""
    found = against_baseline(found, run.outlet)
    left = still_open(diagnostics, found)
    run.talk.findings(left)
    hand_over(found, run.outlet, run.talk, dry=run.plan.dry)
    return exit_code(run.settings.fail_on, (found.severity for found in left))


def _convert_to_site(
    run: _Run, output: Path, reading: Reading, selection: Selection, reporter: Reporter
) -> int:
    key = _key(run, reading, selection)
    if key and not run.plan.force and (outcome := outcome_of(output, key)) is not None:
        return _told(run, outcome)
    watch = Stopwatch()
    watch.begin("reading")
    with stored(reading) as reading_with_bytes:
        wiki = read_pages(run.sources, reporter, run.talk, reading_with_bytes)
        wiki = selected(wiki, selection)
        outcome = _convert_wiki(run, output, wiki, reporter, watch.begin)
        took = str(watch)
    if not run.plan.dry:
        note_outcome(output, key, outcome)
    code = _told(run, outcome)
    if run.talk.verbosity > 0:
        run.talk.say(f"Time: {took}")
    return code


def _convert_wiki(
    run: _Run, output: Path, wiki: Wiki, reporter: Reporter, on_phase: Callable[[Phase], None]
) -> Outcome:
    options, registry = for_wiki(run.settings, wiki)
    plan = completed_plan(run.plan, run.settings, registry, run.sources, reporter, whole=run.whole)
    with (
        pool_at(run.executor, plan.jobs) as pool,
        run.talk.progress("Converting", page_count(wiki, options)) as on_page,
    ):
        summary = convert_site(wiki, options, output, replace(plan, pool=pool), on_page, on_phase)
    return Outcome(summary, text_origins(wiki.pages))


def _told(run: _Run, outcome: Outcome) -> int:
    """Show what a run found, and return the exit code that it makes."""
    summary = outcome.summary
    assert run.output is not None
    found = summary.findings
    if run.outlet.shows_files:
        found = in_site(found, outcome.origins, run.output)
    found = against_baseline(found, run.outlet)
    summary.diagnostics = still_open(summary.diagnostics, found)
    counts = summary.counts()
    target = run.settings.options().target
    tell(summary, counts, run.output, target, run.talk, dry=run.plan.dry)
    if not run.plan.dry:
        run.talk.say(f"Check: {run.check}")
    hand_over(found, run.outlet, run.talk, dry=run.plan.dry)
    code = exit_code(run.settings.fail_on, (code.severity for code in counts))
    return EXIT_PARTIAL if summary.failed else code
