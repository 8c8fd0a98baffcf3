"""Links of a page that is converted alone, without a site around it."""

from __future__ import annotations

from tiki2md.site.names import encode
from tiki2md.site.paths import slugify
from tiki2md.transforms.links import LinkTarget


class SinglePageResolver:
    """Links pages to files named after them, as a site of the same pages would."""

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """A file beside this one."""
        del word
        path = encode(f"{slugify(name) or 'page'}.md")
        return LinkTarget(f"{path}#{encode(anchor)}" if anchor else path)

    def url(self, url: str) -> LinkTarget | None:
        """Nothing is known about URLs."""
        del url
        return None
