"""Lists that lie on disk: as long as they like, while memory stays what it is."""

from __future__ import annotations

import os
import pickle
import struct
import tempfile
from array import array
from bisect import bisect_right
from collections.abc import MutableSequence, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")

_LENGTH = struct.Struct("<Q")
_TAIL = 1 << 18
"""Bytes that wait in memory before they are written; what is less never has a file."""
_WINDOW = 1 << 15
"""Bytes that are read at a time, since records are mostly read in the order of their writing."""


class _Records:
    """Byte strings one after the other, in a file without a name that is gone with this object."""

    __slots__ = ("_files", "_owner", "_seen", "_seen_at", "_tail", "_written")

    def __init__(self) -> None:
        self._files: list[tuple[int, IO[bytes]]] = []
        """Each with where it begins; a copy of a process begins one of its own."""
        self._owner = 0
        self._written = 0
        self._tail = bytearray()
        self._seen = b""
        self._seen_at = 0

    def __del__(self) -> None:
        """Let the file go."""
        for _, file in self._files:
            file.close()

    def add(self, record: bytes) -> int:
        """Write a record; where it begins."""
        at = self._written + len(self._tail)
        self._tail += _LENGTH.pack(len(record))
        self._tail += record
        if len(self._tail) >= _TAIL:
            try:
                self._write_tail()
            except OSError as error:
                why = f"{error.strerror}; TMPDIR may name another folder for temporary files"
                raise OSError(error.errno, why, tempfile.gettempdir()) from error
        return at

    def _write_tail(self) -> None:
        if self._owner != os.getpid():
            new = tempfile.TemporaryFile(prefix="tiki2md-", buffering=0)  # noqa: SIM115
            self._files.append((self._written, new))
            # Last: without a file of its own, a copy of a process would write into that of all.
            self._owner = os.getpid()
        start, file = self._files[-1]
        file.seek(self._written - start)
        waiting = memoryview(self._tail)
        while waiting:
            waiting = waiting[file.write(waiting) :]
        self._written += len(self._tail)
        self._tail = bytearray()

    def read(self, at: int) -> bytes:
        """The record that begins there."""
        held: bytes | bytearray = self._tail
        start = at - self._written
        if start < 0:
            held, start = self._seen, at - self._seen_at
            if not 0 <= start <= len(held) - _LENGTH.size:
                held, start = self._look(at, _WINDOW), 0
        (length,) = _LENGTH.unpack_from(held, start)
        if start + _LENGTH.size + length > len(held):
            held, start = self._look(at, max(_LENGTH.size + length, _WINDOW)), 0
        start += _LENGTH.size
        return bytes(held[start : start + length])

    def _look(self, at: int, length: int) -> bytes:
        """Read so many bytes or fewer, and hold them."""
        self._seen, self._seen_at = self._from_file(at, length), at
        return self._seen

    def _from_file(self, at: int, length: int) -> bytes:
        """So many bytes or fewer, as no record goes over the end of a file."""
        number = bisect_right(self._files, at, key=itemgetter(0))
        start, file = self._files[number - 1]
        end = self._files[number][0] if number < len(self._files) else self._written
        length = min(length, end - at)
        if hasattr(os, "pread"):
            # Processes that are copies of one another share the place in the file.
            return os.pread(file.fileno(), length, at - start)
        file.seek(at - start)
        return file.read(length)

    def __reduce__(self) -> tuple[Any, ...]:
        """All records, for a process that does not share the file."""
        raw = bytearray()
        while len(raw) < self._written:
            raw += self._from_file(len(raw), _TAIL)  # macOS reads less than 2 GiB at a time
        return _records, (bytes(raw + self._tail),)


def _records(raw: bytes) -> _Records:
    records = _Records()
    records._tail += raw  # noqa: SLF001 - it is written with the next one
    return records


