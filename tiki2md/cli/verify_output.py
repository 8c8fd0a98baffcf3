"""What ``tiki2md verify`` says: findings and figures."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.cli.exits import EXIT_DONE, EXIT_FINDINGS
from tiki2md.cli.findings import Origin, source_place
from tiki2md.cli.output import number_of, plain, plain_line, write_stdout
from tiki2md.diagnostics import Code, Severity, by_weight
from tiki2md.findings import Finding, Seen, next_fingerprint
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.cli.output import Talk
    from tiki2md.proof import PageProof, Proof
    from tiki2md.roundtrip import Failure
    from tiki2md.verify.conservation import Score
    from tiki2md.verify.reporting import SiteDiagnostic
    from tiki2md.verify.words import Tally

_EXAMPLE_WIDTH = 400
_MOST_PAGES = 20


def write_proof(proof: Proof, out: str, talk: Talk, format_: str) -> None:
    """Write the findings and the figures of a site; the worst pages first.

    Args:
        proof: what was found.
        out: the folder of the site, as the user named it.
        talk: says the summary; verbose adds what is worth knowing only.
        format_: ``text``; ``json`` for lines of it: findings, pages, and at last the site;
            any other, and others write the findings.
    """
    pages = proof.pages[:]
    pages.sort(_quality)
    if format_ == "json":
        for line in _json_lines(proof, pages):
            write_stdout(json.dumps(line, ensure_ascii=False) + "\n")
        return
    if format_ != "text":
        return
    least = Severity.INFO if talk.verbosity > 0 else Severity.WARNING
    first: SiteDiagnostic | None = None
    for finding in replace(proof, pages=pages).all_findings():
        severity = finding.diagnostic.severity
        if severity >= least:
            write_stdout(plain_line(finding.to_text()) + "\n")
            if first is None or severity > first.diagnostic.severity:
                first = finding
    write_stdout("".join(_rows(pages, talk)))
    _sum_up(proof, out, talk)
    if proof.pages and all(_is_missing(page) for page in proof.pages):
        talk.say(
            f"Next: none of the pages is in {out}; give the options that convert had, -t first."
        )
    elif first is not None:
        talk.say(_next_step(first, out))


def _json_lines(proof: Proof, pages: Spool[PageProof]) -> Iterator[dict[str, object]]:
    for finding in proof.all_findings():
        yield {"kind": "finding", **finding.to_dict()}
    for page in pages:
        yield {"kind": "page", **_page_figures(page)}
    yield {"kind": "site", **_site_figures(proof)}


def _quality(page: PageProof) -> tuple[float, float, float, int]:
    live = page.live.percent if page.live is not None else 100.0
    return page.words.percent, page.structure.percent, live, -len(page.findings)


def _is_missing(page: PageProof) -> bool:
    return any(found.diagnostic.code is Code.VERIFY_PAGE_MISSING for found in page.findings)


def _next_step(first: SiteDiagnostic, out: str) -> str:
    """Where to begin: the worst finding of the worst page."""
    place = f", line {first.line}" if first.line else ""
    where = f"{out}/{first.path}{place}" if first.path else out
    code = first.diagnostic.code.identifier
    return f"Next: look at {where}; tiki2md explain {code} says what it means and what to do."


def _rows(pages: Spool[PageProof], talk: Talk) -> Iterable[str]:
    """The pages that are not whole, the worst first; all of them if that is wanted."""
    poor = pages.kept(lambda page: min(_quality(page)[:3]) < 100)
    shown = pages if talk.verbosity > 0 else poor[:_MOST_PAGES]
    if not shown:
        return
    yield "\n   words  structure  page\n"
    for page in shown:
        live = f"  (live wiki {percent(page.live)})" if page.live is not None else ""
        figures = f"{percent(page.words):>8}  {percent(page.structure):>9}"
        yield plain_line(f"{figures}  {page.name}: {page.path}{live}") + "\n"
    if len(shown) < len(poor):
        yield f"  and {len(poor) - len(shown)} more pages (-v shows all)\n"


def percent(score: Score) -> str:
    """A share for people: 100 % is whole, and nothing else rounds to it."""
    value = score.percent
    return "100 %" if value == 100 else f"{min(value, 99.99):.2f} %"


def _sum_up(proof: Proof, out: str, talk: Talk) -> None:
    words, structure = proof.words, proof.structure
    text = f"{number_of(len(proof.pages), 'page')} in {out}: "
    text += f"words {percent(words)} ({words.kept} of {words.total}), "
    text += f"structure {percent(structure)} ({structure.kept} of {structure.total}), "
    text += number_of(proof.files, "file")
    live = proof.live
    if live.total or live.added:
        count = sum(page.live is not None for page in proof.pages)
        text += f"; saved pages of the wiki ({count}) {percent(live)}"
    talk.say(f"{text}.")
    talk.say(_accounted(proof.source))
    counts = Counter(finding.diagnostic.code for finding in proof.all_findings())
    if not counts:
        talk.say("Every check passed.")
        return
    talk.say("Findings:" if talk.verbosity > 0 else "Findings (-v shows each):")
    talk.counts(by_weight(counts))


def _accounted(source: Tally) -> str:
    """Where the words of the stored pages are, in a sentence."""
    text = f"Words of the sources: {source.total}, of which {source.found} in the files, "
    text += f"{source.markup} in markup only, {source.reported} reported as lost, "
    return f"{text}{source.left} not accounted for."


def _page_figures(page: PageProof) -> dict[str, object]:
    figures: dict[str, object] = {"page": page.name, "path": page.path}
    figures |= {"words": _figures(page.words), "structure": _figures(page.structure)}
    figures["source"] = _places(page.source)
    if page.live is not None:
        figures["live"] = _figures(page.live)
    return figures | {"findings": len(page.findings)}


def _site_figures(proof: Proof) -> dict[str, object]:
    counts = Counter(finding.diagnostic.code.identifier for finding in proof.all_findings())
    return {
        "pages": len(proof.pages),
        "files": proof.files,
        "words": _figures(proof.words),
        "structure": _figures(proof.structure),
        "source": _places(proof.source),
        "live": _figures(proof.live),
        "findings": dict(sorted(counts.items())),
    }


def _figures(score: Score) -> dict[str, float]:
    return {
        "kept": score.kept,
        "total": score.total,
        "added": score.added,
        "percent": round(score.percent, 4),
    }


def _places(source: Tally) -> dict[str, int]:
    return {**asdict(source), "left": source.left}


def open_part(proof: Proof, findings: Iterable[Finding]) -> Proof:
    """``proof`` without the findings that a baseline holds.

    Args:
        proof: what was found.
        findings: the same, one for each of ``all_findings``, marked.
    """
    marks = (finding.is_open for finding in findings)
    pages = Spool(
        replace(page, findings=[found for found in page.findings if next(marks)])
        for page in proof.pages
    )
    return replace(proof, pages=pages, findings=[each for each in proof.findings if next(marks)])


def proof_as_findings(proof: Proof, out: str) -> Iterator[Finding]:
    """What was found about a site as other programs want it, with the files in ``out``."""
    seen = Seen()
    for each in proof.all_findings():
        diagnostic = each.diagnostic
        key = diagnostic.code.identifier, diagnostic.page or each.path, diagnostic.message
        yield Finding(
            rule=diagnostic.code.identifier,
            severity=diagnostic.severity,
            message=diagnostic.message,
            page=diagnostic.page,
            file=(Path(out) / each.path).as_posix() if each.path else "",
            file_line=each.line,
            fingerprint=next_fingerprint(*key, seen),
        )


def failures_as_findings(failures: Iterable[Failure], origins: Mapping[str, str]) -> list[Finding]:
    """What the round trip found as other programs want it.

    Args:
        failures: of the round trip.
        origins: names of pages to where they were read.
    """
    seen = Seen()
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
                file=source_place(Origin(origins.get(failure.page, "")), 0).file,
                fingerprint=next_fingerprint(*key, seen),
            )
        )
    return found


def write_failures(found: list[Failure], pages: int, talk: Talk, format_: str) -> int:
    """Write what the round trip found, as text or JSON; the exit code."""
    writers = {"text": _as_text, "json": _as_json}
    for failure in found:
        if format_ in writers:
            write_stdout(writers[format_](failure) + "\n")
    count = number_of(pages, "page")
    if not found:
        talk.say(f"{count}: every check passed.")
        return EXIT_DONE
    by_check = Counter(failure.check for failure in found)
    parts = ", ".join(f"{check} {number}" for check, number in sorted(by_check.items()))
    bad = len({failure.page for failure in found})
    talk.say(f"{count}: {bad} failed a check ({parts}).")
    return EXIT_FINDINGS


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
