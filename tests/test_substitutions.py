"""Pages drawn at random show what Tiki's substitutions show, character by character."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from markdown_reading import to_html
from selectolax.lexbor import LexborHTMLParser
from substitutions import shown

import tiki2md

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# What shows of Markdown's marks, too, and of what is nearly Tiki's; no two make a mark together.
WORDS = st.lists(
    st.sampled_from(
        [
            *("crab", "the soup", "Été", "四", "I/O", "C++", "snake_case", "5*3", "50 %", "R&D"),
            *("<tag>", "#1", "foo-bar", "well...", '"q"', "it's", "1.", "-", "+", "=", "`tick`"),
        ]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
LEAVES = (
    *("((Page))", "[http://e.example/p]", " http://e.example/p|q ", "~np~__x__~/np~", "~91~"),
    *("5%%%", "a%%%b"),
)
AROUND = (
    ("__", "__"),
    ("''", "''"),
    ("===", "==="),
    ("--x ", "--"),
    (" -+", "+-"),
    ("~~red:", "~~"),
    ("[http://e.example/p|", "]"),
    ("((Page|to ", "))"),
    ("{SUP()}", "{SUP}"),
    ("{SUB()}", "{SUB}"),
)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """``inner`` in a format, but not in the same one again."""
    pairs = st.tuples(st.sampled_from(AROUND), inner)
    return pairs.filter(lambda pair: pair[0][0] not in pair[1]).map(
        lambda pair: pair[1].join(pair[0])
    )


INLINE = st.one_of(WORDS, st.sampled_from(LEAVES), _wrapped(WORDS), _wrapped(_wrapped(WORDS)))
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
TABLE = st.lists(st.lists(WORDS, min_size=1, max_size=3).map("|".join), min_size=1, max_size=3)
BLOCK = st.one_of(
    LINE,
    st.just(""),
    st.tuples(st.sampled_from(("* ", "** ", "# ", "## ", "*# ", "+ ", "! ", "!!! ")), LINE).map(
        "".join
    ),
    st.sampled_from(("----", "~pp~a  b\nc~/pp~", ";term:what it means")),
    LINE.map("^{}^".format),
    LINE.map("::{}::".format),
    TABLE.map(lambda rows: f"||{chr(10).join(rows)}||"),
)
BLOCKS = st.lists(BLOCK, min_size=1, max_size=3).map("\n".join)
PAGES = st.lists(
    st.one_of(BLOCKS, BLOCKS.map("{{DIV()}}\n{}\n{{DIV}}".format)), min_size=1, max_size=2
).map("\n".join)

FORMATS = {"strong", "em", "u", "del", "code", "sub", "sup", "a", "span"}
LINES = {"p", "div", "br", "ul", "ol", "li", "dl", "dt", "dd", "tr", "td", "pre", "hr", "table"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
NESTING = {"ul", "ol", "dt", "dd", "td", "pre"} | HEADINGS
SAME = {"th": "td", "s": "del"}


class Character(NamedTuple):
    """A character that a reader sees, its formats, and the blocks that it stands in."""

    text: str
    formats: frozenset[str]
    blocks: tuple[str, ...]


class _Reader:
    """What a reader sees: characters but for spaces, with ``None`` where a line begins."""

    def __init__(self) -> None:
        self.seen: list[Character | None] = []

    def read(self, node: LexborNode, formats: frozenset[str], blocks: tuple[str, ...]) -> None:
        for child in node.iter(include_text=True):
            tag = SAME.get(child.tag or "", child.tag or "")
            if tag == "-text":
                self._text(child.text_content or "", formats, blocks)
                continue
            apart = tag in LINES or tag in HEADINGS
            self._line(begins=apart)
            if tag == "hr":
                self.seen.append(Character("a rule", frozenset(), ()))
            if tag in FORMATS and not (tag == "code" and "pre" in blocks):
                self.read(child, formats | {tag}, blocks)
            else:
                self.read(child, formats, (*blocks, tag) if tag in NESTING else blocks)
            self._line(begins=apart)

    def _text(self, text: str, formats: frozenset[str], blocks: tuple[str, ...]) -> None:
        for number, piece in enumerate(text.split("\n")):
            self._line(begins=number > 0 and "pre" in blocks)
            letters = "".join(piece.split())
            self.seen.extend(Character(letter, formats, blocks) for letter in letters)

    def _line(self, *, begins: bool) -> None:
        if begins and self.seen and self.seen[-1] is not None:
            self.seen.append(None)


def characters(html: str) -> list[Character | None]:
    """What a reader sees of ``html``."""
    reader = _Reader()
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    reader.read(body, frozenset(), ())
    return reader.seen[:-1] if reader.seen[-1:] == [None] else reader.seen


@given(PAGES)
def test_readers_see_what_they_saw_in_tiki(source: str) -> None:
    assert characters(to_html(tiki2md.convert(source))) == characters(shown(source))
