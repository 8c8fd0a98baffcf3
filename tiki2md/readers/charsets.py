"""Which character set the texts of a database are in, told by all of them together.

A single odd text proves nothing: somebody may have pasted it.  So the texts vote.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.readers.errors import SourceError
from tiki2md.readers.schema import WANTED
from tiki2md.readers.text import UNDECODABLE, WINDOWS_1252

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tiki2md.diagnostics import Reporter
    from tiki2md.readers.schema import Tables

_MANY = 10
"""So many texts that are no UTF-8 outweigh what the export says of itself."""
_SIGNS = 5
"""So many letters that were encoded twice are no accident."""
_SHARE = 10
"""One text in so many must have been encoded twice."""
_EXAMPLES = 3
_WORD = re.compile(r"(?<![^\x00-\x20])[\x21-\x7f]*+[^\x00-\x7f][^\x00-\x20]*")
_BYTES = {ord(character): byte for byte, character in WINDOWS_1252.items()}
_CONSOLES = ("cp437", "cp850", "cp852", "cp866")
"""What Windows consoles take bytes for: some PowerShell's ``>`` reads them so, and writes UTF-8."""


_ALPHABETS = {
    "latin1": (
        "".join(map(chr, range(0xC2, 0xF5))),
        "".join((*map(chr, range(0x80, 0xC0)), *WINDOWS_1252.values())),
    ),
    **{
        name: (bytes(range(0xC2, 0xF5)).decode(name), bytes(range(0x80, 0xC0)).decode(name))
        for name in _CONSOLES
    },
}
"""By character sets, MySQL's first, what the first and the other bytes of UTF-8 are taken for."""


def _signs(heads: Iterable[str], tails: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(heads))}][{re.escape(''.join(tails))}]")


_TWICE = {name: _signs(*alphabet) for name, alphabet in _ALPHABETS.items()}
"""What letters beyond ASCII become that were encoded twice: a quick test for most texts."""
_TWICE_AT_ALL = _signs(*zip(*_ALPHABETS.values(), strict=True))

_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|\?{2,}[,.;:]? \?{2,}|\?{8,}")
"""A word with a question mark in it, or words of nothing else."""
_AROUND = 40
_IN_ADDRESS = re.compile(r"[/=&@#.:%]")

_CODECS = {
    "latin2": "iso8859-2",
    "latin5": "iso8859-9",
    "latin7": "iso8859-13",
    "greek": "iso8859-7",
    "hebrew": "iso8859-8",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1256": "cp1256",
    "cp1257": "cp1257",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp866": "cp866",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "macroman": "mac-roman",
    "gb2312": "gb2312",
    "euckr": "euc-kr",
    "ujis": "euc-jp",
    "tis620": "tis-620",
}
"""MySQL's names of character sets to Python's, but for Latin-1, which has a rule of its own.

No character of these holds a backslash or a quote, so that they do not confuse the tokenizer.
"""
_CONFUSING = frozenset({"big5", "cp932", "gb18030", "gbk", "sjis"})
"""MySQL's names of those whose characters may hold one."""


def raw_text(raw: bytes) -> str:
    """A text whose bytes may turn out to be no UTF-8; those are kept apart until all are read."""
    return raw.decode("utf-8", "surrogateescape")


@dataclass(slots=True)
class _Votes:
    """What the texts with letters beyond ASCII say.

    Attributes:
        total: how many there are.
        counts: how many are no UTF-8, by their columns.
        rows: the names of the first rows that have these, by the columns.
        examples: the first of these.
    """

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    rows: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    examples: list[str] = field(default_factory=list)


def _votes(tables: Tables) -> _Votes:
    votes = _Votes()
    for place, row, text in _foreign_texts(tables):
        votes.total += 1
        if _is_broken(text):
            votes.counts[place] += 1
            if votes.counts[place] <= _EXAMPLES:
                votes.rows[place].append(row)
            if len(votes.examples) < _EXAMPLES:
                votes.examples.append(text)
    return votes


def settle_charset(tables: Tables, declared: str, origin: str, reporter: Reporter) -> None:
    """Decide what the bytes are that were no UTF-8, in the texts of one source.

    If most texts with letters beyond ASCII are no UTF-8, and the source says that it
    is in another character set or they are many, all are read in that one
    (``SOURCE_CHARSET``); Latin-1 if it says none.  Otherwise they are strays, read as
    Windows-1252 one by one (``SOURCE_NOT_UTF8``).  Where a source is in a character set that
    lacks letters, what stands for those is told (``SOURCE_LETTERS_LOST``).

    Args:
        tables: their texts come from ``raw_text`` and are changed in place.
        declared: MySQL's name of the character set in which the source says it is.
        origin: its name, for messages.
        reporter: takes the diagnostics.

    Raises:
        SourceError: in that character set nobody can tell where texts end.
    """
    told = declared in _CODECS or declared == "latin1"
    votes = _votes(tables)
    broken = votes.counts.total()
    if told and broken * 2 >= votes.total:
        _report_lost_letters(tables, declared, origin, reporter)
    if not broken:
        return
    mostly = broken > votes.total - broken
    if mostly and declared in _CONFUSING:
        raise SourceError(
            f"{origin}: it is in the character set {declared}, whose letters may hold quotes and "
            "backslashes; make the dump again with --default-character-set=utf8mb4"
        )
    if mostly and (told or broken >= _MANY):
        name = declared if told else "latin1"
        codec = _CODECS.get(name)
        _replace(tables, lambda text: _decoded(text, codec))
        reporter.report(
            Code.SOURCE_CHARSET,
            where=origin,
            charset=name,
            count=broken,
            total=votes.total,
            examples=", ".join(f"“{_word(_decoded(text, codec))}”" for text in votes.examples),
        )
        return
    for place, count in votes.counts.items():
        rows = _some(votes.rows[place], count)
        reporter.report(Code.SOURCE_NOT_UTF8, where=f"{origin}: {place} of {rows}")
    _replace(tables, lambda text: text.translate(UNDECODABLE) if _is_broken(text) else text)


