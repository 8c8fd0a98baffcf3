"""The versions of pages as a git history, each converted as if it were the page today.

A stream for ``git fast-import``: first what each version became, page by page, so that git
finds beside one another what is alike; then the commits in the order of their times; at last
the site as ``convert_site`` wrote it, with all that no version holds.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.indexing import index_site
from tiki2md.migration.pages import Converted, convert_entry
from tiki2md.migration.parallel import converted_by
from tiki2md.migration.rehearsal import rehearse
from tiki2md.migration.work import Work
from tiki2md.model import STUB, Version
from tiki2md.readers.blobs import hashed
from tiki2md.readers.errors import SourceError
from tiki2md.readers.history import version_text
from tiki2md.secrets import report_secrets, without_secrets
from tiki2md.site import fast_import
from tiki2md.site.fast_import import Commit, Identity
from tiki2md.site.people import ANONYMOUS, public_login
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tiki2md.diagnostics import Diagnostic
    from tiki2md.migration.plan import Plan
    from tiki2md.model import Page, Wiki
    from tiki2md.options import Options
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.site.people import People

BRANCH = "main"
SOURCE_SUFFIX = ".tiki"
_OURSELVES = Identity("tiki2md", fast_import.nobody("tiki2md"))
_TOLD = {
    *(Code.PAGE_FAILED, Code.PAGE_TOO_LONG, Code.VERSION_MISSING),
    *(Code.SECRET_PASSWORD, Code.SECRET_EMAIL, Code.SECRET_IP),
}
"""The findings in old versions that somebody needs to know; what else they have is past."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which versions become commits, and in which form.

    Attributes:
        as_source: in Tiki's own markup instead of Markdown.
        without: logins whose versions are left out, as the wiki or as commits have them.
        squash: seconds within which versions of a page by one user become a single commit.
    """

    as_source: bool = False
    without: frozenset[str] = frozenset()
    squash: int = 0


@dataclass(slots=True)
class History:
    """What became of the versions of a wiki.

    Attributes:
        pages: how many the site has.
        versions: how many these have.
        commits: how many of them became one.
        left_out: users whose versions were left out, and how many.
        strangers: logins that were to be left out, and have no version.
        failed: how many are kept as source, or are missing.
        unmapped: logins of authors with no e-mail address in the configuration, and how many
            commits each made.
        diagnostics: what was found in versions, once for each page.
    """

    pages: int = 0
    versions: int = 0
    commits: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    strangers: list[str] = field(default_factory=list)
    failed: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class _Revision(NamedTuple):
    """A version that becomes a commit.

    Attributes:
        entry: the number of its page in the index of the site.
        version: its number among those of the page; -1 for a page without versions.
        number: the one that Tiki gave it.
        seconds: when it was made, as far as that is known; never before the version before it.
        user: the login.
        message: of the commit.
    """

    entry: int
    version: int
    number: int
    seconds: int
    user: str
    message: str


@dataclass(frozen=True, slots=True)
class ChosenVersions:
    """The versions of a wiki that become commits.  Made by ``choose_versions``.

    Attributes:
        site: the index, and the answers for plugins that ask about the wiki.
        plan: how many processes convert them, and with which plugins.
        choice: what was asked for.
        history: what is known of the versions so far.
        revisions: page by page, the oldest first.
    """

    site: WikiData
    plan: Plan
    choice: Choice
    history: History
    revisions: Spool[_Revision]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.revisions)


def choose_versions(wiki: Wiki, options: Options, plan: Plan, choice: Choice) -> ChosenVersions:
    """The versions that become commits.

    Args:
        wiki: what the readers made, with the versions of its pages.
        options: those of the site.
        plan: how many processes convert versions, and with which plugins.
        choice: which versions become commits.
    """
    site = index_site(wiki, options, plan.registry)
    rehearse(site, plan)
    # An address of a machine stays one: it is not all who were not logged in.
    logins = {login: public_login(login, addresses=True) for login in sorted(choice.without)}
    choice = replace(choice, without=frozenset(logins.values()))
    history = History()
    revisions = Spool(_revisions(site.index.entries, choice, history))
    history.strangers = [typed for typed, user in logins.items() if user not in history.left_out]
    return ChosenVersions(site, plan, choice, history, revisions)


def history_stream(
    chosen: ChosenVersions,
    files: Iterable[tuple[str, int, Iterable[bytes]]],
    on_version: Callable[[], None] = lambda: None,
) -> Iterator[bytes]:
    """A stream for ``git fast-import``: a commit for each version, and one for the site.

    The same wiki, options and choice make the same commits, with the same hashes.

    Args:
        chosen: the versions; their history takes what becomes of them.
        files: of the site that ``convert_site`` wrote: path, size, and the bytes.
        on_version: called after each version, for progress.
    """
    site, plan, choice, history = chosen.site, chosen.plan, chosen.choice, chosen.history
    revisions = chosen.revisions
    work = _Versions(site, plan, revisions, as_source=choice.as_source)
    kept = array("Q")
    yield fast_import.BEGIN
    made = converted_by(work, range(len(revisions)), plan)
    yield from _blobs(made, work, kept, history, on_version)
    times = array("q", (revision.seconds for revision in revisions))
    in_order = sorted(kept, key=times.__getitem__)
    yield from _commits(in_order, revisions, site.index, choice, history)
    if history.versions == history.pages:
        Reporter(diagnostics=history.diagnostics).report(Code.HISTORY_MISSING)
    message = "Convert the wiki to Markdown with tiki2md"
    head = Commit(_OURSELVES, max(times, default=0), message)
    yield from fast_import.commit(BRANCH, head, _site(files))
    yield fast_import.END


def _revisions(entries: Sequence[Entry], choice: Choice, history: History) -> Iterator[_Revision]:
    """The versions that become commits, page by page, the oldest first."""
    for number, entry in enumerate(entries):
        if entry.kind == STUB:
            continue
        page = entry.page
        history.pages += 1
        history.versions += max(len(page.versions), 1)
        last = 0
        for at, version in _chosen(page, choice, history):
            last = max(last, version.modified) or page.created
            user, message = version.user or ANONYMOUS, _message(page, version)
            yield _Revision(number, at, version.number, last, user, message)


def _chosen(page: Page, choice: Choice, history: History) -> Iterator[tuple[int, Version]]:
    """The versions of a page that change something, each with its number among them."""
    if not page.versions:
        only = Version(number=page.version, modified=page.modified, user=page.last_editor)
        if page.modified and not _is_left_out(only, choice, history):
            yield -1, only
        return
    lost = [version.number for version in page.versions if version.text is None]
    if lost:
        why = "the export lacks their texts"
        reporter = Reporter(page.name, "", history.diagnostics)
        reporter.report(Code.VERSION_MISSING, count=len(lost), first=lost[0], why=why)
    found: list[tuple[int, Version]] = []
    for at, version in enumerate(page.versions):
        if version.text is not None and not _is_left_out(version, choice, history):
            if found and _is_same_work(found[-1][1], version, choice.squash):
                found.pop()
            found.append((at, version))
    before: Version | None = None
    for at, version in found:
        if before is None or _differ(before, version):
            yield at, version
            before = version


def _is_left_out(version: Version, choice: Choice, history: History) -> bool:
    user = version.user or ANONYMOUS
    if user not in choice.without:
        return False
    history.left_out[user] += 1
    return True


def _is_same_work(one: Version, other: Version, squash: int) -> bool:
    return one.user == other.user and 0 <= other.modified - one.modified < squash


def _differ(one: Version, other: Version) -> bool:
    """Whether two versions of a page are not alike in what is written of them."""
    if (one.description, one.is_html) != (other.description, other.is_html):
        return True
    assert one.text is not None  # as of all that are chosen
    assert other.text is not None
    digest = hashed(one.text).md5
    return not digest or digest != hashed(other.text).md5


def _message(page: Page, version: Version) -> str:
    """What the commit of a version says: the editor's comment, and where it comes from."""
    name = " ".join(page.name.split())
    comment = " ".join(without_secrets(version.comment).split())
    subject = f"{name}: {comment}" if comment else f"{_deed(version)} {name}"
    return f"{subject}\n\nTiki-Page: {name}\nTiki-Version: {version.number}\n"


