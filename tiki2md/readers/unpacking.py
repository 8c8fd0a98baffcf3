"""Functions that read bytes: what they may unpack, and bytes that come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.readers.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_RATIO = 1000
"""How many times its packed size an archive may be unpacked; texts come to a tenth of it."""
FREE_SIZE = 1 << 28
"""Bytes that may be unpacked whatever the ratio: small archives of one thing pack very well."""
MOST = 1 << 28
"""Bytes or characters of one text of an export; Tiki itself stores a sixteenth of that."""


def too_long(line: int) -> str:
    """What is wrong with a value that is longer, and what to do."""
    return (
        f"the value at line {line} has more than {MOST >> 20} MB; export the tables as SQL, where "
        "a file is read in pieces"
    )


def joined(head: bytes, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """``read`` as it was before it gave ``head``; it may give fewer bytes where that ends."""
    left = head

    def again(size: int) -> bytes:
        nonlocal left
        part, left = left[:size], left[size:]
        return part or read(size)

    return again


def limited(read: Callable[[int], bytes], packed_size: int, origin: str) -> Callable[[int], bytes]:
    """``read``, refusing to unpack what can only be meant to fill the machine.

    Args:
        read: gives that many unpacked bytes, fewer only at the end.
        packed_size: bytes of the archive on disk.
        origin: its name, for messages.

    Returns:
        A function like ``read`` that raises ``SourceError`` beyond the limit.
    """
    left = max(FREE_SIZE, packed_size * MAX_RATIO)

    def checked(size: int) -> bytes:
        nonlocal left
        block = read(size)
        left -= len(block)
        if left < 0:
            raise SourceError(
                f"{origin}: unpacks to more than {MAX_RATIO} times its size, which no export does; "
                "it is not read any further"
            )
        return block

    return checked
