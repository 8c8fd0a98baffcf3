"""Links of a page that is converted alone, without a site around it."""

from __future__ import annotations

from tiki2md.site.layout import layout_of
from tiki2md.site.names import encode
from tiki2md.site.paths import cleaner_of
from tiki2md.transforms.links import LinkTarget


class SinglePageResolver:
    """Links pages to files named after them, as a site of the same pages would.

    Args:
        target: decides how files are named.
        github_wiki: the option of that name.
        ascii_only: whether names of files are ``ascii``, by the option ``slugs``.
    """

    def __init__(
        self, target: str = "", *, github_wiki: bool = False, ascii_only: bool = False
    ) -> None:
        layout = layout_of(target, github_wiki=github_wiki)
        self._name = cleaner_of(layout.file_names, ascii_only=ascii_only)
        self._ending = "" if layout.by_name else ".md"

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """A file beside this one."""
        del word
        path = encode(f"{self._name(name) or 'page'}{self._ending}")
        return LinkTarget(f"{path}#{encode(anchor)}" if anchor else path)

    def url(self, url: str) -> LinkTarget | None:
        """Nothing is known about URLs."""
        del url
        return None
