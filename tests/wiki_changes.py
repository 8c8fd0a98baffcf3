"""A wiki of plants with a thing of each kind, and all that people may change in it."""

from __future__ import annotations

from tiki2md.model import (
    ArticleType,
    Category,
    Choice,
    Comment,
    Event,
    Feed,
    File,
    News,
    Page,
    Picture,
    Place,
    Poll,
    User,
    Wiki,
)

SOURCES = {
    "HomePage": "!Welcome\n((Fern)), ((Moss|#Where_it_grows|moss)), ((Nowhere)) and ((moos))",
    "Fern": "!Fern\nGreen. {img attId=1} ((HomePage))",
    "Moss": "!Moss\n!!Where it grows\nIn the shade, see ((Fern)) and [tiki-index.php?page=Lichen].",
    "Lichen": "{INCLUDE(page=Moss)}{INCLUDE} (:lol:) 10^2 + 10^3",
    "Plants": '{CATEGORY(id="1")}{CATEGORY} {BACKLINKS(page="Fern")}{BACKLINKS}',
    "List": "{LISTPAGES()}{LISTPAGES} {NOSUCH()}x{NOSUCH}",
    "Fougère": "!Fougère\nVerte.",
    "Contents": "{TOC()}{TOC}",
    "News": "{ARTICLES()/} {BLOGLIST(Id=1)/} {FREETAGGED(tags=green)/}",
    "Dates": "{EVENTS(calendarid=1)/} {RSS(id=1)/} {PERM(perms=tiki_p_edit)}edit{PERM}",
    "Poll": "{POLL(pollId=1)/} {BLOGLIST(Id=1 simpleList=n)/}",
}


def wiki_of_plants() -> Wiki:
    pages = [
        Page(name=name, source=source, page_id=number, language="en", modified=10**9 + number)
        for number, (name, source) in enumerate(SOURCES.items(), 1)
    ]
    pages[1].categories = [1]
    pages[2].categories = [1]
    pages[2].aliases = ["moos"]
    pages[6].language = "fr"
    return Wiki(
        pages=pages,
        categories={1: Category(category_id=1, name="Green")},
        attachments={1: File(file_id=1, filename="fern.png", page="Fern")},
        others=[
            Page(kind="forum topic", name="Frost", page_id=7, source="Cold?"),
            Page(kind="article", name="Show", page_id=7, source="Soon.", heading_length=4),
            Page(
                kind="blog post",
                name="Rain",
                page_id=2,
                source="Wet.",
                parent_id=1,
                description="W.",
            ),
        ],
        article_images={("topic", 3): File(file_id=3, filename="show.png")},
        comments=[
            Comment(comment_id=1, object_name="Fern", user="ada", text="See ((Moss))."),
            Comment(comment_id=8, object_kind="forum topic", object_name="7", text="Yes."),
        ],
        places={
            1: Place(place_id=1, page="Contents"),
            2: Place(place_id=2, page="Moss", parent_id=1, position=1),
        },
        translations=[["Fern", "Fougère"]],
        events={1: Event(event_id=1, calendar_id=1, name="Walk", start=10**9, end=10**9)},
        feeds={1: Feed(feed_id=1, news=[News(title="Rain")])},
        polls={1: Poll(poll_id=1, title="Dry?", choices=[Choice(title="Yes", votes=1)])},
        permissions=frozenset(),
    )


def permit(wiki: Wiki) -> None:
    wiki.permissions = frozenset({"tiki_p_edit"})


def named(wiki: Wiki, name: str) -> Page:
    return next(page for page in wiki.pages if page.name == name)


def rename(wiki: Wiki) -> None:
    named(wiki, "Moss").name = "Mosses"


def edit(wiki: Wiki) -> None:
    named(wiki, "Fern").source += "\nNew ((List))."


def edit_heading(wiki: Wiki) -> None:
    page = named(wiki, "Lichen")
    page.source = "!Lichen\n" + page.source


def move_place(wiki: Wiki) -> None:
    page = named(wiki, "Moss")
    page.source = page.source.replace("Where it grows", "Where it stands")


def describe(wiki: Wiki) -> None:
    page = named(wiki, "Fern")
    page.description, page.modified, page.last_editor = "A plant.", 2 * 10**9, "bo"


