"""A site that Docusaurus builds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiki2md.site.names import collation_key
from tiki2md.site.scaffolds.common import HEADLESS, site_title
from tiki2md.site.theme_text import script_metadata, script_text

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.site.languages import Languages

_CONFIG = """\
// @ts-check
import {{themes}} from 'prism-react-renderer';

/** @type {{import('@docusaurus/types').Config}} */
const config = {{
  title: {title},
  url: 'https://example.org',
  baseUrl: '/',
  i18n: {{defaultLocale: {language}, locales: [{language}]}},

  // A broken link stops the build; of places Docusaurus knows headings, and not the anchors of
  // authors, which are there.
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'warn',

  markdown: {{
    // Pages are written as MDX; the text is the authors', so no words between colons are pictures.
    format: 'mdx',
    emoji: false,
    hooks: {{
      onBrokenMarkdownLinks: 'throw',
      onBrokenMarkdownImages: 'throw',
    }},
  }},

  presets: [
    [
      'classic',
      /** @type {{import('@docusaurus/preset-classic').Options}} */
      ({{
        docs: {{
          routeBasePath: '/',
          sidebarPath: './sidebars.js',
          // A page called "1 January" keeps its number.
          numberPrefixParser: false,
          showLastUpdateTime: {dated},
          onInlineTags: 'ignore',
        }},
        blog: false,
        theme: {{customCss: './src/css/custom.css'}},
      }}),
    ],
  ],

  themeConfig:
    /** @type {{import('@docusaurus/preset-classic').ThemeConfig}} */
    ({{
      navbar: {{title: {title}}},
      docs: {{sidebar: {{hideable: true}}}},
      prism: {{
        theme: themes.github,
        darkTheme: themes.dracula,
        // No line of code says anything to the highlighter.
        magicComments: [],
      }},
    }}),
}};

export default config;
"""

_SIDEBARS = """\
// The structures of the wiki, which each run writes.
import pages from './sidebars.json';

/** @type {import('@docusaurus/plugin-content-docs').SidebarsConfig} */
const sidebars = {pages};

export default sidebars;
"""

_PACKAGE = {
    "name": "wiki",
    "version": "0.0.0",
    "private": True,
    "scripts": {
        "start": "docusaurus start",
        "build": "docusaurus build",
        "serve": "docusaurus serve",
        "clear": "docusaurus clear",
    },
    "dependencies": {
        "@docusaurus/core": "^3.9.0",
        "@docusaurus/preset-classic": "^3.9.0",
        "@mdx-js/react": "^3.0.0",
        "prism-react-renderer": "^2.3.0",
        "react": "^19.0.0",
        "react-dom": "^19.0.0",
    },
    "engines": {"node": ">=20.0"},
}

_CSS = """\
.titlebar { border-bottom: 1px solid var(--ifm-color-emphasis-300); font-weight: bold; }
summary :is(h1, h2, h3, h4, h5, h6) { display: inline; }
"""

_NO_HOME = """\
---
title: {title}
slug: /
sidebar_position: 0
---

The wiki had no home page. Write one here.
"""


def files(wiki: Wiki, languages: Languages) -> dict[str, str]:
    """Paths and texts of a configuration and of what it needs.

    Args:
        wiki: its preferences give the title of the site.
        languages: of the site.
    """
    dated = bool(wiki.pages) and all(page.modified > 0 for page in wiki.pages)
    config = _CONFIG.format(
        title=json.dumps(script_text(site_title(wiki)), ensure_ascii=False),
        language=json.dumps(languages.main),
        dated=json.dumps(dated),
    )
    texts = {
        "docusaurus.config.js": config,
        "package.json": json.dumps(_PACKAGE, indent=2) + "\n",
        "sidebars.js": _SIDEBARS,
        "src/css/custom.css": f"{_CSS}{HEADLESS}\n",
    }
    home = collation_key(wiki.home_page)
    if not any(collation_key(page.name) == home for page in wiki.pages):
        title = script_metadata({"title": site_title(wiki)})["title"]
        texts["docs/index.md"] = _NO_HOME.format(title=json.dumps(title, ensure_ascii=False))
    return texts
