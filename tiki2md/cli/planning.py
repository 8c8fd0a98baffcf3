"""What a run over a whole wiki needs to know, whichever command it is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md import __version__
from tiki2md.cli.code_digest import code_digest
from tiki2md.cli.common import shown
from tiki2md.report.recorder import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.config import Settings
    from tiki2md.diagnostics import Reporter
    from tiki2md.migration import Plan
    from tiki2md.plugins import Registry


def completed_plan(
    plan: Plan,
    settings: Settings,
    registry: Registry,
    sources: Sequence[str],
    reporter: Reporter,
    *,
    whole: bool,
) -> Plan:
    """``plan`` with all that is known once the wiki is read.

    Args:
        plan: what the flags ask for.
        settings: of the run.
        registry: the plugins for this wiki.
        sources: as they were typed.
        reporter: of the reading.
        whole: whether all pages are asked for.

    Raises:
        tiki2md.readers.SourceError: a source begins like an address and is none.
    """
    run = Run(
        version=__version__,
        sources=tuple(map(shown, sources)),
        read=reporter.diagnostics,
        ignores=settings.ignores,
        whole=whole,
    )
    return replace(plan, registry=registry, run=run, code=code_digest(settings, registry))
