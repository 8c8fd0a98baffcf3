"""``tiki2md verify``: proof that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tiki2md.cli.common import (
    config_options,
    encoding_option,
    files_option,
    for_wiki,
    read_pages,
    reading_from,
    settings_from,
    talk_from,
    talk_options,
)
from tiki2md.cli.exits import EXIT_DONE, EXIT_FINDINGS
from tiki2md.cli.findings import (
    against_baseline,
    findings_options,
    hand_over,
    outlet_from,
    source_place,
)
from tiki2md.cli.output import Talk, plain, write_stdout
from tiki2md.diagnostics import Reporter, Severity
from tiki2md.findings import Finding, fingerprint
from tiki2md.pipeline import Surroundings
from tiki2md.roundtrip import Failure, checks, page_failures
from tiki2md.verify.reading import MissingLibraryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry

_EXAMPLE_WIDTH = 400


@click.command("verify")
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option(
    "--round-trip",
    is_flag=True,
    help="Check each page of SRC alone: source, tree and Markdown, there and back.",
)
@encoding_option
@config_options
@files_option
@findings_options
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    sources: tuple[str, ...],
    round_trip: bool,
    config: Path | None,
    target: str | None,
    preset: str | None,
    assignments: tuple[str, ...],
    files: tuple[Path, ...],
    format_: str,
    repair_encoding: bool,
    report_file: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    verbose: int,
    quiet: bool,
    no_color: bool,
) -> int:
    """Check that the pages of SRC survive the way to Markdown and back.

    With --round-trip, for each page: the tree holds the whole source; written in a
    canonical form it is read as the same tree; and another Markdown parser reads in
    the result what the tree says.  What fails is shown as short as it can be made.
    """
    if not round_trip:
        raise click.UsageError(
            "only --round-trip is there so far: tiki2md verify --round-trip SRC; "
            "checking a written site against its source is to come"
        )
    settings = settings_from(config, {"target": target, "preset": preset}, assignments)
    outlet = outlet_from(
        format_=format_, report_file=report_file, baseline=baseline, write_baseline=write_baseline
    )
    talk = talk_from(verbose=verbose, quiet=quiet, no_color=no_color, is_silent=outlet.is_quiet)
    reporter = Reporter()
    reading = reading_from(files=files, repair_encoding=repair_encoding)
    wiki = read_pages(sources, reporter, talk, reading)
    origins = {page.name or page.origin: page.origin for page in wiki.pages}
    talk.findings(reporter.diagnostics, anyway=True)
    options, registry = for_wiki(settings, wiki)
    try:
        found = _check(wiki, options, registry, talk)
    except MissingLibraryError as error:
        raise click.UsageError(str(error)) from error
    findings = against_baseline(_findings(found, origins), outlet)
    found = [failure for failure, each in zip(found, findings, strict=True) if each.is_open]
    if format_ in {"text", "json"} and report_file is None:
        for failure in found:
            write_stdout((_as_json(failure) if format_ == "json" else _as_text(failure)) + "\n")
        outlet = replace(outlet, format_="text")
    hand_over(findings, outlet, talk, is_data=True, dry=False)
    _sum_up(len(wiki.pages), found, talk)
    return EXIT_FINDINGS if found else EXIT_DONE


def _findings(failures: Iterable[Failure], origins: Mapping[str, str]) -> list[Finding]:
    """Failures as other programs want them."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found: list[Finding] = []
    for failure in failures:
        rule = "-".join(("round-trip", *failure.check.split()))
        key = rule, failure.page, failure.problem
        found.append(
            Finding(
                rule=rule,
                severity=Severity.ERROR,
                message=failure.problem,
                page=failure.page,
                file=source_place(origins.get(failure.page, ""), 0).file,
                fingerprint=fingerprint(*key, seen[key]),
            )
        )
        seen[key] += 1
    return found


def _check(wiki: Wiki, options: Options, registry: Registry, talk: Talk) -> list[Failure]:
    found: list[Failure] = []
    with talk.progress("Checking", len(wiki.pages)) as on_page:
        for page in wiki.pages:
            around = Surroundings(
                page=page.name,
                is_html=page.is_html,
                is_rendered=page.is_rendered,
                registry=registry,
            )
            name = page.name or page.origin
            found += page_failures(name, page.source, checks(options, around))
            on_page(page)
    return found


def _as_text(failure: Failure) -> str:
    example = json.dumps(failure.example, ensure_ascii=False)
    if len(example) > _EXAMPLE_WIDTH:
        example = f"{example[:_EXAMPLE_WIDTH]}…"
    return plain(f"{failure.page}: {failure.check}: {failure.problem}\n  smallest: {example}")


def _as_json(failure: Failure) -> str:
    values = {
        "page": failure.page,
        "check": failure.check,
        "problem": failure.problem,
        "example": failure.example,
    }
    return json.dumps(values, ensure_ascii=False)


def _sum_up(pages: int, found: list[Failure], talk: Talk) -> None:
    count = "1 page" if pages == 1 else f"{pages} pages"
    if not found:
        talk.say(f"{count}: every check passed.")
        return
    by_check = Counter(failure.check for failure in found)
    parts = ", ".join(f"{check} {number}" for check, number in sorted(by_check.items()))
    bad = len({failure.page for failure in found})
    talk.say(f"{count}: {bad} failed a check ({parts}).")
