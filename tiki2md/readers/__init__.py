"""Readers: from a site's export to a ``tiki2md.model.Wiki``."""

from tiki2md.readers.errors import SourceError
from tiki2md.readers.preferences import options_from_preferences
from tiki2md.readers.reading import Reading
from tiki2md.readers.sources import read_sources, read_text, require_source, source_named

__all__ = [
    "Reading",
    "SourceError",
    "options_from_preferences",
    "read_sources",
    "read_text",
    "require_source",
    "source_named",
]
