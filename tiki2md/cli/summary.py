"""What a conversion of a wiki did, in words."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tiki2md.cli.output import number_of
from tiki2md.diagnostics import Code, Severity
from tiki2md.site.layout import layout_of
from tiki2md.site.writer import REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tiki2md.cli.output import Talk
    from tiki2md.diagnostics import Diagnostic
    from tiki2md.migration import Summary

_SHOWN = 20
"""How many findings are shown one by one without being asked."""


def tell(
    summary: Summary, counts: dict[Code, int], output: Path, target: str, talk: Talk, *, dry: bool
) -> None:
    """Say what a run did, or would do.

    Args:
        summary: of the run.
        counts: how often each code was reported.
        output: the folder of the site.
        target: of the site.
        talk: to the user.
        dry: whether nothing was written.
    """
    few = show_findings(summary.diagnostics, counts, talk)
    pages = number_of(summary.pages, "page")
    would = "Nothing was written; it would be: " if dry else ""
    talk.say(f"{would}{pages} to {output}: {', '.join(_counts(summary))}.")
    if dry:
        talk.paths("write", [*summary.written, *summary.copied])
        talk.paths("delete", summary.pruned)
    if summary.redirects:
        talk.say(f"{summary.redirects} old addresses: {', '.join(summary.redirect_files)}.")
    if not few:
        show_counts(counts, talk)
    if dry:
        return
    talk.say(f"Report: {output}/{REPORT}")
    if command := layout_of(target).served_by:
        talk.say(f"Next: {command.format(folder=shlex.quote(str(output)))}")


def show_findings(
    diagnostics: Sequence[Diagnostic], counts: Mapping[Code, int], talk: Talk
) -> bool:
    """Show what was found, where it is little or was asked for, else only errors.

    Args:
        diagnostics: all of them.
        counts: how often each code is among them.
        talk: to the user.

    Returns:
        whether there are so few that their counts say nothing more.
    """
    few = len(diagnostics) <= _SHOWN
    if talk.verbosity > 0 or few:
        talk.findings(diagnostics)
    elif any(code.severity >= Severity.ERROR for code in counts):
        talk.findings(each for each in diagnostics if each.severity >= Severity.ERROR)
    return few


def show_counts(counts: dict[Code, int], talk: Talk) -> None:
    """Show how often each code was reported, and how to see more."""
    talk.say("Findings (-v shows each):" if talk.verbosity == 0 else "Findings:")
    talk.counts(counts)


def _counts(summary: Summary) -> list[str]:
    """What became of the pages and files, in words."""
    parts = [f"{len(summary.written)} written", f"{len(summary.unchanged)} unchanged"]
    if summary.edited:
        parts.append(f"{len(summary.edited)} left alone (edited)")
    if summary.stubs:
        parts.append(number_of(summary.stubs, "stub"))
    if summary.hidden:
        parts.append(f"{len(summary.hidden)} left out (hidden from visitors)")
    if summary.files:
        parts.append(number_of(len(summary.files), "file"))
    if summary.pruned:
        parts.append(f"{len(summary.pruned)} pruned")
    if summary.failed:
        parts.append(f"{len(summary.failed)} failed")
    return parts
