"""Names of files and URLs: slugs, and the one allocator that decides every output path.

Rules: users-and-targets §1 item 5.  A stem is made of letters, digits and single hyphens
only, or is a title without what means something to systems and links; so that no page name,
however hostile, leads out of its folder.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_NAME_BYTES = 255
"""What file systems allow a name."""
MAX_STEM_BYTES = 120
"""What a stem may take: room for suffixes and folders below the 255 bytes of a file name."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"}
)
"""Names that Windows keeps for devices, with any ending."""

NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
"""What no name of a file may hold that is to be one on every system."""

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_COLON = re.compile(" ?: ")
_UNSPOKEN = re.compile('[*"?]')
_NOT_IN_NOTE = re.compile(r"[\\/<>:|#^\[\]]+|%%+")
_TITLE_DATE = re.compile(
    rf"(?<![\s,–—-])[\s,–—-]*[\s(,–—-](?:{_MONTHS})\.?,?\s+(?:19|20)\d\d\)?\s*$", re.IGNORECASE
)


def page_title(name: str, *, strip_date: bool = False, patterns: Iterable[str] = ()) -> str:
    """The title of the page ``name``.

    Args:
        name: of the page.
        strip_date: whether a month and year at the end are to go.
        patterns: regular expressions, checked; what they match is to go, unless it is all.
    """
    title = " ".join(unicodedata.normalize("NFC", name).split())
    for pattern in patterns:
        title = " ".join(re.sub(pattern, "", title).split()) or title
    return (strip_title_date(title) if strip_date else title) or name


def strip_title_date(title: str) -> str:
    """``title`` without `` - July 2023`` at its end; a title that is only a date stays."""
    return _TITLE_DATE.sub("", title) or title


def is_device(stem: str) -> bool:
    """Whether Windows keeps the name for a device."""
    return stem.partition(".")[0].rstrip(" ").lower() in _DEVICES


def slugify(text: str, *, ascii_only: bool = False, lower: bool = True) -> str:
    """Letters and digits, joined by single hyphens; may be empty.

    Marks belong to the letter before them (``é`` in any normal form, Devanagari vowels).

    Args:
        text: anything.
        ascii_only: write letters and digits of any script in those of ASCII.
        lower: make capital letters small ones.
    """
    kept: list[str] = []
    text = unicodedata.normalize("NFC", text)
    text = _in_ascii(text) if ascii_only else text
    for character in text.lower() if lower else text:
        kind = unicodedata.category(character)[0]
        if kind in "LN" or (kind == "M" and kept and kept[-1] != "-"):
            kept.append(character)
        elif kind != "C" or character.isspace():
            kept.append("-")
    # Lower case can leave the normal form (``İ``).
    slug = unicodedata.normalize("NFC", "".join(kept))
    return re.sub("-+", "-", slug).strip("-")


def _in_ascii(text: str, *, others: bool = False) -> str:
    """``text`` transliterated; a character that is a whole syllable is a word of its own.

    Args:
        text: anything.
        others: also what is no letter and no digit: dashes and quotation marks; pictures go.
    """
    from anyascii import anyascii

    words: list[str] = []
    for character in text:
        kind = unicodedata.category(character)
        if others and kind[0] in "SC" and not character.isascii():
            continue
        plain = anyascii(character) if others or kind[0] in "LMN" else character
        words.append(f" {plain} " if kind == "Lo" and plain[:1].isupper() else plain)
    return "".join(words)


def note_name(title: str, *, ascii_only: bool = False) -> str:
    """``title`` as the name of a note: all that Obsidian, its links and Windows allow in one.

    Args:
        title: anything.
        ascii_only: write it in the characters of ASCII.
    """
    text = unicodedata.normalize("NFC", " ".join(title.split()))
    text = _in_ascii(text, others=True) if ascii_only else text
    text = _NOT_IN_NOTE.sub("-", _UNSPOKEN.sub("", _COLON.sub(" - ", text)))
    kept = ("" if unicodedata.category(c)[0] == "C" else c for c in text)
    return " ".join("".join(kept).split()).strip("-. ")


