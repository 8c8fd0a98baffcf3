"""The files of a wiki in its site: where each goes, and which addresses led to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tiki2md.grouping import grouped
from tiki2md.model import File
from tiki2md.site.layout import Layout
from tiki2md.site.names import collation_key, encode
from tiki2md.site.paths import MAX_STEM_BYTES, cap, collision_key, is_device
from tiki2md.tiki_urls import (
    ARTICLE_IMAGE_SCRIPT,
    ATTACHMENT_SCRIPT,
    BLOG_IMAGE_SCRIPT,
    FILE_SCRIPT,
    FILE_WORDS,
    FORUM_ATTACHMENT_SCRIPT,
    IMAGE_PAGE_SCRIPT,
    IMAGE_SCRIPT,
    IMAGE_WORDS,
    ITEM_ATTACHMENT_SCRIPT,
    PICTURES,
    TOPIC_IMAGE_SCRIPT,
    image_forms,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tiki2md.model import Blob, Wiki

_BY_ID = re.compile(rf"(?:{'|'.join(FILE_WORDS)})(\d{{1,18}})(?:[-&][^/]*)?")
"""The short address of a file, perhaps with its name or parameters behind (tiki-exports §6.3)."""
_IMAGE_BY_ID = re.compile(rf"(?:{'|'.join(IMAGE_WORDS)}|imagescale)(\d{{1,18}})(?:/.*)?")
_PICTURE = re.compile(rf"{PICTURES}.+")

_SCRIPTS = frozenset(
    {
        ARTICLE_IMAGE_SCRIPT,
        ATTACHMENT_SCRIPT,
        BLOG_IMAGE_SCRIPT,
        FILE_SCRIPT,
        FORUM_ATTACHMENT_SCRIPT,
        IMAGE_SCRIPT,
        ITEM_ATTACHMENT_SCRIPT,
        TOPIC_IMAGE_SCRIPT,
        IMAGE_PAGE_SCRIPT,
    }
)

_Key = TypeVar("_Key", int, str, tuple[str, int])

_READ_BY_GENERATORS = frozenset({"md", "markdown", "mdx", "mdown"})
"""Endings of what a generator would take for a page."""
_MAX_SUFFIX = 12


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that the site has.

    Attributes:
        file: what was read.
        blob: its bytes.
        path: below the folder for files.
    """

    file: File
    blob: Blob
    path: str


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a file is: its path below the root of the output, and its decoded URL."""

    path: str
    url: str


Known = SiteFile | File
"""A file that the site has, or one whose bytes the sources do not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIndex:
    """All files of a wiki by what leads to them.  Made by ``index_files``.

    Attributes:
        galleries: the files of galleries by id.
        current: ids of galleries' files that mean another one now, to its id.
        attachments: those of pages by id.
        forum_attachments: those of posts in forums by id.
        item_attachments: those of items of trackers by id.
        blog_images: the pictures that blog posts keep for themselves by id.
        article_images: the pictures of articles, submissions and topics by kind and id.
        images: the pictures of old image galleries by their own ids.
        pictures: what no gallery holds, by its address as pages write it.
        layout: says where the folder for files is.
        beside: the places of files that are not in that folder, but beside the one page that
            uses them, by their paths.
        in_gallery: ids by gallery and name.
        on_page: ids by page and name, as the database compares names of pages.
    """

    galleries: Mapping[int, Known] = field(default_factory=dict)
    current: Mapping[int, int] = field(default_factory=dict)
    attachments: Mapping[int, Known] = field(default_factory=dict)
    forum_attachments: Mapping[int, Known] = field(default_factory=dict)
    item_attachments: Mapping[int, Known] = field(default_factory=dict)
    blog_images: Mapping[int, Known] = field(default_factory=dict)
    article_images: Mapping[tuple[str, int], Known] = field(default_factory=dict)
    images: Mapping[int, Known] = field(default_factory=dict)
    pictures: Mapping[str, Known] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    beside: dict[str, FilePlace] = field(default_factory=dict)
    in_gallery: Mapping[tuple[int, str], int] = field(default_factory=dict)
    on_page: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def all(self) -> Iterable[SiteFile]:
        """Every file whose bytes are there, once for each path; galleries first, by id."""
        kinds = (known for _, known in self._kinds())
        files = (file for kind in kinds for file in kind if isinstance(file, SiteFile))
        yield from {file.path: file for file in files}.values()

    def place(self, path: str) -> str:
        """Where the file with this path is, below the root of the output."""
        place = self.beside.get(path)
        return place.path if place is not None else f"{self.layout.files}/{path}"

    def url(self, path: str) -> str:
        """The URL of the file with this path, encoded, from the root of the site."""
        place = self.beside.get(path)
        return encode(place.url) if place is not None else self.layout.file_url(path)

    def unused(self, used: Collection[str]) -> list[str]:
        """The files whose bytes are there and whose copy no page needs, in words, in order.

        Args:
            used: the paths of files that pages show or link.
        """
        return [_in_words(kind, file) for kind, file in self._records() if file.path not in used]

    def shared(self) -> dict[str, list[str]]:
        """By path, the files that have one copy because their bytes are equal, in words."""
        sharing = grouped((file.path, _in_words(kind, file)) for kind, file in self._records())
        return {path: files for path, files in sharing.items() if len(files) > 1}

    def _records(self) -> Iterator[tuple[str, SiteFile]]:
        """Every file with its kind, once though it may have several ids."""
        seen: set[int] = set()
        for kind, files in self._kinds():
            for known in files:
                if isinstance(known, SiteFile) and id(known.blob) not in seen:
                    seen.add(id(known.blob))
                    yield kind, known

    def _kinds(self) -> Iterator[tuple[str, Iterable[Known]]]:
        """All files by what people call them."""
        yield "file", self.galleries.values()
        yield "attachment", self.attachments.values()
        yield "image", self.images.values()
        yield "picture", self.pictures.values()
        yield "attachment in forums", self.forum_attachments.values()
        yield "attachment in trackers", self.item_attachments.values()
        yield "picture in blogs", self.blog_images.values()
        for (kind, _), known in self.article_images.items():
            yield f"picture of {kind}", (known,)

    def leads(self, path: str) -> bool:
        """Whether an address with this path led to a file, known or not."""
        shapes = (_BY_ID, _IMAGE_BY_ID, _PICTURE)
        return path.rpartition("/")[2] in _SCRIPTS or any(s.fullmatch(path) for s in shapes)

    def find(self, path: str, query: Mapping[str, str]) -> Known | None:
        """The file that an address of the wiki led to (tiki-exports §6.3).

        Args:
            path: of the address, below the root of the wiki, decoded.
            query: of the address.
        """
        if match := _BY_ID.fullmatch(path):
            return self._of_gallery(int(match[1]))
        if match := _IMAGE_BY_ID.fullmatch(path):
            return self._image(int(match[1]))
        script = path.rpartition("/")[2]
        return (
            self.pictures.get(path)
            or self._picture_by_script(script, query)
            or self._by_script(script, query)
        )

    def _picture_by_script(self, script: str, query: Mapping[str, str]) -> Known | None:
        number = _number(query.get("id"))
        if script == IMAGE_SCRIPT:
            return self._image(number)
        if script == IMAGE_PAGE_SCRIPT:
            return self._image(_number(query.get("imageId")))
        if script == BLOG_IMAGE_SCRIPT:
            return self.blog_images.get(_number(query.get("imgId")))
        if script == ARTICLE_IMAGE_SCRIPT:
            return self.article_images.get((query.get("image_type", "article"), number))
        return self.article_images.get(("topic", number)) if script == TOPIC_IMAGE_SCRIPT else None

    def _by_script(self, script: str, query: Mapping[str, str]) -> Known | None:
        if script == FILE_SCRIPT:
            place = _number(query.get("galleryId")), query.get("name", "")
            return self._of_gallery(_number(query.get("fileId")) or self.in_gallery.get(place, 0))
        if script == ATTACHMENT_SCRIPT:
            owner = collation_key(query.get("page", "")), query.get("filename", "")
            return self.attachments.get(_number(query.get("attId")) or self.on_page.get(owner, 0))
        if script == FORUM_ATTACHMENT_SCRIPT:
            return self.forum_attachments.get(_number(query.get("attId")))
        if script == ITEM_ATTACHMENT_SCRIPT:
            return self.item_attachments.get(_number(query.get("attId")))
        return None

    def _of_gallery(self, file_id: int) -> Known | None:
        return self.galleries.get(self.current.get(file_id, file_id))

    def _image(self, image_id: int) -> Known | None:
        return self.images.get(image_id) or self.pictures.get(next(image_forms(image_id)).address)


