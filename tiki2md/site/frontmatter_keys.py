"""Which keys the front matter of a target can have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.model import Category, Page, Place, Version, Wiki
from tiki2md.options import Options
from tiki2md.site.frontmatter import all_metadata
from tiki2md.site.frontmatter_rules import FrontMatterError, check, names_in, paths_in
from tiki2md.site.index_building import build_index

if TYPE_CHECKING:
    from tiki2md.options import FrontMatter
    from tiki2md.site.frontmatter_rules import Path


class Problem(NamedTuple):
    """Why rules for front matter cannot be followed.

    Attributes:
        message: what is wrong.
        key: the key that does not exist, if it is that.
        known: the keys that do.
    """

    message: str
    key: str
    known: list[str]


def front_matter_problem(rules: FrontMatter, target: str) -> Problem | None:
    """Why rules cannot be followed; ``None`` if they can.

    Args:
        rules: of the configuration.
        target: its keys are those that rules may name.
    """
    known = known_paths(target)
    try:
        check(rules, known)
    except FrontMatterError as error:
        return Problem(str(error), error.key, names_in(known))
    return None


def known_paths(target: str) -> list[Path]:
    """The ways to all values that front matter can have, found by writing that of full pages."""
    page = Page(
        name="A",
        source="",
        page_id=1,
        slug="a",
        description="a",
        language="en",
        created=1,
        modified=2,
        creator="a",
        last_editor="b",
        version=1,
        keywords="a",
        categories=[1],
        tags=["a"],
        versions=[Version(number=1, user="c")],
    )
    post = replace(page, name="B", slug="", kind="blog post", section="a")
    wiki = Wiki(
        pages=[page],
        others=[post],
        categories={1: Category(category_id=1, name="A")},
        places={1: Place(place_id=1, page="A", label="a")},
    )
    index = build_index(wiki, Options(target=target))
    paths = [path for e in index.entries for path in paths_in(all_metadata(index, e))]
    return list(dict.fromkeys(paths))
