"""Files that are pages, a page each, in a folder and below it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Category, Page, Wiki
from tiki2md.readers.escaping import unescape_pages
from tiki2md.readers.files import open_stream
from tiki2md.readers.front_matter import page_of_text
from tiki2md.readers.names import page_key, page_name, twins_of
from tiki2md.readers.text import decode_file
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_LINK = re.compile(r"\(\(([^|()\n]+)")


class TextFile(NamedTuple):
    """A file, and the source that it was found in: itself, or a folder above it."""

    path: Path
    source: Path

    def long_name(self) -> str:
        """The path below the source, without the suffix."""
        path = self.path.with_suffix("")
        return path.name if self.path == self.source else path.relative_to(self.source).as_posix()


def read_text_files(files: Sequence[TextFile], reporter: Reporter) -> Wiki:
    """The pages of text files.

    A page is named by its front matter, else after its file, without the folder.
    Where two files have the same name, or pages link to it with the folder in the
    name, the folder belongs to the name, as Tiki's names may hold ``/``.

    Raises:
        SourceError: a file cannot be read.
    """
    texts = Spool(_text(file.path, reporter) for file in files)
    linked = {page_key(name) for text in texts for name in _LINK.findall(text)}
    stems = Counter(page_key(file.path.stem) for file in files)
    names = [file.path.stem for file in files]
    for at, file in enumerate(files):
        if stems[page_key(names[at])] > 1 or page_key(file.long_name()) in linked:
            names[at] = file.long_name()
    return wiki_of_pages(_pages(files, texts, names, reporter), reporter)


def _pages(
    files: Sequence[TextFile], texts: Iterable[str], names: Sequence[str], reporter: Reporter
) -> Iterator[tuple[Page, list[str]]]:
    """The pages of files with these texts and names, each with the names of its categories."""
    twins = twins_of(names)
    for file, text, name in zip(files, texts, names, strict=True):
        page, categories = page_of_text(text, name, str(file.path), reporter)
        if name in twins and page.name == page_name(name):
            page.name = name  # its file has it, no title
        yield page, categories


def wiki_of_pages(pages: Iterable[tuple[Page, list[str]]], reporter: Reporter) -> Wiki:
    """A wiki of texts in files and the names of their categories, which get numbers here."""
    wiki = Wiki(pages=Spool())
    numbers: dict[str, int] = {}
    for page, categories in pages:
        page.categories = sorted({numbers.setdefault(n, len(numbers) + 1) for n in categories})
        wiki.pages.append(page)
    unescape_pages(wiki.pages, reporter)
    wiki.categories = {
        number: Category(category_id=number, name=name) for name, number in numbers.items()
    }
    return wiki


def _text(path: Path, reporter: Reporter) -> str:
    with open_stream(path) as stream:
        text, valid = decode_file(stream.read_all())
        stream.report_cut(path, reporter)
    if not valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where=str(path))
    return text
