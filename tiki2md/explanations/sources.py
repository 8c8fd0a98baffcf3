"""What each finding about what was read, and who could read it, means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.explanations.explanation import NOTHING, Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXPORT = "Export again and compare the size of the files; then convert again."

SOURCES: Mapping[Code, Explanation] = {
    Code.SOURCE_TRUNCATED: Explanation(
        "The file ends in the middle of something: the export or a copy of it was broken off.",
        _EXPORT,
    ),
    Code.SOURCE_NOT_UTF8: Explanation(
        "Some bytes are no UTF-8. They were read as Latin-1, with the quotes and dashes of "
        "Windows-1252, which is right for most old wikis.",
        "Look at letters with accents in the pages named. If they are wrong, convert the file "
        "to UTF-8 first, for example with iconv -f WINDOWS-1251 -t UTF-8.",
    ),
    Code.SOURCE_CHARSET: Explanation(
        "The export is not in UTF-8, as most of its texts with accents and the like show. They "
        "were read in the character set that the export names, or else in Latin-1. Letters "
        "that it lacks are question marks in the export.",
        "Better make the dump again, with --default-character-set=utf8mb4 and without "
        "--compatible.",
    ),
    Code.SOURCE_LETTERS_LOST: Explanation(
        "The program that made the dump wrote it in a character set that lacks letters of the "
        "wiki, and put question marks for them: Zieli?ski for Zieliński. What was there is not in "
        "the dump any more.",
        "Make the dump again, with --default-character-set=utf8mb4 and without --compatible. If "
        "the pages of the wiki show the question marks as well, the letters were lost before.",
    ),
    Code.SOURCE_DOUBLE_ENCODED: Explanation(
        "UTF-8 was stored through a connection in Latin-1, so that é became Ã©; or the dump went "
        "through a console of Windows (PowerShell's >), where it becomes ├® or the like. The "
        "examples show words as they are and as they were meant. Only texts with letters beyond "
        "ASCII are counted.",
        "Give --repair-encoding. Only texts are changed that are valid UTF-8 again as a whole. A "
        "console spoils attached files as well: better make that dump again, with --result-file.",
    ),
    Code.SOURCE_SEVERAL_WIKIS: Explanation(
        "Tables of the same kind come from several databases or with several prefixes. One "
        "wiki was read: one with pages, without a prefix if there is such, with most pages.",
        "For another one, make a dump of its tables alone.",
    ),
    Code.FILE_BYTES_DIFFER: Explanation(
        "The size or the hash that the wiki had noted for a file is not that of its bytes: the "
        "export damaged it, or somebody changed it behind the wiki's back.",
        "Open the file. If it is broken, make the dump with --hex-blob.",
    ),
    Code.SOURCE_ESCAPED_TEXT: Explanation(
        "Tiki before version 9 stored pages with &lt; for < and the like, and so does a text have "
        "them that was copied out of the HTML of Tiki's editor; they were turned back once. An "
        "export that does not tell is taken for such a one where &quot; stands in its texts and "
        'they have no ", < and >.',
        NOTHING,
    ),
    Code.SOURCE_SCARS: Explanation(
        "A filter of old Tikis broke up what looked like a script by <x>, as in sty<x>le, and "
        "the <x> stayed in the stored text. Tiki takes it out when it shows the page.",
        "Nothing, unless the page is about a tag <x>.",
    ),
    Code.SOURCE_ROWS_LEFT_OUT: Explanation(
        "Rows of a table are about something that is not in the export any more, such as old "
        "versions of a page that was deleted.",
        "Nothing, unless you miss it; then export the tables of the whole wiki at one time.",
    ),
    Code.SOURCE_FILE_MISSING: Explanation(
        "Tiki kept the bytes of this file in a folder and not in the database. It is in none "
        "of the folders that you named.",
        "Copy Tiki's storage folder (the preferences fgal_use_dir, w_use_dir and gal_use_dir "
        "tell where it was), and name the copy by --files.",
    ),
    Code.SOURCE_FILE_SIZE: Explanation(
        "The file on disk and the database disagree on its size: the copy is damaged, or "
        "is of another day. What is on disk is taken.",
        "Compare the file with that of the old site.",
    ),
    Code.SOURCE_FILE_TWICE: Explanation(
        "Two sources have different files by the same number, as exports of two wikis do. "
        "The first one wins.",
        "Convert the two wikis one by one.",
    ),
    Code.PAGE_HIDDEN: Explanation(
        "By the permissions of the wiki, a visitor who is not logged in could not view this "
        "page. What a visitor could not see is not put into a public site: the page is not "
        "written, links to it are as those to missing pages, and no list names it.",
        "If the site is for members, use --visibility all: such pages are written as drafts, "
        "which the target leaves out of what it builds unless it is told otherwise; gfm and "
        "commonmark have none, and Zensical before 0.0.70 shows them.",
    ),
    Code.FILES_HIDDEN: Explanation(
        "By the permissions of the wiki, a visitor who is not logged in could not see these "
        "files, or what they belong to. They are not put into a public site, and no page lists "
        "them.",
        "If the site is for members, use --visibility all: all of them come along.",
    ),
    Code.PERMISSIONS_MISSING: Explanation(
        "Which pages visitors could see is said in tables that are not in the export, so all "
        "pages are written, private ones too.",
        "Export users_grouppermissions, users_objectpermissions, tiki_objects and "
        "tiki_category_objects too, if the wiki has private pages.",
    ),
    Code.SOURCE_STATEMENT_SKIPPED: Explanation(
        "An INSERT in the dump is not a plain list of rows, so that its rows are missing.",
        "Export with mysqldump and its usual options.",
    ),
    Code.SOURCE_PAGE_TWICE: Explanation(
        "Two sources hold a page of the same name with different texts; the first one won.",
        "Name the sources in the order of preference, or leave one out.",
    ),
    Code.SOURCE_TEXT_MISSING: Explanation(
        "The list of pages in the archive has this page, but its text is not there. Links to "
        "the page still work, and its dates and authors are kept.",
        "Export the page again, or copy its text from the wiki.",
    ),
    Code.SOURCE_MEMBERS_MISSING: Explanation(
        "The list in the archive names files that are not in it. Old exports often lack the "
        "texts of old versions; pages are not concerned.",
        "Nothing, if you can do without them. Otherwise export again, or use a dump of the "
        "database.",
    ),
    Code.SOURCE_MEMBER_UNREADABLE: Explanation(
        "A file in the archive is damaged, encrypted, packed in an unusual way, or far larger "
        "than it could honestly be. What could be read of a text was kept.",
        "Pack or export the archive again; if it came over a network, compare the sizes.",
    ),
    Code.SOURCE_PAGES_UNLISTED: Explanation(
        "The archive holds these pages, but wiki.xml, its list, is missing or ends before "
        "them. They are named by their files.",
        _EXPORT,
    ),
    Code.SOURCE_REPAIRED: Explanation(
        "A part of the archive is damaged, and its page could be read all the same. Tiki's own "
        "tar archives are so wherever the name of a page has more than 100 bytes.",
        "Look at the page; its date may be missing.",
    ),
    Code.SOURCE_DAMAGED: Explanation(
        "A part of the file is not as it should be, and what it held is lost.",
        _EXPORT,
    ),
    Code.SOURCE_MEMBERS_SKIPPED: Explanation(
        "An archive of pages also holds other things, which are not read.",
        "Nothing, unless one of them is a page: then unpack it and name it as another source.",
    ),
    Code.SOURCE_HTML_GUESSED: Explanation(
        "Tiki's MIME export does not say which pages are HTML. The text of this one begins and "
        "ends with elements of HTML, as the editor for HTML writes them. Nor does the database of "
        "a Tiki before version 2, where tags are only in pages that were given as HTML.",
        NOTHING,
    ),
    Code.SOURCE_RENDERED: Explanation(
        "The dump holds what Tiki made of the pages, plugins and all, and not what their "
        "authors wrote; history, categories, tags and languages are not in it.",
        "If the wiki is still there, give a dump of its database (mysqldump), or at least "
        "export.tar, which Tiki makes of the sources of all pages.",
    ),
    Code.SOURCE_FRONT_MATTER: Explanation(
        "The block of YAML at the top of the page is not read, or not all of it.",
        "Write it as keys and plain values; the guide lists the keys.",
    ),
    Code.SOURCE_MIXED_FOLDER: Explanation(
        "The folder holds exports of several kinds. The one that tells most was read first; "
        "the others added the pages and the history that it lacks.",
        "Nothing. To read one of them alone, name it instead of the folder.",
    ),
    Code.SOURCE_LEFT_OUT: Explanation(
        "The file could be read, but what it holds is in the folder in another form, or it "
        "is hardly a page, or a profile of Tiki, whose names for pages are not read, or nothing is "
        "in it: mysql writes no line of a table without rows, not even the names of its columns.",
        "Name the file itself if it should be read; apply a profile to a wiki, and export that.",
    ),
    Code.SOURCE_SKIPPED: Explanation(
        "A file in the folder has the name of a page or of a table, but cannot be opened, or "
        "does not hold what its name says.",
        "Look at the file; if it is no source, give it another ending.",
    ),
}
"""One for every code of the readers."""
