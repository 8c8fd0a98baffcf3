"""A whole wiki to a whole site: index all pages, then convert each against the index."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.category_page import category_page
from tiki2md.migration.comment_data import comment_files
from tiki2md.migration.files import copy_files
from tiki2md.migration.incremental import FILE, Keeper, Memory
from tiki2md.migration.indexing import index_site
from tiki2md.migration.navigation import navigation_files
from tiki2md.migration.parallel import Recall, converted_pages
from tiki2md.migration.plan import Phase, Plan, Summary
from tiki2md.migration.questions import Digests, digest
from tiki2md.migration.rehearsal import rehearse
from tiki2md.migration.sources import source_files
from tiki2md.model import STUB
from tiki2md.moments import moment_of
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.report.recorder import Outputs, Recorder
from tiki2md.site.hosts import redirect_files
from tiki2md.site.notes import noted_lines, sealed
from tiki2md.site.old_urls import checked_redirects
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.site.stubs import stub_files
from tiki2md.site.term_pages import term_pages
from tiki2md.site.writer import Writer, open_site
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.site.data import WikiData


def convert_site(
    wiki: Wiki,
    options: Options,
    out: Path,
    plan: Plan | None = None,
    on_page: Callable[[], None] = lambda: None,
    on_phase: Callable[[Phase], None] = lambda _phase: None,
) -> Summary:
    """Write ``wiki`` as a site of the target that ``options`` name.

    One bad page never stops the run: its source is written in a code block, and
    the page is reported.

    Args:
        wiki: what the readers made.
        options: everything that changes the result.
        out: the folder of the site.
        plan: how to write it.
        on_page: called after each page, for progress.
        on_phase: called when a part of the run begins, for timings.

    Raises:
        tiki2md.site.atomic.OutputError: the folder is somebody else's or cannot be written.
    """
    on_phase(Phase.INDEXING)
    plan = plan or Plan()
    plan = replace(plan, registry=site_registry(plan.registry, wiki.preferences))
    writer = open_site(out, force=plan.force, dry=plan.dry)
    pages = len(wiki.pages) + len(wiki.others)
    summary = Summary(pages=pages, diagnostics=Spool.of(plan.run.read)[:])
    reporter = Reporter(diagnostics=summary.diagnostics)
    try:
        site = index_site(wiki, options, plan.registry, reporter)
        index = site.index
        if options.visibility == "public":
            summary.hidden = [
                each.page for each in summary.diagnostics if each.code is Code.PAGE_HIDDEN
            ]
            summary.pages -= len(summary.hidden)
        rehearse(site, plan, reporter)
        recorder = Recorder(plan.run, options, index.own_entry)
        summary.stubs = len(index.stubs)
        on_phase(Phase.CONVERTING)
        used_files = _write_pages(site, plan, writer, summary, recorder, reporter, on_page)
        summary.written, summary.unchanged = list(writer.written), list(writer.unchanged)
        summary.edited = list(writer.edited)
        on_phase(Phase.WRITING)
        comments = comment_files(
            site, plan.registry, used_files, summary.diagnostics, plan.page_seconds
        )
        files = copy_files(index, used_files, writer, reporter)
        summary.files = files.paths
        summary.copied = writer.written[len(summary.written) :]
        _write_all(source_files(index), writer, reporter)
        _write_all(comments, writer, reporter)
        _write_all(term_pages(index, wiki.categories, reporter), writer, reporter)
        _write_all(category_page(index), writer, reporter)
        _write_all(stub_files(index, files.paths), writer, reporter)
        if options.redirect_hosts:
            _write_redirects(site, writer, summary, reporter)
        _write_scaffold(site, plan, writer, reporter)
        _handle_stale(writer, plan, summary, reporter)
        outputs = Outputs(
            files=files.paths,
            unused_files=files.unused,
            same_files=files.same,
            failed=summary.failed,
            edited=writer.edited,
        )
        summary.findings = recorder.finish(summary.diagnostics, outputs, writer.note)
    finally:
        # What is written is written: an interrupted run must leave a true manifest.
        writer.close()
    return summary


def _write_scaffold(site: WikiData, plan: Plan, writer: Writer, reporter: Reporter) -> None:
    """Write what a generator needs to build a site, and what shows its pages in their order."""
    index = site.index
    scaffold = scaffold_files(index.layout.scaffold, site.wiki, index.languages)
    _write_all(navigation_files(site, scaffold if plan.scaffold else ()), writer, reporter)
    for path, text in scaffold.items():
        if plan.scaffold:
            writer.scaffold(path, text)
        else:
            writer.keep(path)


def _write_pages(
    site: WikiData,
    plan: Plan,
    writer: Writer,
    summary: Summary,
    recorder: Recorder,
    reporter: Reporter,
    on_page: Callable[[], None],
) -> set[str]:
    """Write the file of every page; the paths of the files that they show or link."""
    used_files: set[str] = set()
    recall = _recall(site, plan, writer)
    options = site.index.options
    with closing(converted_pages(site, plan, recall)) as pages:
        for entry, converted in zip(site.index.entries, pages, strict=True):
            found, first = converted.diagnostics, len(summary.diagnostics)
            summary.diagnostics += found
            recorder.page(entry, converted.text, found, converted.fates, converted.places, first)
            used_files |= converted.used_files
            if converted.failed:
                summary.failed.append(entry.name)
            if not (converted.is_written or writer.write(entry.path, converted.text)):
                reporter.about(entry.name).report(Code.FILE_EDITED, path=entry.path)
            elif options.file_times and moment_of(entry.page.modified):
                writer.date(entry.path, entry.page.modified)
            if entry.kind != STUB:
                on_page()
    if recall is not None:
        writer.note(FILE, sealed(recall.memory.text()))
    return used_files


def _recall(site: WikiData, plan: Plan, writer: Writer) -> Recall | None:
    """The way to what an earlier run made, if it can be told whether that is still right."""
    if not plan.code:
        return None
    index, wiki = site.index, site.wiki
    setting = digest(
        (
            *(plan.code, plan.debug_dump, index.options, sorted(wiki.preferences.items())),
            *(sorted(index.external.items()), sorted(index.variables.items())),
            sorted(index.hotwords.items()),
        )
    )
    keeper = Keeper(site, setting, Digests(len(index.pages)))
    memory = Memory(keeper, plan.registry, noted_lines(writer.root, FILE))
    index.anchors_of = memory.places
    return Recall(memory, writer.unchanged_text)


def _write_redirects(site: WikiData, writer: Writer, summary: Summary, reporter: Reporter) -> None:
    """Tell the hosts that were asked for where old addresses lead."""
    redirects = checked_redirects(site.wiki, site.index, reporter, summary.files)
    for path, pieces in redirect_files(redirects, site.index, reporter).items():
        if not writer.copy(path, (piece.encode("utf-8", "replace") for piece in pieces)):
            reporter.report(Code.FILE_EDITED, path=path)
        summary.redirect_files.append(path)
    summary.redirects = sum(len(redirect.paths) for redirect in redirects if redirect.target)


def _write_all(texts: Mapping[str, str], writer: Writer, reporter: Reporter) -> None:
    """Write files that are no pages of the wiki, by their paths."""
    for path, text in texts.items():
        if not writer.write(path, text):
            reporter.report(Code.FILE_EDITED, path=path)


def _handle_stale(writer: Writer, plan: Plan, summary: Summary, reporter: Reporter) -> None:
    for path in writer.stale():
        if plan.prune and writer.prune(path):
            summary.pruned.append(path)
        else:
            edited = writer.is_edited(path)
            reporter.report(Code.FILE_STALE_EDITED if edited else Code.FILE_STALE, path=path)
