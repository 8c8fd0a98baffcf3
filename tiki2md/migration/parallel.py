"""Pages converted by several processes, in the order and with the result of one."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.pages import Converted, convert_entry, kept_as_source
from tiki2md.plugins.fates import Outcome, WatchedRegistry, counted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData

_CHUNK = 16
"""Pages that a process converts at a time: few, so that none is idle at the end."""
_WORTH_IT = 2 * _CHUNK
"""Fewer pages are converted before a process has started."""


def converted_pages(
    site: WikiData, registry: Registry, *, debug_dump: bool = False, jobs: int = 1
) -> Generator[Converted]:
    """What becomes of each page of the site, in the order of the index.

    A process that dies, killed for its memory perhaps, costs the page that it was at:
    that one is kept as source, and reported.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        debug_dump: append Markdown, AST and source to every page.
        jobs: how many processes there may be; where the system cannot copy a process
            with all that it holds (Windows), there is one.
    """
    count = len(site.index.entries)
    work = _Work(site, registry, debug_dump=debug_dump)
    if jobs < 2 or count < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield from (work.convert(number) for number in range(count))
        return
    done = 0
    while done < count:
        for converted in _until_broken(work, range(done, count), jobs):
            yield converted
            done += 1
        # One of the next pages killed a process, unless none is left.
        for number in range(done, min(done + _CHUNK, count)):
            yield _alone(work, number)
            done += 1


def _until_broken(work: _Work, numbers: range, jobs: int) -> Iterator[Converted]:
    """What becomes of the pages, up to the first that a dead process did not give back."""
    chunks = [numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK)]
    pool = _pool(work, jobs)
    try:
        for future in [pool.submit(_convert_some, chunk) for chunk in chunks]:
            yield from future.result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


class _Work:
    """What a process needs to convert pages."""

    def __init__(self, site: WikiData, registry: Registry, *, debug_dump: bool) -> None:
        self.site = site
        self._outcomes: list[Outcome] = []
        self._registry = WatchedRegistry(registry, self._outcomes.append)
        self._debug_dump = debug_dump

    def convert(self, number: int) -> Converted:
        """What becomes of a page."""
        entry = self.site.index.entries[number]
        self._outcomes.clear()
        converted = convert_entry(entry, self.site, self._registry, debug_dump=self._debug_dump)
        return replace(converted, fates=counted(self._outcomes))


_inherited: list[_Work] = []
"""The work of this process, if it was made to do some: it comes with the process, so that a
whole wiki need not be sent to it.  Written once, when the process begins."""


def _pool(work: _Work, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, context, initializer=_inherited.append, initargs=(work,))


def _convert_some(numbers: range) -> list[Converted]:
    return [_inherited[0].convert(number) for number in numbers]


def _alone(work: _Work, number: int) -> Converted:
    """What becomes of a page that may have killed a process."""
    with _pool(work, 1) as pool:
        try:
            (converted,) = pool.submit(_convert_some, range(number, number + 1)).result()
        except BrokenProcessPool:
            entry = work.site.index.entries[number]
            reporter = Reporter(page=entry.page.name, source=entry.page.source)
            reporter.report(Code.PAGE_FAILED, error="the process that converted it died")
            text = kept_as_source(entry, work.site.index)
            return Converted(text, reporter.diagnostics, failed=True)
    return converted
