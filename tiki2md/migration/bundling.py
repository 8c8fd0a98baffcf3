"""Which files only one page uses: known after all pages were converted once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tiki2md.migration.parallel import converted_pages
from tiki2md.site.bundles import arrange

if TYPE_CHECKING:
    from tiki2md.migration.plan import Plan
    from tiki2md.site.data import WikiData


def make_bundles(site: WikiData, plan: Plan) -> None:
    """Give pages folders with their own files, if ``page_bundles`` asks for it.

    Args:
        site: its index gets the new paths.
        plan: whose processes convert pages.
    """
    options, layout = site.index.options, site.index.layout
    if not options.page_bundles or not layout.bundles or options.copy_files == "none":
        return
    with closing(converted_pages(site, plan)) as pages:
        arrange(site.index, [page.used_files for page in pages])
