"""Exit codes, and what to say of an error."""

from __future__ import annotations

import sys

EXIT_DONE = 0
"""Done."""
EXIT_FINDINGS = 1
"""Findings at or above ``--fail-on`` (default ``error``)."""
EXIT_USAGE = 2
"""Wrong usage or configuration."""
EXIT_INPUT = 3
"""Input that cannot be read."""
EXIT_PARTIAL = 4
"""Some pages failed, the rest is written."""
EXIT_INTERRUPTED = 130
"""Interrupted."""
EXIT_TERMINATED = 143
"""Ended by another program (SIGTERM)."""


class InputError(Exception):
    """The input cannot be read; the message says why and what to do."""


def exit_for(error: Exception) -> tuple[str, int]:
    """The sentence and the exit code for an error that ended a command."""
    # By name: their modules are loaded only by the commands that need them.
    name = type(error).__name__
    if name in {"ConfigError", "ExecutorError", "OutputError", "PluginError"}:
        return str(error), EXIT_USAGE
    if isinstance(error, InputError) or name == "SourceError":
        return str(error), EXIT_INPUT
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}", EXIT_USAGE
    if isinstance(error, UnicodeEncodeError) and error.encoding == sys.getfilesystemencoding():
        lacks = f"file names are in {error.encoding} here, which lacks {error.object[error.start]}"
        return f"{lacks}; run it again with PYTHONUTF8=1 in the environment", EXIT_USAGE
    if isinstance(error, MemoryError):
        return "out of memory; convert the wiki in parts, or on a larger machine", EXIT_FINDINGS
    return (
        f"internal error ({name}: {error}); this is a fault of tiki2md, please report it",
        EXIT_FINDINGS,
    )
