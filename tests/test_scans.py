"""What is looked for by its signs first is what its pattern finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.syntax.autolinks import AUTOLINK, addresses
from tiki2md.syntax.characters import FACES, faces

_ADDRESS_PARTS = [
    "http",
    "HTTPS",
    "://",
    "www.",
    "WWW.",
    "@",
    "magnet:?",
    "Magnet:?",
    ".org",
    "a",
    "==",
]
_FACE_PARTS = [":-)", ":(", "B-)", "8-O", "LOL", "}:(", ":_(", "=D", "i-)", "!)", ":s", "x"]
_GAPS = [" ", "\n", "(", ")", "=", ",", "|", "\t", "\u017f", "\u212a", "\0"]


@given(st.lists(st.sampled_from(_ADDRESS_PARTS + _GAPS), max_size=30))
def test_addresses(pieces: list[str]) -> None:
    view = "".join(pieces)
    assert list(addresses(view)) == [match.span() for match in AUTOLINK.finditer(view)]


@given(st.lists(st.sampled_from(_FACE_PARTS + _GAPS), max_size=30))
def test_faces(pieces: list[str]) -> None:
    view = "".join(pieces)
    anywhere = re.compile(rf"(?<!\S)(?:{FACES.pattern})", re.VERBOSE)
    assert [match.span() for match in faces(view)] == [
        match.span() for match in anywhere.finditer(view)
    ]
