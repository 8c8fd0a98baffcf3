"""The command line, run in this process, and programs that tests start."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tiki2md.cli import run


def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run the command line through ``run``, with streams caught by click's runner.

    Args:
        arguments: the words behind ``tiki2md``.
        stdin: what can be read.
    """
    runner = CliRunner()
    with runner.isolation(input=stdin) as (out, err, _):
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Result(runner, out.getvalue(), err.getvalue(), b"", None, code, None)


def installed(program: str) -> str:
    """The path of a program, beside Python or elsewhere; without it the test is skipped."""
    path = shutil.which(program, path=Path(sys.executable).parent) or shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def write_page(name: str = "page.tiki", text: str = "!Title\n__bold__ text\n") -> str:
    """A page in the current folder; its name."""
    Path(name).write_text(text, "utf-8")
    return name


def git(folder: Path, *arguments: str) -> str:
    """What Git prints about a repository; the test is skipped where there is no Git."""
    command = [installed("git"), "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()