class Spool(MutableSequence[_Item]):
    """A list whose items lie on disk, pickled; eight bytes of memory for each.

    What is taken out of it is a copy: whoever changes an item puts it back.  A copy of a
    process has a copy of the list.

    Args:
        items: to begin with.
    """

    __slots__ = ("_held", "_places", "_records", "_room")

    def __init__(self, items: Iterable[_Item] = ()) -> None:
        self._records = _Records()
        self._places = array("Q")
        self._held: dict[int, _Item] = {}
        self._room = 0
        self.extend(items)

    @classmethod
    def of(cls, items: Iterable[_Item]) -> Spool[_Item]:
        """``items``, if they are a spool already, or a spool of them."""
        return items if isinstance(items, Spool) else cls(items)

    def append(self, value: _Item) -> None:
        """Add an item at the end."""
        self._places.append(self._records.add(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))

    def insert(self, index: int, value: _Item) -> None:
        """Add an item before the one with this number."""
        self.append(value)
        self._places.insert(index, self._places.pop())

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> _Item: ...
    @overload
    def __getitem__(self, index: slice) -> Spool[_Item]: ...
    def __getitem__(self, index: int | slice) -> _Item | Spool[_Item]:
        """An item, or some of them as a spool."""
        if isinstance(index, slice):
            return self._with(self._places[index])
        return self._load(self._places[index])

    @overload
    def __setitem__(self, index: int, value: _Item) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[_Item]) -> None: ...
    def __setitem__(self, index: int | slice, value: Any) -> None:
        """Put another item in the place of one; the bytes of that are lost."""
        if isinstance(index, slice):
            raise TypeError("the items of a spool are replaced one by one")
        self.append(value)
        self._places[index] = self._places.pop()

    def __delitem__(self, index: int | slice) -> None:
        """Take items out; their bytes are lost."""
        del self._places[index]

    def __iter__(self) -> Iterator[_Item]:
        """The items, one at a time."""
        return map(self._load, self._places)

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has equal items."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """That of a list: digests of what was remembered are made of it."""
        return f"[{', '.join(map(repr, self))}]"

    def sort(self, key: Callable[[_Item], Any]) -> None:
        """Put the items in the order of their keys; these are in memory meanwhile, if need be."""
        if all(one <= other for one, other in pairwise(map(key, self))):
            return
        keys = [key(item) for item in self]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._places = array("Q", (self._places[number] for number in order))

    def at(self, numbers: Iterable[int]) -> Spool[_Item]:
        """The items with these numbers, which are not copied."""
        return self._with(array("Q", (self._places[number] for number in numbers)))

    def kept(self, test: Callable[[_Item], bool]) -> Spool[_Item]:
        """The items of which ``test`` is true, which are not copied."""
        return self.at(number for number, item in enumerate(self) if test(item))

    def changed(self, change: Callable[[_Item], _Item]) -> Spool[_Item]:
        """What ``change`` makes of each item; what it gives back as it was is not copied."""
        other = self[:]
        for number, item in enumerate(self):
            new = change(item)
            if new is not item:
                other[number] = new
        return other

    def held(self, count: int) -> Spool[_Item]:
        """The same items, not copied; those taken out last are held for whoever asks again.

        Args:
            count: how many are held; none of them may be changed.
        """
        other = self[:]
        other._room = count  # noqa: SLF001 - it is one of ours
        return other

    def _with(self, places: array[int]) -> Spool[_Item]:
        other: Spool[_Item] = Spool()
        other._records, other._places, other._room = self._records, places, self._room
        return other

    def _load(self, at: int) -> _Item:
        if at in self._held:
            return self._held[at]
        item: _Item = pickle.loads(self._records.read(at))  # noqa: S301 - nobody else wrote it
        if self._room:
            if len(self._held) >= self._room:
                del self._held[next(iter(self._held))]
            self._held[at] = item
        return item


class Shelf(Generic[_Key, _Item]):
    """Values on disk by keys, which are in memory."""

    __slots__ = ("_numbers", "_values")

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}
        self._values: Spool[_Item] = Spool()

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._numbers)

    def __contains__(self, key: _Key) -> bool:
        """Whether there is a value."""
        return key in self._numbers

    def __getitem__(self, key: _Key) -> _Item:
        """The value, a copy."""
        return self._values[self._numbers[key]]

    def get(self, key: _Key) -> _Item | None:
        """The value, if there is one."""
        return self[key] if key in self._numbers else None

    def __setitem__(self, key: _Key, value: _Item) -> None:
        """Put a value there; the bytes of one that was there are lost."""
        self._numbers[key] = len(self._values)
        self._values.append(value)

    def __iter__(self) -> Iterator[_Key]:
        """The keys."""
        return iter(self._numbers)
