"""Pictures and downloads: copied, and read back from where they were put."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.blobs import checked_chunks
from tiki2md.readers.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tiki2md.site.files import SiteFile
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.writer import Writer

_NOT_WHOLE = "what is on disk now is not what was written"


@dataclass(slots=True)
class Copied:
    """What became of the files of a wiki.

    Attributes:
        paths: of those that are in the site, below its root.
        unused: files that the sources hold and no page shows or links, in words.
        same: by path, the files of the wiki that share one copy, in words.
    """

    paths: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    same: dict[str, list[str]] = field(default_factory=dict)


def wanted_files(index: SiteIndex, used: Collection[str]) -> Iterator[tuple[str, SiteFile]]:
    """The files that a site gets by ``copy_files``, with their paths below its root.

    Args:
        index: of the site.
        used: the paths of files that pages show or link, as the index has them.
    """
    wanted = index.options.copy_files
    for file in index.files.all():
        if wanted == "all" or (wanted == "referenced" and file.path in used):
            yield index.files.place(file.path), file


def copy_files(
    index: SiteIndex, used: Collection[str], writer: Writer, reporter: Reporter
) -> Copied:
    """Bring the files along that pages use, or all of them.

    A file that cannot be read is reported and left out; the others are there, which is
    looked at after they are written.

    Args:
        index: of the site.
        used: the paths of files that pages show or link, as the index has them.
        writer: of the site.
        reporter: told of every file that is not as it should be.

    Raises:
        tiki2md.site.atomic.OutputError: a file cannot be written.
    """
    copied = Copied(unused=index.files.unused(used))
    for path, file in wanted_files(index, used):
        try:
            if not writer.copy(path, checked_chunks(file.blob)):
                reporter.report(Code.FILE_EDITED, path=path)
            elif not writer.is_whole(path):
                reporter.report(Code.FILE_UNREADABLE, path=path, why=_NOT_WHOLE)
            copied.paths.append(path)
        except SourceError as error:
            writer.keep(path)
            reporter.report(Code.FILE_UNREADABLE, path=path, why=error)
    shared = index.files.shared()
    copied.same = {
        path: shared[file.path] for path, file in wanted_files(index, used) if file.path in shared
    }
    return copied
