"""Texts that a parser may stumble over; shared by the tests and by benchmarks/."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

FRAGMENTS = (
    "__", "''", "===", "==", "--", "---", "-+", "+-", "-=", "=-", "::", ":::", "^", "~~", "~~red:",
    "~~red,blue:", "~np~", "~/np~", "~pp~", "~/pp~", "~tc~", "~/tc~", "~pre~", "~/pre~", "~hc~",
    "~/hc~", "~hs~", "~91~", "~--~", "((", "))", "((Page|", "(rel(", "[", "[[", "]", "[http://a.b|",
    "|", "||", "{{page}}",
    "%%%", "%x%", "%name%", "{DIV()}", "{DIV}", "{DIV(", "{CODE()}", "{CODE}",
    "{SUP()}", "{SUP}", "{NOSUCH()}", "{NOSUCH}", "{SPLIT()}", "{SPLIT}", "{QUOTE()}", "{QUOTE}",
    '{img src="x"}', "{img ", "{maketoc}", "{l2r}", "{r2l}", "{ELSE}", "}", "{", '"', "'", "(", ")",
    "!", "*", "#", "+", ";", ":", "-", "=", "~", "_", "!!", "**", "##", "!#", "*+", "\n!", "\n*",
    "\n#", "\n+", "\n;", "\n----\n", "\n", "\n\n", "\r\n", "\r", "\n...page...\n", " ", "  ",
    " -- ", "\t", "word", "a", "b c", "5", "é", "ß", "http://example.org/a_b", "www.x.org",
    "a@b.cd", "doi: 10.1000/182", ":-)", "(:lol:)", "8-)", "<b>", "</div>", "<!--", "-->", "&amp;",
    "&nbsp;", "`", "```", "\\", "\0", "\1", "\u2028", "\u00a0", "\ufeff", "\ud800",
)  # fmt: skip
"""Tiki's delimiters, and what stands between them."""

Family = Callable[[int], str]


