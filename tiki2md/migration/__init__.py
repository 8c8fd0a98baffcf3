"""A whole wiki to a whole site: index all pages, then convert each against the index."""

from tiki2md.migration.history import Choice, History, choose_versions, history_stream
from tiki2md.migration.indexing import index_site, page_count, pages_of
from tiki2md.migration.pages import blocks_below, convert_or_report, surroundings_of
from tiki2md.migration.plan import Phase, Plan, Summary
from tiki2md.migration.single_page import convert_alone, surroundings_alone
from tiki2md.migration.site import convert_site
from tiki2md.migration.skeleton import write_skeleton

__all__ = [
    "Choice",
    "History",
    "Phase",
    "Plan",
    "Summary",
    "blocks_below",
    "choose_versions",
    "convert_alone",
    "convert_or_report",
    "convert_site",
    "history_stream",
    "index_site",
    "page_count",
    "pages_of",
    "surroundings_alone",
    "surroundings_of",
    "write_skeleton",
]
