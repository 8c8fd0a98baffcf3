"""Several wikis to one."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, TypeVar

from tiki2md.diagnostics import Code, Reporter
from tiki2md.grouping import grouped
from tiki2md.model import WIKI_PAGE
from tiki2md.readers.names import page_key, without_repeats
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, MutableSequence, Sequence

    from tiki2md.model import Comment, File, Page, Wiki

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", int, str, tuple[str, int])

_COMPLETED = (
    "page_id",
    "slug",
    "description",
    "language",
    "created",
    "modified",
    "creator",
    "last_editor",
    "version",
    "edit_comment",
    "keywords",
    "hits",
    "categories",
    "tags",
    "section",
    "picture",
    "parent_id",
    "genre",
)
"""What a page takes from another source where the first one says nothing of it."""


def merge_into(wiki: Wiki, other: Wiki, reporter: Reporter) -> None:
    """Add ``other`` to ``wiki``; what ``wiki`` has already stays as it is.

    A page of the same name is completed with what it lacks, such as old versions, and
    reported if its text differs (``SOURCE_PAGE_TWICE``); so are files, with their bytes.
    Whatever any source hides stays hidden.  Categories of another wiki may have the same
    ids; those get new ones.
    """
    _merge_categories(wiki, other)
    wiki.pages = _merged_pages(wiki.pages, other.pages, reporter)
    wiki.others = _merged_pages(wiki.others, other.others, reporter)
    wiki.comments, posts = _merged_comments(wiki.comments, other.comments)
    _merge_all_files(wiki, other, posts, reporter)
    _merge_users(wiki, other)
    wiki.permissions = _common_permissions(wiki.permissions, other.permissions)
    wiki.preferences = {**other.preferences, **wiki.preferences}
    wiki.external_wikis = {**other.external_wikis, **wiki.external_wikis}
    wiki.dynamic_variables = {**other.dynamic_variables, **wiki.dynamic_variables}
    wiki.hotwords = {**other.hotwords, **wiki.hotwords}
    wiki.galleries = {**other.galleries, **wiki.galleries}
    wiki.article_types = {**other.article_types, **wiki.article_types}
    wiki.blogs_with_excerpts |= other.blogs_with_excerpts
    wiki.references = {**other.references, **wiki.references}
    wiki.copyrights = {**other.copyrights, **wiki.copyrights}
    wiki.translations += _new(other.translations, wiki.translations, tuple)
    wiki.relations += _new(other.relations, wiki.relations, astuple)
    wiki.routes += _new(other.routes, wiki.routes, astuple)
    _merge_places(wiki, other)
    # The ids of two wikis mean different trackers, items, fields, blocks, feeds, polls and events.
    if not wiki.trackers:
        wiki.trackers, wiki.item_attachments = other.trackers, other.item_attachments
    wiki.contents = wiki.contents or other.contents
    wiki.feeds = wiki.feeds or other.feeds
    wiki.polls = wiki.polls or other.polls
    if not wiki.events:
        wiki.events, wiki.exported = other.events, other.exported
    wiki.lacks = _common_lacks(wiki.lacks, other.lacks)


def _new(
    others: Iterable[_Item], known: Iterable[_Item], key: Callable[[_Item], Hashable]
) -> list[_Item]:
    """Those of ``others`` that are not known."""
    keys = set(map(key, known))
    return [other for other in others if key(other) not in keys]


def _merge_categories(wiki: Wiki, other: Wiki) -> None:
    """Add categories under free ids, which pages of ``other`` have from now on."""
    ids = _category_ids(wiki, other)
    for old, category in other.categories.items():
        parent = ids.get(category.parent_id, category.parent_id)
        known_as = replace(category, category_id=ids[old], parent_id=parent)
        wiki.categories.setdefault(ids[old], known_as)
    if any(old != new for old, new in ids.items()):
        for pages in (other.pages, other.others):
            _renumber(pages, ids)


def _merge_all_files(wiki: Wiki, other: Wiki, posts: Mapping[int, int], reporter: Reporter) -> None:
    """Add files of every kind.

    Args:
        wiki: takes them.
        other: has them.
        posts: ids of comments in ``other``, to those that they have now.
        reporter: told of files that differ.
    """
    _merge_files(wiki.files, other.files, "file", reporter)
    _merge_files(wiki.attachments, other.attachments, "attachment", reporter)
    _merge_files(wiki.images, other.images, "image", reporter)
    _merge_files(wiki.pictures, other.pictures, "picture", reporter)
    _merge_files(wiki.article_images, other.article_images, "picture of", reporter)
    _merge_files(wiki.blog_images, other.blog_images, "picture in blogs", reporter)
    attached = {
        number: replace(file, post=posts.get(file.post, file.post))
        for number, file in other.forum_attachments.items()
    }
    _merge_files(wiki.forum_attachments, attached, "attachment in forums", reporter)


def _renumber(pages: MutableSequence[Page], ids: Mapping[int, int]) -> None:
    """Give categories of pages the ids that they have now, ascending."""
    for number, page in enumerate(pages):
        categories = sorted(ids.get(category, category) for category in page.categories)
        if categories != page.categories:
            page.categories = categories
            pages[number] = page


def _merged_pages(
    pages: MutableSequence[Page], others: Sequence[Page], reporter: Reporter
) -> Spool[Page]:
    """The pages of both; what one source has of a page completes what the other has."""
    if not pages and len(set(map(_identity, others))) == len(others):
        return Spool.of(others)  # Mostly there is one source: nothing need be copied.
    apart = _several(pages) | _several(others)

    def identity(page: Page) -> tuple[str, ...]:
        kind, number, key = _identity(page)
        name = page.name.rstrip(" ") if (kind, number, key) in apart else ""
        return kind, str(number), key, name

    known = {identity(page): number for number, page in enumerate(pages)}
    for page in others:
        number = known.setdefault(identity(page), len(pages))
        if number == len(pages):
            pages.append(page)
            continue
        first = pages[number]
        if not page.is_rendered and not _same_text(first, page):
            reporter.report(
                Code.SOURCE_PAGE_TWICE, page=page.name, first=first.origin, where=page.origin
            )
        _complete_page(first, page)
        pages[number] = first
    return Spool.of(pages)


def _several(pages: Iterable[Page]) -> set[tuple[str, int, str]]:
    """What seems to be one page, and has several names in one source.

    In a database that tells them apart, which gave each a number, they may differ in case.
    """
    names: dict[tuple[str, int, str], str] = {}
    several: set[tuple[str, int, str]] = set()
    for page in pages:
        identity, name = _identity(page), page.name.rstrip(" ")
        name = name if page.page_id else name.casefold()
        if names.setdefault(identity, name) != name:
            several.add(identity)
    return several


def _identity(page: Page) -> tuple[str, int, str]:
    """What is equal for one page in two sources: only wiki pages are known by name alone."""
    return page.kind, 0 if page.kind == WIKI_PAGE else page.page_id, page_key(page.name)


def _complete_page(page: Page, other: Page) -> None:
    for name in _COMPLETED:
        if not getattr(page, name):
            setattr(page, name, getattr(other, name))
    page.hidden = page.hidden or other.hidden
    page.aliases = without_repeats([*page.aliases, *other.aliases], but=page.name)
    # Before the versions are mixed: without them, readers can tell no other order.
    writers, others = page.writers(), other.writers()
    if others != writers:
        page.editors = list(dict.fromkeys([*writers, *others]))
    versions = {version.number: version for version in page.versions}
    for version in other.versions:
        known = versions.setdefault(version.number, version)
        if version.text is not None and (known.text is None or not known.text.path):
            known.text, known.escaped = version.text, version.escaped
    page.versions = [version for _, version in sorted(versions.items())]


def _merge_files(
    files: dict[_Key, File], others: Mapping[_Key, File], what: str, reporter: Reporter
) -> None:
    for number, other in others.items():
        file = files.setdefault(number, other)
        if file is other:
            continue
        if not _is_same(file, other):
            reporter.report(
                Code.SOURCE_FILE_TWICE,
                what=what,
                number=" ".join(map(str, number)) if isinstance(number, tuple) else number,
                first=file.filename or file.name,
                second=other.filename or other.name,
            )
            continue
        if file.blob is None or (not file.blob.path and other.blob is not None):
            file.blob = other.blob
        file.hidden = file.hidden or other.hidden
        file.url = file.url or other.url
        file.md5 = file.md5 or other.md5


def _is_same(file: File, other: File) -> bool:
    """Whether two sources tell of one file; a source may not know what its page is."""
    pages = {page_key(owner) for owner in (file.page, other.page) if owner}
    return file.filename == other.filename and len(pages) <= 1


def _merged_comments(
    comments: MutableSequence[Comment], others: Iterable[Comment]
) -> tuple[Spool[Comment], dict[int, int]]:
    """Both, by their ids; an id that is taken is changed, and answers follow.

    Besides the comments, the ids that ``others`` have now.
    """
    known = {_same_comment(comment): number for number, comment in enumerate(comments)}
    taken = {comment.comment_id for comment in comments}
    free = max([0, *taken, *(comment.comment_id for comment in others)]) + 1
    ids: dict[int, int] = {}
    added: list[int] = []
    for comment in others:
        number = known.get(_same_comment(comment))
        if number is not None:
            first = comments[number]
            ids[comment.comment_id] = first.comment_id
            if comment.hidden and not first.hidden:
                comments[number] = replace(first, hidden=comment.hidden)
            continue
        new = replace(comment)
        if comment.comment_id in taken:
            new.comment_id, free = free, free + 1
        ids[comment.comment_id] = new.comment_id
        taken.add(new.comment_id)
        added.append(len(comments))
        comments.append(new)
    for number in added:
        comment = comments[number]
        if comment.parent_id:
            comment.parent_id = ids.get(comment.parent_id, comment.parent_id)
            comments[number] = comment
    merged = Spool.of(comments)
    merged.sort(key=lambda comment: comment.comment_id)
    return merged, ids


def _same_comment(comment: Comment) -> tuple[str, str, str, int, str]:
    """What is equal for one comment in two sources, which may number it differently."""
    return (
        comment.object_kind,
        page_key(comment.object_name),
        comment.user,
        comment.created,
        "" if comment.created else comment.text,
    )


def _merge_places(wiki: Wiki, other: Wiki) -> None:
    """Add the structures of ``other`` whose first page heads none in ``wiki``."""
    if not wiki.places:
        wiki.places = other.places
        return
    heads = {page_key(place.page) for place in wiki.places.values() if not place.parent_id}
    shift = max(wiki.places)
    below = grouped(
        (place.parent_id if place.parent_id in other.places else 0, place)
        for place in other.places.values()
    )
    waiting = [place for place in below.get(0, ()) if page_key(place.page) not in heads]
    while waiting:
        place = waiting.pop()
        waiting += below.pop(place.place_id, ())
        number = place.place_id + shift
        parent = place.parent_id and place.parent_id + shift
        wiki.places[number] = replace(place, place_id=number, parent_id=parent)


def _merge_users(wiki: Wiki, other: Wiki) -> None:
    for login, user in other.users.items():
        known = wiki.users.setdefault(login, user)
        known.real_name = known.real_name or user.real_name


def _common_lacks(
    lacks: Mapping[str, str] | None, others: Mapping[str, str] | None
) -> dict[str, str] | None:
    """What both sources lack; page files, of which nobody expects it, do not count."""
    if lacks is None or others is None:
        found = others if lacks is None else lacks
        return None if found is None else dict(found)
    return {topic: table for topic, table in lacks.items() if topic in others}


def _common_permissions(
    permissions: frozenset[str] | None, others: frozenset[str] | None
) -> frozenset[str] | None:
    """What both sources permit, of those that know."""
    if permissions is None or others is None:
        return others if permissions is None else permissions
    return permissions & others


def _same_text(first: Page, page: Page) -> bool:
    """Whether two texts are one, as an export may trim lines (tiki-exports §5.2)."""
    if first.source == page.source:
        return True
    one, other = (text.source.split("\n") for text in (first, page))
    return [line.rstrip() for line in one] == [line.rstrip() for line in other]


def _category_ids(wiki: Wiki, other: Wiki) -> dict[int, int]:
    """The id that each category of ``other`` gets in ``wiki``."""
    free = max([0, *wiki.categories, *other.categories]) + 1
    ids: dict[int, int] = {}
    for number in other.categories:
        taken = number in wiki.categories
        if taken and wiki.category_path(number) != other.category_path(number):
            ids[number] = free
            free += 1
        else:
            ids[number] = number
    return ids
