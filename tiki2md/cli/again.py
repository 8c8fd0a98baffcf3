"""The same command over the same export, into a site that nobody touched: nothing is to be done.

What the run found is told again, from what it left beside its manifest.  The file is only
believed if all that could change a run is what it was: the bytes of the sources, every
setting, the code, and every file of the site.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Severity
from tiki2md.findings import Finding
from tiki2md.migration import Summary
from tiki2md.migration.records import diagnostic_of, values_of
from tiki2md.readers.errors import SourceError
from tiki2md.readers.files import Kind, sniff
from tiki2md.site.notes import note_digests, noted_text, untouched, write_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiki2md.diagnostics import Diagnostic

FILE = "last-run.json"
"""Its name, beside the manifest."""

_VERSION = 1
_COUNTS = ("pages", "stubs", "redirects")
_LISTS = ("hidden", "unchanged", "files", "redirect_files")
"""What a summary tells of a run that found everything as it was."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found.

    Attributes:
        summary: what it did.
        diagnostics: of the readers and of the conversion.
        findings: the same, with their files as the current folder sees them.
    """

    summary: Summary
    diagnostics: list[Diagnostic]
    findings: list[Finding]


def run_key(sources: Sequence[str], folders: Sequence[Path], settings: Sequence[object]) -> str:
    """A digest of all that a run depends on; empty if a run may never be taken for another.

    Args:
        sources: files and folders, as they were given.
        folders: in which files of the wiki are looked for.
        settings: values whose ``repr`` tells everything else.
    """
    total = hashlib.sha256(repr((*sources, *settings)).encode("utf-8", "replace"))
    try:
        read = [(Path(source), file) for source in sources for file in _files_of(Path(source))]
        if any(sniff(file) is Kind.SETTINGS for _, file in read):
            return ""  # A live database changes without any file.
        stored = [(folder, file) for folder in folders for file in _files_of(folder)]
        for path, file in (*read, *stored):
            with file.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").digest()
            total.update(str(file.relative_to(path)).encode("utf-8", "replace") + found)
    except (OSError, SourceError):
        return ""
    return total.hexdigest()


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        yield path


def outcome_of(output: Path, key: str) -> Outcome | None:
    """What the last run found, if this one would do nothing and find the same.

    Args:
        output: the folder of the site.
        key: of this run.
    """
    noted = noted_text(output, FILE)
    head, _, body = noted.partition("\n")
    if not noted or head != _head(key, body):
        return None
    told = json.loads(body)
    if not untouched(output, told["notes"]):
        return None
    return Outcome(
        Summary(**told["counts"], **told["lists"]),
        [diagnostic_of(*values) for values in told["diagnostics"]],
        [_finding(values, output) for values in told["findings"]],
    )


def note_outcome(output: Path, key: str, outcome: Outcome) -> None:
    """Leave what a run found to the next one, if that will find the same.

    Args:
        output: the folder of the site.
        key: of this run; empty if it may never be taken for another.
        outcome: of this run.
    """
    summary = outcome.summary
    if not key or summary.failed or summary.edited or summary.pruned:
        write_note(output, FILE, "")
        return
    lists = {name: getattr(summary, name) for name in _LISTS}
    lists["unchanged"] = sorted([*summary.unchanged, *summary.written])
    told = {
        "counts": {name: getattr(summary, name) for name in _COUNTS},
        "lists": lists,
        "diagnostics": [values_of(diagnostic) for diagnostic in outcome.diagnostics],
        "findings": [_plain(finding, output) for finding in outcome.findings],
        "notes": note_digests(output),
    }
    body = json.dumps(told, separators=(",", ":")) + "\n"
    write_note(output, FILE, f"{_head(key, body)}\n{body}")


def _head(key: str, body: str) -> str:
    digest = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps({"version": _VERSION, "run": key, "told": digest})


def _plain(finding: Finding, output: Path) -> dict[str, Any]:
    """A finding as JSON can hold it; where the site lies is no part of what was found."""
    root = f"{output.as_posix()}/"
    is_inside = finding.file.startswith(root)
    return {**asdict(finding), "file": finding.file.removeprefix(root), "inside": is_inside}


def _finding(values: dict[str, Any], output: Path) -> Finding:
    file = values["file"]
    if values.pop("inside"):
        file = (output / file).as_posix()
    start, end = values["span"]
    severity = Severity(values["severity"])
    return Finding(**{**values, "file": file, "severity": severity, "span": (start, end)})
