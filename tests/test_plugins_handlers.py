"""What single plugins become, on nodes made by hand."""

from __future__ import annotations

import pytest
from plugin_calls import one, run, shown

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CodeBlockNode,
    CodeSpanNode,
    ElementNode,
    FootnoteNode,
    HeadingNode,
    ImageNode,
    ItalicNode,
    LinkNode,
    ListItemNode,
    Node,
    ParagraphNode,
    ParentNode,
    PluginNode,
    SimpleBoxNode,
    TableOfContentsNode,
    TextNode,
    text_of,
    walk,
)
from tiki2md.options import Options
from tiki2md.plugins import PluginContext, builtin_registry, expand_plugin
from tiki2md.plugins.old_images import image_aliases
from tiki2md.plugins.protect import named_spans, plugin_spans


@pytest.mark.parametrize(
    ("body", "arguments", "text", "language"),
    [
        ("\n    a\n  b\n", {}, "a\n  b", ""),
        ("a ~tc~gone~/tc~ b", {}, "a  b", ""),
        ("~np~__raw__~/np~", {}, "__raw__", ""),
        ("// ~np~ ?>", {}, "// ~np~ ?>", ""),
        ("a ~tc~open", {}, "a ~tc~open", ""),
        ("&lt;b&gt; ~amp~", {}, "&lt;b&gt; ~amp~", ""),
        ("x\r\ny", {"colors": "PHP"}, "x\ny", "php"),
        ("x", {"colors": "1"}, "x", ""),
    ],
)
def test_code(body: str, arguments: dict[str, str], text: str, language: str) -> None:
    node = one("CODE", body, **arguments)
    assert isinstance(node, CodeBlockNode)
    assert (node.text, node.language) == (text, language)


def test_code_with_all_arguments() -> None:
    node = one("CODE", "x", caption="Cap", ln="1", colors="c")
    assert (node.caption, node.line_numbers) == ("Cap", True)
    assert isinstance(one("CODE", "x", mediawiki="1"), CodeSpanNode)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("b", BoldNode),
        ("i", ItalicNode),
        ("blockquote", BlockquoteNode),
        ("p", ParagraphNode),
        ("h3", HeadingNode),
        ("H3", BlockElementNode),
        ("div", BlockElementNode),
        ("", BlockElementNode),
    ],
)
def test_div_types(kind: str, expected: type[Node]) -> None:
    assert type(one("DIV", "x", type=kind)) is expected


def test_div_attributes() -> None:
    node = one("DIV", "x", width="50%", style="color: red; background: url(x)", **{"class": "a"})
    assert node.attrs_dict == {"class": "a", "style": "width: 50%; color: red"}
    span = one("DIV", "x", type="span", id="i")
    assert isinstance(span, ElementNode)
    assert isinstance(one("DIV", "x", type="span"), TextNode)
    result, reported = run("TAG", "x", tag="script")
    assert isinstance(result[0], TextNode)
    assert reported == [Code.PLUGIN_APPROXIMATED]
    result, reported = run("TAG", "x", tag="li")
    assert isinstance(result[0], BlockElementNode)
    assert result[0].tag == "div"
    assert reported == [Code.PLUGIN_APPROXIMATED]


def test_inline_html_in_a_body_is_live_but_no_script_is() -> None:
    node = one("DIV", 'a <b>c</b> <x> <i onclick="f()">d <script>e')
    kinds = [(type(child).__name__, child.inner_content) for child in node.children]
    assert kinds == [
        ("TextNode", "a "),
        ("RawHtmlNode", "<b>"),
        ("TextNode", "c"),
        ("RawHtmlNode", "</b>"),
        ("TextNode", ' <x> <i onclick="f()">d <script>e'),
    ]


