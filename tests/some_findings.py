"""Findings for tests: made by hand, and those of a small wiki that is converted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from command_line import call

from tiki2md.diagnostics import Code, Diagnostic, Severity
from tiki2md.findings import Finding

if TYPE_CHECKING:
    from click.testing import Result


def finding(**values: Any) -> Finding:
    """A warning, but for what ``values`` say."""
    given: dict[str, Any] = {
        "rule": "plugin-kept",
        "severity": Severity.WARNING,
        "message": "a message",
        "fingerprint": "f" * 20,
    }
    return Finding(**{**given, **values})


LOSS = finding(rule="html-dropped", severity=Severity.LOSS, page="Home", line=3, column=5,
               file="out/home.md", file_line=7)  # fmt: skip
IGNORED = finding(page="Old", ignored="an archive")
KNOWN = finding(page="Seen", known=True)


def diagnostic(line: int = 1, page: str = "Home", message: str = "m") -> Diagnostic:
    return Diagnostic(Code.PLUGIN_KEPT, message, page=page, line=line, span=(line, line + 1))


def write_wiki() -> None:
    """Two pages in the folder ``pages``, each with findings."""
    Path("pages").mkdir()
    Path("pages/Home.tiki").write_text("!Home\nSee ((Gone)).\n{HTML()}<form></form><input>{HTML}\n")
    Path("pages/Old.tiki").write_text("{NOSUCH()}x{NOSUCH}\n")


def convert_wiki(*arguments: str) -> Result:
    """What ``convert`` says of them; warnings count."""
    return call("convert", "pages", "-o", "site", "--fail-on", "warning", *arguments)
