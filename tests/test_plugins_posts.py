"""Articles and posts of blogs in lists, and in the lists of pages, on data made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import lines_below, page_of

from tiki2md.diagnostics import Code
from tiki2md.model import ArticleType, Category, Page, Picture, User, Wiki
from tiki2md.options import Options
from tiki2md.readers.other_content import article_types_of, blogs_with_excerpts
from tiki2md.readers.schema import Tables

DAY = 86_400


def article(number: int, name: str, **values: object) -> Page:
    """An article that was published on that day of 1970."""
    page = Page(
        name=name,
        source="Short.\n\nLong.",
        heading_length=6,
        kind="article",
        page_id=number,
        created=number * DAY,
        creator="ann",
    )
    return replace(page, **values)


OTHERS = (
    article(1, "Old boats", section="Boats", parent_id=1, genre="Review", categories=[1]),
    article(2, "New boats", section="Boats", parent_id=1, genre="Article", tags=["wet"]),
    article(3, "Gulls", section="Birds", parent_id=2, genre="Article", language="en"),
    Page(
        name="Storm",
        source="__Windy__ day.\n...page...\nThe night.",
        kind="blog post",
        page_id=1,
        created=DAY,
        creator="ann",
        parent_id=1,
        section="Weather",
        categories=[1],
        tags=["wet"],
    ),
    Page(name="Calm", source="Flat.", kind="blog post", page_id=2, created=2 * DAY, parent_id=1),
    Page(name="Secret", source="x", kind="blog post", page_id=3, parent_id=1, hidden="private"),
    Page(name="Other", source="x", kind="blog post", page_id=4, parent_id=2, creator="bob"),
)


def shown(source: str, *others: Page, **values: object) -> tuple[str, list[Code]]:
    """What a page of that source becomes beside posts and articles."""
    home = Page(name="Home", source=source, page_id=1, categories=[1], tags=["wet"])
    wiki = Wiki(
        pages=[home],
        others=[*(others or OTHERS)],
        categories={1: Category(category_id=1, name="Shore")},
        users={"ann": User(login="ann", real_name="Ann Lee")},
        article_types={
            "Review": ArticleType(name="Review", author=False, subtitle=True, heading_only=True),
            "Event": ArticleType(name="Event", author=False, date=False),
        },
        blogs_with_excerpts=frozenset({3}),
    )
    return page_of(wiki, options=Options(target="gfm", **values))


def lines(call: str, **values: object) -> list[str]:
    """The lines that a call becomes, without the comment that tells of it."""
    text, codes = shown(call, **values)
    assert set(codes) <= {Code.PLUGIN_SNAPSHOT, Code.PLUGIN_APPROXIMATED}
    return lines_below(call, text)


# Lists of pages hold wiki pages alone, or lead to whatever they hold.


@pytest.mark.parametrize(
    "call",
    [
        "{LISTPAGES()/}",
        "{MODULE(module=top_pages notitle=y)/}",
        "{MODULE(module=last_modif_pages notitle=y)/}",
        "{TITLESEARCH(search=o noheader=1)/}",
        "{SHOWPAGES(find=o)/}",
    ],
)
def test_articles_are_no_pages(call: str) -> None:
    assert lines(call) == ["- [Home](home.md)"]


def test_of_links_those_of_pages_count() -> None:
    post = Page(name="Home", source="((Home)) ((Nowhere))", kind="blog post", page_id=1)
    text, _ = shown("{BACKLINKS(page=Home)/}{WANTEDPAGES()}{WANTEDPAGES}", post)
    assert "No pages link to [Home](home.md)" in text
    assert "Nowhere" not in text


HOME = "- [Home](home.md)"
STORM = "- [Storm](blog/storm.md)"
OLD = "- [Old boats](articles/old-boats.md)"
NEW = "- [New boats](articles/new-boats.md)"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{CATEGORY(id=1 showTitle=n)/}", [HOME, OLD, STORM]),
        ("{CATEGORY(id=1 showTitle=n types=wiki)/}", [HOME]),
        ("{CATEGORY(id=1 showTitle=n types=article+faq)/}", [OLD]),
        ('{CATEGORY(id=1 showTitle=n types="blog post+wiki")/}', [HOME, STORM]),
        ("{FREETAGGED(tags=wet sort_mode=name_asc)/}", [HOME, NEW, STORM]),
        ("{FREETAGGED(tags=wet type=article)/}", [NEW]),
        ("{FREETAGGED(type=article)/}", [NEW]),
        ("{FREETAGGED()/}", []),
    ],
)
def test_lists_lead_to_all_kinds(call: str, expected: list[str]) -> None:
    assert sorted(lines(call)) == sorted(expected)


def test_a_page_with_the_name_of_an_article_is_another() -> None:
    twin = article(1, "Home", categories=[1])
    text, _ = shown("{CATEGORY(id=1 showTitle=n)/}", twin)
    assert "- [Home](home.md)" in text
    assert "- [Home](articles/home.md)" in text


# ARTICLES.


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", ["Gulls", "New boats", "Old boats"]),
        ("max=2", ["Gulls", "New boats"]),
        ("max=1 start=1", ["New boats"]),
        ("max=-1", ["Gulls", "New boats", "Old boats"]),
        ("topic=boats", ["New boats", "Old boats"]),
        ("topic=!Boats", ["Gulls"]),
        ("topicId=1+2", ["Gulls", "New boats", "Old boats"]),
        ("topicId=!1", ["Gulls"]),
        ("type=Review", ["Old boats"]),
        ("type=!Review+Event", ["Gulls", "New boats"]),
        ("lang=en", ["Gulls"]),
        ("categId=1", ["Old boats"]),
        ("articleId=1|3", ["Gulls", "Old boats"]),
        ("notArticleId=1|3", ["New boats"]),
        ("sort=title_asc", ["Gulls", "New boats", "Old boats"]),
        ("sort=articleId_asc", ["Old boats", "New boats", "Gulls"]),
        ("order=2|1", ["New boats", "Old boats", "Gulls"]),
        ("dateStart=1970-01-03", ["Gulls", "New boats"]),
        ("dateEnd=1970-01-03", ["New boats", "Old boats"]),
        ("type=Nothing", []),
    ],
)
def test_which_articles(arguments: str, expected: list[str]) -> None:
    found = lines(f"{{ARTICLES(titleonly=y {arguments})/}}")
    paths = [name.lower().replace(" ", "-") for name in expected]
    assert found == [
        f"[{name}](articles/{path}.md)" for name, path in zip(expected, paths, strict=True)
    ]


def test_articles_with_their_headings() -> None:
    assert lines("{ARTICLES(articleId=3)/}") == [
        "**[Gulls](articles/gulls.md)**\\",
        "Author: Ann Lee - Published 1970-01-04 00:00",
        "Short.",
        "[Read More](articles/gulls.md)",
    ]
    assert lines("{ARTICLES(articleId=3 fullbody=y)/}")[2:] == ["Short.", "Long."]


def test_types_of_articles_say_what_lists_show() -> None:
    review = article(1, "Boats", genre="Review", description="Old\nones")
    assert shown("{ARTICLES()/}", review)[0].splitlines()[2:] == [
        "**[Boats](articles/boats.md)**\\",
        "Old ones\\",
        "Published 1970-01-02 00:00",
        "",
        "Short.",
    ]
    event = article(1, "Boats", genre="Event", description="Not shown")
    assert shown("{ARTICLES()/}", event)[0].splitlines()[2:] == [
        "**[Boats](articles/boats.md)**",
        "",
        "Short.",
        "",
        "[Read More](articles/boats.md)",
    ]


def test_nobody_is_named_where_people_are_not_told() -> None:
    said = lines("{ARTICLES(articleId=3)/}", people="none")[1]
    assert said == "Published 1970-01-04 00:00"
    assert lines("{BLOGLIST(Id=2)/}", people="none")[0] == "| Date | Title |"


def test_the_picture_of_an_article_leads_to_it() -> None:
    picture = Picture(kind="topic", number=7, alt="A boat")
    pictured = article(1, "Boats", picture=picture)
    text, codes = shown("{ARTICLES()/}", pictured)
    assert "A boat" in text
    assert Code.FILE_NOT_COPIED in codes
    text, _ = shown("{ARTICLES()/}", pictured, copy_files="none")
    assert "A boat" not in text


def test_an_article_in_html() -> None:
    rich = article(1, "Rich", source="<p>a <b>b</b></p>", heading_length=17, is_html=True)
    assert "\na **b**\n" in shown("{ARTICLES()/}", rich)[0]


def test_no_articles() -> None:
    assert lines("{ARTICLES(type=Nothing)/}") == ["No articles yet."]
    assert lines("{ARTICLES(type=Nothing quiet=y)/}") == []


@pytest.mark.parametrize(
    "call",
    [
        "{ARTICLES(periodQuantity=month periodUnit=1)/}",
        "{ARTICLES(translationOrphan=fr)/}",
        '{ARTICLES(dateStart="last monday")/}',
        "{ARTICLE(Id=9)/}",
        "{ARTICLE(Id=1 Field=rating)/}",
        "{BLOGLIST()/}",
        "{BLOGLIST(Id=1 dateEnd=yesterday)/}",
    ],
)
def test_what_the_export_cannot_tell_is_kept(call: str) -> None:
    text, codes = shown(call)
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize("call", ["{ARTICLES()/}", "{ARTICLE()/}", "{BLOGLIST(Id=1)/}"])
def test_a_wiki_without_articles_or_posts(call: str) -> None:
    text, codes = shown(call, Page(name="Why", source="x", kind="faq", page_id=1))
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize("inner", ["{ARTICLES()/}", "{ARTICLE(Id=1)/}"])
def test_articles_that_show_themselves_end(inner: str) -> None:
    snake = article(1, "Snake", source=f"a {inner} b", heading_length=99)
    _, codes = shown(inner, snake)
    assert codes.count(Code.INCLUDE_CAPPED) == 1


# ARTICLE.


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("Id=1", "Short."),
        ("Id=1 Field=title", "Old boats"),
        ("Id=1 Field=body", "Long."),
        ("Id=1 Field=topicName", "Boats"),
        ("Id=1 Field=authorName", "Ann Lee"),
        ("Field=title", "Gulls"),
    ],
)
def test_fields_of_articles(arguments: str, expected: str) -> None:
    assert lines(f"{{ARTICLE({arguments})/}}") == [expected]


# BLOGLIST.


def test_posts_as_a_table() -> None:
    assert lines("{BLOGLIST(Id=1)/}") == [
        "| Date | Title | Author |",
        "| --- | --- | --- |",
        "| 1970-01-03 | [Calm](blog/calm.md) | |",
        "| 1970-01-02 | [Storm](blog/storm.md) | Ann Lee |",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("Id=1 Items=1", ["Calm"]),
        ("Id=1:2 author=bob", ["Other"]),
        ("Id=1:2", ["Calm", "Storm", "Other"]),
        ("Id=1 dateEnd=1970-01-02", ["Storm"]),
        ("Id=9", []),
    ],
)
def test_which_posts(arguments: str, expected: list[str]) -> None:
    rows = lines(f"{{BLOGLIST({arguments})/}}")[2:]
    assert [row.partition("[")[2].partition("]")[0] for row in rows] == expected


def test_posts_with_their_texts() -> None:
    assert lines("{BLOGLIST(Id=1 simpleList=n)/}") == [
        "**[Calm](blog/calm.md)**\\",
        "Published on 1970-01-03 00:00",
        "Flat.",
        "**[Storm](blog/storm.md)**\\",
        "Published by Ann Lee on 1970-01-02 00:00",
        "**Windy** day.",
        "[Read more](blog/storm.md)",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("charCount=3", ["Fla", "**Win**"]),
        ("charCount=3 wordBoundary=y", ["Flat.", "**Windy**"]),
        ("charCount=3 wordBoundary=n ellipsis=y", ["Fla ...", "**Win** ..."]),
        ("charCount=50", ["Flat.", "**Windy** day."]),
        ("charCount=0", ["Flat.", "**Windy** day."]),
    ],
)
def test_parts_of_posts(arguments: str, expected: list[str]) -> None:
    found = lines(f"{{BLOGLIST(Id=1 simpleList=n {arguments})/}}")
    texts = [line for line in found if line[:2] != "**" or line.startswith("**Win")]
    texts = [line for line in texts if "Published" not in line and "[" not in line]
    assert texts == expected


def test_a_part_of_a_post_leads_to_the_rest() -> None:
    found = lines("{BLOGLIST(Id=1 Items=1 simpleList=n charCount=3)/}")
    assert found[-2:] == ["Fla", "[Read more](blog/calm.md)"]


EXCERPTS = (
    Page(
        name="Long",
        source="All of it.",
        description="__Some__ of it.",
        kind="blog post",
        page_id=1,
        parent_id=3,
    ),
    Page(name="Short", source="It.", kind="blog post", page_id=2, parent_id=3),
    Page(name="Plain", source="Whole.", description="x", kind="blog post", page_id=3, parent_id=4),
)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("Id=3", ["**Some** of it.", "[Read more](blog/long.md)", "It."]),
        ("Id=3 useExcerpt=n", ["All of it.", "It."]),
        ("Id=4", ["Whole."]),
    ],
)
def test_excerpts_of_posts(arguments: str, expected: list[str]) -> None:
    text, _ = shown(f"{{BLOGLIST(simpleList=n {arguments})/}}", *EXCERPTS)
    found = [line for line in text.splitlines()[1:] if line and not line.startswith("**[")]
    assert found == expected


def test_texts_of_posts_are_those_of_all_authors() -> None:
    text, _ = shown("{BLOGLIST(Id=1:2 simpleList=n author=bob)/}")
    assert text.count("**[") == 3


# Readers.


def test_what_lists_show_is_read() -> None:
    tables = Tables(
        rows={
            "tiki_article_types": [
                {"type": "Article"},
                {"type": "Classified", "heading_only": "y", "show_author": None},
                {"type": "Note", "show_pubdate": "n", "show_subtitle": "y"},
            ],
            "tiki_blogs": [
                {"blogId": "1", "use_excerpt": "y"},
                {"blogId": "2", "use_excerpt": "n"},
                {"blogId": "3"},
            ],
        }
    )
    assert list(article_types_of(tables).values()) == [
        ArticleType(name="Article"),
        ArticleType(name="Classified", author=False, heading_only=True),
        ArticleType(name="Note", date=False, subtitle=True),
    ]
    assert blogs_with_excerpts(tables) == {1}
