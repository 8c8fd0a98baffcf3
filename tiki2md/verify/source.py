"""Whether the structure tree holds the words of the source, before anybody looks at a file.

The source is what the parser read, and the round trip proves that it read all of it.  Here
only words count, not their order: plugins and footnotes may move them.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    MarkdownTextNode,
    Node,
    NoParseNode,
    ParentNode,
    PluginNode,
    PreformattedNode,
    TextNode,
    TikiCommentNode,
    noparse_text,
    preformatted_text,
)
from tiki2md.verify.reporting import quoted
from tiki2md.verify.sight import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.verify.reporting import SiteReporter
    from tiki2md.verify.sight import Sight

_WORDS = re.compile(r"\w+")
_COMMENT = re.compile(r"~tc~.*?(?:~/tc~|(?P<lacks_end>\Z))", re.DOTALL)
"""Gone from verbatim text, too (tiki-syntax §2)."""
_ESCAPED = re.compile("&(?:amp;)+")
_MOST_LOOKED_FOR = 200
"""How many words may be looked for inside other words; more than that are missing anyway."""


def _of_comment(comment: re.Match[str]) -> str:
    """Nothing is shown of a comment; what has no end is none."""
    return "" if comment["lacks_end"] is None else comment[0]


def _decoded(text: str) -> str:
    """The characters that references stand for, however often they were escaped.

    Tiki shows some as they are typed, and some as what they stand for (tiki-syntax §2, §7.5).
    """
    return unescape(_ESCAPED.sub("&", text))


def _words(text: str) -> list[str]:
    """The words; two underscores may be bold that crosses the edge of a plugin (§3.5)."""
    return _WORDS.findall(text.replace("__", " "))


def check_source(document: Node, want: Sight, lost: Counter[str], reporter: SiteReporter) -> None:
    """Report the plain text of a source that its structure tree does not show.

    What is in a plugin's body is the plugin's business, and what is in a comment nobody's.

    Args:
        document: the source as the parser read it, wiki syntax and no HTML.
        want: what its structure tree shows.
        lost: words of which a loss was reported.
        reporter: takes the words that are missing.
    """
    shown = _decoded(" ".join(words_of(want.events))).split(" ")
    typed = Counter(
        word
        for text in _texts(document)
        for word in _words(_decoded(_COMMENT.sub(_of_comment, text)))
    )
    gone = typed - Counter(_words(" ".join(shown)))
    gone -= Counter(_words(" ".join(lost.elements())))
    # Formats may part a word in the source, and join two words in what is shown.
    joined = "".join(shown)
    missing = [
        word
        for number, word in enumerate(gone)
        if number >= _MOST_LOOKED_FOR or joined.count(word) < typed[word]
    ]
    if missing:
        reporter.report(Code.VERIFY_TEXT_MISSING, text=quoted(" ".join(missing)))


def _texts(node: Node) -> Iterator[str]:
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, TikiCommentNode | PluginNode | MarkdownTextNode):
            continue
        if isinstance(current, TextNode):
            yield current.inner_content
        elif isinstance(current, NoParseNode):
            yield noparse_text(current)
        elif isinstance(current, PreformattedNode):
            yield preformatted_text(current)
        elif isinstance(current, ParentNode):
            stack.extend(current.children)
