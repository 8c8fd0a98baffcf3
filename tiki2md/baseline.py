"""Findings that were there before: a file to commit, so that only new ones fail a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.findings import Finding

VERSION = 1
"""Of the file's form."""


class BaselineError(Exception):
    """A baseline cannot be used; the message says why and what to do."""


def baseline_text(findings: Iterable[Finding]) -> str:
    """The file for ``findings``: an entry on a line, so that changes to it can be reviewed.

    Args:
        findings: of a run; those that the configuration ignores need no entry.
    """
    entries = sorted(
        (finding.rule, finding.page, finding.message, finding.fingerprint)
        for finding in findings
        if not finding.ignored
    )
    lines = ",\n".join(
        "  "
        + json.dumps(
            {"code": rule, "page": page, "message": message, "fingerprint": mark},
            ensure_ascii=False,
        )
        for rule, page, message, mark in entries
    )
    listed = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "version": {VERSION},\n "findings": {listed}\n}}\n'


def read_baseline(raw: bytes, where: str) -> frozenset[str]:
    """The fingerprints in a baseline.

    Args:
        raw: the content of the file.
        where: its name, for messages.

    Raises:
        BaselineError: it is no baseline, or one of a later version.
    """
    try:
        data: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{where} is no baseline: {error}; {_AGAIN}") from error
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise BaselineError(f"{where} is no baseline; {_AGAIN}")
    if data.get("version") != VERSION:
        raise BaselineError(
            f"{where} is a baseline of version {data.get('version')!r}, not {VERSION}; {_AGAIN}"
        )
    entries = [entry for entry in data["findings"] if isinstance(entry, dict)]
    marks = [mark for entry in entries if isinstance(mark := entry.get("fingerprint"), str)]
    if len(marks) < len(data["findings"]):
        raise BaselineError(f"{where}: a finding has no fingerprint; {_AGAIN}")
    return frozenset(marks)


_AGAIN = "write it again by --write-baseline"
