"""Fingerprints of findings, and a baseline of those that were there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from some_findings import IGNORED, LOSS, convert_wiki, diagnostic, finding, write_wiki

from tiki2md.baseline import BaselineError, baseline_text, read_baseline
from tiki2md.findings import findings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.diagnostics import Diagnostic

pytestmark = pytest.mark.usefixtures("alone")


def marks(*diagnostics: Diagnostic, sources: Sequence[str] = ()) -> list[str]:
    return [found.fingerprint for found in findings_of(diagnostics, sources)]


def test_fingerprints_do_not_know_lines() -> None:
    assert marks(diagnostic(1)) == marks(diagnostic(40))


def test_fingerprints_tell_equal_findings_apart() -> None:
    assert len(set(marks(diagnostic(1), diagnostic(2), diagnostic(2, "Other")))) == 3
    assert marks(diagnostic(1), diagnostic(9))[:1] == marks(diagnostic(5))


def test_fingerprints_are_the_same_on_every_machine() -> None:
    here = diagnostic(message="/home/ann/wiki.sql: damaged")
    there = diagnostic(message="C/wiki.sql: damaged")
    assert marks(here, sources=["/home/ann/wiki.sql"]) == marks(there, sources=["C/wiki.sql"])


def test_a_baseline_is_read_as_it_was_written() -> None:
    text = baseline_text([LOSS, finding(fingerprint="1" * 20, page='"\n'), IGNORED])
    assert read_baseline(text.encode(), "b.json") == {"f" * 20, "1" * 20}
    assert text.count('"fingerprint"') == 2
    assert read_baseline(baseline_text([]).encode(), "b.json") == frozenset()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"\xff\xfe\x00", "no baseline"),
        (b"nonsense", "no baseline"),
        (b"[]", "no baseline"),
        (b"[" * 50_000, "no baseline"),
        (b'{"version": 1, "findings": {}}', "no baseline"),
        (b'{"version": 2, "findings": []}', "of version 2"),
        (b'{"version": 1, "findings": [{"code": "x"}]}', "no fingerprint"),
        (b'{"version": 1, "findings": ["x"]}', "no fingerprint"),
    ],
)
def test_what_is_no_baseline(raw: bytes, problem: str) -> None:
    with pytest.raises(BaselineError, match=problem):
        read_baseline(raw, "b.json")


def test_only_new_findings_fail() -> None:
    write_wiki()
    assert convert_wiki().exit_code == 1
    assert convert_wiki("--baseline", "base.json").exit_code == 3
    written = convert_wiki("--baseline", "base.json", "--write-baseline")
    assert written.exit_code == 1
    again = convert_wiki("--baseline", "base.json")
    assert again.exit_code == 0
    assert "in the baseline base.json" in again.stderr
    assert "plugin-unknown" not in again.stderr
    Path("pages/Old.tiki").write_text("!New line\n\n{NOSUCH()}x{NOSUCH} ((Nowhere))\n")
    changed = convert_wiki("--baseline", "base.json")
    assert changed.exit_code == 1
    assert "Nowhere" in changed.stderr
    assert "plugin-unknown" not in changed.stderr


def test_a_mended_finding_can_be_forgotten() -> None:
    write_wiki()
    convert_wiki("--baseline", "base.json", "--write-baseline")
    Path("pages/Old.tiki").write_text("x")
    assert "1 of it" in convert_wiki("--baseline", "base.json").stderr
    convert_wiki("--baseline", "base.json", "--write-baseline")
    assert "1 of it" not in convert_wiki("--baseline", "base.json").stderr


def test_a_baseline_must_be_named_to_be_written() -> None:
    write_wiki()
    result = convert_wiki("--write-baseline")
    assert result.exit_code == 2
    assert "--baseline FILE" in result.stderr