def test_box_and_quote() -> None:
    box = one("BOX", "body", title="Title")
    assert isinstance(box, SimpleBoxNode)
    assert shown(box.children) == ["Title", "body"]
    quote = one("QUOTE", "words", replyto="Hamlet", source_url="http://q.example/")
    assert shown(quote.children) == ["Hamlet wrote:", "words", "Source: http://q.example/"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("tip", "tip"), ("Note", "note"), ("errors", "caution"), ("", "note"), ("odd", "note")],
)
def test_remarks_box(kind: str, expected: str) -> None:
    node = one("REMARKSBOX", "x", type=kind, title="T")
    assert isinstance(node, AdmonitionNode)
    assert (node.kind, node.title) == (expected, "T")


@pytest.mark.parametrize(
    ("arguments", "sources"),
    [
        ({"src": "img/a.png"}, ["img/a.png"]),
        ({"src": "http://x.example/a,b.png"}, ["http://x.example/a,b.png"]),
        ({"src": "a.png,b.jpeg|c"}, ["a.png", "b.jpeg", "c"]),
        ({"fileId": "2"}, ["tiki-download_file.php?fileId=2&display"]),
        (
            {"type": "fileId", "fileId": "2", "src": "x"},
            ["tiki-download_file.php?fileId=2&display"],
        ),
        ({"attId": "1"}, ["tiki-download_wiki_attachment.php?attId=1"]),
        ({"id": "7|8"}, ["show_image.php?id=7", "show_image.php?id=8"]),
    ],
)
def test_img_sources(arguments: dict[str, str], sources: list[str]) -> None:
    result, reported = run("IMG", **arguments)
    images = [node for one_ in result for node in walk(one_) if isinstance(node, ImageNode)]
    assert [image.src for image in images] == sources
    assert reported == []


def test_img_arguments() -> None:
    node = one("IMG", src="a.png", alt="A", title="T", width="120px", height="no", thumb="y")
    assert (node.alt, node.title, node.width, node.height, node.link) == (
        "A",
        "T",
        "120",
        "",
        "a.png",
    )
    assert one("IMG", src="a.png", thumb="y", link="http://x.example").link == "http://x.example"
    caption = one("IMG", src="a.png", desc="A plus")
    assert isinstance(caption, ParagraphNode)
    assert text_of(caption) == " A plus"
    assert run("IMG")[1] == [Code.PLUGIN_MISSING_ARGUMENT, Code.PLUGIN_KEPT]
    assert run("IMG", fgalId="3")[1] == [Code.PLUGIN_KEPT]


def test_links() -> None:
    assert one("ANAME", "spring tides") == AnchorNode(anchor="spring_tides")
    link = one("ALINK", "go", aname="spring tides")
    assert (link.url, text_of(link)) == ("#spring_tides", "go")
    assert one("ALINK", "go", aname="a", pagename="Other").page == "Other"
    assert one("BUTTON", href="((Page))", _text="Go").page == "Page"
    assert one("FILE", "sheet", fileId="3").url == "tiki-download_file.php?fileId=3"
    assert one("FILE", fileId="3").children == []
    attached = one("ATTACH", "parts__list__", name="a b.csv", inline="1")
    assert attached.url == "tiki-download_wiki_attachment.php?page=Home&filename=a%20b.csv"
    assert text_of(attached) == "parts__list__"


