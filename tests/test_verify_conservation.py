"""What ``verify`` says of words, formats and blocks that differ, and how it counts them."""

from __future__ import annotations

from collections import Counter

import pytest
from html_sight import seen

from tiki2md.verify.conservation import Score, compare_text
from tiki2md.verify.reporting import SiteReporter


def compared(want: str, got: str, lost: str = "") -> tuple[Score, Score, list[str]]:
    """The scores of words and of blocks, and what is said."""
    reporter = SiteReporter()
    words, blocks = compare_text(seen(want), seen(got), Counter(lost.split()), reporter)
    return words, blocks, [found.diagnostic.message for found in reporter.diagnostics]


def test_the_same_is_whole() -> None:
    html = "<h1>A b</h1><ul><li>c</li></ul>"
    words, blocks, messages = compared(html, html)
    assert (words, blocks) == (Score(3, 3), Score(6, 6))
    assert (words.percent, messages) == (100, [])
    assert Score().percent == 100


def test_words_that_are_missing_or_nobody_wrote() -> None:
    words, _, messages = compared("<p>a b c d", "<p>a x y d")
    assert words == Score(kept=2, total=4, added=2)
    assert round(words.percent, 1) == 33.3
    assert messages == ["words are missing: “b c”", "words that nobody wrote: “x y”"]


def test_words_that_were_reported_as_lost_are_kept() -> None:
    words, _, messages = compared("<p>a b c d", "<p>a d", lost="c b")
    assert (words, messages) == (Score(kept=4, total=4), [])
    # Each loss accounts for one word.
    words, _, messages = compared("<p>a b c b d", "<p>a c d", lost="b")
    assert (words, messages) == (Score(kept=4, total=5), ["words are missing: “b”"])


def test_blocks_that_are_missing_or_were_not_there() -> None:
    _, blocks, messages = compared("<p>a<p>b", "<p>a<ul><li>b</li></ul>")
    assert blocks == Score(kept=0, total=1, added=4)
    assert messages == [
        "a list, an item instead of a new paragraph, behind “a”",
        "the end of an item, the end of a list instead of nothing, behind “a b”",
    ]


@pytest.mark.parametrize(
    ("want", "got", "message"),
    [
        ("<h1>a b c d</h1>", "a b c d", "nothing instead of a heading of level 1, before “a b c”"),
        ("a b c d<hr>e", "a b c d e", "nothing instead of a rule, behind “b c d”"),
        ("<hr>", "", "nothing instead of a rule, on the page"),
        ("<hr>" * 8, "", f"nothing instead of {', '.join(['a rule'] * 6)} and 2 more, on the page"),
    ],
)
def test_where_blocks_are_missing(want: str, got: str, message: str) -> None:
    assert message in compared(want, got)[2]


def test_formats() -> None:
    _, _, messages = compared("<p><b>a</b> <i>b</i> c", "<p><b><i>a</i></b> b <span>c</span>")
    assert messages == [
        "“a” is <em> <strong> instead of <strong>",
        "“b” is plain instead of <em>",
    ]
