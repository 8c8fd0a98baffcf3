"""Things that are done by several processes, in the order and with the result of one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

_Result = TypeVar("_Result")

_CHUNK = 16
"""Things that a process does at a time: few, so that none is idle at the end."""
_AHEAD = 4
"""Such parts for each process, at work or waiting: what is done waits in memory."""
_WORTH_IT = 2 * _CHUNK
"""Fewer things are done before a process has started."""


@dataclass(frozen=True, slots=True)
class Task(Generic[_Result]):
    """What is done with things that have numbers, each by itself.

    Attributes:
        do: makes the result of the thing with a number; it can be pickled.
        killed: makes that of one whose process died, killed for its memory perhaps.
        prepare: called once, before there are processes, which are copies of this one.
    """

    do: Callable[[int], _Result]
    killed: Callable[[int], _Result]
    prepare: Callable[[], object]


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(task: Task[_Result], numbers: Sequence[int], jobs: int) -> Iterator[_Result]:
    """The result of each thing, in their order.

    Args:
        task: what is done.
        numbers: of the things.
        jobs: how many processes there may be; where the system cannot copy a process with
            all that it holds (Windows), there is one.
    """
    count = len(numbers)
    if jobs < 2 or count < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(task.do, numbers)
        return
    task.prepare()
    done = 0
    while done < count:
        for result in _until_broken(task, numbers[done:], jobs):
            yield result
            done += 1
        # One of the next things killed a process, unless none is left.
        for number in numbers[done : done + _CHUNK]:
            yield _alone(task, number)
            done += 1


def _until_broken(task: Task[_Result], numbers: Sequence[int], jobs: int) -> Iterator[_Result]:
    """The results up to the first that a dead process did not give back."""
    chunks = (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
    pool = _pool(task, jobs)
    try:
        waiting: deque[Future[list[_Result]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_do_some, chunk))
            if len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        return
    except (KeyboardInterrupt, GeneratorExit):
        # The run is given up: nobody wants to wait for what is being done.
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_inherited: list[Task[Any]] = []
"""The task of this process, if it was made to help with one: it comes with the process, so that
a whole wiki need not be sent to it.  Written once, when the process begins."""


def _pool(task: Task[_Result], jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(task,))


def _begin(task: Task[Any]) -> None:
    """Make this process one that works for another, which answers signals for all."""
    _inherited.append(task)
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


def _do_some(numbers: Sequence[int]) -> list[Any]:
    return list(map(_inherited[0].do, numbers))


def _alone(task: Task[_Result], number: int) -> _Result:
    """The result of a thing that may have killed a process."""
    with _pool(task, 1) as pool:
        try:
            results_of_one: list[_Result] = pool.submit(_do_some, [number]).result()
        except BrokenProcessPool:
            return task.killed(number)
    return results_of_one[0]
