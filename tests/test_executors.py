"""Other workers convert pages as our own processes do, and may die of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from folders import files_of
from sample_exports import HARBOUR

from tiki2md import __version__
from tiki2md.cli import run
from tiki2md.diagnostics import Code
from tiki2md.migration import Plan, convert_site
from tiki2md.migration.remote import ExecutorError, Pool
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry, plugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins import PluginContext

pytest.importorskip("cloudpickle")


class Here(Executor):
    """Works at once; ``broken`` calls fail, as those of a worker that died."""

    def __init__(self, broken: tuple[int, ...] = ()) -> None:
        self.calls = 0
        self._broken = broken

    def submit(
        self, fn: Callable[..., object], /, *args: object, **kwargs: object
    ) -> Future[object]:
        self.calls += 1
        future: Future[object] = Future()
        if self.calls in self._broken:
            future.set_exception(OSError("the worker is gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def wiki_of() -> Wiki:
    return Wiki(
        pages=[
            Page(
                name=f"P{n}", page_id=n, source=f"!P{n}\n((P{n + 1})) {{BACKLINKS()}}{{BACKLINKS}}"
            )
            for n in range(1, 30)
        ]
    )


def test_an_executor_changes_nothing(tmp_path: Path) -> None:
    plan = Plan(code="this version")
    convert_site(wiki_of(), Options(), tmp_path / "own", plan)
    executor = Here()
    pool = Pool(executor, 2)
    convert_site(wiki_of(), Options(), tmp_path / "theirs", Plan(code="this version", pool=pool))
    assert executor.calls == 29
    assert files_of(tmp_path / "theirs") == files_of(tmp_path / "own")


def test_threads_of_a_worker_change_nothing(tmp_path: Path) -> None:
    convert_site(wiki_of(), Options(), tmp_path / "own", Plan(code="this version"))
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as executor:
            plan = Plan(code="this version", pool=Pool(executor, 8))
            convert_site(wiki_of(), Options(), tmp_path / "theirs", plan)
    finally:
        sys.setswitchinterval(usual)
    assert files_of(tmp_path / "theirs") == files_of(tmp_path / "own")


def test_a_worker_that_dies_costs_nothing_if_another_can_do_it(tmp_path: Path) -> None:
    convert_site(wiki_of(), Options(), tmp_path / "own")
    pool = Pool(Here(broken=(3,)), 2)
    summary = convert_site(wiki_of(), Options(), tmp_path / "theirs", Plan(pool=pool))
    assert not summary.failed
    assert files_of(tmp_path / "theirs") == files_of(tmp_path / "own")


def test_a_page_that_kills_workers_is_kept_as_source(tmp_path: Path) -> None:
    pool = Pool(Here(broken=(1, 30)), 2)
    summary = convert_site(wiki_of(), Options(), tmp_path, Plan(pool=pool))
    assert summary.failed == ["P1"]
    assert [found.page for found in summary.diagnostics if found.code is Code.PAGE_FAILED] == ["P1"]


def test_an_executor_that_breaks_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    executor = ProcessPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(ExecutorError, match="takes no more work"):
        convert_site(wiki_of(), Options(), tmp_path, Plan(pool=Pool(executor)))


def test_workers_of_another_version_are_refused() -> None:
    Pool(Here()).check(__version__)
    with pytest.raises(ExecutorError, match="workers have tiki2md"):
        Pool(Here()).check("99.0")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense", "module:function"),
        ("no_such_module:f", "No module named"),
        ("json:loads", "json:loads: TypeError: "),
        ("os:getcwd", "not a concurrent.futures.Executor"),
        ("os:nothing", "nothing"),
        ("concurrent.futures:Executor", "no worker can run tiki2md (NotImplementedError"),
    ],
)
def test_an_executor_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, says: str
) -> None:
    arguments = ["convert", str(HARBOUR), "-o", str(tmp_path / "out"), "--executor", address]
    assert run(arguments) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm here")
def test_a_page_that_takes_too_long_is_kept_as_source(tmp_path: Path) -> None:
    @plugin("ENDLESS")
    def endless(_node: PluginNode, _context: PluginContext) -> list[Node]:
        for _ in range(3):
            signal.raise_signal(signal.SIGALRM)
        return []

    wiki = Wiki(
        pages=[Page(name="Slow", source="{ENDLESS()}{ENDLESS}"), Page(name="b", source="b")]
    )
    plan = Plan(page_seconds=3, registry=default_registry().with_plugins([endless]))
    summary = convert_site(wiki, Options(), tmp_path, plan)
    assert summary.failed == ["Slow"]
    assert "took more than 3 seconds" in summary.diagnostics[0].message
    assert "{ENDLESS()}" in (tmp_path / "slow.md").read_text("utf-8")
    assert (tmp_path / "b.md").read_text("utf-8") == "b\n"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm here")
def test_seconds_while_a_process_was_stopped_are_one(tmp_path: Path) -> None:
    @plugin("STOPPED")
    def stopped(_node: PluginNode, _context: PluginContext) -> list[Node]:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        for _ in range(1000):
            signal.pthread_kill(threading.get_ident(), signal.SIGALRM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        return []

    wiki = Wiki(pages=[Page(name="Lid", source="{STOPPED()}{STOPPED}Open.")])
    plan = Plan(page_seconds=1000, registry=default_registry().with_plugins([stopped]))
    assert convert_site(wiki, Options(), tmp_path, plan).failed == []
    assert "Open." in (tmp_path / "lid.md").read_text("utf-8")


CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1", local_directory={folder!r}, silence_logs="ERROR",
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""


@pytest.fixture
def dask_address(tmp_path: Path) -> Iterator[str]:
    """The address of a cluster of two worker processes on this machine."""
    pytest.importorskip("distributed")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER.format(folder=str(tmp_path)), "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as cluster:
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        try:
            yield cluster.stdout.readline().strip()
        finally:
            cluster.communicate("\n")


def test_a_dask_cluster_writes_what_one_process_writes(tmp_path: Path, dask_address: str) -> None:
    assert re.fullmatch(r"tcp://127\.0\.0\.1:\d+", dask_address)
    convert = [sys.executable, "-m", "tiki2md", "convert", str(HARBOUR), "-t", "hugo", "-q"]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    for out, how in (("own", ["--jobs", "1"]), ("theirs", ["--executor", dask_address])):
        done = subprocess.run(
            [*convert, "-o", str(tmp_path / out), *how],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "theirs") == files_of(tmp_path / "own")
