"""The blocks in a body of LIST, whether they are closed or not."""

from __future__ import annotations

import pytest

from tiki2md.plugins.search_config import Block, blocks_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("words {a", []),
        ("{a}", [Block("a")]),
        ("{a b=c d='e f' g=\"h\"}", [Block("a", {"b": "c", "d": "e f", "g": "h"})]),
        ("{A(b=c)}{d}{A}{e}", [Block("a", {"b": "c"}, "{d}"), Block("e")]),
        ("{A()}{A}{A()}x{A}", [Block("a"), Block("a", {}, "x")]),
        ("{A()}x", [Block("a")]),
        ("x{A}", []),
        ("{A(b=c)/}{d}", [Block("a", {"b": "c"}), Block("d")]),
    ],
)
def test_a_body_is_its_blocks(source: str, expected: list[Block]) -> None:
    assert list(blocks_of(source)) == expected
