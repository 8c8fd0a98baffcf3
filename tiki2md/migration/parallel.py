"""Pages converted by several processes, in the order and with the result of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tiki2md.migration.pages import Converted
from tiki2md.migration.work import Work, killed
from tiki2md.processes import Task, results

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from tiki2md.migration.incremental import Memory
    from tiki2md.migration.plan import Plan
    from tiki2md.site.data import WikiData

_MANY = 1000
"""Of so many pages, processes look themselves which are what they were."""


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
    task = Task(work.convert, partial(killed, work), work.prepare)
    yield from results(task, numbers, plan.jobs)
