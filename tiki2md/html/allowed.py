"""The allow-list of ``raw_html = "safe"``: what HTML may hold that strangers wrote.

Whole texts of HTML are cleaned by nh3, which parses as browsers do; an element whose name and
attributes are known already is judged by the same list.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tiki2md.html.tags import TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

MISSING = "raw_html = safe needs nh3: pip install 'tiki2md[safe]'"
"""What to tell somebody who lacks the library."""


class SanitiserMissingError(RuntimeError):
    """nh3 is not installed."""


_INLINE = (
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark meter q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr"
)
_BLOCKS = (
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul audio video source track"
)
INLINE = frozenset(_INLINE.split())
"""The elements that stand in a line: no reader of Markdown stops to read Markdown in them."""
_EVERYWHERE = frozenset({"align", "dir", "id", "lang", "style", "title"})
_OWN: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "audio": frozenset({"controls", "src"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "font": frozenset({"color", "face", "size"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "meter": frozenset({"max", "min", "value"}),
    "ol": frozenset({"start", "type"}),
    "source": frozenset({"src", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
    "track": frozenset({"kind", "label", "src", "srclang"}),
    "video": frozenset({"controls", "height", "poster", "src", "width"}),
}
ALLOWED: Mapping[str, frozenset[str]] = {
    tag: _EVERYWHERE | _OWN.get(tag, frozenset()) for tag in f"{_INLINE} {_BLOCKS}".split()
}
"""The elements that may stand in a page, and the attributes that each may have.

No class: with those of a theme a page could lay itself over the whole site.
"""

_ADDRESSES = frozenset({"href", "src", "poster"})
# fmt: off
_SCHEMES = frozenset((
    "ftp", "ftps", "geo", "http", "https", "irc", "ircs", "magnet", "mailto", "news", "nntp",
    "sip", "sips", "sms", "ssh", "tel", "webcal", "xmpp",
))
# fmt: on
_PICTURE = re.compile(r"data:image/(?:avif|bmp|gif|jpeg|jpg|png|webp|x-icon)[;,]", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")

_PROPERTIES = re.compile(
    r"background|background-color|border(?:-[a-z]+)*|clear|color|display|float|font(?:-[a-z]+)*"
    r"|height|letter-spacing|line-height|list-style-type|(?:margin|padding)(?:-[a-z]+)?"
    r"|(?:max|min)-(?:height|width)|text-(?:align|decoration|indent|transform)|vertical-align"
    r"|white-space|width|word-spacing"
)
_VALUE = re.compile(
    r"(?:(?:rgb|hsl)a?\([\d\s,.%/]{1,60}\)|[\w\s#%.,'\"]|(?<=\w)-(?=\w))++", re.IGNORECASE
)
"""Numbers, names and colours: nothing that fetches or computes, and no negative length."""


def is_allowed_address(address: str, *, picture: bool = False) -> bool:
    """Whether an address has a scheme of the list, or none.

    Args:
        address: as a browser would get it: without entities and escapes.
        picture: it shows a picture, which may stand in the address itself.
    """
    bare = _INVISIBLE.sub("", address)
    scheme = _SCHEME.match(bare)
    if scheme is None or scheme[1].lower() in _SCHEMES:
        return True
    return picture and _PICTURE.match(bare) is not None


def allowed_style(style: str) -> str:
    """The declarations of a ``style`` that only change how its own element looks."""
    declarations = (part.partition(":") for part in style.split(";"))
    return "; ".join(
        f"{name.strip()}: {' '.join(value.split())}"
        for name, _, value in declarations
        if _PROPERTIES.fullmatch(name.strip().lower()) and _VALUE.fullmatch(value.strip())
    )


def allowed_value(tag: str, name: str, value: str) -> str | None:
    """What may be written for an attribute; ``None`` for nothing."""
    name = name.lower()
    if name not in ALLOWED.get(tag.lower(), ()):
        return None
    if name == "style":
        return allowed_style(value) or None
    if name in _ADDRESSES and not is_allowed_address(value, picture=name != "href"):
        return None
    return value


def allowed_attributes(tag: str, attributes: Mapping[str, str]) -> dict[str, str] | None:
    """The attributes that an element may keep; ``None`` if the element itself may not be."""
    if tag.lower() not in ALLOWED:
        return None
    judged = {name: allowed_value(tag, name, value) for name, value in attributes.items()}
    return {name: value for name, value in judged.items() if value is not None}


def cleaned(text: str) -> str:
    """A whole text of HTML with nothing in it but what the list allows.

    Raises:
        SanitiserMissingError: nh3 is not installed.
    """
    try:
        import nh3  # only who asks for it has it
    except ImportError as error:
        raise SanitiserMissingError(MISSING) from error
    return nh3.clean(
        text,
        tags=set(ALLOWED),
        attributes={tag: set(names) for tag, names in ALLOWED.items()},
        attribute_filter=allowed_value,
        url_schemes=set(_SCHEMES) | {"data"},  # which pictures those may be, the filter says
        link_rel=None,
    )


class _Tag(HTMLParser):
    """Takes one start tag apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in reversed(attrs):  # the first of several counts
            self.attributes[name] = value or ""


def cleaned_tag(source: str) -> str | None:
    """A tag that stands alone, with what the list allows of it; ``None`` if it may not be."""
    found = TAG.fullmatch(source)
    if found is None or found[1].lower() not in ALLOWED:
        return None
    tag = found[1].lower()
    if source.startswith("</"):
        return f"</{tag}>"
    reader = _Tag()
    reader.feed(source)
    kept = allowed_attributes(tag, reader.attributes) or {}
    pairs = "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items())
    return f"<{tag}{pairs}{' /' if source.endswith('/>') else ''}>"


def _quoted(value: str) -> str:
    """An attribute's value that ends no line and begins nothing of Markdown's."""
    value = html.escape(" ".join(value.split()))
    return re.sub(r"[`{}\[\]\\]", lambda found: f"&#{ord(found[0])};", value)
