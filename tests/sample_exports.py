"""Where the exports lie that tests read: small ones, and real ones that are not always here."""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]

EXPORTS = _ROOT / "fixtures" / "exports"
HARBOUR = EXPORTS / "harbour.sql.gz"
"""A small wiki that has something of everything."""
HARBOUR_PAGES = EXPORTS / "harbour"
"""Its pages as files."""
LIGHTHOUSE = EXPORTS / "lighthouse"
"""A dump with the folders of files beside it."""
SHIPYARD = EXPORTS / "shipyard"
"""Posts, articles, topics and items of trackers with files: a dump, and the files beside it."""
DUMPS = EXPORTS / "dumps"
"""Dumps of a page or two: of several programs and versions of Tiki, and of single topics."""

REAL_EXPORTS = _ROOT.parent / "shared" / "exports"
"""Beside this repository."""
GARDEN = REAL_EXPORTS / "garden"
"""A wiki that a Tiki exported in every format."""
GARDEN_DUMP = GARDEN / "garden.sql.gz"
DOMOGIK = REAL_EXPORTS / "domogik-xml.zip"
GOLDEN = _ROOT.parent / "shared" / "golden"
"""The page that the preset ``classic`` reproduces, which cannot be published."""

needs_garden = pytest.mark.skipif(not GARDEN.is_dir(), reason="real exports not here")
