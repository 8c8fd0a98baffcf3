"""Ways to smuggle what acts into a page, one for each class of attack; and what must not arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
    "java\tscript:alert(1)", "java\nscript:alert(1)", "javascript\n:alert(1)",
    "javascript&colon;alert(1)", "javascript&#58;alert(1)", "java&#115;cript:alert(1)",
    "&#x6a;avascript:alert(1)", "&#106avascript:alert(1)", "javascript&amp;colon;alert(1)",
    "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "javascript\\:alert(1)",
    "java\\script:alert(1)", "vbscript:msgbox(1)", "VBSCRIPT&colon;x", "data:text/html,<b>x</b>",
    "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg/onload=alert(1)>",
    "//x/javascript:alert(1)", "javascript://%0aalert(1)", "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)", "livescript:x", "blob:https://x/1",
    "&#0000106;avascript:alert(1)", "jav&#x0A;ascript:alert(1)", "&#1;javascript:alert(1)",
    "%6aavascript:alert(1)", "javascript%3aalert(1)", "javascript&#0000058alert(1)",
    "jav\x00ascript:alert(1)", "\u3000javascript:alert(1)", "vb&Tab;script:msgbox(1)",
    "data&colon;text/html,x", "d\nata:text/html,x", "data:image/svg+xml;base64,PHN2Zz4=",
    "data:application/xhtml+xml,x", "mhtml:https://x/y", "jar:https://x/y", "filesystem:https://x/y",
)  # fmt: skip
"""Where a link must not lead, and addresses that only look so."""

HTML = (
    "<script>alert(1)</script>", "<SCRIPT SRC=//x/y.js></SCRIPT>", "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>", "<script", "<script\n>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<img src=x\nonerror=alert(1)>", "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>", '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><set attributeName=href to=x></svg>",
    '<math><a xlink:href="javascript:alert(1)">x</a></math>', "<math><mtext><style><img src=x>",
    '<a href="javascript:alert(1)">x</a>', "<a href='java&#09;script:alert(1)'>x</a>",
    '<a href=javascript&colon;alert(1)>x</a>', "<a onclick=alert(1) href=x>x</a>",
    "<b onmouseover=alert(1)>x</b>", "<b/onmouseover=alert(1)>x</b>", "<x:y/onclick=alert(1)>",
    "<https:x/onclick=alert(1)>", "<body onload=alert(1)>", "<details open ontoggle=alert(1)>x",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)></video>",
    "<video poster=javascript:alert(1)></video>", "<audio src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<iframe src=https://x/></iframe>", "<object data=x.swf></object>", "<embed src=x.swf>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:x>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', "<base href=//x/>",
    "<link rel=stylesheet href=//x/y.css>", "<style>*{background:url(//x)}</style>",
    '<div style="background:url(javascript:alert(1))">x</div>',
    '<div style="width:expression(alert(1))">x</div>', '<div style="be\\68avior:url(x)">x</div>',
    '<div style="-moz-binding:url(//x)">x</div>', "<div style='background:&#117;rl(//x)'>x</div>",
    "<!--><img src=x onerror=alert(1)>-->", "<!-- --!><img src=x onerror=alert(1)> -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?>", "<!DOCTYPE x><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><script>x</script>",
    "<title><img src=x onerror=alert(1)></title>", "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)</script>",
    '<a title="`"><img src=x onerror=alert(1)>`">x</a>', "<p id=x class=y>z</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    '<img srcset="javascript:alert(1) 1x">', "<img src=x srcset=data:image/svg+xml,<svg> 2x>",
    '<picture><source srcset="javascript:alert(1)"></picture>', "<area href=javascript:alert(1)>",
    "<a href=x ping=https://x/>x</a>", "<a href=x target=y style=position:fixed>x</a>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<math href=javascript:alert(1)>x",
    "<table background=javascript:alert(1)><tr><td>x</table>", "<marquee onstart=alert(1)>x",
    '<p style="list-style:url(javascript:alert(1))">x</p>', "<p style='color:red;x:u\\72l(//x)'>x",
    "<input type=image src=javascript:alert(1) formaction=javascript:x>", "<frameset onload=x>",
    "<p style='@import \"//x\"'>x</p>", "<p style='/**/background:/**/url(//x)'>x</p>",
    "<dialog open onclose=alert(1)>x</dialog>", "<x onanimationstart=alert(1) style=animation:y>",
    "<a href='x' href='javascript:alert(1)'>x</a>", '<a href="x"onclick="alert(1)">y</a>',
    "<a\x0chref=javascript:alert(1)>x</a>", "<a/href=javascript:alert(1)>x</a>",
    "<IMG SRC=x OnErRoR=alert(1)>", "<img src=`x` onerror=alert(1)>", "<<b onclick=alert(1)>x",
    "<b onclick\n=\nalert(1)>x</b>", "<b \x00onclick=alert(1)>x</b>",
    "<b on\x00click=alert(1)>x</b>",
    "<script>alert(1)", "</script><script>alert(1)</script>", "<isindex action=javascript:x>",
)  # fmt: skip
"""What acts in HTML, or makes what follows act."""

MARKDOWN = (
    "[x]({0})", "![x]({0})", "[x](<{0}>)", "<{0}>", "[x]: {0}\n\n[x]", "[x]:\n{0}\n\n[x]",
    "> [x]: {0}\n\n[x]", "- [x]: {0}\n\n[x]", "[x] ({0})", '[x]({0} "t")', "[x\\]]({0})",
    "[![x]({0})]({0})", "a](<script>alert(1)</script>", "a](<img src=x onerror=alert(1)>)",
    "<http://a`b> <img src=x onerror=alert(1)> `c", "`<img src=x onerror=alert(1)>`",
    "``` <img src=x onerror=alert(1)>", "```\n<script>alert(1)</script>\n```",
    "x\n    <script>alert(1)</script>", "    <script>alert(1)</script>\n\ny",
    "- a\n\n      <script>alert(1)</script>", "> ~~~\n<script>alert(1)</script>",
    '# x {{#i onclick="alert(1)"}}', '*x*{{: onclick="alert(1)"}}', "x\n{{: onclick='alert(1)'}}",
    "*x*{{onclick=alert(1)}}", "{{::nomarkdown}}<script>alert(1)</script>{{:/}}",
    "<scr{{syntax type=\"markdown\"}}ipt>alert(1)</script>",
    "[x](java{{syntax type=\"markdown\"}}script:alert(1))",
    "[x]{{syntax type=\"markdown\"}}({0})", "[x](java{{NOSUCH()}}{{NOSUCH}}script:alert(1))",
    "<{{syntax type=\"markdown\"}}img src=x onerror=alert(1)>",
    "[^a]\n\n[^a]: <script>alert(1)</script>",
    "|a|b|\n|-|-|\n|<img src=x onerror=alert(1)>|[x]({0})|", "[[{0}]]", "[[x|{0}]]", "![[{0}]]",
    "<b>\n\n[x]({0})\n\n</b>", "<div>\n[x]({0})\n\n<script>alert(1)</script>\n</div>",
    "\\<script>alert(1)</script>", "\\\\<script>alert(1)</script>", "\\[x]({0})", "[x]\\({0})",
)  # fmt: skip
"""The same in Markdown; ``{0}`` is an address."""

WIKI = (
    "[{0}]", "[{0}|x]", "(({0}))", "((x|{0}))", "(rel({0}))", "{{HTML()}}{1}{{HTML}}",
    '{{HTML()}}<a href="{0}">{{HTML}}x{{HTML()}}</a>{{HTML}}',
    "{{HTML()}}<div>{{HTML}}x{{HTML()}}{1}</div>{{HTML}}",
    "{{HTML(wiki=1)}}{1}{{HTML}}", "{{MARKDOWN()}}{1}{{MARKDOWN}}",
    "{{MARKDOWN()}}[x]({0}){{MARKDOWN}}",
    "{{EQUATION()}}{1}{{EQUATION}}", "{{EQUATION()}}[x]({0}){{EQUATION}}", "{{DIV()}}{1}{{DIV}}",
    '{{DIV(style="background:url({0})" class="{1}")}}x{{DIV}}',
    "{{TAG(tag=script)}}alert(1){{TAG}}",
    '{{TAG(tag="b" style="{0}")}}{1}{{TAG}}', "~~{0}:x~~", "~~red;background:url(x),{1}:x~~",
    '{{img src="{0}" alt="{1}"}}', '{{img src="a.png" link="{0}" title="{1}" width="{1}"}}',
    '{{BUTTON(href="{0}" _text="{1}")/}}', '{{IFRAME(src="{0}")/}}', '{{REDIRECT(url="{0}")/}}',
    '{{mediaplayer src="{0}.mp3"}}', '{{MOUSEOVER(label="{1}" url="{0}")}}{1}{{MOUSEOVER}}',
    "{{JQ()}}alert(1){{JQ}}", "{{JS()}}alert(1){{JS}}", "{{CODE()}}{1}{{CODE}}", "-+{1}+-",
    "~pp~{1}~/pp~",
    "~np~{1}~/np~", "~hc~{1}~/hc~", "~tc~{1}~/tc~", "||{1}|[{0}|x]||", "!{1}", "*{1}",
    ";{1}:{1}", "^{1}^",
    "{{REMARKSBOX(title=\"{1}\")}}{1}{{REMARKSBOX}}", "{{FOOTNOTE()}}{1}{{FOOTNOTE}}",
    "{{NOSUCH({1})}}{1}{{NOSUCH}}",
    "{{ANAME()}}{1}{{ANAME}}", '{{FONT(family="{1}" size="1;background:url(x)")}}x{{FONT}}',
    "{1}", "see {0} now",
    "{{WYSIWYG()}}{1}{{WYSIWYG}}", "{{TABS(tabs=\"{1}|b\")}}{1}/////b{{TABS}}",
    "{{FADE(label=\"{1}\")}}{1}{{FADE}}",
)  # fmt: skip
"""The same in Tiki's syntax; ``{1}`` is HTML."""

