"""A site that Jekyll builds, by itself or on GitHub Pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiki2md.site.scaffolds.common import site_title

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.site.languages import Languages

_CONFIG = """\
title: {title}
lang: {language}
url: "https://example.org"

plugins:
  - jekyll-redirect-from
  - jekyll-relative-links

# Links name the files of other pages; the plugin makes addresses of them.
relative_links:
  enabled: true

# What Netlify and Cloudflare are to be told, if it was asked for (redirect_hosts).
include:
  - _redirects

# Old addresses may hold braces, which Liquid would read in this file.
redirect_from:
  json: false

markdown: kramdown
kramdown:
  input: GFM
  hard_wrap: false
  # The text is the authors': no curly quotes, no dashes made of hyphens.
  smart_quotes: apos,apos,quot,quot
  gfm_quirks: [paragraph_end, no_auto_typographic]

defaults:
  - scope:
      path: ""
    values:
      layout: default
"""

_GEMFILE = """\
source "https://rubygems.org"

gem "jekyll", ">= 3.10"
gem "kramdown-parser-gfm"

group :jekyll_plugins do
  gem "jekyll-redirect-from"
  gem "jekyll-relative-links"
end
"""

_LAYOUT = """\
<!DOCTYPE html>
<html lang="{{ page.lang | default: site.lang | escape }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ page.title | default: site.title | escape }}</title>
{% if page.description %}<meta name="description" content="{{ page.description | escape }}">
{% endif -%}
{% if page.translations %}{% if page.lang -%}
<link rel="alternate" hreflang="{{ page.lang }}" href="{{ page.url | absolute_url }}">
{% endif %}{% for other in page.translations %}{% if other.lang -%}
<link rel="alternate" hreflang="{{ other.lang }}" href="{{ other.url | absolute_url }}">
{% endif %}{% endfor %}{% endif -%}
<style>
body { max-width: 48rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { border: 1px solid #bbb; padding: .2rem .5rem; }
pre { overflow-x: auto; padding: .5rem; background: #f4f4f4; } img { max-width: 100%; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: .25rem solid #bbb; }
blockquote.note { border-color: #06c; } blockquote.tip { border-color: #083; }
blockquote.important { border-color: #63c; } blockquote.warning { border-color: #c70; }
blockquote.caution { border-color: #c00; }
summary :is(h1, h2, h3, h4, h5, h6) { display: inline; }
header, footer { color: #555; font-size: .9rem; }
</style>
</head>
<body>
<header><a href="{{ '/' | relative_url }}">{{ site.title | escape }}</a>
{% for other in page.translations -%}
· <a href="{{ other.url | relative_url }}" hreflang="{{ other.lang }}" lang="{{ other.lang }}">
{{- other.name | escape }}</a>
{% endfor %}</header>
{% if site.data.nav.structures.size > 0 or page.url == "/" -%}
<nav>
{% include nav.html items=site.data.nav.structures %}
</nav>
{% endif -%}
<main>
{% comment %}
Many wiki pages begin with their title, some below a box; once is enough.
{% endcomment -%}
{% assign parts = content | split: "<h1" -%}
{% assign boxes = parts[0] | split: "</blockquote>" -%}
{% capture above -%}
{% for box in boxes %}{{ box | split: "<blockquote" | first }}{% endfor -%}
{% endcapture -%}
{% assign before = above | strip_html | strip -%}
{% assign first = parts[1] | split: "</h1>" | first | prepend: "<h1" | strip_html -%}
{% assign own = first | escape_once | replace: "_", " " | normalize_whitespace | downcase -%}
{% assign name = page.title | escape | replace: "_", " " | normalize_whitespace | downcase -%}
{% if before != "" or own != name -%}
<h1>{{ page.title | escape | normalize_whitespace }}</h1>
{% endif %}
{{ content }}
{% if page.url == "/" %}{% include nav.html items=site.data.nav.others open=true %}{% endif %}
</main>
<footer>
{% if page.last_modified_at %}<p>{{ page.last_modified_at | date: "%Y-%m-%d" }}</p>{% endif %}
{% if page.categories %}<p>{{ page.categories | join: " · " | escape }}</p>{% endif %}
{% if page.tags %}<p>{{ page.tags | join: " · " | escape }}</p>{% endif %}
</footer>
</body>
</html>
"""


_NAV = """\
{% if include.items.size > 0 -%}
<ul>
{% for item in include.items -%}
<li>{% if item.url %}<a href="{{ item.url | relative_url }}"
{%- if item.url == page.url %} aria-current="page"{% endif %}>{{ item.title | escape }}</a>
{%- else %}{{ item.title | escape }}{% endif %}
{%- if item.children %}{% include nav.html items=item.children %}{% endif %}</li>
{% endfor -%}
</ul>
{% endif -%}
"""


def files(wiki: Wiki, languages: Languages) -> dict[str, str]:
    """Paths and texts of a configuration, a layout and the list of gems.

    Args:
        wiki: its preferences give the title of the site.
        languages: of the site.
    """
    # A string of JSON is one of YAML.
    config = _CONFIG.format(title=json.dumps(site_title(wiki)), language=json.dumps(languages.main))
    return {
        "Gemfile": _GEMFILE,
        "_config.yml": config,
        "_includes/nav.html": _NAV,
        "_layouts/default.html": _LAYOUT,
    }
