"""What people may type to make something of a site act; shared by the tests and by benchmarks/.

Each text would leave a trace: an element ``injected``, an attribute or call of that name, a key
``injected`` in data, ``eval7uated`` where a template was run, or a file outside its folder.
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from tiki2md.model import (
    Blob,
    Category,
    Choice,
    Comment,
    Event,
    Feed,
    File,
    Gallery,
    News,
    Page,
    Picture,
    Place,
    Poll,
    Tracker,
    TrackerField,
    TrackerItem,
    User,
    Wiki,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INJECTIONS: Mapping[str, tuple[str, ...]] = {
    "HTML": (
        "<script>injected()</script>", "</script><script>injected()</script>",
        '"><script>injected()</script>', "<injected>", "</title><injected>", "</style><injected>",
        "</textarea><injected>", "--><injected>", "]]><injected>", "<!--", "<![CDATA[<injected>",
        "<img src=x onerror=injected()>", '" onmouseover="injected()', "' onmouseover='injected()",
        "` onmouseover=injected() x=`", "&lt;injected&gt;", "&#60;injected&#62;",
        "&quot; onmouseover=&quot;injected()", "</code></pre><injected>", "javascript:injected()",
        "x](javascript:injected())", "\n\n<injected>\n\n",
        '<div\n\nonmouseover="injected()">', "<!--\n\n<injected>\n\n-->", "<?\n\n<injected>\n\n?>",
        '<a href="x\n\n" onmouseover="injected()">',
    ),
    "YAML": (
        "---", "--- injected", "...", "a\n---\ninjected: 1\n---\nb", "a\ninjected: 1",
        '"\ninjected: "1', "'\ninjected: '1", '", injected: "1', "a: b", "a #b", "# a", "- a",
        "? a", "| a", "> a", "|\n  injected", "%YAML 1.1", "@a", "`a", "&a", "*a", "<<", "=",
        "{injected: 1}", "[injected]", "!!python/object/apply:injected []", "!ENV injected",
        "!!binary aW5qZWN0ZWQ=", "yes", "no", "null", "~", "1e3", "0x1F", "0o17", "1_000", "1:30",
        ".inf", ".nan", "2020-01-01", "2020-01-01 10:00:00", "'''", '"""',
        "a\x85injected: 1", "a\u2028injected: 1", "a\u2029injected: 1", "\ufeffinjected: 1",
        "a\tb", "a\r\ninjected: 1", "a\rinjected: 1", " a ",
    ),
    "TOML": (
        "+++", "a\n+++\ninjected = 1\n+++\nb", '"\ninjected = "1', '"""\ninjected = "1"',
        "'''\ninjected = '1'", "]\n[injected]", "\\u0041", "\\", 'a\\"\ninjected = "1',
    ),
    "JSON and JavaScript": (
        '","injected":"1', '\\","injected":"1', '\\u0022,"injected":"1', '"}; injected(); //',
        "'+injected()+'", '"+injected()+"', "${injected()}", "`${injected()}`", "*/ injected() /*",
        "// a", "constructor", "__proto__", "toString", "\\' + injected() + '",
        "\\\\' + injected() + '", "C:\\xampp", "C:\\users\\1", "a\\",
    ),
    "Liquid and Jinja": (
        '{{ "eval" | append: "7uated" }}', '{{ "eval" ~ "7uated" }}',
        '{% assign a = "eval" %}{{ a | append: "7uated" }}', "{% raw %}", "{% endraw %}",
        '{% endraw %}{{ "eval" | append: "7uated" }}{% raw %}', "{%- endraw -%}",
        '{%-endraw-%}{{"eval"|append:"7uated"}}', "{% include injected.html %}", "{% comment %}",
        "{%", "{{", "}}", "%}", "{# a #}",
    ),
    "Hugo": (
        '{{< figure src="injected.png" >}}', '{{% figure src="injected.png" %}}',
        '{{</* figure src="injected.png" */>}}', "{{< injected >}}", "{{<", ">}}", "{{%",
        "{{< /x >}}",
        '{{ printf "%s%s" "eval" "7uated" }}', "{{- template `injected` -}}", "{{/* a",
    ),
    "MDX": (
        '{"eval" + "7uated"}', "<Injected />", "<Injected>", 'import injected from "injected"',
        "export const injected = 1", "{", "}", "{/* a", "{`${1}`}", "<>", "</>", ":::danger",
        "a\n\nimport injected from 'injected'\n\nb",
    ),
    "MkDocs and kramdown": (
        '--8<-- "mkdocs.yml"', "{: onmouseover=injected() }", "{ onmouseover=injected() }",
        '{: onmouseover="injected()"}', "{::nomarkdown}<injected>{:/}", "{:toc}", "[TOC]",
        "!!! note", '=== "a"', "*[a]: b", "[a]: javascript:injected()", "[^a]: b",
        "[a](<x onmouseover=injected() y>)", '[a](x "onmouseover=injected()")',
        "{::options parse_block_html='true' /}", "[a](~injected)", "[a]: ~injected", "~injected",
        "[a](/~injected/)",
    ),
    "Obsidian and GitHub": (
        "[[injected]]", "![[injected]]", "%%", "`$=injected()`", "#injected", "^injected",
        "@injected", "$injected$", "<%* injected() %>",
    ),
    "web servers": (
        '"; return 200 injected; "', "'; return 200 injected; '", "} location / { return 444; }",
        "a;\nreturn 200 injected;", "$request_uri", "${injected}", "%{ENV:injected}", "$1 %1",
        "a\nRewriteRule .* http://injected/", "a\n</IfModule>\ninjected", "{env.injected}",
        "{$injected}", "a\n}\nrespond injected", "/* http://injected/ 200!", "a http://injected/",
        "a\n/* http://injected/ 200", ":splat", "http://injected/", "//injected/", "/\\injected",
        "a\\\nb", "^.*$", "~^.*$", "default", "include injected", "hostnames", "#a",
    ),
    "logs": (
        "::error file=a::injected", "a\n::error::injected", "a\r\n::set-output name=injected::1",
        "%0A::error::injected", "%25", "##[error]injected", "\x1b[31minjected", "\x9b31minjected",
        "a\bb", "\x1b]0;injected\x07", "\u202eder", "\u2066a",
    ),
    "paths": (
        "../../injected", "..\\..\\injected", "/injected", "C:\\injected", "~/injected", ".", "..",
        ".htaccess", ".git", "_config", "_redirects", "_headers", "mkdocs", "index", "README",
        "404", "con", "a\0b", "-rf", "$(injected)", "`injected`", "; injected", "| injected",
        "https://injected/a.png", "//injected/a.png", "%2e%2e%2finjected", "日" * 60,
    ),
}  # fmt: skip
"""By what would act on them."""

