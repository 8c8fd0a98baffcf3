"""The metadata at the top of a file, as ``verify`` reads and compares them."""

from __future__ import annotations

from typing import Any

import pytest

from tiki2md.lookup import Lookup
from tiki2md.verify.frontmatter import Parts, aliases_of, check_aliases, compare_metadata, split
from tiki2md.verify.reporting import SiteReporter


def test_a_file_is_cut_behind_its_metadata() -> None:
    assert split("---\ntitle: A\ntags:\n  - b\n---\n\nx\n---\ny\n") == Parts(
        {"title": "A", "tags": ["b"]}, "\nx\n---\ny\n", 6
    )
    assert split("---\n{}\n---\n") == Parts({}, "", 4)


@pytest.mark.parametrize(
    ("text", "body", "line", "problem"),
    [
        ("x\n---\n", "x\n---\n", 1, "there is no front matter"),
        ("---\na: b\n", "---\na: b\n", 1, "the front matter does not end"),
        ("---\n- a\n---\nx", "x", 4, "it is no mapping of keys to values"),
        ("---\na: b\na: c\n---\nx", "x", 5, "it is no valid YAML (a key is there twice)"),
        ("---\na: {\n---\nx", "x", 4, "it is no valid YAML ("),
        ("---\na: 2024-99-99\n---\nx", "x", 4, "it is no valid YAML ("),
    ],
)
def test_metadata_that_nobody_can_read(text: str, body: str, line: int, problem: str) -> None:
    parts = split(text)
    assert parts[:3] == (None, body, line)
    assert parts.problem.startswith(problem)
    reporter = SiteReporter("A", "a.md")
    compare_metadata({"title": "A"}, parts, reporter)
    (found,) = reporter.diagnostics
    assert found.diagnostic.message == f"the front matter in a.md: {parts.problem}"


@pytest.mark.parametrize(
    ("want", "found", "told"),
    [
        ({"a": "b", "c": ["d", 1]}, {"c": ["d", 1], "a": "b"}, []),
        ({"a": "b"}, {"a": "c"}, ["a in a.md: “c” instead of “b”"]),
        ({"a": "b"}, {}, ["a in a.md: nothing instead of “b”"]),
        ({}, {"a": "b"}, ["a in a.md: “b” instead of nothing"]),
        ({"a": {"b": ["c\ud800"]}}, {"a": {"b": ["c\ufffd"]}}, []),
        ({"a": {"b": "c\ud800"}}, {"a": {"b": "c"}}, ["a in a.md: “{'b': 'c'}” instead of"]),
    ],
)
def test_metadata_are_compared(
    want: dict[str, Any], found: dict[str, Any], told: list[str]
) -> None:
    reporter = SiteReporter("A", "a.md")
    compare_metadata(want, Parts(found, "", 1), reporter)
    messages = [each.diagnostic.message for each in reporter.diagnostics]
    assert len(messages) == len(told)
    assert all(message.startswith(start) for message, start in zip(messages, told, strict=True))


@pytest.mark.parametrize(
    ("metadata", "aliases"),
    [
        ({"aliases": ["/a", "/b", "/a", 7]}, ("/a", "/b", "7")),
        ({"aliases": "/a"}, ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_aliases(metadata: dict[str, Any] | None, aliases: tuple[str, ...]) -> None:
    assert aliases_of(Parts(metadata, "", 1)) == aliases


def test_an_alias_leads_to_one_page() -> None:
    owners = Lookup({"a": "A", "b": "B"}.items())
    reporter = SiteReporter("A", "a.md")
    check_aliases(["/b/", "/old", "../new", "/old"], "/a/", owners, reporter)
    assert [each.diagnostic.message for each in reporter.diagnostics] == [
        "the alias /b/ is that of B, too",
        "the alias /old is that of A, too",
    ]
    assert dict(owners.items()) == {"a": "A", "b": "B", "old": "A", "new": "A"}