def tag(wiki: Wiki) -> None:
    named(wiki, "List").tags = ["green"]


def lead_on(wiki: Wiki) -> None:
    named(wiki, "Lichen").source = "{REDIRECT(page=Fern)}{REDIRECT}"


def name_user(wiki: Wiki) -> None:
    wiki.users["ada"] = User(login="ada", real_name="Ada L.")


def delete(wiki: Wiki) -> None:
    wiki.pages = [page for page in wiki.pages if page.name != "Lichen"]


def add(wiki: Wiki) -> None:
    wiki.pages.append(Page(name="Nowhere", source="Now here: ((Fern)).", page_id=99))


def take_alias(wiki: Wiki) -> None:
    named(wiki, "HomePage").aliases = ["moos"]


def move_category(wiki: Wiki) -> None:
    named(wiki, "List").categories = [1]


def rename_category(wiki: Wiki) -> None:
    wiki.categories[1].name = "Greenery"


def hide(wiki: Wiki) -> None:
    named(wiki, "Fougère").hidden = "only for gardeners"


def comment(wiki: Wiki) -> None:
    wiki.comments.append(Comment(comment_id=2, object_name="List", user="bo", text="__Why?__"))


def change_comment(wiki: Wiki) -> None:
    wiki.comments[0].text = "See ((Lichen))."


def part_translations(wiki: Wiki) -> None:
    wiki.translations = []


def change_language(wiki: Wiki) -> None:
    named(wiki, "Fougère").language = "de"


def reorder(wiki: Wiki) -> None:
    wiki.places[3] = Place(place_id=3, page="Fern", parent_id=1, position=0)


def rename_file(wiki: Wiki) -> None:
    wiki.attachments[1].filename = "frond.png"


def attach(wiki: Wiki) -> None:
    wiki.attachments[2] = File(file_id=2, filename="spores.csv", page="Moss")


def attach_to_topic(wiki: Wiki) -> None:
    wiki.forum_attachments[1] = File(file_id=1, filename="log.txt", post=7)


def attach_to_answer(wiki: Wiki) -> None:
    wiki.forum_attachments[2] = File(file_id=2, filename="log.txt", post=8)


def show_picture(wiki: Wiki) -> None:
    wiki.others[1].picture = Picture(kind="topic", number=3, alt="Show")


def edit_article(wiki: Wiki) -> None:
    wiki.others[1].source = "Later."


def shorten_heading(wiki: Wiki) -> None:
    wiki.others[1].heading_length = 2


def rename_post(wiki: Wiki) -> None:
    wiki.others[2].name = "Heavy rain"


def move_post(wiki: Wiki) -> None:
    wiki.others[2].parent_id = 2


def tag_article(wiki: Wiki) -> None:
    wiki.others[1].tags = ["green"]


def hide_article(wiki: Wiki) -> None:
    wiki.others[1].hidden = "it has expired"


def write_post(wiki: Wiki) -> None:
    wiki.others[2].creator = "ada"


def move_event(wiki: Wiki) -> None:
    wiki.events[1].start += 60


def read_feed(wiki: Wiki) -> None:
    wiki.feeds[1].news.append(News(title="Old rain"))


def name_no_author(wiki: Wiki) -> None:
    wiki.article_types[""] = ArticleType(name="", author=False)


def show_excerpts(wiki: Wiki) -> None:
    wiki.blogs_with_excerpts = frozenset({1})


def vote(wiki: Wiki) -> None:
    wiki.polls[1].choices[0].votes += 1


def set_preference(wiki: Wiki) -> None:
    wiki.preferences["wikiHomePage"] = "Fern"


def set_variable(wiki: Wiki) -> None:
    wiki.dynamic_variables["year"] = "2030"


CHANGES = [
    *(rename, edit, edit_heading, delete, add, take_alias, move_category, rename_category, hide),
    *(comment, change_comment, part_translations, change_language, reorder, rename_file),
    *(edit_article, shorten_heading, rename_post, move_post, tag_article, hide_article, write_post),
    *(move_event, read_feed, vote, name_no_author, show_excerpts, permit),
    *(set_preference, set_variable, attach, attach_to_topic, attach_to_answer, show_picture),
    *(move_place, describe, tag, lead_on, name_user),
]