TEXTS = tuple(dict.fromkeys(text for texts in INJECTIONS.values() for text in texts))

_TITLE = "".join(text for texts in INJECTIONS.values() for text in texts[:9])
_PICTURE = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


def _verbatim(text: str) -> str:
    """Tiki's markup for a text that is none."""
    return f"~np~{text.replace('&', '&amp;')}~/np~"


def _in_quotes(text: str) -> str:
    """A text as the value of an argument of a plugin, which has entities for what ends it."""
    entities = {"&": "&amp;", '"': "&quot;", "{": "&#123;", "}": "&#125;", "\n": "&#10;"}
    return "".join(entities.get(character, character) for character in text)


def _blocks(number: int, text: str) -> tuple[str, ...]:
    """Wherever authors can put a text in a page."""
    plain, value = _verbatim(text), _in_quotes(text)
    picture = f'fileId="{number}" alt="{value}" desc="{value}"'
    return (
        plain, f"!{plain}", f"Words {plain} words, __{plain}__, -+{plain}+-",
        f"* {plain}\n# {plain}\n;{plain}:{plain}", f"||{plain}|{plain}||",
        f"{{CODE()}}{text}{{CODE}}", f'{{CODE(colors="{value}" caption="{value}")}}a',
        f'{{CODE(colors="a/b {value}")}}{text}{{CODE}}', f"~pp~{text}~/pp~",
        f'{{img {picture} title="{value}"}}',
        f'{{img {picture} width="{value}" height="{value}" align="{value}"}}',
        f'{{img {picture} thumb="y" button="y" rel="{value}"}}',
        f"[tiki-download_file.php?fileId={number}|{plain}] [https://a.example/|{plain}]",
        f'{{REMARKSBOX(type="tip" title="{value}")}}{plain}{{REMARKSBOX}}',
        f'{{TABS(tabs="{value}|b")}}{plain}/////b{{TABS}}',
        f'{{FADE(label="{value}")}}{plain}{{FADE}}', f"~tc~{text}~/tc~",
        f'{{BOX(title="{value}" class="{value}")}}{plain}{{BOX}}',
        f'{{TAG(tag="b" style="{value}")}}{plain}{{TAG}}',
        f'{{DIV(class="{value}" id="{value}")}}{plain}{{DIV}}',
        f"{{ANAME()}}{text}{{ANAME}} {{FOOTNOTE()}}{plain}{{FOOTNOTE}}",
        f'{{MOUSEOVER(label="{value}")}}{plain}{{MOUSEOVER}} ((HomePage|{plain}))',
        f'{{BUTTON(href="tiki-index.php?page=HomePage" _text="{value}")/}}',
        f'{{NOSUCH(a="{value}")}}{plain}{{NOSUCH}}',
        f'{{QUOTE(replyto="{value}" source_url="https://a.example/")}}{plain}{{QUOTE}}',
        f'{{TRACKERLIST(trackerId="{number}" fields="{number}")}}{{TRACKERLIST}}',
        f'{{TRACKERSTAT(trackerId="{number}")/}} {{POLL(pollId="{number}")}}{text}{{POLL}}',
        f"{{HTML()}}<p>{escape(text)}</p>{{HTML}}", f"%v{number}%",
    )  # fmt: skip


