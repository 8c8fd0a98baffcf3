"""Where the words of a source are, found by no parser: not the wiki's, and not Markdown's.

Whatever the grammar, the transforms and the renderers agree on, they cannot agree that a word
was never there.  A scan takes the words of the page as it is stored; each must be in the text
of the file, or in markup that a few patterns tell, or in a loss that was reported.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
# Arguments may hold marks, but no call of another plugin: so each begins a search once.
_ARGUMENTS = r"\((?:[^\n{]|\{(?![A-Za-z]\w*\()){0,1000}?\)[ ]*"
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]*>"
    # The name of a place: an address, which a target may have no use for.
    rf"|\{{(?i:ANAME){_ARGUMENTS}\}}[^{{}}\n]*\{{(?i:ANAME)\}}"
    # The call of a plugin, also with marks in its arguments, and its end.
    rf"|\{{[A-Z][A-Z0-9_]*{_ARGUMENTS}/?\}}|\{{/?[A-Za-z][^{{}}]*\}}"
    r"|\|nocache\]|%[A-Za-z0-9_]+%"  # no text of a link; the name of a value
    # A colour is one word: the end of one may stand before a colon of the text.
    r"|~/?[A-Za-z0-9]+~|~~[ ]*[#\w]+[ ]*(?:,[ ]*[#\w]*[ ]*)?:|\(:[a-z]+:\)"
    # Where a link leads, in Markdown, too.
    r"|(?<=\])\([^()\s]*|(?m:^)\[[^\[\]\n]+\]:[ ]+\S+"
    r"|\(\([^()|\n]*(?:\|#[^()|\n]*)?[|)]|\([a-z]+\([^()|\n]*[|)]|\[[^\[\]|\n]*[|\]]"
)
"""What a reader of the wiki never sees as text, or sees elsewhere."""
_HIDDEN = (("~tc~", "~/tc~"), ("<!--", "-->"))
"""What visitors never saw."""
_MOST_LOOKED_FOR = 400
"""How many words may be looked for inside other words; more than that are missing anyway."""


@dataclass(slots=True)
class Tally:
    """Where words are.

    Attributes:
        total: of the source.
        found: in the file.
        markup: in markup only, such as names and arguments of plugins.
        reported: in what was reported as lost.
    """

    total: int = 0
    found: int = 0
    markup: int = 0
    reported: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.total + other.total,
            self.found + other.found,
            self.markup + other.markup,
            self.reported + other.reported,
        )

    @property
    def left(self) -> int:
        """How many are nowhere."""
        return self.total - self.found - self.markup - self.reported


def account(source: str, file: str, lost: Iterable[str]) -> tuple[Tally, list[str]]:
    """Where the words of a source are, and those that are nowhere.

    Args:
        source: the page as the wiki stores it.
        file: the file as it is, with front matter and all marks.
        lost: the pieces of the source of which a loss was reported.
    """
    typed = _words(source)
    shown = _words(file)
    gone = typed - shown
    tally = Tally(total=typed.total(), found=typed.total() - gone.total())
    marks = [match[0] for match in _MARKUP.finditer(source)]
    for start, end in _HIDDEN:
        marks += _between(source, start, end)
    markup = gone & _words(" ".join(marks))
    tally.markup = markup.total()
    gone -= markup
    reported = gone & _words(" ".join(lost))
    tally.reported = reported.total()
    gone -= reported
    # Marks may part a word in the source and none in the file, or the other way round.
    joined = "".join(_WORD.findall(_plain(file).casefold())) if gone else ""
    left: list[str] = []
    for number, (word, count) in enumerate(gone.items()):
        if number >= _MOST_LOOKED_FOR or joined.count(word) < typed[word]:
            left += [word] * count
        else:
            tally.found += count
    return tally, left


def _between(text: str, start: str, end: str) -> Iterator[str]:
    """What stands between marks, those included."""
    at = text.find(start)
    while at >= 0 and (close := text.find(end, at)) >= 0:
        yield text[at : close + len(end)]
        at = text.find(start, close)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_plain(text).casefold()))


def _plain(text: str) -> str:
    """A text without what escapes its characters, in HTML, addresses or Markdown.

    Twice in HTML: a reference that shows as it was typed is escaped itself in some files.
    """
    return unescape(unescape(unquote(text.replace("\\", ""), errors="replace")))
