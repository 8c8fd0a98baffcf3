"""Old versions of pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Version
from tiki2md.readers.blobs import chunks_of
from tiki2md.readers.escaping import looks_escaped
from tiki2md.readers.names import page_key
from tiki2md.readers.schema import HISTORY, number_of, text_of
from tiki2md.readers.text import decode, unescape_once, without_old_marks

if TYPE_CHECKING:
    from tiki2md.model import Page
    from tiki2md.readers.blobs import BlobStore
    from tiki2md.readers.escaping import EscapedPages
    from tiki2md.readers.schema import Row, Tables


class History:
    """Gives every page its versions, oldest first, the current one included.

    The table normally holds the current version too, on older sites only those before
    it (tiki-exports §1); of two rows for one version the one with a text wins.

    Args:
        tables: the export.
        escaped: tells which texts are from before Tiki 9.
        blobs: takes the text of a current version that the table lacks.
    """

    def __init__(self, tables: Tables, escaped: EscapedPages, blobs: BlobStore) -> None:
        self._where = f"{tables.origins.get(HISTORY, '')}: {HISTORY}"
        self._blobs = blobs
        self._tells_html = "is_html" in tables.columns.get(HISTORY, ())
        self._by_page: defaultdict[str, dict[int, Version]] = defaultdict(dict)
        for row in tables.get(HISTORY):
            version = _version(row, tables, escaped)
            known = self._by_page[page_key(text_of(row, "pageName"))]
            if version.number not in known or known[version.number].text is None:
                known[version.number] = version

    def complete(self, page: Page) -> None:
        """Give a page its versions; each page of the export comes once."""
        versions = self._by_page.pop(page_key(page.name), {})
        if page.is_html and not self._tells_html:  # the column is there since Tiki 9
            for version in versions.values():
                version.is_html, version.escaped = True, False
        number = page.version or max(versions, default=1)
        current = versions.get(number)
        if current is None or current.text is None:
            versions[number] = _current_version(page, number, self._blobs)
        page.versions = [version for _, version in sorted(versions.items())]

    def report_gone(self, reporter: Reporter) -> None:
        """Tell of versions of pages that are gone (``SOURCE_ROWS_LEFT_OUT``).

        Args:
            reporter: of the reading.
        """
        gone = sum(map(len, self._by_page.values()))
        if gone:
            reporter.report(
                Code.SOURCE_ROWS_LEFT_OUT,
                where=self._where,
                count=gone,
                why="their pages are not in the export",
            )


class Editors:
    """Tells of every page who wrote its old versions, in the order of each one's first.

    Args:
        tables: the export.
    """

    def __init__(self, tables: Tables) -> None:
        self._by_page: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in tables.get(HISTORY):
            editors = self._by_page[page_key(text_of(row, "pageName"))]
            user, number = text_of(row, "user"), number_of(row, "version")
            editors[user] = min(number, editors.get(user, number))

    def complete(self, page: Page) -> None:
        """Give a page its editors; each page of the export comes once, as for ``History``."""
        firsts = self._by_page.pop(page_key(page.name), {})
        page.editors = sorted(firsts, key=firsts.__getitem__)


def _current_version(page: Page, number: int, blobs: BlobStore) -> Version:
    return Version(
        number=number,
        modified=page.modified,
        user=page.last_editor,
        comment=page.edit_comment,
        description=page.description,
        is_html=page.is_html,
        text=blobs.put([page.source.encode("utf-8", "replace")]),
    )


def version_text(version: Version) -> str:
    """The source of a version, as ``Page.source`` has that of the current one.

    Raises:
        ValueError: the export names the version and lacks its text.
        SourceError: the text cannot be read any more, or was only counted.
    """
    if version.text is None:
        raise ValueError(f"there is no text of version {version.number}")
    text, _ = decode(b"".join(chunks_of(version.text)))
    if version.escaped and looks_escaped(text):
        text = unescape_once(text)
    return without_old_marks(text)


def _version(row: Row, tables: Tables, escaped: EscapedPages) -> Version:
    return Version(
        number=number_of(row, "version"),
        modified=number_of(row, "lastModif"),
        user=text_of(row, "user"),
        comment=text_of(row, "comment"),
        description=text_of(row, "description"),
        is_html=number_of(row, "is_html") == 1,
        text=tables.blob(row),
        escaped=escaped.is_old_version(row),
    )
