"""Small wikis that are converted, and what is reported of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from folders import report_of

from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.report.recorder import Run

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = (
    "!Harbour\nThe ferry leaves at nine, see ((Timetable)).\n\n"
    "{TIDES()}High at noon.{TIDES}\n----lost words\n{HTML()}<form></form><input>{HTML}\n"
)


def wiki(*pages: Page) -> Wiki:
    """A wiki of these pages."""
    return Wiki(pages=[*pages])


def harbour(**values: Any) -> Page:
    """A page with a finding of each severity that pages have, but for what ``values`` say."""
    return Page(
        **{"name": "Harbour", "source": SOURCE, "origin": "/home/ann/w.sql: tiki_pages"} | values
    )


def converted(root: Path, site: Wiki, run: Run | None = None, **plan: Any) -> dict[str, Any]:
    """What ``report.json`` says of a wiki that was converted to a folder."""
    run = run or Run(version="1.2.3", sources=("/home/ann/w.sql",))
    convert_site(site, Options(target="hugo"), root, Plan(run=run, scaffold=False, **plan))
    return report_of(root)


def html_of(root: Path) -> str:
    """The page for people in such a folder."""
    return (root / ".tiki2md/report.html").read_text("utf-8")