def _deed(version: Version) -> str:
    return "Create" if version.number <= 1 else "Edit"


def _identity(login: str, people: People) -> Identity:
    address = people.mailboxes.get(login) or fast_import.nobody(login)
    return Identity(people.shown(login) or login, address)


def _path_of(entry: Entry, choice: Choice) -> str:
    if not choice.as_source:
        return entry.path
    return str(PurePosixPath(entry.path).with_suffix(SOURCE_SUFFIX))


def _blobs(
    made: Iterable[Converted],
    work: _Versions,
    kept: array[int],
    history: History,
    on_version: Callable[[], None],
) -> Iterator[bytes]:
    """What each version became; ``kept`` takes the numbers of those that became something."""
    told: set[tuple[int, Code, str]] = set()
    for number, converted in enumerate(made):
        history.failed += converted.failed
        for found in converted.diagnostics:
            key = work.revisions[number].entry, found.code, found.message
            if found.code in _TOLD and key not in told:
                told.add(key)
                history.diagnostics.append(replace(found, page=work.where(number)))
        if converted.text or not converted.failed:
            kept.append(number)
            yield fast_import.blob(number + 1, converted.text.encode("utf-8", "replace"))
        on_version()


def _commits(
    numbers: Iterable[int],
    revisions: Sequence[_Revision],
    index: SiteIndex,
    choice: Choice,
    history: History,
) -> Iterator[bytes]:
    """A commit for each of the versions with these numbers, in their order."""
    people = index.people
    for number in numbers:
        revision = revisions[number]
        history.commits += 1
        if revision.user not in people.mailboxes and revision.user != ANONYMOUS:
            history.unmapped[revision.user] += 1
        head = Commit(_identity(revision.user, people), revision.seconds, revision.message)
        path = _path_of(index.entries[revision.entry], choice)
        yield from fast_import.commit(BRANCH, head, [fast_import.changed(path, number + 1)])


