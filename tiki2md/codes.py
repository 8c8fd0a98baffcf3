"""All that can be found: one closed list of codes, each with its severity and its words."""

from __future__ import annotations

from enum import Enum

from tiki2md.severities import Severity

__all__ = ["Code", "Severity"]


class Code(Enum):
    """Every diagnostic there is: its severity and the template of its message.

    Its name is what users read, type and write into files, so it never changes:
    ``PLUGIN_KEPT`` is ``plugin-kept``.
    """

    # Parsing.
    NESTING_CAPPED = Severity.WARNING, "markup nested too deep to be parsed is kept as text"
    INTERNAL_PARSE_ERROR = (
        Severity.ERROR,
        "the page could not be parsed and is kept as text; please report it",
    )
    ACCIDENTAL_LINK = Severity.INFO, "[{url}] was a link in Tiki, perhaps by accident"
    ACCIDENTAL_MARKUP = Severity.INFO, "{mark} in the text was markup in Tiki, perhaps by accident"
    RULE_TEXT_DROPPED = (
        Severity.LOSS,
        "text after a horizontal rule, which Tiki never showed: {text}",
    )
    MARKDOWN_COMMENT_DROPPED = (
        Severity.INFO,
        "a ~tc~ comment, which Tiki fails to hide in a Markdown page, is dropped",
    )
    VARIABLE_UNSET = (
        Severity.INFO,
        "the variable {name} has no value here and stays as it was typed",
    )
    # Plugins.
    PLUGIN_UNKNOWN = (
        Severity.WARNING,
        "plugin {name} is unknown: its body is converted, its call kept in a comment",
    )
    PLUGIN_KEPT = (
        Severity.WARNING,
        "plugin {name} has no Markdown form: its call is kept in a comment",
    )
    PLUGIN_MISSING_ARGUMENT = Severity.WARNING, "plugin {name} needs the argument {argument}"
    PLUGIN_DROPPED = Severity.INFO, "plugin {name} showed nothing that a page needs and is dropped"
    PLUGIN_BODY_DROPPED = (
        Severity.LOSS,
        "plugin {name} has no Markdown form: its call stays in a comment, its body is left out",
    )
    PLUGIN_APPROXIMATED = Severity.INFO, "plugin {name} is written in another form: {what}"
    PLUGIN_BRANCH = (
        Severity.WARNING,
        "plugin {name} shows different texts to different readers: {kept}",
    )
    PLUGIN_FAILED = (
        Severity.ERROR,
        "the handler of plugin {name} failed ({error}); its call is kept in a comment",
    )
    PLUGIN_SNAPSHOT = (
        Severity.INFO,
        "plugin {name} was evaluated from the export: what it shows changes no more",
    )
    PLUGIN_PAGE_MISSING = (
        Severity.WARNING,
        "plugin {name} wants the page {page}, which is not there: its call is kept in a comment",
    )
    INCLUDE_CAPPED = Severity.WARNING, "plugin {name} does not show the page {page} here: {reason}"
    CONTENTS_CAPPED = (
        Severity.WARNING,
        "the page has more than {limit} tables of contents; this one is a comment",
    )
    # Links and files.
    LINK_MISSING_PAGE = Severity.WARNING, "no page is named {page}: the link is kept as text"
    LINK_LEFT_OUT = Severity.INFO, "{page} was not asked for: the link is kept as text"
    LINK_OLD_SITE = Severity.INFO, "no page is named {page}: the link leads to the old wiki"
    LINK_BROKEN = Severity.ERROR, "no page is named {page}, which shall be an error"
    LINK_MISSING_ID = Severity.WARNING, "no page has the number in {url}"
    LINK_MISSING_ANCHOR = Severity.INFO, "{page} has no place {anchor}"
    LINK_AMBIGUOUS = Severity.WARNING, "{page} is an alias of several pages: {candidates}"
    LINK_UNSAFE = Severity.WARNING, "{url} would run a script and is not written as a link"
    LINK_COVERED = (
        Severity.INFO,
        "all of the link to {url} is another link, which it was in Tiki, too",
    )
    FILE_NOT_COPIED = (
        Severity.WARNING,
        "the file behind {url} is not part of the output; the address is still that of the wiki",
    )
    # Rendering.
    NODE_NOT_RENDERED = (
        Severity.ERROR,
        "the target has no form for {node}; its source is kept as text",
    )
    STYLE_DROPPED = Severity.INFO, "{what} cannot be written for this target and is dropped"
    HTML_DROPPED = Severity.LOSS, "<{tag}> in HTML has no Markdown form and is left out"
    HTML_POLICY = Severity.INFO, "{what} is left out, since raw_html is {policy}"
    # Sources.
    SOURCE_TRUNCATED = (
        Severity.ERROR,
        "the source ends in the middle of {where}; what stands before it was read",
    )
    SOURCE_NOT_UTF8 = (
        Severity.WARNING,
        "{where} is not valid UTF-8; undecodable bytes were read as Latin-1",
    )
    SOURCE_CHARSET = (
        Severity.INFO,
        "{where} was read as {charset}: {count} of {total} texts are no UTF-8, as {examples}",
    )
    SOURCE_LETTERS_LOST = (
        Severity.WARNING,
        "{where} is in {charset}: {count} texts have ? for letters that it lacks, as {examples}",
    )
    SOURCE_DOUBLE_ENCODED = (
        Severity.WARNING,
        "{where}: {count} of {total} texts were encoded twice, as {examples}; {done}",
    )
    SOURCE_SEVERAL_WIKIS = (
        Severity.WARNING,
        "{where} holds tables of several wikis; those {chosen} were read, left out: those {others}",
    )
    SOURCE_ESCAPED_TEXT = (
        Severity.INFO,
        "{where} was stored HTML-escaped, as before Tiki 9, and was unescaped once",
    )
    SOURCE_SCARS = (
        Severity.INFO,
        "{where} holds <x>, which an old filter put in texts: {count} taken out",
    )
    SOURCE_ROWS_LEFT_OUT = Severity.INFO, "{count} rows of {where} are left out: {why}"
    SOURCE_FILE_MISSING = (
        Severity.WARNING,
        "the file {name} was stored on disk as {path}, which is in no folder given by --files",
    )
    SOURCE_FILE_SIZE = (
        Severity.WARNING,
        "the file {name} should have {said} bytes; {path} has {size}",
    )
    SOURCE_FILE_TWICE = (
        Severity.WARNING,
        "{what} {number} is {first} in one source; in another it is {second}, which is left out",
    )
    SOURCE_STATEMENT_SKIPPED = (
        Severity.ERROR,
        "a statement is no plain list of rows; the rest of it was not read: {where}",
    )
    SOURCE_PAGE_TWICE = (
        Severity.WARNING,
        "page {page} was read from {first}; another text of it in {where} was left out",
    )
    FILE_BYTES_DIFFER = Severity.WARNING, "{file}: the export holds {found}, the wiki noted {noted}"
    SOURCE_SKIPPED = Severity.ERROR, "{path} is named like a source but is not read: {why}"
    SOURCE_REPAIRED = Severity.WARNING, "{where}: {problem}; its page was read all the same"
    SOURCE_DAMAGED = Severity.ERROR, "{where}: {problem}; what is left was read"
    SOURCE_MEMBERS_SKIPPED = (
        Severity.WARNING,
        "{where}: {count} of its members were passed over, for {why}: {names}",
    )
    SOURCE_HTML_GUESSED = (
        Severity.INFO,
        "{where}: its text looks like HTML and is read so, as the export does not tell",
    )
    SOURCE_RENDERED = (
        Severity.WARNING,
        "{where} holds rendered HTML, no sources; prefer a dump of the database or export.tar",
    )
    SOURCE_FRONT_MATTER = Severity.WARNING, "the front matter of {where}: {problem}"
    SOURCE_MIXED_FOLDER = (
        Severity.INFO,
        "{where} holds several kinds of sources: {first} came first, {others} only added to it",
    )
    SOURCE_LEFT_OUT = Severity.WARNING, "{where} was left out: {why}"
    SOURCE_TEXT_MISSING = (
        Severity.ERROR,
        "{where} names the page {page} and lacks its text: the page is empty",
    )
    SOURCE_MEMBERS_MISSING = Severity.WARNING, "{where} names {count} {what} that it does not hold"
    SOURCE_MEMBER_UNREADABLE = (
        Severity.ERROR,
        "{member} in {where} cannot be read as it should: {why}",
    )
    SOURCE_PAGES_UNLISTED = (
        Severity.WARNING,
        "{where} has a text but no data of {count} pages: no dates, no authors, no language",
    )
    # Visibility.
    PAGE_HIDDEN = Severity.WARNING, "visitors could not see the page: {reason}; {fate}"
    FILES_HIDDEN = Severity.WARNING, "{what} left out: {count} ({why})"
    PERMISSIONS_MISSING = (
        Severity.WARNING,
        "the export has no table {table}: pages that visitors could not see may be among the rest",
    )
    # Output.
    PATH_COLLISION = Severity.INFO, "{path} is taken by another page; written as {used}"
    PAGE_STUB = Severity.INFO, "nobody wrote it: {path} is for links on {pages}"
    PATH_DEEP = Severity.INFO, "{path} lies too deep to be in a folder of {above}"
    CATEGORY_TEXT = Severity.WARNING, "the text about category {name} is left out"
    TERM_SHORTENED = Severity.INFO, "{name} is too long a name: pages have {used}"
    PAGE_REDIRECTS = (
        Severity.INFO,
        "the page only led on to {page}; there its links and old addresses lead now",
    )
    FILE_EDITED = (
        Severity.WARNING,
        "{path} was changed since the last run and is left as it is (--force replaces it)",
    )
    FILE_UNREADABLE = Severity.ERROR, "{path} could not be copied: {why}"
    FILE_STALE = (
        Severity.INFO,
        "{path} was written by an earlier run and belongs to no page now; --prune deletes it",
    )
    FILE_STALE_EDITED = (
        Severity.WARNING,
        "{path} was written by an earlier run and belongs to no page now; somebody changed it",
    )
    REDIRECT_TAKEN = Severity.INFO, "the old address {url} does not lead to {target}: {reason}"
    REDIRECT_ROUTE = Severity.WARNING, "the old site's own route {pattern} is not redirected"
    REDIRECT_UNSERVED = (
        Severity.WARNING,
        "{count} of {all} redirects are not in the files for {host}: {reason}",
    )
    REDIRECT_WRONG = (
        Severity.ERROR,
        "the map of old addresses is wrong: {problem}; please report it",
    )
    IGNORE_UNUSED = (
        Severity.WARNING,
        "{where} ignores {what} on the page {page}, and nothing of the kind was found",
    )
    REWRITTEN = (
        Severity.INFO,
        "rewrite {number} of the configuration ({find}) changed the page ({count})",
    )
    REWRITE_UNUSED = Severity.WARNING, "{where} ({find}) changed no page"
    PAGE_FAILED = (
        Severity.ERROR,
        "the page could not be converted ({error}); its source is kept in a code block",
    )
    PAGE_TOO_LONG = Severity.ERROR, "too long ({count} characters), kept as source"
    VERSION_MISSING = Severity.WARNING, "versions without a commit ({count}), as {first}: {why}"
    HISTORY_MISSING = Severity.WARNING, "the export has no old version of any page"
    # What should perhaps not be public.
    SECRET_PASSWORD = Severity.WARNING, "the page tells {what}"
    SECRET_EMAIL = Severity.INFO, "the page tells e-mail addresses ({count}), as {first}"
    SECRET_HIDDEN = Severity.INFO, "a hidden text told a secret: it is left out"
    SECRET_IP = Severity.INFO, "the page tells IP addresses ({count}), as {first}"
    # Verification.
    VERIFY_PAGE_MISSING = Severity.ERROR, "{path}, its file, is not there"
    VERIFY_PAGE_EXTRA = Severity.WARNING, "{path} belongs to no page"
    VERIFY_TEXT_MISSING = Severity.ERROR, "words are missing: {text}"
    VERIFY_TEXT_ADDED = Severity.ERROR, "words that nobody wrote: {text}"
    VERIFY_STRUCTURE = Severity.ERROR, "{found} instead of {wanted}, {where}"
    VERIFY_FORMAT = Severity.WARNING, "{text} is {found} instead of {wanted}"
    VERIFY_TABLE = Severity.ERROR, "a table is {found} instead of {wanted}"
    VERIFY_CODE = Severity.ERROR, "code is {found} instead of {wanted}"
    VERIFY_LINK = Severity.ERROR, "a link leads to {found} instead of {wanted}"
    VERIFY_IMAGE = Severity.ERROR, "an image is {found} instead of {wanted}"
    VERIFY_TITLE = Severity.ERROR, "a tooltip is {found} instead of {wanted}"
    VERIFY_SOURCE = Severity.INFO, "words of the source are nowhere: {text}"
    VERIFY_COMMENT = Severity.ERROR, "a comment is {found} instead of {wanted}"
    VERIFY_ANCHOR = Severity.ERROR, "an anchor is {found} instead of {wanted}"
    VERIFY_LINK_BROKEN = Severity.ERROR, "{url} leads to nothing: {why}"
    VERIFY_LINK_DEAD = Severity.INFO, "{url} leads to nothing, as in the wiki"
    VERIFY_FILE = Severity.ERROR, "{path} {problem}"
    VERIFY_MANIFEST = Severity.WARNING, "{path} {problem}"
    VERIFY_FRONT_MATTER = Severity.ERROR, "{key} in {path}: {problem}"
    VERIFY_ALIAS = Severity.ERROR, "the alias {alias} is that of {other}, too"
    VERIFY_REDIRECTS = Severity.ERROR, "{path}: {problem}"
    VERIFY_SYNTAX = Severity.ERROR, "the target cannot read {text}: {problem}"
    VERIFY_LIVE = Severity.WARNING, "the live wiki shows {text}"

    def __init__(self, severity: Severity, template: str) -> None:
        self.identifier = self.name.lower().replace("_", "-")
        self.severity = severity
        self.template = template
