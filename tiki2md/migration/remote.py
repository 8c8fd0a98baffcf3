"""Pages converted by an executor of the user's: other processes, perhaps on other machines.

What becomes of a page is a pure function of the page and the wiki around it, so the wiki
is sent once to each worker, and then only numbers of pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any

from tiki2md.migration.work import Work, killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from tiki2md.migration.pages import Converted

_PARTS = 8
"""Into how many parts the pages are cut for each worker: few are sent, none waits long."""
_PATIENCE = 120
"""Seconds until a worker must have shown that it is there."""
_one_at_a_time = Lock()
"""Threads of a worker share the wiki, and what is noted while a page is converted."""


class ExecutorError(Exception):
    """The executor cannot be used; the message says why and what to do."""


def _in_each_call(packed: bytes) -> Any:
    return packed


@dataclass(frozen=True, slots=True)
class Pool:
    """Workers somewhere.

    Attributes:
        executor: takes functions with their arguments, and gives futures.
        workers: how many work at a time, about.
        share: brings bytes to all workers; what it returns stands for them as an argument.
            By default they go along with every call.
    """

    executor: Executor
    workers: int = 1
    share: Callable[[bytes], Any] = _in_each_call

    def check(self, ours: str) -> None:
        """See whether a worker is there, and has this version of tiki2md.

        Args:
            ours: the version of tiki2md.

        Raises:
            ExecutorError: it is not, or has not.
        """
        try:
            theirs = self.executor.submit(version_there).result(timeout=_PATIENCE)
        except TimeoutError as error:
            raise ExecutorError(f"no worker answered in {_PATIENCE} seconds") from error
        except (ImportError, AttributeError, RuntimeError) as error:
            why = f"no worker can run tiki2md ({error!r}): install it there"
            raise ExecutorError(why) from error
        if theirs != ours:
            raise ExecutorError(f"the workers have tiki2md {theirs}, this is {ours}")

    def converted(self, work: Work, numbers: Sequence[int]) -> Iterator[Converted]:
        """What becomes of some pages, in their order.

        A worker that dies costs the page that it was at.

        Args:
            work: all that is needed to convert a page.
            numbers: of the pages, in the site's index.

        Raises:
            ExecutorError: the executor takes no more work.
        """
        # Only who has an executor needs the library, which comes with Dask.
        import cloudpickle

        if not numbers:
            return
        shared = self.share(cloudpickle.dumps(work))
        size = max(1, len(numbers) // (self.workers * _PARTS))
        parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        futures = [self._submit(shared, part) for part in parts]
        try:
            for part, future in zip(parts, futures, strict=True):
                if future.exception() is None:
                    yield from future.result()
                else:
                    yield from self._one_by_one(work, shared, part)
        finally:
            for future in futures:
                future.cancel()

    def _one_by_one(self, work: Work, shared: Any, numbers: Sequence[int]) -> Iterator[Converted]:
        """What becomes of pages of which one killed a worker, perhaps."""
        for number in numbers:
            future = self._submit(shared, [number])
            if future.exception() is None:
                yield from future.result()
            else:
                yield killed(work, number)

    def _submit(self, shared: Any, numbers: Sequence[int]) -> Future[list[Converted]]:
        try:
            return self.executor.submit(convert_there, shared, list(numbers))
        except RuntimeError as error:  # such as BrokenExecutor
            raise ExecutorError(f"the executor takes no more work: {error}") from error


def version_there() -> str:
    """The version of tiki2md that a worker has."""
    return version("tiki2md")


def convert_there(packed: bytes, numbers: Sequence[int]) -> list[Converted]:
    """What becomes of some pages; this runs at a worker.

    Args:
        packed: the work, by cloudpickle.
        numbers: of the pages, in the site's index.
    """
    with _one_at_a_time:
        work = _unpacked(packed)
        return [work.convert(number) for number in numbers]


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Work:
    import cloudpickle

    work = cloudpickle.loads(packed)
    assert isinstance(work, Work)
    return work
