"""Wikis that tests convert whole: a small one made by hand, and those of the exports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sample_exports import GARDEN, GARDEN_DUMP, HARBOUR

from tiki2md.diagnostics import Reporter
from tiki2md.model import Category, Page, Wiki
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Wiki(
    pages=[
        Page(
            name="HomePage",
            page_id=1,
            source="!Welcome\n((Été|#Foo_bar|summer)), ((Nowhere|gone)), "
            "[tiki-index.php?page_id=3]\n",
            categories=[1],
        ),
        Page(name="Été", page_id=2, source="!Foo bar\nback ((HomePage|home))\n", tags=["a b"]),
        Page(name="Index", page_id=3, source="{{< x >}} ((../../etc/passwd|bad))\n"),
        Page(name="../../etc/passwd", page_id=4, source="text\n"),
        Page(name="???", page_id=5, source="((Index|i))\n"),
        Page(name="Categories", page_id=6, source='a "b" -- c\n'),
    ],
    categories={1: Category(category_id=1, name='Plants/"Trees"')},
)


def garden(spool: Path) -> Wiki:
    """The wiki of a real Tiki, its files in ``spool``; the test is skipped without it."""
    if not GARDEN.exists():
        pytest.skip("real exports not here")
    spool.mkdir()
    reading = Reading(blobs=BlobStore(spool), files=(GARDEN / "files",))
    return read_sources([GARDEN_DUMP], Reporter(), reading)


def harbour(spool: Path) -> Wiki:
    """A wiki with pages in three languages, its files in ``spool``."""
    spool.mkdir()
    return read_sources([HARBOUR], Reporter(), Reading(blobs=BlobStore(spool)))


def leads_out(url: str) -> bool:
    """Whether a link is to what a wiki had and no site has: other scripts of Tiki, lost files."""
    return re.search(r"tiki-\w+\.php|^/?(?:dl|display|thumbnail)\d+|^/?img/", url) is not None