def index_files(wiki: Wiki, layout: Layout) -> FileIndex:
    """Index the files of ``wiki`` and give each its path.

    Names are given out by id, so that a file that is added later never takes the
    name of an older one.  Equal bytes have one path.

    Args:
        wiki: what the readers made.
        layout: of its site.
    """
    names = _Names(layout.file_ending)
    galleries = names.all_placed(wiki.files)
    attachments = names.all_placed(wiki.attachments)
    images = {
        # One that was moved to a gallery of files has its place already.
        number: galleries[file.file_id]
        if wiki.files.get(file.file_id) is file
        else names.placed(file)
        for number, file in sorted(wiki.images.items())
    }
    pictures = names.all_placed(wiki.pictures)
    meant = {number: wiki.file(number) for number in wiki.files}
    return FileIndex(
        layout=layout,
        galleries=galleries,
        current={number: file.file_id for number, file in meant.items() if file is not None},
        attachments=attachments,
        forum_attachments=names.all_placed(wiki.forum_attachments),
        article_images=names.all_placed(wiki.article_images),
        # The last ones, so that files keep the names that they had before these were read.
        item_attachments=names.all_placed(wiki.item_attachments),
        blog_images=names.all_placed(wiki.blog_images),
        images=images,
        pictures=pictures,
        in_gallery={
            (file.gallery_id, file.filename): number
            for number, file in sorted(wiki.files.items(), reverse=True)
        },
        on_page={
            (collation_key(file.page), file.filename): number
            for number, file in sorted(wiki.attachments.items(), reverse=True)
        },
    )


