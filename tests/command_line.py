"""The command line, run in this process, and programs that tests start."""

from __future__ import annotations

import shutil
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
