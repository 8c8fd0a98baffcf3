"""Diagnostics as plain values, for what a run leaves for the next one."""

from __future__ import annotations

from typing import Any

from tiki2md.diagnostics import Code, Diagnostic

_CODES = {code.identifier: code for code in Code}


def values_of(diagnostic: Diagnostic) -> list[Any]:
    """A diagnostic as JSON can hold it."""
    return [
        diagnostic.code.identifier,
        diagnostic.message,
        diagnostic.page,
        diagnostic.span,
        diagnostic.line,
        diagnostic.column,
        diagnostic.values,
    ]


def diagnostic_of(
    code: str,
    message: str,
    page: str,
    span: list[int],
    line: int,
    column: int,
    words: list[list[str]],
) -> Diagnostic:
    """The diagnostic that ``values_of`` made these values of."""
    start, end = span
    values = tuple((name, value) for name, value in words)
    return Diagnostic(_CODES[code], message, page, (start, end), line, column, values)