def _repeated(text: str) -> Family:
    return lambda size: text * max(size // len(text), 1)


def _around(opener: str, middle: str, closer: str) -> Family:
    step = len(opener) + len(closer)
    return lambda size: opener * (size // step) + middle + closer * (size // step)


NESTING = (
    ("{BOX()}", "{BOX}"), ("{DIV()}", "{DIV}"), ("{SPLIT()}", "{SPLIT}"),
    ("{SPLIT()}a\n---", "{SPLIT}"), ("{FANCYTABLE()}", "{FANCYTABLE}"),
    ("{FANCYLIST()}", "{FANCYLIST}"), ("{TABS(tabs=a|b)}", "{TABS}"), ("{QUOTE()}", "{QUOTE}"),
    ("{REMARKSBOX(title=a)}", "{REMARKSBOX}"), ("{FADE(label=a)}", "{FADE}"), ("{SUP()}", "{SUP}"),
    ("{FOOTNOTE()}", "{FOOTNOTE}"), ("{HTML()}", "{HTML}"), ("{HTML(wiki=1)}", "{HTML}"),
    ("{HTML()}<div>{HTML}\n", "{HTML()}</div>{HTML}"),
    ("{HTML()}<table><tr><td>{HTML}", "{HTML()}</td></tr></table>{HTML}"),
    ("{HTML()}<ul>{HTML}", ""), ("{HTML()}<a href=x>{HTML}", "{HTML()}</a>{HTML}"),
    ("{DL()}\na:", "{DL}"), ("{SORT()}", "{SORT}"), ("{INDENT()}", "{INDENT}"),
    ("{NOSUCH()}", "{NOSUCH}"), ("{BUTTON(href=a)}", "{BUTTON}"),
    ("~~red:", "~~"), ("__", "__"), ("-+", "+-"), ("^", "^"), ("[http://a|", "]"), ("((P|", "))"),
    ("||", "||"), ("||a|", ""), ("\n* ", ""), (f"\n{'*' * 30} ", ""), ("\n;a:", ""), ("\n!", ""),
    ("<ul>", "</ul>"), ("<ul><li>", "</li></ul>"), ("<ul>x", ""), ("<dl><dd>", ""), ("<dl>x", ""),
    ("<table><tr><td>", "</td></tr></table>"), ("<table>x", ""), ("<table><caption>", ""),
    ("<div>", "</div>"), ("<span style='color:red;font-weight:bold'>", "</span>"), ("<b>", "</b>"),
    ("<details>", "</details>"), ("<blockquote>", "</blockquote>"), ("<pre>", "</pre>"),
    ("<code>", "</code>"), ("<a href=x>", "</a>"), ("<h2>", "</h2>"), ("<svg>", "</svg>"),
    ("> ", ""), ("- ", ""), ("\n  - ", ""), ("**", "**"), ("[", "](x)"), ("![", "](x)"),
)  # fmt: skip
"""What begins and ends things that hold others: in wiki syntax, HTML and Markdown."""


def nested(pairs: Sequence[tuple[str, str]], depth: int, middle: str) -> str:
    """``middle`` in things that lie in one another, of some kinds in turns."""
    chosen = [pairs[level % len(pairs)] for level in range(depth)]
    openers = [opener for opener, _ in chosen]
    closers = [closer for _, closer in reversed(chosen)]
    return "".join([*openers, middle, *closers])


def _list_ladder(size: int) -> str:
    return "".join("*" * (1 + number % 12) + "a\n" for number in range(size // 9))


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        **{
            f"repeat {text!r}": _repeated(text)
            for text in (
                "__",
                "__a ",
                "{maketoc}\n!a\n",
                "{HTML()}<b>{HTML}a ",
                "{HTML()}<div>{HTML}\na{HTML()}</div>{HTML}\n",
                "''a",
                "===a",
                "--ab",
                "-+a ",
                " -+",
                "+-",
                "-=a",
                "-=\n",
                "::a",
                ":",
                "^",
                "^a",
                "~",
                "~~a:",
                "~~a:b~~",
                "~np~",
                "~np~a",
                "~pp~",
                "~tc~",
                "~hc~",
                "~pre~",
                "((",
                "((a",
                "((a|",
                "(((",
                "(a(",
                "))",
                "[",
                "[a ",
                "[[a",
                "]",
                "[a|",
                "|",
                "||",
                "||a|b\n",
                "|a",
                "%",
                "%a",
                "{{page}}",
                "{{a",
                "%%%",
                "{",
                "{a ",
                "{DIV()}",
                "{DIV(",
                "{CODE()}",
                "{DIV}",
                '{a b="',
                '{img a="',
                "{A(x='",
                "{l2r}",
                "!",
                "!\n",
                "!#a\n",
                "*\n",
                "+\n",
                "* a\n",
                "* a\n+ b\n",
                ";a:b\n",
                ";",
                "\n",
                "a\n\n",
                " ",
                "\t",
                "----\n",
                "http://a",
                "http://a.b/ ",
                "a@b ",
                "doi: 10.1/a ",
                ":-) ",
                "(:",
                "`",
                "*",
                "_",
                "<",
                "<!--",
                "&",
                "\\",
                "\r\n",
                "\0",
                "word ",
                "aaaaaaaa",
                "__a'' ",
                "''__",
                "-+ +-",
                "--ab__--",
                "a__b''c__d''",
                "http://a.b/c__d ",
                "''doi:10.1000/a'' ",
                "[a](b)",
            )
        },
        "nested plugins": _around("{DIV()}", "a", "{DIV}"),
        "nested plugins of two names": _around("{DIV()}{SUP()}", "a", "{SUP}{DIV}"),
        "nested own bodies": _around("{QUOTE()}", "a", "{QUOTE}"),
        "nested colours": _around("~~red:", "a", "~~"),
        "nested lists": _list_ladder,
        "openers before space": lambda size: "{A(" * (size // 6) + " " * (size // 2) + "}",
        "contents that name nothing": lambda size: "{maketoc a " * (size // 11) + "}",
        "one deep item": lambda size: "*" * size + " a\n",
        "one line": lambda size: "a b c __d__ ''e'' [f] ((g)) " * (size // 28),
        "one wide row": lambda size: "||" + "a|" * (size // 2) + "||",
        "not parsed, no end": lambda size: "~np~" + "a __b__ " * (size // 8),
        "bold over tables": _repeated("__a\n||b__|c||\n"),
        "plugins in cells": _repeated('||{img src="a"}|{SUP()}b{SUP}||\n'),
        "plugins that break items": _repeated("* {SUP()}a\nb{SUP}c\n"),
        "nested plugins that break items": _around("* {SUP()}", "a\nb", "{SUP}"),
        "plugins on the line of one item": _repeated("* a{SUP()}b\nc{SUP}"),
        "addresses with bars": _repeated("(http://a|"),
        "addresses in one row": lambda size: "||" + "(http://a|" * (size // 10) + "||",
        "tables in an item": lambda size: "*" + "||" * (size // 2),
        "openers before a bar": lambda size: "((a~b" * (size // 5) + "|",
        "one run for many marks": lambda size: "1é{BOX()}__" * (size // 12) + "*" * (size // 12),
        "items with plugins": _repeated("* a {DIV()}b\nc{DIV}\n"),
        "open elements in a plugin": lambda size: "{HTML()}" + "<div>" * (size // 5) + "{HTML}",
    }
)
"""Makers of a text of about ``size`` characters."""

HTML_FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        f"repeated {piece!r} in HTML": _repeated(piece)
        for piece in (
            "<!--",
            '<a "',
            "<b>__x__",
            "<p><b id=i>x</p>",
            "[u|x]",
            "<div>",
            "<b>a",
            "<b {BOX()} x>",
            "~np~<b>~/np~",
        )
    }
)
"""The same for pages whose text is HTML."""

XML_FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        f"repeated {piece!r} in wiki.xml": _repeated(piece)
        for piece in (
            "<![CDATA[",
            "<name><![CDATA[",
            "]]></name><name><![CDATA[",
            "<page zip=",
            '<page zip="a" x="',
            '<page zip="a">',
            '<image zip="',
            '">',
            "<page ",
            "</page>",
            "<structure>",
            "<structure><page></structure>",
            "<comments><comment>",
            "<!--",
            "<?",
            "<",
            "x",
        )
    }
)
"""What hurts the scanner of Tiki's XML exports."""

TEXT_FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        f"repeated {piece!r} as text": _repeated(piece)
        for piece in (
            "*a ", "a* ", "**a*", "_a_", "`", "` ``", "[", "[a](", "]", "<", "<a ", "&", "\\",
            "~~a", "a*_", "{{<", "- - ", "* * ", "\n- ", "\n1. ", "^[", "|", "-|", "<!--",
        )
    }
)  # fmt: skip
"""The same for plain text that a target might take for its own markup."""
