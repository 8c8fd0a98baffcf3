"""Files: of galleries, attached to pages, on other sites, on disk, in old image galleries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.model import WIKI_PAGE, File, Gallery
from tiki2md.readers.attachments import attachment_of
from tiki2md.readers.blobs import hashed
from tiki2md.readers.file_bytes import Search, bytes_of, compare
from tiki2md.readers.names import page_key, page_name
from tiki2md.readers.objects import file_attributes
from tiki2md.readers.other_files import add_other_files
from tiki2md.readers.schema import number_of, text_of, whole_number
from tiki2md.readers.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Wiki
    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables

_GALLERY = "file gallery"


def add_files(
    wiki: Wiki,
    tables: Tables,
    permissions: Permissions,
    hidden: Mapping[str, str],
    folders: tuple[Path, ...],
    reporter: Reporter,
) -> None:
    """Give ``wiki`` its files, attachments, galleries and pictures (tiki-exports §3, §4).

    Args:
        wiki: has its preferences, its pages, all else that is like a page, and its comments.
        tables: the export.
        permissions: what an anonymous visitor could see.
        hidden: why each page is hidden that is, by ``page_key``.
        folders: copies of Tiki's storage folders.
        reporter: told of files that are not there or of another size.
    """
    storage = Storage(folders)
    search = Search(storage, wiki.preferences, reporter)
    wiki.galleries = {
        gallery.gallery_id: gallery for gallery in map(_gallery, tables.get("tiki_file_galleries"))
    }
    wiki.files = _files(tables, wiki, permissions, search)
    for row in tables.get("tiki_wiki_attachments"):
        file = attachment_of(row, tables)
        search.complete(file, wiki.preferences.get("w_use_dir", ""))
        file.hidden = _hidden_with(page_key(file.page), hidden) or permissions.hidden(
            "tiki_p_wiki_view_attachments",
            "tiki_p_wiki_admin_attachments",
            kind=WIKI_PAGE,
            name=text_of(row, "page"),
            word="page",
            deed="see files attached to",
        )
        wiki.attachments[file.file_id] = file
    if wiki.preferences.get("feature_use_fgal_for_wiki_attachments") == "y":
        wiki.attachments |= _attachments_in_galleries(wiki, hidden)
    wiki.images = _old_images(tables, wiki, search)
    for kind, files in (("file", wiki.files), ("attachment", wiki.attachments)):
        for file in files.values():
            compare(file, f"{kind} {file.file_id}", reporter)
    add_other_files(wiki, tables, permissions, search, reporter)
    for address, blob in storage.uploads():
        name = address.rpartition("/")[2]
        wiki.pictures[address] = File(file_id=0, filename=name, size=blob.size, blob=hashed(blob))


def _gallery(row: Row) -> Gallery:
    return Gallery(
        gallery_id=number_of(row, "galleryId"),
        name=text_of(row, "name"),
        kind=text_of(row, "type") or "default",
        parent_id=number_of(row, "parentId"),
    )


def _files(tables: Tables, wiki: Wiki, permissions: Permissions, search: Search) -> dict[int, File]:
    """The files of the galleries, old versions too, but not those in the trash."""
    # (tiki-versions §4)
    trash = whole_number(wiki.preferences.get("fgal_user_trash_id"))
    urls = file_attributes(tables, "tiki.content.url")
    files: dict[int, File] = {}
    for row in tables.get("tiki_files"):
        file = _file(row, tables)
        if trash and file.gallery_id == trash:
            continue
        file.url = urls.get(file.file_id, "")
        gallery = wiki.galleries.get(file.gallery_id)
        search.complete(file, search.gallery_folder(gallery.kind if gallery else ""))
        file.hidden = permissions.hidden(
            "tiki_p_download_files",
            kind="file",
            name=str(file.file_id),
            parent=(_GALLERY, str(file.gallery_id)),
            deed="download",
        )
        files[file.file_id] = file
    return files


def _file(row: Row, tables: Tables) -> File:
    size = number_of(row, "filesize")
    return File(
        file_id=number_of(row, "fileId"),
        name=text_of(row, "name"),
        filename=text_of(row, "filename"),
        description=text_of(row, "description"),
        media_type=text_of(row, "filetype"),
        size=size,
        md5=text_of(row, "hash"),
        gallery_id=number_of(row, "galleryId"),
        path=text_of(row, "path"),
        created=number_of(row, "created"),
        modified=number_of(row, "lastModif"),
        archive_of=number_of(row, "archiveId"),
        blob=bytes_of(row, tables, size),
    )


def _attachments_in_galleries(wiki: Wiki, hidden: Mapping[str, str]) -> dict[int, File]:
    """Files in a gallery of attachments, which has the name of the page (tiki-exports §3)."""
    attached: dict[int, File] = {}
    for file in wiki.files.values():
        gallery = wiki.galleries.get(file.gallery_id)
        if gallery is None or gallery.kind != "attachments" or file.archive_of:
            continue
        page = page_name(gallery.name)
        why = file.hidden or _hidden_with(page_key(page), hidden)
        wiki.files[file.file_id].hidden = why
        attached[file.file_id] = replace(file, page=page, hidden=why)
    return attached


def _hidden_with(key: str, hidden: Mapping[str, str]) -> str:
    return "its page is hidden" if hidden.get(key) else ""


def _old_images(tables: Tables, wiki: Wiki, search: Search) -> dict[int, File]:
    """The originals of the image galleries before Tiki 23, by their own ids.

    Those that were moved to file galleries are the files there.
    """
    images: dict[int, File] = {}
    for prefix in ("", "zzz_unused_"):
        originals = _originals(tables.get(f"{prefix}tiki_images_data"))
        for row in tables.get(f"{prefix}tiki_images"):
            number = number_of(row, "imageId")
            data = originals.get(number, {})
            size = number_of(data, "filesize")
            image = File(
                file_id=number,
                name=text_of(row, "name"),
                filename=text_of(data, "filename"),
                description=text_of(row, "description"),
                media_type=text_of(data, "filetype"),
                size=size,
                path=text_of(row, "path"),
                created=number_of(row, "created"),
                blob=None if text_of(row, "path") else bytes_of(data, tables, size),
            )
            search.complete(image, wiki.preferences.get("gal_use_dir", ""))
            images[number] = image
    for file_id, value in file_attributes(tables, "tiki.file.imageid").items():
        number = whole_number(value)
        if number and file_id in wiki.files:
            images[number] = wiki.files[file_id]
    return images


def _originals(rows: Iterable[Row]) -> dict[int, Row]:
    """The row of each image itself: there are more, of type ``t``, for thumbnails."""
    return {number_of(row, "imageId"): row for row in rows if row.get("type", "o") == "o"}
