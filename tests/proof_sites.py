"""Sites that were written, and what the proof says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from faults import Kept

from tiki2md.migration import Plan, convert_site
from tiki2md.model import Blob, File, Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import How, Proof, compare, expect
from tiki2md.readers.blobs import BlobStore
from tiki2md.verify.folder import open_folder
from tiki2md.verify.live import saved_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.diagnostics import Code
    from tiki2md.verify.reporting import SiteDiagnostic


@dataclass
class Site:
    """A wiki, and the folder that it was written to."""

    wiki: Wiki
    options: Options
    out: Path

    @cached_property
    def expectation(self) -> Kept:
        """Made once, however often the folder is compared with it."""
        expectation = expect(self.wiki, self.options, default_registry())
        return Kept(expectation.site, expectation.registry)

    def proof(self, saved: Path | None = None) -> Proof:
        pages = saved_pages(saved) if saved is not None else {}
        return compare(self.expectation, open_folder(self.out), How(saved=pages))

    def codes(self) -> list[str]:
        findings = self.proof().all_findings()
        return [finding.diagnostic.code.identifier for finding in findings]

    def finding(self, code: Code) -> SiteDiagnostic:
        """The only finding of a kind."""
        (found,) = [each for each in self.proof().all_findings() if each.diagnostic.code is code]
        return found

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.out / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


def written(out: Path, wiki: Wiki, **options: object) -> Site:
    """A wiki as a site in a folder, with options by their names."""
    site = Site(wiki, replace(Options(), **options), out)  # type: ignore[arg-type]
    convert_site(wiki, site.options, out, Plan(registry=default_registry()))
    return site


def small(tmp_path: Path, target: str = "gfm", **options: object) -> Site:
    """A site of three pages and a file."""
    file = tmp_path / "crab.png"
    file.write_bytes(b"\x89PNG crab")
    blob = Blob(path=str(file), size=9, md5=BlobStore().put([file.read_bytes()]).md5)
    wiki = Wiki(
        pages=[
            Page(
                name="HomePage",
                page_id=1,
                source="!Welcome\nSee ((Crab Soup|#Shells|the shells)) and [#Welcome|above].\n",
                aliases=["Start"],
            ),
            Page(
                name="Crab Soup",
                page_id=2,
                source="!!Shells\n* one\n** two\n||a|b\nc|d||\n"
                '{img fileId=1 title="A crab"}\n'
                "{CODE()}x = 1{CODE}\n~tc~secret~/tc~\n{ANAME()}pot{ANAME}\n",
                modified=1_700_000_000,
                tags=["soup"],
            ),
            Page(name="Old", page_id=3, source="[tiki-download_file.php?fileId=99|gone]\n"),
        ],
        files={1: File(file_id=1, filename="crab.png", blob=blob)},
    )
    return written(tmp_path / "out", wiki, target=target, **options)
