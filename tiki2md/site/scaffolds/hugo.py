"""A site that Hugo builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.scaffolds.common import site_language, site_title

if TYPE_CHECKING:
    from tiki2md.model import Wiki

_HUGO_CONFIG = """\
baseURL = "https://example.org/"
locale = "{locale}"
title = {title}

[module.hugoVersion]
  min = "0.148.0"

[taxonomies]
  category = "categories"
  tag = "tags"

# Wiki pages hold HTML that Markdown has no form for.
[markup.goldmark.renderer]
  unsafe = true

# Links name the files of other pages; Hugo makes addresses of them.
[markup.goldmark.renderHooks.link]
  useEmbedded = "fallback"
[markup.goldmark.renderHooks.image]
  useEmbedded = "fallback"

# The text is the authors': no curly quotes, no dashes made of hyphens.
[markup.goldmark.extensions]
  typographer = false

[markup.highlight]
  noClasses = true
"""

_BASE = """\
<!DOCTYPE html>
<html lang="{{ site.Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ if .IsHome }}{{ site.Title }}{{ else }}{{ .Title }} | {{ site.Title }}{{ end }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<style>
body { max-width: 48rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; } th, td { border: 1px solid #bbb; padding: .2rem .5rem; }
pre { overflow-x: auto; padding: .5rem; background: #f4f4f4; } img { max-width: 100%; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: .25rem solid #bbb; }
summary :is(h1, h2, h3, h4, h5, h6) { display: inline; }
header, footer { color: #555; font-size: .9rem; }
</style>
</head>
<body>
<header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></header>
<main>
{{ block "main" . }}{{ end }}
</main>
</body>
</html>
"""

_TITLE_AND_CONTENT = """\
{{- /* Many wiki pages begin with their title; once is enough. */ -}}
{{ if not (findRE `^\\s*<h1[ >]` .Content 1) }}<h1>{{ .Title }}</h1>{{ end }}
{{ .Content }}
"""

_PAGE = """\
{{ define "main" }}
{{ partial "title-and-content.html" . }}
<footer>
{{ with .Lastmod }}{{ if not .IsZero }}<p>{{ .Format "2006-01-02" }}</p>{{ end }}{{ end }}
{{ range slice "categories" "tags" }}{{ with $.GetTerms . }}
<p>{{ range $i, $term := . }}{{ if $i }} · {{ end -}}
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</p>
{{ end }}{{ end }}
</footer>
{{ end }}
"""

_LIST = """\
{{ define "main" }}
{{ partial "title-and-content.html" . }}
<ul>
{{ range .Pages.ByTitle }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>
{{ end }}
"""

_HOME = """\
{{ define "main" }}
{{ partial "title-and-content.html" . }}
<h2>{{ site.Title }}</h2>
<ul>
{{ range site.RegularPages.ByTitle }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>
{{ end }}
"""


def files(wiki: Wiki) -> dict[str, str]:
    """Paths and texts of a configuration and templates.

    Args:
        wiki: its preferences give the title and the language of the site.
    """
    locale = "".join(c for c in site_language(wiki) if c.isascii() and (c.isalnum() or c == "-"))
    config = _HUGO_CONFIG.format(locale=locale or "en", title=_toml_string(site_title(wiki)))
    return {
        "hugo.toml": config,
        "layouts/baseof.html": _BASE,
        "layouts/home.html": _HOME,
        "layouts/list.html": _LIST,
        "layouts/page.html": _PAGE,
        "layouts/_partials/title-and-content.html": _TITLE_AND_CONTENT,
    }


def _toml_string(text: str) -> str:
    """A basic string of TOML: its escapes are a superset of those that are written here."""
    escaped = "".join(
        f"\\{c}" if c in '"\\' else c if c.isprintable() else f"\\u{ord(c) & 0xFFFF:04x}"
        for c in text
    )
    return f'"{escaped}"'