_FORBIDDEN = frozenset((
    "script", "iframe", "object", "embed", "applet", "form", "input", "button", "select",
    "textarea",
    "meta", "base", "link", "style", "svg", "math", "frame", "frameset", "noscript", "template",
    "title", "body", "html", "isindex", "marquee", "plaintext", "xmp",
))  # fmt: skip
_ADDRESS = frozenset(
    ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "background")
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HARMLESS = frozenset(("http", "https", "ftp", "mailto", "tel", "news", "irc", "pathname"))
"""The last one is Docusaurus' own, for what is below its root."""
_STYLE = re.compile(
    r"url\s*\(|expression|script\s*:|behavior|binding|import|position|\\", re.IGNORECASE
)
_MARKS = frozenset({"checkbox", "radio"})  # of lists of tasks and of tabs


def dangers(html: str) -> Iterator[str]:
    """What in the tree that a browser makes of ``html`` acts, fetches a document or overlays."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for node in tree.css("*"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        if node.tag in _FORBIDDEN and attributes.get("type") not in _MARKS:
            yield f"<{node.tag}>"
        for name, value in attributes.items():
            acts = name.startswith("on") or name in {"srcdoc", "ping", "http-equiv"}
            acts = acts or (name in _ADDRESS and _is_active(value))
            if acts or (name == "style" and _STYLE.search(value)):
                yield f"<{node.tag} {name}={value!r}>"


def _is_active(address: str) -> bool:
    scheme = _SCHEME.match(re.sub(r"[\t\r\n]", "", address).lstrip("".join(map(chr, range(33)))))
    return scheme is not None and scheme[1].lower() not in _HARMLESS
