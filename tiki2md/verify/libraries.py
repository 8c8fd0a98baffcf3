"""The libraries that Markdown is read back by, which need not be installed."""

from __future__ import annotations


class MissingLibraryError(Exception):
    """Markdown cannot be read back; the message says what to install.

    Args:
        missing: tells which library is not there.
        extra: of this package, which brings it.
        what: is read back by it.
    """

    def __init__(self, missing: ImportError, extra: str = "verify", what: str = "Markdown") -> None:
        super().__init__(
            f"{what} is read back by {missing.name}, which is not installed; "
            f"install it with: pip install 'tiki2md[{extra}]'"
        )
