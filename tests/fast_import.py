"""A reader of what ``git fast-import`` reads, as strict as that: each byte is accounted for."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

_WHO = re.compile(rb"([^<>\n\0]*) <([^<>\n\0]*)> (\d+) \+0000")
_CHANGE = re.compile(rb'M 100644 (:\d+|inline) ("(?:[^"\\\n]|\\.)*")')


@dataclass(slots=True)
class Commit:
    """A commit, with the files that are there after it.

    Attributes:
        name: of the author.
        email: of the author.
        seconds: of the author, as Unix time.
        message: all of it.
        changed: the paths that it names.
        files: each path with its bytes.
    """

    name: str
    email: str
    seconds: int
    message: str
    changed: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.split("\n", 1)[0]


class _Input:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def line(self) -> bytes:
        end = self._raw.index(b"\n", self._at)
        line, self._at = self._raw[self._at : end], end + 1
        return line

    def data(self) -> bytes:
        word, count = self.line().split(b" ")
        assert word == b"data"
        raw = self._raw[self._at : self._at + int(count)]
        assert len(raw) == int(count)
        self._at += int(count)
        assert self.line() == b""
        return raw

    def peek(self) -> bytes:
        return self._raw[self._at : self._raw.index(b"\n", self._at)]

    def at_end(self) -> bool:
        return self._at == len(self._raw)


def commits_of(raw: bytes) -> list[Commit]:
    """The commits of a stream, in its order; anything that does not belong there fails."""
    given = _Input(raw)
    assert given.line() == b"feature done"
    blobs: dict[bytes, bytes] = {}
    commits: list[Commit] = []
    files: dict[str, bytes] = {}
    while (line := given.line()) != b"done":
        if line == b"blob":
            word, mark = given.line().split(b" ")
            assert word == b"mark"
            assert mark not in blobs
            blobs[mark] = given.data()
            continue
        assert line == b"commit refs/heads/main"
        commit = _commit(given)
        _apply_changes(given, commit, files, blobs)
        commit.files = dict(files)
        commits.append(commit)
    assert given.at_end()
    return commits


def _commit(given: _Input) -> Commit:
    author, committer = given.line(), given.line()
    assert author.removeprefix(b"author ") == committer.removeprefix(b"committer ")
    match = _WHO.fullmatch(author.removeprefix(b"author "))
    assert match is not None, author
    return Commit(match[1].decode(), match[2].decode(), int(match[3]), given.data().decode())


def _apply_changes(
    given: _Input, commit: Commit, files: dict[str, bytes], blobs: dict[bytes, bytes]
) -> None:
    while given.peek() == b"deleteall" or given.peek().startswith(b"M "):
        line = given.line()
        if line == b"deleteall":
            files.clear()
            continue
        match = _CHANGE.fullmatch(line)
        assert match is not None, line
        path = ast.literal_eval(match[2].decode())
        files[path] = given.data() if match[1] == b"inline" else blobs[match[1]]
        commit.changed.append(path)
