"""``tiki2md history``: every version of every page as a commit."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import (
    STDIN,
    check_front_matter,
    for_wiki,
    read_pages,
    reading_from,
    selected,
    settings_from,
    sources_from,
    stored,
)
from tiki2md.cli.exits import EXIT_DONE, EXIT_PARTIAL
from tiki2md.cli.git import find_git, make_repository
from tiki2md.cli.options import (
    jobs_option,
    page_seconds_option,
    talk_options,
    visibility_option,
    wiki_options,
)
from tiki2md.cli.output import number_of, stream_stdout
from tiki2md.cli.planning import completed_plan
from tiki2md.cli.summary import show_counts, show_findings, tell
from tiki2md.diagnostics import Reporter, by_weight
from tiki2md.migration import (
    Choice,
    History,
    Plan,
    choose_versions,
    convert_site,
    history_stream,
    page_count,
)
from tiki2md.migration.history import BRANCH
from tiki2md.site.atomic import OutputError
from tiki2md.site.writer import OWN, written_files
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.config import Settings
    from tiki2md.migration import Summary
    from tiki2md.model import Wiki
    from tiki2md.selection import Selection

STDOUT = "-"
_FEW = 10
"""How many authors without an address are named without being asked."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What the command was asked for."""

    sources: Sequence[str]
    output: Path | None
    settings: Settings
    choice: Choice
    plan: Plan
    talk: Talk
    whole: bool


@click.command("history")
@click.argument("sources", nargs=-1, metavar="[SRC]...", shell_complete=completion_items.files)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="REPO",
    help="Folder of the new repository; - for the stream that git fast-import reads.",
)
@click.option(
    "--texts",
    type=click.Choice(["markdown", "source"]),
    default="markdown",
    show_default=True,
    help="What old versions are committed as; the last commit is the site in Markdown anyhow.",
)
@click.option(
    "--squash",
    type=click.IntRange(0),
    default=0,
    metavar="MINUTES",
    help="Versions of a page that one user made within so many minutes become one commit.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="LOGIN",
    help="Leave out the versions of this user, a spammer perhaps. May be repeated.",
)
@wiki_options
@visibility_option
@jobs_option
@page_seconds_option
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    sources: tuple[str, ...],
    output: str,
    texts: str,
    squash: int,
    without: tuple[str, ...],
    flags: SettingFlags,
    selection: Selection,
    jobs: int,
    page_seconds: int,
    talk: Talk,
) -> int:
    """Make a git repository of the wiki in SRC: each version of a page is a commit.

    Commits have the editors and dates of the versions, and say what the editors said. The last
    one is the site that convert makes of SRC. The same export makes the same commits.

    SRC is whatever convert reads; a dump holds all versions.
    """
    settings = settings_from(flags)
    check_front_matter(settings)
    sources = sources_from(sources, settings)
    if STDIN in sources:
        raise click.UsageError("standard input is one page, which has no history")
    git = "" if output == STDOUT else find_git()
    if git:
        _refuse_unless_new(Path(output))
    elif sys.stdout.isatty():
        raise click.UsageError("-o - is for git fast-import or a file; a terminal cannot show it")
    run = _Run(
        sources=sources,
        output=Path(output) if git else None,
        settings=settings,
        choice=Choice(as_source=texts == "source", without=frozenset(without), squash=60 * squash),
        plan=Plan(jobs=jobs, page_seconds=page_seconds),
        talk=talk,
        whole=selection.is_everything,
    )
    reporter = Reporter(diagnostics=Spool())
    reading = reading_from(settings, flags, history=True)
    with stored(reading) as reading:
        wiki = read_pages(sources, reporter, run.talk, reading)
        wiki = selected(wiki, selection)
        return _make(run, wiki, reporter, git)


def _refuse_unless_new(repository: Path) -> None:
    """Refuse a folder in which there is something.

    Raises:
        OutputError: there is.
    """
    if repository.is_dir() and not any(repository.iterdir()):
        return
    if repository.exists() or repository.is_symlink():
        raise OutputError(
            f"{repository} is there already; history makes a new repository: choose another "
            "folder, or delete this one"
        )


def _make(run: _Run, wiki: Wiki, reporter: Reporter, git: str) -> int:
    """Make the history of ``wiki``, whole or not at all, and tell of it."""
    options, registry = for_wiki(run.settings, wiki)
    plan = completed_plan(run.plan, run.settings, registry, run.sources, reporter, whole=run.whole)
    with TemporaryDirectory(prefix=".tiki2md-", dir=_near(run.output)) as place:
        folder = Path(place) / "site"
        with run.talk.progress("Converting", page_count(wiki, options)) as on_page:
            summary = convert_site(wiki, options, folder, plan, on_page)
        chosen = choose_versions(wiki, options, plan, run.choice)
        with run.talk.steps("Committing", len(chosen), "versions") as on_versions:
            stream = history_stream(chosen, written_files(folder), lambda: on_versions(1))
            if run.output is None:
                stream_stdout(stream)
            else:
                make_repository(git, folder, BRANCH, stream, ignored=OWN)
                _put(folder, run.output)
    history = chosen.history
    _tell(run, summary, history, options.target)
    return EXIT_PARTIAL if summary.failed or history.failed else EXIT_DONE


def _near(repository: Path | None) -> Path | None:
    """A folder of the file system that a repository is to be in."""
    if repository is None or repository.is_dir():
        return repository
    repository.parent.mkdir(parents=True, exist_ok=True)
    return repository.parent


def _put(folder: Path, repository: Path) -> None:
    """Move what is finished to where it was asked for."""
    if not repository.is_dir():
        folder.rename(repository)
        return
    # Somebody may stand in the empty folder, have a file system in it, or a link to it.
    for path in sorted(folder.iterdir()):
        path.rename(repository / path.name)


def _tell(run: _Run, summary: Summary, history: History, target: str) -> None:
    """Say what became of the wiki and of its versions."""
    talk, found = run.talk, history.diagnostics
    if run.output is not None:
        tell(summary, summary.counts(), run.output, target, talk, dry=False)
    counts = by_weight(Counter(each.code for each in found))
    if not show_findings(found, counts, talk):
        show_counts(counts, talk)
    versions = number_of(history.versions, "version")
    talk.say(f"{versions}: {number_of(history.commits, 'commit')}, and one of the whole site.")
    for login in history.strangers:
        talk.say(f"--without {login}: nobody of that name has a version.")
    if history.unmapped:
        limit = None if talk.verbosity > 0 else _FEW
        named = [f"{login} ({count})" for login, count in history.unmapped.most_common(limit)]
        more = ", …" if len(named) < len(history.unmapped) else ""
        talk.say(f"Authors without an address in [authors]: {', '.join(named)}{more}")
