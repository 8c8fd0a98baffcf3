"""What went wrong or was lost, and where: one closed list of codes.

The library neither prints nor raises on markup; it reports here, and the caller
decides what to do with it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(IntEnum):
    """How bad, in rising order."""

    INFO = 1
    WARNING = 2
    LOSS = 3
    ERROR = 4

    @property
    def label(self) -> str:
        """The word that users read and type."""
        return self.name.lower()


class Code(Enum):
    """Every diagnostic there is: identifier, severity, message template."""

    # Parsing.
    NESTING_CAPPED = (
        "nesting-capped",
        Severity.WARNING,
        "markup nested too deep to be parsed is kept as text",
    )
    INTERNAL_PARSE_ERROR = (
        "internal-parse-error",
        Severity.ERROR,
        "the page could not be parsed and is kept as text; please report it",
    )
    ACCIDENTAL_LINK = (
        "accidental-link",
        Severity.INFO,
        "[{url}] was a link in Tiki, perhaps by accident",
    )
    ACCIDENTAL_MARKUP = (
        "accidental-markup",
        Severity.INFO,
        "{mark} in the text was markup in Tiki, perhaps by accident",
    )
    RULE_TEXT_DROPPED = (
        "rule-text-dropped",
        Severity.LOSS,
        "text after a horizontal rule, which Tiki never showed: {text}",
    )
    MARKDOWN_COMMENT_DROPPED = (
        "markdown-comment-dropped",
        Severity.INFO,
        "a ~tc~ comment, which Tiki fails to hide in a Markdown page, is dropped",
    )
    VARIABLE_UNSET = (
        "variable-unset",
        Severity.INFO,
        "the variable {name} has no value here and stays as it was typed",
    )
    # Plugins.
    PLUGIN_UNKNOWN = (
        "plugin-unknown",
        Severity.WARNING,
        "plugin {name} is unknown: its body is converted, its call kept in a comment",
    )
    PLUGIN_KEPT = (
        "plugin-kept",
        Severity.WARNING,
        "plugin {name} has no Markdown form: its call is kept in a comment",
    )
    PLUGIN_MISSING_ARGUMENT = (
        "plugin-missing-argument",
        Severity.WARNING,
        "plugin {name} needs the argument {argument}",
    )
    PLUGIN_DROPPED = (
        "plugin-dropped",
        Severity.INFO,
        "plugin {name} showed nothing that a page needs and is dropped",
    )
    PLUGIN_BODY_DROPPED = (
        "plugin-body-dropped",
        Severity.LOSS,
        "plugin {name} has no Markdown form: its call stays in a comment, its body is left out",
    )
    PLUGIN_APPROXIMATED = (
        "plugin-approximated",
        Severity.INFO,
        "plugin {name} is written in another form: {what}",
    )
    PLUGIN_BRANCH = (
        "plugin-branch",
        Severity.WARNING,
        "plugin {name} shows different texts to different readers: {kept}",
    )
    PLUGIN_FAILED = (
        "plugin-failed",
        Severity.ERROR,
        "the handler of plugin {name} failed ({error}); its call is kept in a comment",
    )
    PLUGIN_SNAPSHOT = (
        "plugin-snapshot",
        Severity.INFO,
        "plugin {name} was evaluated from the export: what it shows changes no more",
    )
    PLUGIN_PAGE_MISSING = (
        "plugin-page-missing",
        Severity.WARNING,
        "plugin {name} wants the page {page}, which is not there: its call is kept in a comment",
    )
    INCLUDE_CAPPED = (
        "include-capped",
        Severity.WARNING,
        "plugin {name} does not show the page {page} here: {reason}",
    )
    CONTENTS_CAPPED = (
        "contents-capped",
        Severity.WARNING,
        "the page has more than {limit} tables of contents; this one is a comment",
    )
    # Links and files.
    LINK_MISSING_PAGE = (
        "link-missing-page",
        Severity.WARNING,
        "no page is named {page}: the link is kept as text",
    )
    LINK_OLD_SITE = (
        "link-old-site",
        Severity.INFO,
        "no page is named {page}: the link leads to the old wiki",
    )
    LINK_AMBIGUOUS = (
        "link-ambiguous",
        Severity.WARNING,
        "{page} is an alias of several pages: {candidates}",
    )
    LINK_UNSAFE = (
        "link-unsafe",
        Severity.WARNING,
        "{url} would run a script and is not written as a link",
    )
    FILE_NOT_COPIED = (
        "file-not-copied",
        Severity.WARNING,
        "the file behind {url} is not part of the output; the address is still that of the wiki",
    )
    # Rendering.
    NODE_NOT_RENDERED = (
        "node-not-rendered",
        Severity.ERROR,
        "the target has no form for {node}; its source is kept as text",
    )
    STYLE_DROPPED = (
        "style-dropped",
        Severity.INFO,
        "{what} cannot be written for this target and is dropped",
    )
    HTML_DROPPED = (
        "html-dropped",
        Severity.LOSS,
        "<{tag}> in HTML has no Markdown form and is left out",
    )
    # Sources.
    SOURCE_TRUNCATED = (
        "source-truncated",
        Severity.ERROR,
        "the source ends in the middle of {where}; what stands before it was read",
    )
    SOURCE_NOT_UTF8 = (
        "source-not-utf8",
        Severity.WARNING,
        "{where} is not valid UTF-8; undecodable bytes were read as Latin-1",
    )
    SOURCE_ESCAPED_TEXT = (
        "source-escaped-text",
        Severity.INFO,
        "{where} was stored HTML-escaped (before Tiki 9) and was unescaped once",
    )
    SOURCE_SCARS = (
        "source-scars",
        Severity.INFO,
        "{where} holds <x>, which an old filter put in texts: {count} taken out",
    )
    SOURCE_ROWS_LEFT_OUT = (
        "source-rows-left-out",
        Severity.INFO,
        "{count} rows of {where} are left out: {why}",
    )
    SOURCE_FILE_MISSING = (
        "source-file-missing",
        Severity.WARNING,
        "the file {name} was stored on disk as {path}, which is in no folder given by --files",
    )
    SOURCE_FILE_SIZE = (
        "source-file-size",
        Severity.WARNING,
        "the file {name} should have {said} bytes; {path} has {size}",
    )
    SOURCE_FILE_TWICE = (
        "source-file-twice",
        Severity.WARNING,
        "{what} {number} is {first} in one source; in another it is {second}, which is left out",
    )
    SOURCE_STATEMENT_SKIPPED = (
        "source-statement-skipped",
        Severity.ERROR,
        "a statement in {where} is no plain list of rows; the rest of it was not read",
    )
    SOURCE_PAGE_TWICE = (
        "source-page-twice",
        Severity.WARNING,
        "page {page} was read from {first}; another text of it in {where} was left out",
    )
    SOURCE_SKIPPED = (
        "source-skipped",
        Severity.ERROR,
        "{path} is named like a page but is not read: {why}",
    )
    SOURCE_TEXT_MISSING = (
        "source-text-missing",
        Severity.ERROR,
        "{where} names the page {page} and lacks its text: the page is empty",
    )
    SOURCE_MEMBERS_MISSING = (
        "source-members-missing",
        Severity.WARNING,
        "{where} names {count} {what} that it does not hold",
    )
    SOURCE_MEMBER_UNREADABLE = (
        "source-member-unreadable",
        Severity.ERROR,
        "{member} in {where} cannot be read as it should: {why}",
    )
    SOURCE_PAGES_UNLISTED = (
        "source-pages-unlisted",
        Severity.WARNING,
        "{where} has a text but no data of {count} pages: no dates, no authors, no language",
    )
    # Visibility.
    PAGE_HIDDEN = (
        "page-hidden",
        Severity.WARNING,
        "visitors could not see the page: {reason}; {fate}",
    )
    PERMISSIONS_MISSING = (
        "permissions-missing",
        Severity.WARNING,
        "the export has no table {table}: pages that visitors could not see may be among the rest",
    )
    # Output.
    PATH_COLLISION = (
        "path-collision",
        Severity.INFO,
        "{path} is taken by another page; written as {used}",
    )
    PAGE_REDIRECTS = (
        "page-redirects",
        Severity.INFO,
        "the page only led on to {page}; there its links and old addresses lead now",
    )
    FILE_EDITED = (
        "file-edited",
        Severity.WARNING,
        "{path} was changed since the last run and is left as it is (--force replaces it)",
    )
    FILE_UNREADABLE = (
        "file-unreadable",
        Severity.ERROR,
        "{path} could not be copied: {why}",
    )
    FILE_STALE = (
        "file-stale",
        Severity.INFO,
        "{path} was written by an earlier run and belongs to no page now; --prune deletes it",
    )
    FILE_STALE_EDITED = (
        "file-stale-edited",
        Severity.WARNING,
        "{path} was written by an earlier run and belongs to no page now; somebody changed it",
    )
    PAGE_FAILED = (
        "page-failed",
        Severity.ERROR,
        "the page could not be converted ({error}); its source is kept in a code block",
    )

    def __init__(self, identifier: str, severity: Severity, template: str) -> None:
        self.identifier = identifier
        self.severity = severity
        self.template = template


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``span`` is in offsets of the page's source; ``line`` and ``column`` count
    from 1 and are 0 where no place applies.
    """

    code: Code
    message: str
    page: str = ""
    span: tuple[int, int] = (0, 0)
    line: int = 0
    column: int = 0

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    def to_text(self) -> str:
        """``page:line:column: severity code: message``."""
        place = f"{self.page}:{self.line}:{self.column}" if self.line else self.page
        prefix = f"{place}: " if place else ""
        return f"{prefix}{self.severity.label} {self.code.identifier}: {self.message}"

    def to_dict(self) -> dict[str, str | int]:
        """The diagnostic as JSON-ready data."""
        return {
            "code": self.code.identifier,
            "severity": self.severity.label,
            "message": self.message,
            "page": self.page,
            "line": self.line,
            "column": self.column,
            "start": self.span[0],
            "end": self.span[1],
        }


class LineMap:
    """Lines and columns of a source, computed only when somebody asks."""

    def __init__(self, source: str) -> None:
        self._starts = [0]
        at = source.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = source.find("\n", at + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both counted from 1.

        Raises:
            ValueError: there is no such line.
        """
        if not 1 <= line <= len(self._starts):
            raise ValueError(f"there is no line {line}; the last is {len(self._starts)}")
        return self._starts[line - 1] + max(column, 1) - 1


@dataclass(slots=True)
class Reporter:
    """Collects the diagnostics of one page (or, with no source, of a run)."""

    page: str = ""
    source: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _lines: LineMap | None = None

    def report(self, code: Code, span: tuple[int, int] | None = None, **values: object) -> None:
        """Record ``code`` at ``span``; ``values`` fill the message template."""
        line = column = 0
        if span is not None and self.source:
            if self._lines is None:
                self._lines = LineMap(self.source)
            line, column = self._lines.position(min(span[0], len(self.source)))
        self.diagnostics.append(
            Diagnostic(
                code,
                code.template.format(**values),
                page=self.page,
                span=span or (0, 0),
                line=line,
                column=column,
            )
        )


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among ``diagnostics``."""
    return max((diagnostic.severity for diagnostic in diagnostics), default=None)