def _report_lost_letters(tables: Tables, charset: str, origin: str, reporter: Reporter) -> None:
    count = 0
    words: dict[str, None] = {}
    for rows in tables.rows.values():
        for row in rows:
            found = [word for text in row.values() if text and (word := _word_with_lost(text))]
            count += len(found)
            if len(words) < _EXAMPLES:
                words.update(dict.fromkeys(found[: _EXAMPLES - len(words)]))
    if count > 1:  # one is a slip of somebody's fingers
        examples = ", ".join(f"“{word}”" for word in words)
        reporter.report(
            Code.SOURCE_LETTERS_LOST, where=origin, charset=charset, count=count, examples=examples
        )


def _word_with_lost(text: str) -> str:
    """The first word in which a letter is a question mark; empty if there is none."""
    for found in _LOST.finditer(text):
        before = text[max(found.start() - _AROUND, 0) : found.start()].split()
        head = before[-1] if before and not text[found.start() - 1].isspace() else ""
        after = text[found.end() : found.end() + _AROUND].split(maxsplit=1)
        tail = after[0] if after and not text[found.end()].isspace() else ""
        word = head + found[0] + tail
        if not _IN_ADDRESS.search(word):
            return word.translate(UNDECODABLE)
    return ""


@dataclass(slots=True)
class _Doubled:
    """Texts that were encoded twice through one character set.

    Attributes:
        count: of texts.
        signs: letters in them that were encoded twice.
        words: the first examples.
    """

    count: int = 0
    signs: int = 0
    words: dict[str, None] = field(default_factory=dict)


def mend_double_encoding(tables: Tables, origin: str, reporter: Reporter, *, repair: bool) -> None:
    """Find texts that were encoded twice, and mend them if asked to.

    Tiki's UTF-8 went through a connection in Latin-1 and was taken for Latin-1 by the
    database (tiki-exports, general): ``é`` became ``Ã©``.  Or the dump went through a console of
    Windows, where it becomes ``├®`` or the like.  A text was encoded twice if it is UTF-8 again,
    as a whole, once its letters are taken for the bytes of that character set; all of a source
    went through one, that of most texts.  It is reported once (``SOURCE_DOUBLE_ENCODED``).

    Args:
        tables: the tables of one export, changed in place.
        origin: their source, for messages.
        reporter: takes the diagnostic.
        repair: whether to mend.
    """
    total = 0
    ways = {name: _Doubled() for name in _TWICE}
    for _, _, text in _foreign_texts(tables):
        total += 1
        if not _TWICE_AT_ALL.search(text):
            continue
        for name, way in ways.items():
            once = encoded_once(text, name)
            if once is not None:
                way.count += 1
                way.signs += sum(character > "\x7f" for character in once)
                if len(way.words) < _EXAMPLES:
                    way.words[_word(text)] = None
    charset, found = max(ways.items(), key=lambda item: item[1].count)
    if found.signs < _SIGNS or found.count * _SHARE < total:
        return
    reporter.report(
        Code.SOURCE_DOUBLE_ENCODED,
        where=origin,
        count=found.count,
        total=total,
        examples=", ".join(f"“{word}” for “{encoded_once(word, charset)}”" for word in found.words),
        done="they were mended" if repair else "--repair-encoding mends them",
    )
    if repair:
        _replace(tables, lambda text: encoded_once(text, charset) or text)


def encoded_once(text: str, charset: str = "latin1") -> str | None:
    """What a text was before it was encoded twice; ``None`` if it was not.

    Args:
        text: anything.
        charset: for which its UTF-8 was taken: MySQL's Latin-1, or that of a console.
    """
    if not _TWICE[charset].search(text):
        return None
    try:
        raw = (
            text.translate(_BYTES).encode("latin-1")
            if charset == "latin1"
            else text.encode(charset)
        )
        once = raw.decode("utf-8")
    except UnicodeError:
        return None
    return None if once == text else once


def _foreign_texts(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """The texts with letters beyond ASCII, each with its column and the name or id of its row."""
    for table, rows in tables.rows.items():
        for row in rows:
            for column, text in row.items():
                if text is not None and not text.isascii():
                    name = row.get("pageName") or row.get(WANTED[table][0]) or "?"
                    yield f"{table}.{column}", name, text


def _some(names: Sequence[str], count: int) -> str:
    """The first few names of ``count`` rows, as raw as their texts."""
    shown = ", ".join(" ".join(name.translate(UNDECODABLE).split()) for name in names)
    more = count - len(names)
    return f"{shown} and {more} more" if more else shown


def _replace(tables: Tables, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of them in the place of those texts."""
    for rows in tables.rows.values():
        for number, row in enumerate(rows):
            new = {
                column: text if text is None or text.isascii() else change(text)
                for column, text in row.items()
            }
            if new != row:
                rows[number] = new


def _is_broken(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _decoded(text: str, codec: str | None) -> str:
    """A text of ``raw_text`` in another character set; Latin-1, as MySQL has it, for none."""
    raw = text.encode("utf-8", "surrogateescape")
    if codec is None:
        return raw.decode("latin-1").translate(WINDOWS_1252)
    return raw.decode(codec, "replace")


def _word(text: str) -> str:
    """The first word with a letter beyond ASCII, cut if it is long."""
    found = _WORD.search(text)
    return found[0][:40] if found else ""
