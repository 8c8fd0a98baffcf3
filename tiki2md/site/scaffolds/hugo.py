"""A site that Hugo builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.languages import is_right_to_left, language_name
from tiki2md.site.scaffolds.common import HEADLESS, site_title
from tiki2md.toml_strings import toml_string

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.site.languages import Languages

_CONFIG = """\
baseURL = "https://example.org/"
locale = "{locale}"
title = {title}
{languages}
[module.hugoVersion]
  min = "{version}"

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
  style = "github"
"""

_LANGUAGES = """\
defaultContentLanguage = "{key}"
# The pages of the main language are at the root of the site; no copy of it is made.
disableDefaultLanguageRedirect = true
"""

_LANGUAGE = """
[languages.{key}]
  label = {name}
  locale = "{locale}"
  direction = "{direction}"
  weight = {weight}
"""

_BASE = """\
<!DOCTYPE html>
<html lang="{{ site.Language.Lang }}"
{{- if hugo.IsMultilingual }} dir="{{ .Language.Direction }}"{{ end }}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ if .IsHome }}{{ site.Title }}{{ else }}{{ .Title }} | {{ site.Title }}{{ end }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
{{ if .IsTranslated }}{{ range .AllTranslations -}}
<link rel="alternate" hreflang="{{ .Language.Locale }}" href="{{ .Permalink }}">
{{ end }}{{ end -}}
<style>
body { max-width: 66rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 48rem; min-width: 0; } .tree ul { padding-left: 1rem; }
.tree [aria-current] { font-weight: bold; }
.around { display: flex; justify-content: space-between; }
@media (min-width: 50rem) {
  .beside { display: grid; grid-template-columns: 14rem 1fr; gap: 2rem; }
}
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { border: 1px solid #bbb; padding: .2rem .5rem; }
pre { overflow-x: auto; padding: .5rem; background: #f4f4f4; } img { max-width: 100%; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: .25rem solid #bbb; }
.alert { padding: .1rem 1rem; background: #f4f4f4; border-color: #06c; }
.alert-tip { border-color: #083; } .alert-important { border-color: #63c; }
.alert-warning { border-color: #c70; } .alert-caution { border-color: #c00; }
summary :is(h1, h2, h3, h4, h5, h6) { display: inline; }
header, footer { color: #555; font-size: .9rem; }
</style>
</head>
<body>
<header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a>
{{ range .Translations -}}
· <a href="{{ .RelPermalink }}" lang="{{ .Language.Locale }}" hreflang="{{ .Language.Locale }}">
{{- .Language.Label }}</a>
{{ end }}</header>
{{ with site.Menus.main }}<div class="beside">
<nav class="tree">{{ partial "menu.html" (dict "entries" . "page" $) }}</nav>{{ end }}
<main>
{{ $place := index (partialCached "places.html" site.Language.Lang site.Language.Lang) .Path -}}
{{ with $place.above -}}
<nav>{{ range . }}<a href="{{ .url }}">{{ .name }}</a> › {{ end }}</nav>
{{ end -}}
{{ block "main" . }}{{ end }}
{{ if or $place.before $place.after }}<nav class="around">
<span>{{ with $place.before }}<a rel="prev" href="{{ .url }}">← {{ .name }}</a>{{ end }}</span>
<span>{{ with $place.after }}<a rel="next" href="{{ .url }}">{{ .name }} →</a>{{ end }}</span>
</nav>{{ end }}
</main>
{{ with site.Menus.main }}</div>{{ end }}
</body>
</html>
"""

_TITLE_AND_CONTENT = """\
{{- /* Many wiki pages begin with their title, some below a box; once is enough. */ -}}
{{ $content := string .Content -}}
{{ $first := "" -}}
{{ with findRE `(?s)<h1.*?</h1>` $content 1 -}}
{{ $first = index . 0 -}}
{{ $above := replaceRE `(?s)<blockquote.*?</blockquote>` "" (index (split $content $first) 0) -}}
{{ if strings.TrimSpace (plainify $above) }}{{ $first = "" }}{{ end -}}
{{ end -}}
{{ $own := strings.TrimSpace (replaceRE `[\\s_]+` " " (htmlUnescape (plainify $first))) -}}
{{ $title := strings.TrimSpace (replaceRE `[\\s_]+` " " .Title) -}}
{{ if ne (lower $own) (lower $title) }}<h1>{{ .Title }}</h1>{{ end }}
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

_MENU = """\
{{- /* The tree of structures, open where the page is. */ -}}
<ul>
{{ range .entries }}
{{- $here := $.page.IsMenuCurrent "main" . -}}
<li><a href="{{ .URL }}"{{ if $here }} aria-current="page"{{ end }}>{{ .Name }}</a>
{{- if and .HasChildren (or $here ($.page.HasMenuCurrent "main" .)) }}
{{ partial "menu.html" (dict "entries" .Children "page" $.page) }}
{{- end }}</li>
{{ end }}</ul>
"""

_PLACES = """\
{{- /* For each page of the structures, by its path: those above it, before and after it. */ -}}
{{- $lines := partial "lines.html" (dict "entries" site.Menus.main "above" slice) -}}
{{- $places := newScratch -}}
{{- range $i, $line := $lines -}}
  {{- if not (index ($places.Get "of" | default dict) $line.path) -}}
    {{- $place := dict "above" $line.above -}}
    {{- if $i }}{{ $place = merge $place (dict "before" (index $lines (sub $i 1))) }}{{ end -}}
    {{- with index $lines (add $i 1) }}{{ $place = merge $place (dict "after" .) }}{{ end -}}
    {{- $places.SetInMap "of" $line.path $place -}}
  {{- end -}}
{{- end -}}
{{- $of := $places.Get "of" | default dict -}}
{{- return $of -}}
"""

_LINES = """\
{{- /* The menu line by line, in the order of reading. */ -}}
{{- $lines := slice -}}
{{- range .entries -}}
  {{- $line := dict "name" .Name "url" .URL "above" $.above -}}
  {{- with .Page }}{{ $line = merge $line (dict "path" .Path) }}{{ end -}}
  {{- $lines = $lines | append $line -}}
  {{- $below := partial "lines.html" (dict "entries" .Children "above" ($.above | append $line)) -}}
  {{- range $below }}{{ $lines = $lines | append . }}{{ end -}}
{{- end -}}
{{- return $lines -}}
"""

_LIST = """\
{{ define "main" }}
{{ partial "title-and-content.html" . }}
{{ if eq .Kind "term" }}{{ with .Description }}<p>{{ . }}</p>{{ end }}{{ end }}
<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>
{{ end }}
"""

_HOME = """\
{{ define "main" }}
{{ partial "title-and-content.html" . }}
<h2>{{ site.Title }}</h2>
{{ $places := partialCached "places.html" site.Language.Lang site.Language.Lang -}}
<ul>
{{ range site.RegularPages.ByTitle }}{{ if not (index $places .Path) -}}
<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}{{ end }}</ul>
{{ end }}
"""


_BLOCKQUOTE = """\
{{- /* Notes are quotations that begin with [!NOTE] or the like, which Hugo would show. */ -}}
{{ if eq .Type "alert" -}}
<blockquote class="alert alert-{{ .AlertType }}">{{ with .AlertTitle }}
<p>{{ . }}</p>{{ end }}
{{ .Text }}</blockquote>
{{- else -}}
<blockquote>
{{ .Text }}</blockquote>
{{- end }}
"""


def files(wiki: Wiki, languages: Languages) -> dict[str, str]:
    """Paths and texts of a configuration and templates.

    Args:
        wiki: its preferences give the title of the site.
        languages: of the site.
    """
    config = _CONFIG.format(
        locale=languages.main,
        title=toml_string(site_title(wiki)),
        languages=_languages(languages),
        # The names of languages came with the later version.
        version="0.158.0" if languages.apart else "0.148.0",
    )
    return {
        "hugo.toml": config,
        "layouts/baseof.html": _BASE.replace("</style>", f"{HEADLESS}\n</style>"),
        "layouts/home.html": _HOME,
        "layouts/list.html": _LIST,
        "layouts/page.html": _PAGE,
        "layouts/_markup/render-blockquote.html": _BLOCKQUOTE,
        "layouts/_partials/lines.html": _LINES,
        "layouts/_partials/menu.html": _MENU,
        "layouts/_partials/places.html": _PLACES,
        "layouts/_partials/title-and-content.html": _TITLE_AND_CONTENT,
    }


def _languages(languages: Languages) -> str:
    """The languages of a site of several; nothing for a site of one."""
    if not languages.apart:
        return ""
    tags = (languages.main, *languages.apart)
    return _LANGUAGES.format(key=languages.main.lower()) + "".join(
        _LANGUAGE.format(
            key=tag.lower(),
            name=toml_string(language_name(tag)),
            locale=tag,
            direction="rtl" if is_right_to_left(tag) else "ltr",
            weight=weight,
        )
        for weight, tag in enumerate(tags, 1)
    )
