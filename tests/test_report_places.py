"""Where in a file a node of its page went: found by the words that both have once."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import LineMap
from tiki2md.report.places import Places


def test_a_place_is_found_by_its_words() -> None:
    source = "one two\nthree four\nfive six"
    text = "---\ntitle: three four\n---\n\none two\n\nthree four\n\nfive six\n"
    places = Places(source, text)
    lines = [places.line((source.index(word), len(source))) for word in ("one", "four", "six")]
    assert [text.split("\n")[line - 1] for line in lines] == ["one two", "three four", "five six"]


def test_words_that_are_often_there_tell_nothing() -> None:
    assert Places("word word word", "word word").line((0, 4)) == 0
    assert Places("", "").line((0, 0)) == 0


@given(st.text(alphabet="ab cd\n", max_size=60), st.text(alphabet="ab cd\n-", max_size=60))
def test_places_are_lines_of_the_file(source: str, text: str) -> None:
    places = Places(source, text)
    last = text.count("\n") + 1
    found = [places.line((at, at + 2)) for at in range(len(source) + 1)]
    assert all(0 <= line <= last for line in found)
    assert [line for line in found if line] == sorted(line for line in found if line)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=2, max_size=6), unique=True, min_size=1))
def test_what_did_not_change_is_found_where_it_is(words: list[str]) -> None:
    text = "\n".join(words)
    places, lines = Places(text, text), LineMap(text)
    for match in re.finditer(r"\w+", text):
        assert places.line(match.span()) == lines.position(match.start())[0]
