"""Pages converted by several processes, in the order and with the result of one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.migration.work import Work, killed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from tiki2md.migration.memory import Memory
    from tiki2md.migration.pages import Converted
    from tiki2md.migration.plan import Plan
    from tiki2md.site.data import WikiData

_CHUNK = 16
"""Pages that a process converts at a time: few, so that none is idle at the end."""
_WORTH_IT = 2 * _CHUNK
"""Fewer pages are converted before a process has started."""


@dataclass(frozen=True, slots=True)
class Recall:
    """The way to what an earlier run made.

    Attributes:
        memory: knows which pages are still what they were.
        read: the text of a file with this path and digest, if it has not been changed.
    """

    memory: Memory
    read: Callable[[str, str], str | None]


def converted_pages(
    site: WikiData, plan: Plan, recall: Recall | None = None
) -> Generator[Converted]:
    """What becomes of each page of the site, in the order of the index.

    What an earlier run made is taken from there where it is still right.  A process that
    dies, killed for its memory perhaps, costs the page that it was at: that one is kept as
    source, and reported.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        plan: how many processes there may be; where the system cannot copy a process with
            all that it holds (Windows), there is one.  Or whose executor does the work.
        recall: leads to what an earlier run made.

    Raises:
        tiki2md.migration.remote.ExecutorError: the executor takes no more work.
    """
    work = Work(site, plan.registry, debug_dump=plan.debug_dump, page_seconds=plan.page_seconds)
    entries = site.index.entries
    if recall is None:
        yield from _made(work, range(len(entries)), plan)
        return
    digests = [recall.memory.remembered(entry) for entry in entries]
    made = _made(work, [number for number, digest in enumerate(digests) if not digest], plan)
    for number, (entry, digest) in enumerate(zip(entries, digests, strict=True)):
        text = recall.read(entry.path, digest) if digest else None
        if text is not None:
            yield recall.memory.recalled(entry, text)
            continue
        # The file of a page that is what it was may be gone, or edited.
        converted = work.convert(number) if digest else next(made)
        recall.memory.note(entry, converted)
        yield converted


def _made(work: Work, numbers: Sequence[int], plan: Plan) -> Iterator[Converted]:
    """What becomes of some of the pages."""
    if plan.pool is not None:
        yield from plan.pool.converted(work, numbers)
        return
    count, jobs = len(numbers), plan.jobs
    if jobs < 2 or count < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work.convert, numbers)
        return
    work.prepare()
    done = 0
    while done < count:
        for converted in _until_broken(work, numbers[done:], jobs):
            yield converted
            done += 1
        # One of the next pages killed a process, unless none is left.
        for number in numbers[done : done + _CHUNK]:
            yield _alone(work, number)
            done += 1


def _until_broken(work: Work, numbers: Sequence[int], jobs: int) -> Iterator[Converted]:
    """What becomes of the pages, up to the first that a dead process did not give back."""
    chunks = [numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK)]
    pool = _pool(work, jobs)
    try:
        for future in [pool.submit(_convert_some, chunk) for chunk in chunks]:
            yield from future.result()
    except BrokenProcessPool:
        return
    except (KeyboardInterrupt, GeneratorExit):
        # The run is given up: nobody wants to wait for the pages that are being converted.
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_inherited: list[Work] = []
"""The work of this process, if it was made to do some: it comes with the process, so that a
whole wiki need not be sent to it.  Written once, when the process begins."""


def _pool(work: Work, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(work,))


def _begin(work: Work) -> None:
    """Make this process one that works for another, which answers signals for all."""
    _inherited.append(work)
    # Ctrl-C is sent to all processes; the other one answers it, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that it works for is gone, killed perhaps."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _convert_some(numbers: Sequence[int]) -> list[Converted]:
    return [_inherited[0].convert(number) for number in numbers]


def _alone(work: Work, number: int) -> Converted:
    """What becomes of a page that may have killed a process."""
    with _pool(work, 1) as pool:
        try:
            (converted,) = pool.submit(_convert_some, range(number, number + 1)).result()
        except BrokenProcessPool:
            return killed(work, number)
    return converted
