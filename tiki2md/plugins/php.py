"""PHP's ``serialize`` format, in which Tiki keeps lists in its preferences."""

from __future__ import annotations

Value = str | int | float | bool | dict[str, "Value"] | None
"""What may be in such a text.  Arrays are mappings; keys that are numbers are strings too."""

MAX_DEPTH = 16
MAX_BYTES = 1_000_000


def unserialize(text: str) -> Value:
    """The value that ``text`` holds (tiki-exports §4).

    Only data is read: an object, or a reference, is an error, and so is anything
    that is too long or too deep.

    Args:
        text: such as ``a:1:{i:0;s:3:"abc";}``; the lengths count bytes of UTF-8.

    Raises:
        ValueError: it is no such text.
    """
    raw = text.strip().encode("utf-8", "surrogatepass")
    if len(raw) > MAX_BYTES:
        raise ValueError("too long")
    reader = _Reader(raw)
    value = reader.value(0)
    if reader.at != len(raw):
        raise ValueError("something follows the value")
    return value


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.at = 0

    def value(self, depth: int) -> Value:
        kind = self._take(2)
        match kind:
            case b"N;":
                return None
            case b"b:":
                return self._until(b";") == "1"
            case b"i:":
                return int(self._until(b";"))
            case b"d:":
                return float(self._until(b";"))
            case b"s:":
                return self._string()
            case b"a:":
                return self._array(depth)
        raise ValueError(f"no value begins with {kind!r}")

    def _string(self) -> str:
        length = self._length()
        self._expect(b'"')
        raw = self._take(length)
        self._expect(b'";')
        return raw.decode("utf-8", "replace")

    def _array(self, depth: int) -> dict[str, Value]:
        if depth >= MAX_DEPTH:
            raise ValueError("too deep")
        length = self._length()
        self._expect(b"{")
        result: dict[str, Value] = {}
        for _ in range(length):  # ends at the end of the text, however long it claims to be
            key = self.value(MAX_DEPTH)
            if isinstance(key, bool) or not isinstance(key, str | int):
                raise ValueError("a key is neither a string nor a number")  # noqa: TRY004 (data, no argument)
            result[str(key)] = self.value(depth + 1)
        self._expect(b"}")
        return result

    def _length(self) -> int:
        digits = self._until(b":")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
            raise ValueError(f"{digits!r} is no length")
        return int(digits)

    def _take(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self._raw):
            raise ValueError("it ends too soon")
        taken = self._raw[self.at : end]
        self.at = end
        return taken

    def _expect(self, mark: bytes) -> None:
        if self._take(len(mark)) != mark:
            raise ValueError(f"{mark!r} is missing")

    def _until(self, mark: bytes) -> str:
        # Nothing that is looked for this way is long; a search to the end of the text
        # for each value would be quadratic.
        end = self._raw.find(mark, self.at, self.at + 64)
        if end < 0:
            raise ValueError(f"{mark!r} is missing")
        found = self._raw[self.at : end]
        self.at = end + len(mark)
        return found.decode("ascii", "replace")
