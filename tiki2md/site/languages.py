"""The languages of a site: what they are called, and which pages are translations.

Tiki has codes of its own (``langmapping.php``); everybody else has BCP 47.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.model import WIKI_PAGE
from tiki2md.site.names import collation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tiki2md.model import Page, Wiki

_BCP_47 = {
    "cn": "zh-Hans",
    "en-uk": "en-GB",
    "iu-iq": "ikt",
    "iu-ro": "iu-Latn",
    "sb": "pis",
    "tv": "tvl",
    "tw": "zh-Hant",
    "zh-cn": "zh-Hans",
    "zh-tw": "zh-Hant",
}
"""The codes that mean something else in Tiki, or nothing elsewhere."""

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?")

_NAMES = {
    "ar": "العربية",
    "bg": "Български",
    "bs": "Bosanski",
    "ca": "Català",
    "cs": "Čeština",
    "cy": "Cymraeg",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "en-GB": "British English",
    "eo": "Esperanto",
    "es": "Español",
    "et": "Eesti",
    "eu": "Euskara",
    "fa": "فارسی",
    "fi": "Suomi",
    "fj": "Na Vosa Vakaviti",
    "fr": "Français",
    "fy-NL": "Frysk",
    "ga": "Gaeilge",
    "gl": "Galego",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "ikt": "Inuinnaqtun",
    "is": "Íslenska",
    "it": "Italiano",
    "iu": "ᐃᓄᒃᑎᑐᑦ",
    "iu-Latn": "Inuktitut",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nb": "Norsk bokmål",
    "nds": "Plattdüütsch",
    "nl": "Nederlands",
    "nn": "Norsk nynorsk",
    "no": "Norsk",
    "oc": "Occitan",
    "pis": "Pijin",
    "pl": "Polski",
    "pt": "Português",
    "pt-BR": "Português do Brasil",
    "rm": "Rumantsch",
    "ro": "Română",
    "ru": "Русский",
    "si": "සිංහල",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sq": "Shqip",
    "sr": "Српски",
    "sr-Latn": "Srpski",
    "sv": "Svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "tvl": "Te Ggana Tuuvalu",
    "uk": "Українська",
    "uz": "Oʻzbekcha",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
"""What the languages are called by those who speak them: all that Tiki has, and some more."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


def bcp47(code: str) -> str:
    """The tag that browsers know for a code of Tiki's; empty for what is none."""
    tag = code.strip().lower().replace("_", "-")
    tag = _BCP_47.get(tag, tag).lower()
    if not _TAG.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def language_name(tag: str) -> str:
    """The name of a language in itself, or its tag where nobody has told us."""
    return _NAMES.get(tag) or _NAMES.get(tag.partition("-")[0]) or tag


def is_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return tag.partition("-")[0] in _RIGHT_TO_LEFT


def main_language(wiki: Wiki) -> str:
    """The language of a wiki: that of its home page, else its preference, else English.

    The home page comes first, because nothing else can be at the root of the site.
    """
    home = collation_key(wiki.home_page)
    codes = (page.language for page in wiki.pages if collation_key(page.name) == home)
    tags = (bcp47(code) for code in (next(codes, ""), wiki.preferences.get("language", "")))
    return next((tag for tag in tags if tag), "en")


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a site.

    Attributes:
        main: that of the site itself, as BCP 47 has it.
        apart: the others whose pages have a place of their own, sorted; none on a site of one.
    """

    main: str = "en"
    apart: tuple[str, ...] = ()
    _sets: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    """The pages of each set by the name of each of its pages."""

    def place(self, page: Page) -> str:
        """The part of paths that tells the language of a page; empty for that of the site."""
        tag = bcp47(page.language)
        return tag.lower() if tag in self.apart else ""

    def set_of(self, page: Page) -> Sequence[Page]:
        """The page and its translations without their texts, those in the main language first."""
        return self._sets.get(page.name, ()) if _is_translated(page) else ()

    def counterparts(self, page: Page) -> Sequence[Page]:
        """Of the set of a page one for each place: generators know no more than that.

        Empty where the page itself is not among them.
        """
        first: dict[str, Page] = {}
        for other in self.set_of(page):
            first.setdefault(self.place(other), other)
        found = tuple(first.values())
        return found if len(found) > 1 and page.name in (other.name for other in found) else ()


def languages_of(
    wiki: Wiki, pages: Iterable[Page], *, translations: bool, apart: bool
) -> Languages:
    """The languages of a site.

    Args:
        wiki: its preferences, and its sets of translations.
        pages: those that have a file, in the order of their ids.
        translations: whether anything is to be told of them.
        apart: whether the target has a place for each language.
    """
    main = main_language(wiki)
    if not translations:
        return Languages(main)
    wanted = {name for names in wiki.translations for name in names}
    known: dict[str, Page] = {}
    tags: set[str] = set()
    for page in pages:
        tags.add(bcp47(page.language))
        if page.name in wanted and _is_translated(page):
            # What a page is called and its language are all that is asked of it.
            known[page.name] = replace(page, source="", versions=[], editors=[])
    sets = _sets_of(wiki.translations, known, main)
    several = any(
        len({bcp47(page.language) or main for page in each}) > 1 for each in sets.values()
    )
    if not (apart and several):
        return Languages(main, (), sets)
    return Languages(main, tuple(sorted(tags - {main, ""})), sets)


def _sets_of(
    translations: Iterable[Iterable[str]], known: Mapping[str, Page], main: str
) -> dict[str, tuple[Page, ...]]:
    """For the name of each page that has translations all pages of its first set, by rank."""
    sets: dict[str, tuple[Page, ...]] = {}
    for names in translations:
        members = [known[name] for name in dict.fromkeys(names) if name in known]
        if len(members) > 1 and not any(page.name in sets for page in members):
            members.sort(key=lambda page: _rank(page, main))
            sets.update(dict.fromkeys((page.name for page in members), tuple(members)))
    return sets


def _is_translated(page: Page) -> bool:
    """Whether its name is that of a wiki page: only these have sets (tiki-exports §1)."""
    return page.kind == WIKI_PAGE


def _rank(page: Page, main: str) -> tuple[bool, str, int, str]:
    tag = bcp47(page.language) or main
    return tag != main, tag, page.page_id, page.name