@pytest.mark.parametrize(
    "movie",
    [
        "dQw4w9WgXcQ",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1",
        "https://youtu.be/dQw4w9WgXcQ",
        "youtube.com/embed/dQw4w9WgXcQ",
    ],
)
def test_youtube(movie: str) -> None:
    node = one("YOUTUBE", movie=movie)
    assert isinstance(node, LinkNode)
    assert node.url == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("GROUP", {"groups": "Admins"}, "no"),
        ("GROUP", {"groups": "Anonymous|Admins"}, "yes"),
        ("GROUP", {"notgroups": "Anonymous"}, "no"),
        ("GROUP", {"notgroups": "Admins"}, "yes"),
        ("GROUP", {"pending": "Admins"}, "no"),
        ("GROUP", {"notpending": "Admins"}, "yes"),
        ("GROUP", {"notpending": "Admins", "groups": "Admins"}, "no"),
        ("PERM", {"perms": "tiki_p_edit"}, "no"),
        ("PERM", {"perms": "tiki_p_view"}, "yes"),
        ("PERM", {"notperms": "tiki_p_edit"}, "yes"),
        ("PERM", {"notperms": "tiki_p_view"}, "no"),
        ("PERM", {"perms": "tiki_p_admin", "notperms": "tiki_p_edit"}, "yes"),
        ("PERM", {"perms": "tiki_p_view", "notperms": "tiki_p_edit|tiki_p_view"}, "no"),
        ("PARAM", {"name": "x"}, "no"),
    ],
)
def test_branches(name: str, arguments: dict[str, str], expected: str) -> None:
    result, reported = run(name, "yes{ELSE}no", **arguments)
    assert "".join(shown(result)) == expected
    assert reported == [Code.PLUGIN_BRANCH]


@pytest.mark.parametrize(
    ("name", "arguments"), [("GROUP", {}), ("GROUP", {"friends": "ann"}), ("PERM", {"global": "1"})]
)
def test_without_a_condition_nothing_is_shown(name: str, arguments: dict[str, str]) -> None:
    result, reported = run(name, "yes{ELSE}no", **arguments)
    assert result == []
    assert reported == [Code.PLUGIN_MISSING_ARGUMENT, Code.PLUGIN_BRANCH]


def test_what_only_members_see_stays_hidden() -> None:
    result, reported = run("GROUP", "secret", groups="Admins")
    assert result == []
    assert reported == [Code.PLUGIN_BRANCH]


@pytest.mark.parametrize(
    ("arguments", "levels"),
    [
        ({}, ()),
        ({"levels": "2,3"}, (2, 3)),
        ({"maxdepth": "2"}, (1, 2)),
        ({"maxdepth": "0"}, ()),
        ({"levels": "x,٣,99"}, ()),
    ],
)
def test_maketoc(arguments: dict[str, str], levels: tuple[int, ...]) -> None:
    node = one("MAKETOC", **arguments)
    assert isinstance(node, TableOfContentsNode)
    assert node.levels == levels


def test_maketoc_title() -> None:
    assert one("MAKETOC").title == "Table of contents"
    assert one("MAKETOC", title="").title == ""
    assert one("MAKETOC", title="On this page").title == "On this page"


def test_spans_of_plugins() -> None:
    body = "a {X()} {Y()}b{Y} {X()}c{X} {Z} ~np~{Y()}~/np~ {img src=x}"
    found = [body[start:end] for start, end in plugin_spans(body)]
    assert found == ["{Y()}b{Y}", "{X()}c{X}", "~np~{Y()}~/np~", "{img src=x}"]
    nested = "{X()}a{X()}b{X}c{X}"
    assert plugin_spans(nested) == [(0, len(nested))]


def test_spans_of_plugins_by_name() -> None:
    assert named_spans("{CODE()}x{CODE}{DIV()}y{DIV}", {"CODE"}) == [(0, 15)]


def test_handlers_leave_their_input_alone() -> None:
    child = TextNode(full_match=" <b>x</b> ", inner_content=" <b>x</b> ")
    node = PluginNode(name="CENTER", children=[child], inner_content=child.inner_content)
    used = PluginContext(Options(), Reporter(), lambda text: [TextNode(inner_content=text)])
    result = expand_plugin(node, builtin_registry(), used)
    assert isinstance(result[0], ParentNode)
    assert child.inner_content == " <b>x</b> "
    assert node.children == [child]


def test_footnotes_are_nodes_of_their_own() -> None:
    result, reported = run("FOOTNOTE", " the archive ", tag="src")
    assert [type(node) for node in result] == [FootnoteNode]
    assert "".join(shown(result)) == "the archive"
    assert isinstance(result[0], FootnoteNode)
    assert result[0].label == "src"
    assert reported == []
    repeated, _ = run("FOOTNOTE", sameas="1")
    assert repeated == [FootnoteNode(label="1")]
    assert run("FOOTNOTEAREA") == ([], [])


