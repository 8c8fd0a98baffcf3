"""What a check found, with its place in the site that was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Diagnostic

if TYPE_CHECKING:
    from tiki2md.diagnostics import Code

_SHOWN = 160


@dataclass(frozen=True, slots=True)
class SiteDiagnostic:
    """One thing that is not as it should be, with the file that shows it.

    Attributes:
        diagnostic: what it is, and on which page.
        path: the file in the output, below its root; empty if there is none.
        line: of the file, from 1; 0 for the file as a whole.
    """

    diagnostic: Diagnostic
    path: str = ""
    line: int = 0

    def to_text(self) -> str:
        """``path:line: severity code: message``, or the page instead of a path, if any."""
        diagnostic = self.diagnostic
        place = f"{self.path}:{self.line}" if self.line else self.path or diagnostic.page
        code = diagnostic.code
        told = f"{code.severity.label} {code.identifier}: {diagnostic.message}"
        return f"{place}: {told}" if place else told

    def to_dict(self) -> dict[str, str | int]:
        """What was found as JSON-ready data."""
        diagnostic = self.diagnostic
        return {
            "code": diagnostic.code.identifier,
            "severity": diagnostic.severity.label,
            "message": diagnostic.message,
            "page": diagnostic.page,
            "path": self.path,
            "line": self.line,
        }


@dataclass(slots=True)
class SiteReporter:
    """Collects what is found in the file of one page, or with no page in the whole site."""

    page: str = ""
    path: str = ""
    diagnostics: list[SiteDiagnostic] = field(default_factory=list)

    def report(self, code: Code, line: int = 0, **values: object) -> None:
        """Record ``code``; ``values`` fill the message template, ``path`` is that of the file."""
        message = code.template.format(**{"path": self.path, **values})
        self.diagnostics.append(
            SiteDiagnostic(Diagnostic(code, message, page=self.page), self.path, line)
        )


def quoted(text: str) -> str:
    """``text`` in quotes, on one line, not too long."""
    text = " ".join(text.split())
    return f"“{text[: _SHOWN - 1]}…”" if len(text) > _SHOWN else f"“{text}”"