_LISTS = """\
{FILES(galleryId="1")}{FILES}
{CATEGORY(id="1")}{CATEGORY}
{TOC(structId="1")}{TOC}
{LISTPAGES()/}
{BACKLINKS(page="HomePage")/}
{ARTICLES(max="-1")/}
{BLOGLIST(Id="1")/}
{EVENTS(calendarid="1" max="0" maxdays="0")/}
{CALENDAR(calIds="1")/}
{RSS(id="1" max="0" desc="1" author="1")/}
{LIST()}{filter type="wiki page"}{pagination max="9999"}{OUTPUT()}
* {display name=title format=objectlink} {display name=description} [{display name=title}|x]
{OUTPUT}{LIST}
{LIST()}{filter type="article,faq,blog post"}{pagination max="9999"}{OUTPUT(template="table")}\
{column field="title" label="Title"}{column field="description"}{OUTPUT}{LIST}
"""


def hostile_wiki(folder: Path, share: int = 1, turn: int = 0) -> Wiki:
    """A wiki with every injection in every place that holds a text.

    Args:
        folder: where the bytes of its files are put; it is made.
        share: each injection is in one of so many of the places in a page, in turn.
        turn: with which of them it begins; wikis of all turns have every injection everywhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wiki = Wiki(
        pages=[Page(name="HomePage", page_id=1, source=_LISTS, categories=[1])],
        categories={1: Category(category_id=1, name="All")},
        places={1: Place(place_id=1, page="HomePage")},
        galleries={1: Gallery(gallery_id=1, name="Pictures")},
        feeds={1: Feed(feed_id=1, title="News", url="https://a.example/")},
        preferences={"browsertitle": _TITLE, "sitetitle": _TITLE},
    )
    for number, text in enumerate(TEXTS, 2):
        blocks = _blocks(number, text)
        source = "\n\n".join(blocks[(number + turn) % share :: share])
        _add(wiki, number, text, source)
        path = folder / f"{number}"
        path.write_bytes(data := _PICTURE + str(number).encode())
        digest = hashlib.md5(data).hexdigest()  # noqa: S324 - as Tiki names files
        _add_files(wiki, number, text, Blob(path=str(path), size=len(data), md5=digest))
    return wiki


def _add(wiki: Wiki, number: int, text: str, source: str) -> None:
    name = f"P{number} {text}"
    login = f"u{number} {text}"
    wiki.users[login] = User(login=login, real_name=f"{text} {number}")
    wiki.pages.append(
        Page(
            name=name, page_id=number, source=source, description=text, slug=text,
            language=text if number % 2 else "en", creator=login, last_editor=text,
            tags=[f"{text} {number}"],
            keywords=text, categories=[1, number], aliases=[text, f"A{number} {text}"],
            created=1_000_000_000, modified=1_100_000_000, edit_comment=text, editors=[login],
        )
    )  # fmt: skip
    kinds = ("article", "blog post", "faq", "forum topic")
    wiki.others.append(
        Page(
            kind=kinds[number % 4], name=text, page_id=number, section=text, description=text,
            source=_verbatim(text), creator=text, parent_id=1, heading_length=len(_verbatim(text)),
            picture=Picture(
                kind="article", number=number, alt=text, caption=text if number % 8 else "",
                title=text, floats=number % 3 == 0,
            ),
        )
    )  # fmt: skip
    wiki.categories[number] = Category(
        category_id=number, name=f"{text} {number}", description=text, parent_id=1
    )
    wiki.places[number] = Place(
        place_id=number, page=name, label=text, parent_id=1, position=number
    )
    for parent in (0, number):
        wiki.comments.append(
            Comment(
                comment_id=number + 1000 * bool(parent), object_name=name, parent_id=parent,
                user=text, title=text, text=_verbatim(text), created=1_000_000_000,
            )
        )  # fmt: skip
    wiki.trackers[number] = Tracker(
        tracker_id=number, name=text, description=text,
        fields=[TrackerField(field_id=number, name=text)],
        items=[TrackerItem(item_id=number, tracker_id=number, values={number: text})],
    )  # fmt: skip
    wiki.polls[number] = Poll(poll_id=number, title=text, choices=[Choice(title=text, votes=1)])
    wiki.dynamic_variables[f"v{number}"] = text
    wiki.events[number] = Event(
        event_id=number, calendar_id=1, name=text, description=_verbatim(text)
    )
    wiki.feeds[1].news.append(News(title=text, url=text, author=text, description=text))


def _add_files(wiki: Wiki, number: int, text: str, blob: Blob) -> None:
    wiki.files[number] = File(
        file_id=number, name=text, filename=f"{text}.gif", description=text, gallery_id=1,
        media_type="image/gif", size=blob.size, blob=blob,
    )  # fmt: skip
    wiki.forum_attachments[number] = File(
        file_id=number, name=text, filename=text, post=number, size=blob.size, blob=blob
    )
    wiki.item_attachments[number] = File(
        file_id=number, name=text, filename=text, size=blob.size, blob=blob
    )
    wiki.blog_images[number] = File(
        file_id=number, filename=f"{text}.gif", size=blob.size, blob=blob
    )
    wiki.article_images["article", number] = File(
        file_id=number, filename=f"{text}.gif", size=blob.size, blob=blob
    )
    wiki.attachments[number] = File(
        file_id=number,
        name=text,
        filename=text,
        page=f"P{number} {text}",
        size=blob.size,
        blob=blob,
    )


def traces(html: str) -> Iterator[str]:
    """What in the tree that a browser makes of ``html`` comes from an injection and acts."""
    tree = LexborHTMLParser(html)
    for node in tree.css("*"):
        tag = node.tag or ""
        if "injected" in tag.lower():
            yield f"<{tag}>"
        if tag in {"script", "style"}:
            if (node.text() or "").strip().startswith("injected()"):
                yield f"<{tag}>injected()"
            continue
        for name, value in node.attributes.items():
            if name.lower().startswith("on") and "injected" in (value or ""):
                yield f"<{tag} {name}={value!r}>"
            if "injected" in name.lower():
                yield f"<{tag} {name}>"
            if name in {"href", "src", "srcset"} and _leads_away(value or ""):
                yield f"<{tag} {name}={value!r}>"
    if "eval7uated" in (tree.root.text() if tree.root else ""):
        yield "eval7uated"


def _leads_away(address: str) -> bool:
    address = "".join(address.split()).lower()
    return address.startswith("javascript:") or address == "injected.png"
