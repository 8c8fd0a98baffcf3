"""A history as ``git fast-import`` reads it: the bytes of files, then commits that name them.

The format is that of git's own documentation (git-fast-import, "Input Format").  All that
people typed is held within counted bytes, or has lost what would end a line or an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from tiki2md.moments import LAST_SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEGIN = b"feature done\n"
"""Comes first: a stream that is cut off is no history, and git says so."""
END = b"done\n"
NO_HOST = "tiki.invalid"
"""The host of addresses that nobody has (RFC 2606 §2)."""

_NOT_IN_NAMES = re.compile(r"[<>\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who made a commit.

    Attributes:
        name: for people.
        email: an address; git wants one.
    """

    name: str
    email: str

    def to_bytes(self) -> bytes:
        """``Name <address>``, with nothing that could end either."""
        name = " ".join(_NOT_IN_NAMES.sub(" ", self.name).split())
        return f"{name} <{_NOT_IN_NAMES.sub('', self.email).strip()}>".encode()


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says of itself.

    Attributes:
        author: who made it.
        seconds: when, as Unix time.
        message: to people.
    """

    author: Identity
    seconds: int
    message: str


def nobody(login: str) -> str:
    """An address for a login whose own is not known; each login has another one."""
    return f"{quote(login, safe='', errors='replace')}@{NO_HOST}"


def blob(mark: int, data: bytes) -> bytes:
    """The bytes of a file, which commits call by ``mark``, a number from 1."""
    return b"blob\nmark :%d\n%b" % (mark, _counted(data))


def commit(branch: str, head: Commit, changes: Iterable[bytes]) -> Iterator[bytes]:
    """A commit on a branch, on top of the one before it.

    Args:
        branch: its name.
        head: what the commit says of itself.
        changes: of files, as ``changed``, ``written`` and ``EMPTIED`` have them.
    """
    seconds = min(max(head.seconds, 0), LAST_SECOND)
    who = b"%b %d +0000\n" % (head.author.to_bytes(), seconds)
    message = head.message.encode("utf-8", "replace")
    yield b"commit refs/heads/%b\n" % branch.encode()
    yield b"author %bcommitter %b%b" % (who, who, _counted(message))
    yield from changes


EMPTIED = b"deleteall\n"
"""The change that takes all files away."""


def changed(path: str, mark: int) -> bytes:
    """The change that gives a file the bytes of a blob."""
    return b"M 100644 :%d %b\n" % (mark, _quoted(path))


def written(path: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The change that gives a file so many bytes, which come in chunks."""
    yield b"M 100644 inline %b\ndata %d\n" % (_quoted(path), size)
    yield from chunks
    yield b"\n"


def _counted(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    r"""A path between quotes, as C has them: ``"a \"b\""``."""
    inner = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'.encode("utf-8", "replace")