def test_names_that_an_upgrade_left_behind() -> None:
    used = PluginContext(Options(), Reporter(), lambda text: [TextNode(inner_content=text)])
    assert builtin_registry().get("THUMB") is None
    registry = builtin_registry().with_plugins(image_aliases(["thumb", "picture", "other"]))
    assert registry.get("IMAGE") is None
    picture = PluginNode(name="PICTURE", attrs_dict={"file": "a.png"})
    thumb = PluginNode(name="THUMB", attrs_dict={"file": "3"})
    sources = [expand_plugin(node, registry, used)[0] for node in (picture, thumb)]
    assert [node.src for node in sources if isinstance(node, ImageNode)] == [
        "a.png",
        "tiki-download_file.php?fileId=3&display",
    ]
    assert image_aliases(["other"]) == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"value": "10"}, "10.00"),
        ({"value": "1500", "max": "2000", "label": "dev"}, "dev1,500.00"),
        ({"value": "5", "max": "20", "perc": "true"}, "25.00%"),
        ({"value": "5", "max": "0", "perc": "true"}, "5.00%"),
        ({"value": "5", "showvalue": "false", "label": "dev"}, "dev ░░░░░░░░░░"),
    ],
)
def test_gauge(arguments: dict[str, str], expected: str) -> None:
    bar = one("GAUGE", **arguments)
    assert text_of(bar) == expected
    elements = [node for node in walk(bar) if isinstance(node, ElementNode)]
    (meter,) = [node for node in elements if node.tag == "meter"]
    assert meter.attrs_dict["value"] == f"{float(arguments['value']):g}"


@pytest.mark.parametrize("value", ["", "much", "nan", "1e999"])
def test_gauge_without_a_value(value: str) -> None:
    assert run("GAUGE", value=value) == ([], [Code.PLUGIN_MISSING_ARGUMENT])


def test_mouse_over() -> None:
    node = one("MOUSEOVER", "hidden\n text", label="word")
    assert isinstance(node, ElementNode)
    assert (text_of(node), node.attrs_dict) == ("word", {"title": "hidden text"})
    old = one("MOUSEOVER", "word", text="hidden", url="http://x.example/")
    assert (old.url, old.title, text_of(old)) == ("http://x.example/", "hidden", "word")


def test_lists_of_files_and_hot_spots() -> None:
    listed = one("FILES", fileId="3:4")
    urls = [link.url for item in listed.children for link in item.children]
    assert urls == ["tiki-download_file.php?fileId=3", "tiki-download_file.php?fileId=4"]
    assert run("FILES", galleryId="1")[1] == [Code.PLUGIN_KEPT]
    spots = one("ANNOTATION", "(1,2),(3,4) bow [http://x.example/]\n(1,1),(2,2) stern", src="a")
    assert shown(spots.children)[1:] == ["bow", "stern"]
    rest, codes = run("ANNOTATION", "(1,1),(2,2) stern\nx", src="a")
    assert (shown(rest[0].children)[1:], codes) == (["stern"], [Code.PLUGIN_APPROXIMATED])


@pytest.mark.parametrize(
    ("name", "groups", "expected"),
    [("GROUP", "Anonymous", "a{ELSE}b"), ("GROUP", "Admins", "c"), ("PREF", "", "a")],
)
def test_else_inside_an_item(name: str, groups: str, expected: str) -> None:
    item = ListItemNode(children=[TextNode(inner_content="a{ELSE}b{ELSE}c")])
    used = PluginContext(Options(), Reporter(), lambda text: [TextNode(inner_content=text)])
    node = PluginNode(name=name, children=[item], attrs_dict={"groups": groups})
    result = expand_plugin(node, builtin_registry(), used)
    assert [(type(part), text_of(part)) for part in result] == [(ListItemNode, expected)]
