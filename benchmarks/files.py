"""Proves that the files of a wiki arrived: each that pages use, with its size and its hash, once.

python benchmarks/files.py EXPORT OUT [-t TARGET] [--files DIR]

What a page uses comes from converting the export again; what arrived, from hashing every file
below OUT, whatever it is called.  The hash is that which the wiki noted, or that of the bytes in
the export.  Exits with 1 when a file is missing, differs, or is there twice.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import index_site
from tiki2md.migration.pages import convert_entry
from tiki2md.options import Options, with_values
from tiki2md.plugins import default_registry
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.readers import options_from_preferences, read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading

if TYPE_CHECKING:
    from tiki2md.site.files import SiteFile

MD5 = re.compile("[0-9a-f]{32}")


def hashes_below(root: Path) -> dict[tuple[int, str], list[str]]:
    """Size and MD5 of every file to the paths that have them; generated folders left aside."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for path in sorted(root.rglob("*")):
        below = path.relative_to(root)
        if path.is_file() and below.parts[0] not in {".tiki2md", "public", "site", "build"}:
            raw = path.read_bytes()
            digest = hashlib.md5(raw, usedforsecurity=False).hexdigest()
            found[len(raw), digest].append(below.as_posix())
    return found


def key_of(placed: SiteFile) -> tuple[int, str]:
    """The size and hash that the wiki noted; of the bytes in the export where it noted none."""
    noted = placed.file.md5.lower()
    return placed.file.size or placed.blob.size, noted if MD5.fullmatch(noted) else placed.blob.md5


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("-t", "--target", default="hugo")
    parser.add_argument("--files", type=Path, action="append", default=[])
    given = parser.parse_args()
    with TemporaryDirectory() as spool:
        reading = Reading(files=tuple(given.files), blobs=BlobStore(Path(spool)))
        wiki = read_sources([given.export], Reporter(), reading)
        options = with_values(
            Options(), {**options_from_preferences(wiki.preferences), "target": given.target}
        )
        registry = site_registry(default_registry(), wiki.preferences)
        site = index_site(wiki, options, registry)
        pages = [convert_entry(entry, site, registry) for entry in site.index.entries]
    used = frozenset[str]().union(*(page.used_files for page in pages))
    files = {file.path: file for file in site.index.files.all()}
    there = hashes_below(given.out)
    right = [path for path in sorted(used) if len(there.get(key_of(files[path]), [])) == 1]
    for path in sorted(used.difference(right)):
        places = there.get(key_of(files[path]), [])
        print(f"{path}: {'is there twice: ' + ', '.join(places) if places else 'did not arrive'}")
    lost = {
        dict(finding.values)["url"]
        for page in pages
        for finding in page.diagnostics
        if finding.code is Code.FILE_NOT_COPIED
    }
    print(f"{len(right)} of {len(used)} files that pages use arrived once with the right hash")
    print(f"{len(site.index.files.unused(used))} files that no page uses stayed behind")
    print(f"{len(lost)} addresses of files that the export does not hold")
    return int(len(right) != len(used))


if __name__ == "__main__":
    raise SystemExit(main())
