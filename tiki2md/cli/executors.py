"""``--executor``: whose processes convert the pages."""

from __future__ import annotations

import importlib
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from tiki2md import __version__
from tiki2md.migration.remote import ExecutorError, Pool
from tiki2md.plugins import LOADING_FAILURES

if TYPE_CHECKING:
    from collections.abc import Iterator

_DASK = ("tcp://", "tls://", "ucx://", "ws://", "wss://")
_PATIENCE = 20
"""Seconds in which a scheduler must answer."""


@contextmanager
def pool_at(address: str | None, jobs: int) -> Iterator[Pool | None]:
    """The workers that ``--executor`` names, for the time of a run.

    Args:
        address: of a Dask scheduler, or ``module:function``, where the function returns an
            executor; ``None`` for our own processes.
        jobs: about how many workers an executor has that does not tell.

    Raises:
        click.UsageError: it names nothing that there is.
        ExecutorError: nobody is there, or not with this version of tiki2md.
    """
    if address is None:
        yield None
        return
    opened = _dask(address) if address.startswith(_DASK) else _named(address, jobs)
    with opened as pool:
        pool.check(__version__)
        yield pool


@contextmanager
def _named(address: str, jobs: int) -> Iterator[Pool]:
    module, colon, function = address.partition(":")
    if not (module and colon and function.isidentifier()):
        raise click.UsageError(
            f"--executor {address}: write tcp://host:port of a Dask scheduler, or module:function"
        )
    try:
        executor = getattr(importlib.import_module(module), function)()
    except LOADING_FAILURES as error:
        what = f"{type(error).__name__}: {error}"
        raise click.UsageError(f"--executor {address}: {what}") from error
    if not isinstance(executor, Executor):
        raise click.UsageError(
            f"--executor {address}: it returns {type(executor).__name__}, "
            "not a concurrent.futures.Executor"
        )
    with executor:
        yield Pool(executor, jobs)


@contextmanager
def _dask(address: str) -> Iterator[Pool]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ExecutorError(f"{address} needs Dask: pip install 'tiki2md[dask]'") from error
    connect: Any = Client  # it has no types
    try:
        client = connect(address, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise ExecutorError(f"the Dask scheduler at {address} has no workers; start some")
        # Sent once to each worker, from where its tasks take it.
        yield Pool(
            client.get_executor(pure=False),
            workers,
            lambda packed: client.scatter(packed, broadcast=True, hash=False),
        )