@dataclass(slots=True)
class _Names:
    """Gives out names of files, each only once but for equal bytes.

    Attributes:
        ending: for files that have none.
        taken: keys of names.
        paths: what was given, by digest and size.
    """

    ending: str
    taken: set[str] = field(default_factory=set)
    paths: dict[tuple[str, int], str] = field(default_factory=dict)

    def placed(self, file: File) -> Known:
        blob = file.blob
        if blob is None or not blob.path:  # not in the sources, or not kept by their reader
            return file
        key = (blob.md5, blob.size)
        path = self.paths.get(key) if blob.md5 else None
        if path is None:
            name = safe_name(file.filename or file.name, f"file-{file.file_id}")
            path = free_name(name if "." in name else name + self.ending, self.taken)
            self.paths[key] = path
        return SiteFile(file, blob, path)

    def all_placed(self, files: Mapping[_Key, File]) -> dict[_Key, Known]:
        return {key: self.placed(file) for key, file in sorted(files.items())}


def free_name(name: str, taken: set[str]) -> str:
    """``name``, or the first of its numbered forms that no system takes for a taken one.

    Args:
        name: of a file.
        taken: keys of names; that of the answer is added.
    """
    stem, dot, suffix = name.rpartition(".")
    stem, ending = (stem, dot + suffix) if stem else (name, "")
    number = 1
    while collision_key(name) in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    taken.add(collision_key(name))
    return name


def safe_name(name: str, fallback: str) -> str:
    """The name of a file as every system and every generator takes it for one.

    Letters, digits, dots, hyphens and underscores stay; all else becomes a hyphen.

    Args:
        name: anything, such as what somebody once uploaded.
        fallback: used for a name of which nothing is left.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in "._-" else "-" for c in name)
    kept = re.sub(r"-{2,}", "-", kept).rstrip(".-")
    stem, _, suffix = kept.rpartition(".")
    if not stem or len(suffix.encode()) > _MAX_SUFFIX:
        stem, suffix = kept, ""
    # Generators leave out what begins with a dot or an underscore.
    stem = stem.replace("-.", ".").lstrip("._-").rstrip(".-")
    stem = cap(stem, MAX_STEM_BYTES) or fallback
    if is_device(stem.split(".")[0]):
        stem = f"{stem}-file"
    if suffix.lower() in _READ_BY_GENERATORS:
        suffix += ".txt"
    return f"{stem}.{suffix}" if suffix else stem


def _in_words(kind: str, placed: SiteFile) -> str:
    """A file of the wiki as a person would look it up there: ``file 7: quay.png, 48,213 bytes``."""
    file, number = placed.file, f" {placed.file.file_id}" if placed.file.file_id else ""
    old = f", old version of file {file.archive_of}" if file.archive_of else ""
    name = file.filename or file.name or placed.path
    return f"{kind}{number}: {name}, {placed.blob.size:,} bytes{old}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
