"""A git repository, made by the git of this machine from a stream of ours."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import click

from tiki2md.site.atomic import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def find_git() -> str:
    """The path of git.

    Raises:
        click.UsageError: there is none.
    """
    git = shutil.which("git")
    if git is None:
        raise click.UsageError(
            "git is not installed; install it, or use -o - > FILE, which git fast-import reads"
        )
    return git


def make_repository(
    git: str, folder: Path, branch: str, stream: Iterable[bytes], *, ignored: str
) -> None:
    """Make a repository in a folder that holds what the last commit of a stream does.

    Args:
        git: the program.
        folder: of the repository; it is there, and no part of git is in it.
        branch: the one that the stream is about.
        stream: for ``git fast-import``.
        ignored: a folder in it that is nobody's business.

    Raises:
        OutputError: git failed, and what it said.
    """
    _run(git, ["init", "--quiet"], folder)
    _run(git, ["symbolic-ref", "HEAD", f"refs/heads/{branch}"], folder)
    _run(git, ["fast-import", "--quiet"], folder, stream)
    _run(git, ["reset", "--quiet"], folder)
    exclude = folder / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    exclude.write_text(f"/{ignored}/\n", "utf-8")


def _run(git: str, words: Sequence[str], folder: Path, stream: Iterable[bytes] = ()) -> None:
    # Hooks that a user has for all repositories are about what he commits himself.
    command = [git, "-c", f"core.hooksPath={os.devnull}", *words]
    # In a file, since a pipe that nobody reads would stop git.
    with TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603 - our own words, and a folder
            command, cwd=folder, env=_environment(), stdin=subprocess.PIPE, stdout=said, stderr=said
        ) as process:
            assert process.stdin is not None  # it is a pipe
            _feed(process.stdin, stream)
        if process.returncode:
            said.seek(0)
            line = said.read().decode("utf-8", "replace").partition("\n")[0].strip()
            raise OutputError(f"git {words[0]} failed: {line or _ending(process.returncode)}")


def _ending(code: int) -> str:
    """Why a program ended that said nothing."""
    return f"it ended with {code}" if code > 0 else f"{signal.Signals(-code).name} ended it"


def _feed(pipe: IO[bytes], stream: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # Git has ended; its code tells that it failed.
        try:
            pipe.writelines(stream)
        finally:
            pipe.close()


def _environment() -> dict[str, str]:
    """Without what would lead git to a repository that is not this one, as in a hook.

    Names of commits are SHA-1, as everywhere, even where a user wants others for new repositories.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return others | {"GIT_DEFAULT_HASH": "sha1"}
