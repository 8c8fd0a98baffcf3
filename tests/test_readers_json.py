"""phpMyAdmin's JSON, read as it comes: wherever it is cut, it means what all of it means."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.readers import SourceError, json_parts
from tiki2md.readers.json_parts import JsonParts

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCKS = (1, 3, 1 << 18)
ROWS = '[\n{"type":"table","data":\n[\n{"a":"1"},\n'


@pytest.fixture(autouse=True, params=BLOCKS)
def block(request: pytest.FixtureRequest) -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_parts, "_BLOCK", request.param)
        yield request.param


def parts_of(raw: bytes) -> list[json_parts.Part]:
    return list(JsonParts(io.BytesIO(raw).read, "t.json"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", r"line 1, column 1 \(Expecting value"),
        ("[", r"line 1, column 2 \(Expecting value"),
        ("[{}", r"line 1, column 4 \(Expecting ',' delimiter"),
        ("[{}]\n\n x", r"line 3, column 2 \(Extra data"),
        ("[{1: 2}]", r"line 1, column 3 \(Expecting property name"),
        ('[{"a" 2}]', r"line 1, column 7 \(Expecting ':' delimiter"),
        (ROWS, r"line 5, column 1 \(Expecting value"),
        (ROWS + '{"a":"word', r"line 5, column 6 \(Unterminated string"),
        (ROWS + '{"a":"wo\\qrd and more words, many of them"}', r"line 5, column 9 \(Invalid"),
        (ROWS + '{"a":"b" "c": and more words, many of them"}', r"line 5, column 10 \(Expecting"),
        (ROWS + '{"a":"b"}\n\n  {"a":"c"}', r"line 7, column 3 \(Expecting ',' delimiter"),
    ],
)
def test_what_is_broken_is_told_with_its_place(text: str, where: str) -> None:
    with pytest.raises(SourceError, match=f"t.json: broken JSON at {where}"):
        parts_of(text.encode())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[" * 100_000, "nested too deep"),
        ('[{"data":[' + '{"a":' * 100_000, "nested too deep"),
        ('[{"a":' + "1" * 5000 + "}]", "no number of more than"),
    ],
)
def test_what_no_export_holds_is_no_traceback(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=f"t.json: .*{problem}"):
        parts_of(text.encode())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ROW = st.dictionaries(st.sampled_from("abcé"), VALUES, max_size=4)
PART = st.fixed_dictionaries(
    {"type": st.sampled_from(["table", "header"])},
    optional={"data": st.lists(ROW, max_size=4), "name": st.text(), "x": VALUES},
)


@given(
    parts=st.lists(PART, max_size=3),
    indent=st.sampled_from([None, 1, 4]),
    ascii_only=st.booleans(),
    mark=st.booleans(),
)
def test_all_parts_are_read(
    parts: list[dict[str, Any]], indent: int | None, ascii_only: bool, mark: bool
) -> None:
    raw = json.dumps(parts, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    read = parts_of(b"\xef\xbb\xbf" * mark + raw)
    for part, found in zip(parts, read, strict=True):
        rows = part.pop("data", [])
        assert list(found.rows) == rows
        assert list(found.columns) == list(dict.fromkeys(key for row in rows for key in row))
        assert found.values == part
        assert found.has_only_rows


def test_a_part_alone_and_what_is_no_part() -> None:
    (alone,) = parts_of(b'{"name": "a", "data": [{"b": 1}, 2]}')
    assert (alone.values, list(alone.rows)) == ({"name": "a"}, [{"b": 1}])
    assert not alone.has_only_rows
    (whole,) = parts_of(b'[1, [2], "a", {"data": "words"}]')
    assert whole.values == {"data": "words"}


def test_data_that_nobody_wants_are_passed_over() -> None:
    raw = b'[{"name": "log", "data": [{"a": 1}, 2], "x": 3}, {"name": "b", "data": [{"c": 4}]}]'
    parts = JsonParts(io.BytesIO(raw).read, "t.json", lambda values: values["name"] == "b")
    log, other = parts
    assert (log.values, list(log.rows), log.columns) == ({"name": "log", "x": 3}, [], {})
    assert list(other.rows) == [{"c": 4}]


def test_a_value_without_end_is_refused(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_parts, "MOST", 1000)
    if block > 1000:
        monkeypatch.setattr(json_parts, "_BLOCK", 1000)
    with pytest.raises(SourceError, match=r"t.json: the value at line 5 has more than .* as SQL"):
        parts_of(ROWS.encode() + b'{"a":"' + b"x" * 5000 + b'"}]}]')


@pytest.mark.parametrize(("raw", "is_valid"), [(b"\xc3\xa9", True), (b"\xe9", False)])
def test_bytes_that_are_no_utf8(raw: bytes, is_valid: bool) -> None:
    parts = JsonParts(io.BytesIO(b'[{"name": "' + raw + b'"}]').read, "t.json")
    assert [part.values for part in parts] == [{"name": "é"}]
    assert parts.is_valid == is_valid
