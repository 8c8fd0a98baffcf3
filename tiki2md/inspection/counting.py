"""Counts what a wiki holds, by converting every page without writing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.explain import explain_plugin
from tiki2md.explanations.privacy import PRIVACY
from tiki2md.inspection.page import PageCount, PageCounter
from tiki2md.inspection.result import Inspection, PluginUse, Work
from tiki2md.migration import index_site
from tiki2md.plugins import default_registry
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.processes import Task, results
from tiki2md.report.ledger import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence, Sequence

    from tiki2md.model import File, Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry

MOST = 20
"""How many pages are named that need the most work."""


_ENCODING_CODES = (
    Code.SOURCE_CHARSET,
    Code.SOURCE_LETTERS_LOST,
    Code.SOURCE_DOUBLE_ENCODED,
    Code.SOURCE_NOT_UTF8,
    Code.SOURCE_ESCAPED_TEXT,
)
"""What readers report of texts that are not simply UTF-8."""


def inspect_wiki(
    wiki: Wiki,
    options: Options,
    registry: Registry | None = None,
    on_page: Callable[[], None] = lambda: None,
    found: MutableSequence[Diagnostic] | None = None,
    *,
    jobs: int = 1,
    page_seconds: int = 0,
) -> Inspection:
    """Count what ``wiki`` holds, by converting every page without writing it.

    Args:
        wiki: what the readers made.
        options: of the conversion.
        registry: the plugins that are known.
        on_page: called after each page, for progress.
        found: what the readers reported; what converting would report is added.
        jobs: how many processes there may be.
        page_seconds: how long a page may take; 0 for as long as it wants.
    """
    counted = _counted(wiki, options.target)
    known = site_registry(registry or default_registry(), wiki.preferences)
    run = Reporter(diagnostics=found if found is not None else [])
    site = index_site(wiki.with_files(_as_if_kept), options, known, run)
    _count_reading(run.diagnostics, counted)
    counter = PageCounter(site, known, page_seconds)
    task = Task(counter.count, counter.killed, counter.prepare)
    unserved: Counter[str] = Counter()
    used_files: set[str] = set()
    entries = site.index.entries
    for entry, count in zip(entries, results(task, range(len(entries)), jobs), strict=True):
        _add(count, counted)
        unserved.update(count.unserved)
        used_files |= count.used_files
        codes = Counter(finding.code for finding in count.findings)
        counted.codes.update(codes)
        _count_work(entry.name, codes, counted)
        _count_secrets(entry.name, count.findings, counted)
        run.diagnostics += count.findings
        on_page()
    counted.unused_files = site.index.files.unused(used_files)
    counted.same_files = site.index.files.shared()
    _count_handlers(unserved, known, counted)
    _rank(counted)
    return counted


def _count_reading(found: Sequence[Diagnostic], counted: Inspection) -> None:
    """Count what was found before any page was converted."""
    counted.codes.update(finding.code for finding in found)
    for finding in found:
        if finding.code in _ENCODING_CODES:
            counted.encodings.setdefault(finding.code.identifier, []).append(finding.message)


def _add(count: PageCount, counted: Inspection) -> None:
    """Add what was counted on a page."""
    counted.images += count.images
    counted.local_images += count.local_images
    counted.links += count.links
    counted.missing.update(count.missing)
    counted.hosts.update(count.hosts)
    for name, use in count.plugins.items():
        counted.plugins.setdefault(name, PluginUse(known=use.known)).add(use)


def _count_handlers(unserved: Counter[str], known: Registry, counted: Inspection) -> None:
    """Tell of each plugin what the targets make of it, and which handler would help most."""
    for name, use in counted.plugins.items():
        explained = explain_plugin(name, known)
        use.written = explained.written if explained else {}
    if unserved:
        best = min(unserved, key=lambda name: (-unserved[name], name))
        counted.best_handler, counted.helped = best, unserved[best]


def _rank(counted: Inspection) -> None:
    """Put first what people should look at first."""
    counted.plugins = dict(
        sorted(counted.plugins.items(), key=lambda item: (-item[1].calls, item[0]))
    )
    counted.to_review = len(counted.work)
    counted.work = sorted(counted.work, key=lambda work: (-work.score, work.page))[:MOST]
    counted.secrets = dict(
        sorted(counted.secrets.items(), key=lambda item: (_no_password(item[1]), item[0]))
    )


def _as_if_kept(file: File) -> File:
    """A file whose bytes the readers only counted, as a run has it that keeps them."""
    blob = file.blob
    if blob is None:
        return file
    return replace(file, blob=replace(blob, path=blob.path or file.filename or "-"))


def _counted(wiki: Wiki, target: str) -> Inspection:
    """What can be counted without converting anything."""
    counted = Inspection(target=target, pages=len(wiki.pages))
    for page in wiki.pages:
        counted.characters += len(page.source)
        counted.html_pages += page.is_html
        counted.authors.update(dict.fromkeys(filter(None, (page.creator, page.last_editor)), 1))
        counted.languages.update([page.language] if page.language else [])
        counted.tags.update(page.tags)
    counted.categories = len(wiki.categories)
    counted.files = sum(not file.archive_of for file in wiki.files.values())
    counted.attachments = len(wiki.attachments)
    _count_all_else(wiki, counted)
    return counted


def _count_all_else(wiki: Wiki, counted: Inspection) -> None:
    """What is no text of a wiki page."""
    for page in chain(wiki.pages, wiki.others):
        counted.kinds[page.kind] += 1
        if page.hidden:
            counted.hidden.append((page.name, page.hidden))
    counted.versions = sum(len(page.versions) for page in wiki.pages)
    counted.comments = len(wiki.comments)
    counted.users = len(wiki.users)
    counted.lacks = dict(wiki.lacks or {})
    others: dict[str, dict[Any, File]] = {
        "attachments in forums": wiki.forum_attachments,
        "attachments in trackers": wiki.item_attachments,
        "pictures in blogs": wiki.blog_images,
        "pictures of articles": wiki.article_images,
    }
    counted.other_files = {what: len(files) for what, files in others.items() if files}
    kinds = (wiki.files, wiki.attachments, *others.values())
    for file in chain.from_iterable(kind.values() for kind in kinds):
        counted.files_with_bytes += file.blob is not None
        counted.files_without_bytes += file.blob is None and not file.url


def _count_work(page: str, codes: Counter[Code], counted: Inspection) -> None:
    score = sum(WEIGHTS[code.severity] * count for code, count in codes.items())
    if score:
        worst = sorted(
            codes.items(),
            key=lambda item: (-WEIGHTS[item[0].severity] * item[1], item[0].identifier),
        )
        findings = {code.identifier: count for code, count in worst if WEIGHTS[code.severity]}
        counted.work.append(Work(page=page, score=score, findings=findings))


def _count_secrets(page: str, found: Sequence[Diagnostic], counted: Inspection) -> None:
    for finding in found:
        if finding.code in PRIVACY:
            # There may be a post of this name, too.
            numbers, code = counted.secrets.setdefault(page, {}), finding.code.identifier
            count = int(dict(finding.values).get("count", "1"))
            numbers[code] = numbers.get(code, 0) + count


def _no_password(numbers: dict[str, int]) -> bool:
    return Code.SECRET_PASSWORD.identifier not in numbers
