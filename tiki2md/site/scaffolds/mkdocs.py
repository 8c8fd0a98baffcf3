"""A site that MkDocs with Material builds, and Zensical."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiki2md.site.scaffolds.common import HEADLESS, site_title
from tiki2md.site.theme_text import html_text

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.site.languages import Languages

_CONFIG = """\
# The order of the pages, which each run writes; a nav in this file has precedence.
INHERIT: nav.yml

site_name: {title}
use_directory_urls: true

theme:
  name: material
  language: {language}
  features:
    - content.code.copy
    - content.tabs.link
    - navigation.indexes
    - navigation.path
    # Only the open part of the tree is in each page: a wiki may have thousands.
    - navigation.prune
    - navigation.top

extra_css:
  - stylesheets/wiki.css

plugins:
  - search{tags}

# The pages are written for these; without one of them some text would show its marks.
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - sane_lists
  - tables
  - toc:
      permalink: true
      # Ids in every script; links to headings count on it.
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds:
          case: lower
  - pymdownx.details
  - pymdownx.highlight:
      # Code without a language stays plain, and numbers are links.
      anchor_linenums: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true

# With --strict a warning stops the build.
validation:
  nav:
    omitted_files: ignore
  links:
    not_found: warn
    anchors: warn
    absolute_links: ignore
    unrecognized_links: ignore
"""

_REQUIREMENTS = """\
mkdocs>=1.6,<2
mkdocs-material>=9.5
pymdown-extensions>=10.7
"""

_FOLDED = ".md-typeset summary :is(h1, h2, h3, h4, h5, h6) { display: inline; margin: 0; }"
"""A rule of CSS: a section that its heading folds has that in its first line."""

_TAGS = """\
---
title: Tags
---

# Tags

<!-- material/tags -->
"""

_LANGUAGES = """
af ar be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko
ku-IQ lb lt lv mk mn ms my nb nl nn pl pt pt-BR ro ru sa sh si sk sl sq sr sv ta te th tl tr uk
ur uz vi zh zh-Hant zh-TW
"""
"""The languages that Material's own texts are there for."""


def files(wiki: Wiki, languages: Languages) -> dict[str, str]:
    """Paths and texts of a configuration and of what it needs.

    Args:
        wiki: its preferences give the title of the site.
        languages: of the site.
    """
    grouped = any(page.tags or page.categories for page in wiki.pages)
    tags = "\n  - tags" if grouped else ""
    title = json.dumps(html_text(site_title(wiki)))
    config = _CONFIG.format(title=title, language=_language(languages.main), tags=tags)
    texts = {
        "mkdocs.yml": config,
        "requirements.txt": _REQUIREMENTS,
        "docs/stylesheets/wiki.css": f"{HEADLESS}\n{_FOLDED}\n",
    }
    return texts | ({"docs/tags.md": _TAGS} if grouped else {})


def _language(tag: str) -> str:
    """A language, or English if Material's own texts are not there in it."""
    wanted = {"no": "nb"}.get(tag, tag).lower()
    known = {name.lower(): name for name in _LANGUAGES.split()}
    return known.get(wanted) or known.get(wanted.partition("-")[0]) or "en"