def _site(files: Iterable[tuple[str, int, Iterable[bytes]]]) -> Iterator[bytes]:
    """The change to what a site is, file by file."""
    yield fast_import.EMPTIED
    for path, size, chunks in files:
        yield from fast_import.written(path, size, chunks)


class _Versions(Work):
    """Converts versions by their numbers among those that become commits.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        plan: with the plugins that are known, and how long a version may take.
        revisions: the versions.
        as_source: they stay in Tiki's markup.
    """

    def __init__(
        self, site: WikiData, plan: Plan, revisions: Sequence[_Revision], *, as_source: bool
    ) -> None:
        super().__init__(site, plan.registry, page_seconds=plan.page_seconds)
        self.revisions = revisions
        self._as_source = as_source
        self._editors_of = lru_cache(maxsize=1)(self._firsts)

    def entry(self, number: int) -> Entry:
        """A page as it was in one of its versions.

        Raises:
            SourceError: the version cannot be read.
        """
        revision = self.revisions[number]
        entry = self.site.index.entries[revision.entry]
        if revision.version < 0:
            return entry
        at, firsts = revision.version, self._editors_of(revision.entry)
        editors = [user for user, first in firsts.items() if first <= at]
        return replace(entry, pages=[_as_it_was(entry.page, at, editors)], number=0)

    def _firsts(self, number: int) -> dict[str, int]:
        """Who wrote on a page, each with the number of his first version."""
        firsts: dict[str, int] = {}
        for at, version in enumerate(self.site.index.entries[number].page.versions):
            firsts.setdefault(version.user, at)
        return firsts

    def _converted(self, number: int, *, anew: bool) -> Converted:
        del anew
        try:
            entry = self.entry(number)
        except SourceError as error:
            reporter, first = Reporter(), self.revisions[number].number
            reporter.report(Code.VERSION_MISSING, count=1, first=first, why=error)
            return Converted("", reporter.diagnostics, failed=True)
        if not self._as_source:
            return convert_entry(entry, self.site, self._registry, alone=True)
        reporter = Reporter(entry.name, entry.page.source)
        report_secrets(entry.page.source, reporter)
        return Converted(entry.page.source, reporter.diagnostics)

    def where(self, number: int) -> str:
        """A page and one of its versions, as findings name them."""
        revision = self.revisions[number]
        return f"{self.site.index.entries[revision.entry].name} (version {revision.number})"


def _as_it_was(page: Page, at: int, editors: list[str]) -> Page:
    """A page in one of its versions, and who had written on it by then."""
    version = page.versions[at]
    return replace(
        page,
        source=version_text(version),
        description=version.description,
        modified=version.modified,
        last_editor=version.user,
        version=version.number,
        edit_comment=version.comment,
        is_html=version.is_html,
        versions=[],
        editors=editors,
    )
