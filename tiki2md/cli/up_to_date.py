"""The same command over the same export, into a site that nobody touched: nothing is to be done.

What the run found is told again, from what it left beside its manifest.  The file is only
believed if all that could change a run is what it was: the bytes of the sources, every
setting, the code, and every file of the site.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.cli.findings import Origin
from tiki2md.findings import Place, completed
from tiki2md.migration import Summary
from tiki2md.migration.records import diagnostic_of, values_of
from tiki2md.readers.errors import SourceError
from tiki2md.readers.files import Kind, sniff
from tiki2md.site.notes import drop_note, note_digests, noted_lines, untouched, write_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE = "last-run.jsonl"
"""Its name, beside the manifest."""

_VERSION = 5
_COUNTS = ("pages", "stubs", "redirects")
_LISTS = ("hidden", "unchanged", "files", "redirect_files")
"""What a summary tells of a run that found everything as it was."""
_ADDED = attrgetter("message", "file", "file_line", "fingerprint", "ignored")
"""What a finding tells that its diagnostic does not."""
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found.

    Attributes:
        summary: what it did.
        origins: of pages that were text files when they were read, by their names.
    """

    summary: Summary
    origins: Mapping[str, Origin]


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
    lines = noted_lines(output, FILE)
    if next(lines, "") != _head(key):
        return None
    told = json.loads(next(lines))
    if not untouched(output, told["notes"]):
        return None
    summary = Summary(**told["counts"], **told["lists"])
    for values, added in map(json.loads, lines):
        diagnostic = diagnostic_of(*values)
        summary.diagnostics.append(diagnostic)
        message, file, line, fingerprint, ignored = added
        place = Place(file, line)
        summary.findings.append(completed(diagnostic, message, place, fingerprint, ignored))
    origins = {name: Origin(*origin) for name, origin in told["origins"].items()}
    return Outcome(summary, origins)


def note_outcome(output: Path, key: str, outcome: Outcome) -> None:
    """Leave what a run found to the next one, if that will find the same.

    Args:
        output: the folder of the site.
        key: of this run; empty if it may never be taken for another.
        outcome: of this run.
    """
    summary = outcome.summary
    if not key or summary.failed or summary.edited or summary.pruned:
        drop_note(output, FILE)
    else:
        write_note(output, FILE, _lines(output, key, outcome))


def _lines(output: Path, key: str, outcome: Outcome) -> Iterator[str]:
    """The note: its head, what the run did, and a line for each finding."""
    summary = outcome.summary
    yield _head(key)
    lists = {name: getattr(summary, name) for name in _LISTS}
    lists["unchanged"] = sorted([*summary.unchanged, *summary.written])
    counts = {name: getattr(summary, name) for name in _COUNTS}
    notes = note_digests(output)
    yield _line({"counts": counts, "lists": lists, "notes": notes, "origins": outcome.origins})
    for diagnostic, finding in zip(summary.diagnostics, summary.findings, strict=True):
        yield _line([values_of(diagnostic), _ADDED(finding)])


def _head(key: str) -> str:
    return _line({"version": _VERSION, "run": key})


def _line(value: object) -> str:
    return f"{_ENCODER.encode(value)}\n"
