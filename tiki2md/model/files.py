"""Files of a wiki, and what is known of them; their bytes are nowhere in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes that nobody holds in memory: where they are, and what they must be.

    ``tiki2md.readers.blobs`` reads them.
    """

    path: str
    """A file on disk; empty where the bytes were only counted."""
    member: str = ""
    """The member of the zip archive at ``path`` that they are, instead of the whole file."""
    offset: int = 0
    """Where in the archive the header of the member stands."""
    size: int = 0
    md5: str = ""
    """In hexadecimal, lower case; empty where nobody has read them yet."""


@dataclass(slots=True, kw_only=True)
class File:
    """A file of a gallery (table ``tiki_files``), an attachment, or the picture of a text.

    Bytes are not held here: ``blob`` tells where they are.
    """

    file_id: int
    name: str = ""
    filename: str = ""
    description: str = ""
    media_type: str = ""
    size: int = 0
    md5: str = ""
    gallery_id: int = 0
    page: str = ""
    """For an attachment: the page that it belongs to."""
    post: int = 0
    """For an attachment in a forum: the ``comment_id`` of the post, or the ``page_id`` of the
    topic."""
    path: str = ""
    """On disk: the name below Tiki's storage folder; empty means in the database."""
    created: int = 0
    modified: int = 0
    archive_of: int = 0
    """Not 0: an old version of the file with this id."""
    url: str = ""
    """Where the bytes of a remote file are."""
    blob: Blob | None = None
    """The bytes; ``None`` where the sources lack them."""
    hidden: str = ""
    """Why an anonymous visitor could not download it; empty if he could."""


@dataclass(slots=True, kw_only=True)
class Gallery:
    """A gallery of files (table ``tiki_file_galleries``)."""

    gallery_id: int
    name: str = ""
    kind: str = "default"
    parent_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture that an article shows above its text.

    Attributes:
        kind: whose it is: ``article``, ``submission``, or ``topic`` for that of all articles of
            a topic.
        number: the id of that object; both are the key of ``Wiki.article_images``.
        alt: what stands for the picture where it is not seen.
        caption: what is written below it.
        title: what is told under the pointer.
        width: at most so many pixels; 0 for as wide as it is.
        height: likewise.
        floats: whether the text flows around it.
    """

    kind: str
    number: int
    alt: str = ""
    caption: str = ""
    title: str = ""
    width: int = 0
    height: int = 0
    floats: bool = False
