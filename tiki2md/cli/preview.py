"""``tiki2md preview``: source, tree, Markdown and rendering of pages, in a browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
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
)
from tiki2md.cli.exits import EXIT_DONE
from tiki2md.cli.options import page_seconds_option, talk_options, visibility_option, wiki_options
from tiki2md.cli.output import write_stdout
from tiki2md.cli.serving import Server
from tiki2md.cli.single_page import is_one_page, only_page
from tiki2md.diagnostics import Reporter
from tiki2md.findings import findings_of
from tiki2md.ignores import Ignores
from tiki2md.migration import Plan
from tiki2md.preview import Answer, OnePage, Pages, Preview, SitePages
from tiki2md.processes import processors
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.files import TEXT_SUFFIXES
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.config import Settings
    from tiki2md.diagnostics import Diagnostic
    from tiki2md.findings import Finding
    from tiki2md.readers import Reading
    from tiki2md.selection import Selection

PORT = 8454
"""T, I, K and I on the keys of a telephone."""


@click.command("preview")
@click.argument("sources", nargs=-1, metavar="[SRC]...", shell_complete=completion_items.files)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="N",
    help="The port of this machine, 127.0.0.1; 0 for any that is free.",
)
@click.option("--open", "opens", is_flag=True, help="Open the address in your browser.")
@wiki_options
@visibility_option
@page_seconds_option
@talk_options
def command(
    *,
    sources: tuple[str, ...],
    port: int,
    opens: bool,
    flags: SettingFlags,
    selection: Selection,
    page_seconds: int,
    talk: Talk,
) -> int:
    """Show the pages of SRC in a browser, as convert writes them.

    Of each page: its source, its tree, its Markdown, how that looks, and the findings. SRC and
    options are those of convert. Nothing is written, and pages are converted when they are
    looked at.

    The address is printed; only programs on this machine can open it. Ctrl-C ends the preview.
    """
    settings = settings_from(flags)
    check_front_matter(settings)
    with Server(port) as server, TemporaryDirectory(prefix="tiki2md-") as folder:
        shown = _Shown(
            sources=sources_from(sources, settings),
            settings=settings,
            reading=reading_from(settings, flags),
            selection=selection,
            page_seconds=page_seconds,
            folder=Path(folder),
            talk=talk,
        )
        shown.read(processors())
        write_stdout(f"{server.url}\n")
        talk.say("Ctrl-C ends the preview.")
        if opens:
            import webbrowser  # few ask for it

            webbrowser.open(server.url)
        try:
            server.serve(shown.answer)
        except KeyboardInterrupt as error:
            # Ctrl-C is how a preview ends; another program that ends it is told so.
            if type(error) is not KeyboardInterrupt:
                raise
    return EXIT_DONE


@dataclass(kw_only=True)
class _Shown:
    """What is shown, read again when files of pages have changed.

    Attributes:
        sources: as they were typed.
        settings: of the run.
        reading: what is asked of the readers.
        selection: which of the pages.
        page_seconds: how long a page may take.
        folder: for what the readers put aside.
        talk: says how the reading goes.
    """

    sources: Sequence[str]
    settings: Settings
    reading: Reading
    selection: Selection
    page_seconds: int
    folder: Path
    talk: Talk
    _preview: Preview | None = None
    _stamp: object = None

    def read(self, jobs: int) -> None:
        """Read the sources.

        Args:
            jobs: how many processes may convert pages, if options ask for all of them first.

        Raises:
            tiki2md.cli.exits.InputError: there is no such page.
            tiki2md.readers.SourceError: a source cannot be used.
        """
        stamp = _stamp(self.sources)
        store = BlobStore(Path(mkdtemp(dir=self.folder)))
        reporter = Reporter(diagnostics=Spool())
        wiki = read_pages(self.sources, reporter, self.talk, replace(self.reading, blobs=store))
        pages: Pages
        options, registry = for_wiki(self.settings, wiki)
        if is_one_page(self.sources):
            page = only_page(wiki, options, self.sources[0])
            pages = OnePage(page, options, registry, self.page_seconds)
        else:
            wiki = selected(wiki, self.selection)
            plan = Plan(jobs=jobs, page_seconds=self.page_seconds, registry=registry)
            pages = SitePages(wiki, options, plan, reporter)
        if self.talk.verbosity > 0:
            self.talk.findings(reporter.diagnostics)
        about_all = self._judged(reporter.diagnostics)
        self._preview = Preview(pages, self._judged, about_all, self.page_seconds)
        self._stamp = stamp

    def answer(self, target: str) -> Answer:
        """What a browser gets for a path with its query."""
        if _stamp(self.sources) != self._stamp:
            # Threads wait for the answer, and what has threads should not be copied.
            self.read(jobs=1)
        assert self._preview is not None  # read before
        return self._preview.answer(target)

    def _judged(self, diagnostics: Sequence[Diagnostic]) -> Sequence[Finding]:
        return findings_of(diagnostics, self.sources, Ignores(self.settings.ignores))


def _stamp(sources: Sequence[str]) -> object:
    """What changes when files of pages change; of exports nothing does."""
    paths = [Path(source) for source in sources if source != STDIN]
    if not all(path.is_dir() or path.suffix.lower() in TEXT_SUFFIXES for path in paths):
        return None
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    states = [(str(file), file.stat()) for file in files if file.is_file()]
    return sorted((name, state.st_mtime_ns, state.st_size) for name, state in states)