def cleaner_of(file_names: str, *, ascii_only: bool = False) -> Callable[[str], str]:
    """What makes the name of a file, without its ending, of a title.

    Args:
        file_names: as ``PathAllocator.file_names``.
        ascii_only: they hold no other letters and digits.
    """
    if file_names == "titles":
        return partial(note_name, ascii_only=ascii_only)
    return partial(slugify, ascii_only=ascii_only, lower=file_names == "slugs")


def cap(stem: str, limit: int = MAX_STEM_BYTES) -> str:
    """``stem`` cut to ``limit`` bytes of UTF-8, at a hyphen where one is near."""
    raw = stem.encode("utf-8", "replace")
    if len(raw) <= limit:
        return stem
    cut = raw[:limit].decode("utf-8", "ignore")
    head, hyphen, _ = cut.rpartition("-")
    return head if hyphen and len(head) > len(cut) * 2 // 3 else cut


def collision_key(path: str) -> str:
    """Equal for paths that one of the usual file systems takes for the same."""
    folded = unicodedata.normalize("NFD", path).casefold()
    key = unicodedata.normalize("NFC", folded)
    return path if key == path else key  # There are many, and mostly the path is held anyway.


@dataclass(slots=True)
class PathAllocator:
    """Gives out stems, each only once in its folder, in the order of the asking.

    Attributes:
        reserved: stems that mean something to the target, lower case.
        file_names: ``slugs``; ``words``, in the letters of the title; or ``titles``: a stem is
            the title, as far as it can be the name of a file and of a link, and links name no
            folder, so that each is there only once at all.
        ascii_only: stems hold no other letters and digits.
    """

    reserved: frozenset[str] = frozenset()
    file_names: str = "slugs"
    ascii_only: bool = False
    _taken: set[str] = field(default_factory=set)
    _next: dict[tuple[str, int], int] = field(default_factory=dict)
    """Of a base and the length of its suffix: all numbers below are taken."""

    @property
    def titles(self) -> bool:
        """Whether a stem is the title."""
        return self.file_names == "titles"

    def allocate(
        self, name: str, fallback: str, folder: str = "", limit: int = MAX_STEM_BYTES
    ) -> tuple[str, str]:
        """A stem for ``name``: what it would be, and what it is; neither with its folder.

        Args:
            name: anything.
            fallback: used for a name of which nothing is left.
            folder: in which it is to be; empty for the top.
            limit: bytes that the stem may take.

        The two differ when another name has taken the first.
        """
        clean = cleaner_of(self.file_names, ascii_only=self.ascii_only)
        wanted = cap(clean(name), limit).rstrip(". ") or cap(clean(fallback), limit) or "page"
        if is_device(wanted.lower()) or wanted.lower() in self.reserved:
            head, dot, ending = wanted.partition(".")
            wanted = f"{head}-page{dot}{ending}"
        taken = self._key(wanted, folder) in self._taken
        used = self._numbered(wanted, folder, limit) if taken else wanted
        self.take(used, folder)
        return wanted, used

    def take(self, stem: str, folder: str) -> None:
        """Let nobody have ``stem`` in ``folder``."""
        self._taken.add(self._key(stem, folder))

    def _key(self, stem: str, folder: str) -> str:
        return collision_key(stem if self.titles or not folder else f"{folder}/{stem}")

    def _numbered(self, wanted: str, folder: str, limit: int) -> str:
        """``wanted`` with the first number that is free."""
        number = 2
        while True:
            suffix = f"{' ' if self.titles else '-'}{number}"
            base = cap(wanted, limit - len(suffix))
            key = self._key(base, folder), len(suffix)
            if self._next.get(key, 0) > number:
                number = self._next[key]
                continue  # A longer number may leave less room for the base.
            number += 1
            self._next[key] = number
            if self._key(base + suffix, folder) not in self._taken:
                return base + suffix
