"""What each diagnostic means, and what to do about it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code
from tiki2md.privacy_explanations import PRIVACY_WORDS
from tiki2md.verify_explanations import VERIFY_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Explanation(NamedTuple):
    """Two answers for the reader of a finding."""

    meaning: str
    remedy: str


_NOTHING = "Nothing, unless the page reads badly."
_REPORT = "Report it with the page, or the smallest part of it that still shows the fault."
_EXPORT = "Export again and compare the size of the files; then convert again."

EXPLANATIONS: Mapping[Code, Explanation] = MappingProxyType(
    {
        Code.NESTING_CAPPED: Explanation(
            "Marks or plugins lie in each other deeper than any author means. The parser stops "
            "there and keeps the rest as the text that was typed.",
            "Look at the place in the wiki: mostly a closing mark is missing. Mend it there, or in "
            "the Markdown.",
        ),
        Code.INTERNAL_PARSE_ERROR: Explanation(
            "The parser met a text that it should understand and did not. The page is in the "
            "output, as the text that was typed.",
            _REPORT,
        ),
        Code.ACCIDENTAL_LINK: Explanation(
            "Tiki makes a link of everything in single brackets: [1], a[i], [citation needed]. "
            "The link is kept, because readers saw one.",
            "Where none was meant, write [[1] in the wiki, or mend the Markdown.",
        ),
        Code.ACCIDENTAL_MARKUP: Explanation(
            "Two marks with text between them are markup to Tiki wherever they stand: 10^2 + 10^3 "
            "holds a box, C::f and D::g something centred. They are read so, because that is what "
            "readers saw.",
            "Where none was meant, put ~np~ and ~/np~ around the marks in the wiki, or mend the "
            "Markdown.",
        ),
        Code.MARKDOWN_COMMENT_DROPPED: Explanation(
            "In a page written in Markdown Tiki shows a comment of the kind ~tc~ by mistake. Its "
            "author meant to hide it, so it is left out.",
            "Nothing.",
        ),
        Code.RULE_TEXT_DROPPED: Explanation(
            "Text on the line of a horizontal rule was never shown by Tiki; it is not in the "
            "output either.",
            "If readers should see it, put it on a line of its own in the wiki.",
        ),
        Code.VARIABLE_UNSET: Explanation(
            "%name% stands for a value that editors of the wiki can set. This one has none in the "
            "export, or the two per cent signs have nothing to do with each other.",
            "Export the table tiki_dynamic_variables too. If no variable is meant: nothing.",
        ),
        Code.PLUGIN_UNKNOWN: Explanation(
            "No plugin of Tiki has this name. It may be the site's own, one that an older Tiki "
            "had, or a word in braces.",
            "Say what becomes of it in tiki2md.toml: a policy in [plugins], a line in "
            "[plugins.templates], or a handler in a file named in plugin_files.",
        ),
        Code.PLUGIN_KEPT: Explanation(
            "What the plugin showed came from the running wiki, or no handler serves it. Its call "
            "is a comment in the Markdown, followed by its body if that is text for readers.",
            "Write what it showed by hand where readers need it. To decide for all its calls, give "
            "it a policy or a template in tiki2md.toml.",
        ),
        Code.PLUGIN_MISSING_ARGUMENT: Explanation(
            "The call lacks an argument without which the plugin shows nothing in Tiki either.",
            "Mend the call in the wiki, or the place in the Markdown.",
        ),
        Code.PLUGIN_DROPPED: Explanation(
            "The plugin was a control, a setting or a script of the old site: a static page has "
            "no use for it.",
            "Nothing. To see where such calls stood, give the plugin the policy keep.",
        ),
        Code.PLUGIN_BODY_DROPPED: Explanation(
            "The body of the call is a script, a query or settings; none of that is put into "
            "pages. Only the call is kept, in a comment.",
            "Write what it showed by hand where readers need it.",
        ),
        Code.PLUGIN_APPROXIMATED: Explanation(
            "The page says the same, in a form that Markdown has: columns, for one, stand one "
            "below the other.",
            _NOTHING,
        ),
        Code.PLUGIN_BRANCH: Explanation(
            "Tiki showed some readers one text and others another. The output holds what a visitor "
            "who is not logged in saw; the other text is left out, even of comments, because it "
            "may be confidential.",
            "Check the page. If everybody may read the other text, move it out of the plugin.",
        ),
        Code.PLUGIN_FAILED: Explanation(
            "The function that converts this plugin raised an error. The rest of the page is "
            "converted.",
            "If the function is yours, mend it; otherwise report the call and the error.",
        ),
        Code.PLUGIN_SNAPSHOT: Explanation(
            "The plugin listed what the wiki held at the time. The list was made from the export "
            "and stays as it is.",
            "Nothing, unless the list should go on growing: then use what the target has for it.",
        ),
        Code.PLUGIN_PAGE_MISSING: Explanation(
            "The plugin shows another page of the wiki, and the export holds none of that name.",
            "Check the name, and whether the export is complete.",
        ),
        Code.INCLUDE_CAPPED: Explanation(
            "Pages that include each other, or one page too often, would never end; Tiki stops "
            "there as well.",
            "Look at the pages named: mostly one includes itself by a detour.",
        ),
        Code.LINK_MISSING_PAGE: Explanation(
            "The link leads to a page that the export does not hold. Tiki showed it as a page to "
            "be written.",
            "Check the name, or set missing_links to link, and site_url, to keep leading to the "
            "old wiki.",
        ),
        Code.LINK_OLD_SITE: Explanation(
            "The page is not in the export; the link leads to the old wiki, as missing_links says.",
            "Nothing as long as the old wiki is there.",
        ),
        Code.LINK_MISSING_ANCHOR: Explanation(
            "The link leads to a place on a page, and no heading or anchor there has that name; in "
            "the wiki readers came to the top of the page. So they do now; a link to the same page "
            "is kept as text.",
            "Look whether the heading was renamed; Tiki's names are in its table of contents.",
        ),
        Code.LINK_AMBIGUOUS: Explanation(
            "Several pages have this alias; Tiki let the reader choose. The link leads to the "
            "first of them.",
            "Write the page's name into the link.",
        ),
        Code.SOURCE_SKIPPED: Explanation(
            "A file in the folder has the name of a page or of a table, but cannot be opened, or "
            "does not hold what its name says.",
            "Look at the file; if it is no source, give it another ending.",
        ),
        Code.CONTENTS_CAPPED: Explanation(
            "Every table of contents lists all headings; a page with many of both would grow "
            "without end.",
            "Nothing: the first ones are there. One {maketoc} is enough for a page.",
        ),
        Code.LINK_UNSAFE: Explanation(
            "An address such as `javascript:…` acts when somebody follows it. Its text stays, "
            "the link goes.",
            "Nothing, unless the page needs the script: then write it into your site's templates.",
        ),
        Code.FILE_NOT_COPIED: Explanation(
            "The page shows or links to a file whose bytes the sources do not hold, or that the "
            "wiki did not have any more; or the option copy_files is none.",
            "Give a source that holds the files: a dump of the whole database, an XML export, or a "
            "copy of Tiki's storage folder. Else remove the link.",
        ),
        Code.NODE_NOT_RENDERED: Explanation(
            "The renderer met something that it has no form for; its source is kept as text.",
            f"{_REPORT} If a handler of yours made it, let it make nodes that the target knows.",
        ),
        Code.STYLE_DROPPED: Explanation(
            "A colour, size or the like that this target cannot carry. The text is kept.",
            _NOTHING,
        ),
        Code.HTML_DROPPED: Explanation(
            "An element in HTML that Markdown has no form for: a script, a form, an object.",
            "Write what it showed by hand where readers need it.",
        ),
        Code.HTML_POLICY: Explanation(
            "An element, an attribute or an address that is not on the list of `raw_html`. "
            "The text of the element stays; what it played or framed is a link.",
            "Nothing; if you trust all who wrote the page, set `raw_html` to `keep`.",
        ),
        Code.SOURCE_TRUNCATED: Explanation(
            "The file ends in the middle of something: the export or a copy of it was broken off.",
            _EXPORT,
        ),
        Code.SOURCE_NOT_UTF8: Explanation(
            "Some bytes are no UTF-8. They were read as Latin-1, which is right for most old "
            "wikis.",
            "Look at letters with accents in the pages named. If they are wrong, convert the file "
            "to UTF-8 first.",
        ),
        Code.SOURCE_CHARSET: Explanation(
            "The export is not in UTF-8, as most of its texts with accents and the like show. They "
            "were read in the character set that the export names, or else in Latin-1. Letters "
            "that it lacks are question marks in the export.",
            "Better make the dump again, with --default-character-set=utf8mb4 and without "
            "--compatible.",
        ),
        Code.SOURCE_DOUBLE_ENCODED: Explanation(
            "UTF-8 was stored through a connection in Latin-1, so that é became Ã©. The examples "
            "show words as they are and as they were meant. Only texts with letters beyond ASCII "
            "are counted.",
            "Give --repair-encoding. Only texts are changed that are valid UTF-8 again as a whole.",
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
            "Tiki before version 9 stored pages with &lt; for < and the like; they were turned "
            "back once.",
            _NOTHING,
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
            "If the site is for members, use --visibility all: such pages are written with "
            "draft: true where there is front matter.",
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
            "ends with elements of HTML, as the editor for HTML writes them.",
            _NOTHING,
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
            "is hardly a page.",
            "Name the file itself if it should be read.",
        ),
        Code.PATH_COLLISION: Explanation(
            "Two pages would be written to the same file, because their names differ only in case, "
            "accents or punctuation. The later one has a number in its name; links follow.",
            "Nothing, or rename one of the pages in the wiki.",
        ),
        Code.PATH_DEEP: Explanation(
            "The structure is so deep that a folder for every level would make paths longer than "
            "Windows can open. The page lies beside the one that it was below.",
            "Nothing, or make the structure less deep in the wiki.",
        ),
        Code.PAGE_REDIRECTS: Explanation(
            "The page held nothing but {REDIRECT(page=…)}, so no visitor ever saw it. It has no "
            "file of its own; links to it lead to the other page, which has its old addresses.",
            "Nothing.",
        ),
        Code.FILE_EDITED: Explanation(
            "Somebody changed the file after the last run, and your changes are not overwritten.",
            "Move the changes into the wiki and use --force, or leave the file as it is.",
        ),
        Code.FILE_UNREADABLE: Explanation(
            "The bytes of a file could not be read when the site was written, or were not "
            "those that the export names; or the copy, read back from the disk, has other bytes.",
            "Check the export, and make it again if it is damaged; check the disk of the site.",
        ),
        Code.FILE_STALE: Explanation(
            "An earlier run wrote the file for a page that is gone or has another name now.",
            "Use --prune to delete such files.",
        ),
        Code.FILE_STALE_EDITED: Explanation(
            "An earlier run wrote the file for a page that is gone or has another name now, and "
            "somebody changed it after that run. Not even --prune deletes your changes.",
            "Move what you want to keep, and delete the file yourself.",
        ),
        Code.REDIRECT_TAKEN: Explanation(
            "Two things claim one old address: two pages, or a page and an address of the new "
            "site. It can lead to one place only, and the new site's own addresses come first.",
            _NOTHING,
        ),
        Code.REDIRECT_ROUTE: Explanation(
            "The old site had a route of its own that matched more than one path, led in a circle, "
            "or to something that the new site lacks.",
            "Write a rule for your web server where readers still need it.",
        ),
        Code.REDIRECT_UNSERVED: Explanation(
            "The web server or host cannot do it: it has a limit on the number or the length of "
            "rules, or does not look at queries.",
            "Use another kind of file, or redirects.json with a program of your own.",
        ),
        Code.REDIRECT_WRONG: Explanation(
            "The map of old addresses is checked before it is written, and an address leads to "
            "nothing, or twice, or to another old address.",
            _REPORT,
        ),
        Code.IGNORE_UNUSED: Explanation(
            "An entry [[ignore]] of the configuration met no finding: what it was for is mended, "
            "or the entry has a typing error.",
            "Delete the entry, or mend it.",
        ),
        Code.PAGE_FAILED: Explanation(
            "An error ended the conversion of this page. Its source is in the output in a code "
            "block; all other pages are converted.",
            _REPORT,
        ),
        **{code: Explanation(*words) for code, words in PRIVACY_WORDS.items()},
        **{code: Explanation(*words) for code, words in VERIFY_WORDS.items()},
    }
)
"""One for every code."""
