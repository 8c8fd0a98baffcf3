"""Pages converted by several processes, in the order and with the result of one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tiki2md.migration.pages import Converted
from tiki2md.migration.work import Work, killed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future

    from tiki2md.migration.memory import Memory
    from tiki2md.migration.plan import Plan
    from tiki2md.site.data import WikiData

_CHUNK = 16
"""Pages that a process converts at a time: few, so that none is idle at the end."""
_AHEAD = 4
"""Such parts for each process, at work or waiting: what is done waits in memory."""
_MANY = 1000
"""Of so many pages, processes look themselves which are what they were."""
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
    entries = site.index.entries
    memory = recall.memory if recall is not None else None
    work = Work(
        site,
        plan.registry,
        debug_dump=plan.debug_dump,
        page_seconds=plan.page_seconds,
        keeper=memory.keeper if memory is not None else None,
        # What lies on this disk, workers elsewhere cannot read.
        memory=memory if plan.pool is None else None,
    )
    if recall is None or memory is None:
        yield from converted_by(work, range(len(entries)), plan)
        return
    for number, made in enumerate(_remembered_or_made(work, memory, plan)):
        converted = made
        if made.file:
            text = recall.read(entries[number].path, made.file)
            # The file of a page that is what it was may be gone, or edited.
            converted = (
                memory.recalled(number, text)
                if text is not None
                else work.convert(number, anew=True)
            )
            if made.learned:
                converted = replace(converted, learned={**made.learned, **converted.learned})
        memory.note(number, converted)
        yield converted


def _remembered_or_made(work: Work, memory: Memory, plan: Plan) -> Iterator[Converted]:
    """What becomes of each page, or the digest of the file that an earlier run made of it."""
    count = len(work.site.index.entries)
    if plan.pool is None and count >= _MANY:
        yield from converted_by(work, range(count), plan)
        return
    # It is soon seen what is left to do; perhaps nothing, and then no process need begin.
    files = list(map(memory.remembered, range(count)))
    made = converted_by(work, [number for number, file in enumerate(files) if not file], plan)
    for file in files:
        yield Converted("", file=file) if file else next(made)


def converted_by(work: Work, numbers: Sequence[int], plan: Plan) -> Iterator[Converted]:
    """What becomes of some of the pages, in their order.

    Args:
        work: converts pages by their numbers.
        numbers: of the pages.
        plan: as for ``converted_pages``.

    Raises:
        tiki2md.migration.remote.ExecutorError: the executor takes no more work.
    """
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
    chunks = (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
    pool = _pool(work, jobs)
    try:
        waiting: deque[Future[list[Converted]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_convert_some, chunk))
            if len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
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
