"""The places on a page that links can lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Reporter
from tiki2md.migration.page_limits import refuse_too_long
from tiki2md.migration.questions import Questions, digest, same_answers
from tiki2md.nodes import AnchorNode, walk
from tiki2md.pipeline import Surroundings, parse_page, structured
from tiki2md.render.contents import headings, slug_maker
from tiki2md.render.targets import target_named
from tiki2md.spool import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.migration.questions import Digests
    from tiki2md.model import Page
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData


class Places:
    """The places on the pages of a site, as far as an earlier run knew them, or found now.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        setting: a digest of all else that decides what becomes of a page.
        known: what an earlier run found of the page with a path, if anything.
        digests: shared by the pages of a run.
    """

    def __init__(
        self,
        site: WikiData,
        registry: Registry,
        setting: str,
        known: Callable[[str], Any],
        digests: Digests,
    ) -> None:
        self.found: Shelf[str, Any] = Shelf()
        self.fresh: dict[str, Any] = {}
        """Those of ``found`` that nobody has taken yet."""
        self._site = site
        self._registry = registry
        self._setting = setting
        self._known = known
        self._digests = digests

    def __call__(self, page: Page) -> Mapping[str, str] | None:
        """Those of a page, as ``places_on`` gives them."""
        path = self._site.index.entry_of(page).path
        key = digest((self._setting, page.name, page.source, page.is_html, page.is_rendered))
        known = self._known(path)
        if (
            known is None
            or known["key"] != key
            or not same_answers(known["asked"], None, self._site, self._digests)
        ):
            questions = Questions(self._digests)
            places = places_on(page, self._site, self._registry, questions)
            asked = dict(sorted((questions.of_index | questions.asked).items()))
            known = {"key": key, "asked": asked, "places": places}
        self.found[path] = self.fresh[path] = known
        places = known["places"]
        return dict(places) if places is not None else None


def places_on(
    page: Page, site: WikiData, registry: Registry, questions: Questions | None = None
) -> dict[str, str] | None:
    """Tiki's ids of the places on a page to the target's: headings, and anchors of authors.

    They are those of the tree that is written, what plugins show included.

    Args:
        page: one of the pages of the site's index.
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        questions: notes what the page asks of the wiki.

    Returns:
        ``None`` where nobody knows: a page in Markdown has the headings of its own parser.
    """
    index, reporter = site.index, Reporter(page=page.name)
    # Without a resolver: where its own links lead may be a question about this very page.
    around = Surroundings(
        page=page.name,
        is_html=page.is_html,
        is_rendered=page.is_rendered,
        variables=index.variables,
        hotwords=index.hotwords,
        registry=registry,
        site=site if questions is None else questions.of_site(site),
    )
    try:
        refuse_too_long(page.source)
        document = parse_page(page.source, index.options, around, reporter)
        tree = structured(document, index.options, around, reporter)
    except Exception:  # The page itself is reported when its turn comes.
        return None
    if document.markdown:
        return None
    by_title = index.layout.anchors == "titles"
    slugs = slug_maker(target_named(index.options.target))
    style = index.options.smiley_style
    own = {node.anchor for node in walk(tree) if isinstance(node, AnchorNode)}
    anchors = {name: "" if by_title else name for name in own}
    ids: dict[str, str] = {}
    for heading, target in headings(tree, slugs, smiley_style=style, by_title=by_title):
        ids.setdefault(heading.anchor, target)  # a browser goes to the first of equal ids
    return anchors | ids
