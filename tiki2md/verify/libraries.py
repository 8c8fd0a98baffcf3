"""The libraries that MkDocs reads Markdown by, which need not be installed."""

from __future__ import annotations


class MissingLibraryError(Exception):
    """Markdown of MkDocs cannot be read back; the message says what to install.

    Args:
        missing: tells which library is not there.
    """

    def __init__(self, missing: ImportError) -> None:
        super().__init__(
            f"Markdown of MkDocs is read back by {missing.name}, which is not installed; "
            "install it with: pip install 'tiki2md[mkdocs]'"
        )
