"""What a wiki holds, and what converting it will need: counted before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.explain import explain_plugin
from tiki2md.explanations.privacy import PRIVACY
from tiki2md.migration import (
    blocks_below,
    convert_or_report,
    index_site,
    surroundings_of,
)
from tiki2md.plugins import default_registry
from tiki2md.plugins.fates import Fate, Outcome, WatchedRegistry
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.prose import references_of
from tiki2md.report.ledger import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence, Sequence

    from tiki2md.model import File, Page, Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.transforms.links import LinkResolver, LinkTarget

MOST = 20
"""How many pages are named that need the most work."""


_ENCODING_CODES = (
    Code.SOURCE_CHARSET,
    Code.SOURCE_DOUBLE_ENCODED,
    Code.SOURCE_NOT_UTF8,
    Code.SOURCE_ESCAPED_TEXT,
)
"""What readers report of texts that are not simply UTF-8."""


@dataclass(slots=True, kw_only=True)
class PluginUse:
    """How a wiki uses one plugin.

    Attributes:
        calls: how often.
        pages: on how many pages.
        arguments: how often each argument is given, most used first.
        fates: how many calls end how.
        known: whether any handler or Tiki itself knows it.
        written: for each target, whether a sample becomes ``Markdown``, ``HTML`` or ``nothing``.
    """

    calls: int = 0
    pages: int = 0
    arguments: Counter[str] = field(default_factory=Counter)
    fates: Counter[Fate] = field(default_factory=Counter)
    known: bool = True
    written: dict[str, str] = field(default_factory=dict)

    @property
    def coverage(self) -> float:
        """The share of calls of which something is left for readers."""
        good = self.fates[Fate.CONVERTED] + self.fates[Fate.APPROXIMATED]
        return good / self.calls if self.calls else 0.0


@dataclass(slots=True, kw_only=True)
class Work:
    """A page that needs work: the sum of the weights of its findings, and what they are."""

    page: str
    score: int
    findings: dict[str, int]


@dataclass(slots=True, kw_only=True)
class Inspection:
    """What was counted.

    Attributes:
        target: what the findings and fates are for.
        pages: all wiki pages there are.
        kinds: of pages, posts, articles and so on, to how many there are.
        hidden: the pages that visitors could not view, to the reason.
        versions: of all pages, where the sources hold them.
        comments: on anything, answers in forums among them.
        users: accounts.
        characters: of their sources.
        authors: creators and last editors, to pages.
        languages: to pages; pages without one are not counted.
        html_pages: pages whose source is HTML.
        categories: all there are.
        tags: to pages.
        files: of galleries.
        attachments: of pages.
        other_files: what belongs to no page, in words, such as attachments in forums.
        files_with_bytes: all of these, and old versions of files, whose bytes the sources have.
        files_without_bytes: those whose bytes they lack, remote files left aside.
        unused_files: files that no page shows or links, in words.
        same_files: sets of files whose bytes are equal, in words, by the name of the first.
        plugins: by name, the most used first.
        links: to pages of the wiki, that lead somewhere.
        missing: pages that links lead to and that are not there, to links.
        hosts: of other sites, to links.
        images: on all pages.
        local_images: of these, those that are kept in Tiki.
        codes: of the findings, to their number.
        work: the pages that need the most.
        best_handler: the plugin whose handler would help most pages; empty if there is none.
        helped: how many pages that would help.
        encodings: codes of what was found about the encodings of texts, to the messages.
        to_review: how many pages have a finding that needs a look, those of ``work`` among them.
        secrets: pages that tell passwords or addresses of people, to how many of each code.
        lacks: what a database would hold and the sources do not, to the missing table.
    """

    target: str = ""
    pages: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    hidden: dict[str, str] = field(default_factory=dict)
    versions: int = 0
    comments: int = 0
    users: int = 0
    characters: int = 0
    authors: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    html_pages: int = 0
    categories: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    files: int = 0
    attachments: int = 0
    other_files: dict[str, int] = field(default_factory=dict)
    files_with_bytes: int = 0
    files_without_bytes: int = 0
    unused_files: list[str] = field(default_factory=list)
    same_files: dict[str, list[str]] = field(default_factory=dict)
    plugins: dict[str, PluginUse] = field(default_factory=dict)
    links: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    images: int = 0
    local_images: int = 0
    codes: Counter[Code] = field(default_factory=Counter)
    work: list[Work] = field(default_factory=list)
    best_handler: str = ""
    helped: int = 0
    encodings: dict[str, list[str]] = field(default_factory=dict)
    to_review: int = 0
    secrets: dict[str, dict[str, int]] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON-ready data; numbers by name are sorted, the greatest first."""
        data: dict[str, Any] = {
            name: dict(ranked(value)) if isinstance(value, Counter) else value
            for name in self.__slots__
            if (value := getattr(self, name)) is not None and name != "codes"
        }
        codes = Counter({code.identifier: count for code, count in self.codes.items()})
        data["codes"] = dict(ranked(codes))
        data["work"] = [asdict(work) for work in self.work]
        data["plugins"] = {
            name: {
                "calls": use.calls,
                "pages": use.pages,
                "known": use.known,
                "arguments": dict(ranked(use.arguments)),
                "coverage": round(use.coverage, 4),
                "written": use.written,
                "fates": {str(fate): use.fates[fate] for fate in Fate if use.fates[fate]},
            }
            for name, use in self.plugins.items()
        }
        return data


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The names and their numbers, the greatest first; equal ones by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def inspect_wiki(
    wiki: Wiki,
    options: Options,
    registry: Registry | None = None,
    on_page: Callable[[Page], None] | None = None,
    found: MutableSequence[Diagnostic] | None = None,
) -> Inspection:
    """Count what ``wiki`` holds, by converting every page without writing it.

    Args:
        wiki: what the readers made.
        options: of the conversion.
        registry: the plugins that are known.
        on_page: called after each page, for progress.
        found: what the readers reported; what converting would report is added.
    """
    counted = _counted(wiki, options.target)
    known = site_registry(registry or default_registry(), wiki.preferences)
    outcomes: list[Outcome] = []
    watched = WatchedRegistry(known, outcomes.append)
    run = Reporter(diagnostics=found if found is not None else [])
    site = index_site(_as_if_kept(wiki), options, watched, run)
    counted.codes.update(finding.code for finding in run.diagnostics)
    for finding in run.diagnostics:
        if finding.code in _ENCODING_CODES:
            counted.encodings.setdefault(finding.code.identifier, []).append(finding.message)
    unserved: Counter[str] = Counter()
    used_files: set[str] = set()
    for entry in site.index.entries:
        page = entry.page
        reporter, used = Reporter(page=page.name, source=page.source), set[str]()
        around = surroundings_of(page, site.index, registry=watched, site=site, used_files=used)
        outcomes.clear()
        assert around.resolver is not None  # by surroundings_of
        around = replace(around, resolver=_CountingResolver(around.resolver, counted))
        markdown = convert_or_report(page, options, around, reporter)
        seen = references_of(markdown or "")
        counted.images += seen.images
        counted.local_images += seen.local_images
        counted.hosts.update(seen.hosts)
        unserved.update(_count_plugins(outcomes, known, counted))
        codes = Counter(finding.code for finding in reporter.diagnostics)
        counted.codes.update(codes)
        run.diagnostics += reporter.diagnostics
        _count_work(page.name, codes, counted)
        below = Reporter(diagnostics=list(reporter.diagnostics))
        blocks_below(page, site, known, below, used)
        used_files |= used
        _count_secrets(page.name, reporter.diagnostics, counted)
        if on_page is not None:
            on_page(page)
    counted.unused_files = site.index.files.unused(used_files)
    counted.same_files = site.index.files.shared()
    counted.plugins = dict(
        sorted(counted.plugins.items(), key=lambda item: (-item[1].calls, item[0]))
    )
    for name, use in counted.plugins.items():
        explained = explain_plugin(name, known)
        use.written = explained.written if explained else {}
    counted.to_review = len(counted.work)
    counted.work = sorted(counted.work, key=lambda work: (-work.score, work.page))[:MOST]
    counted.secrets = dict(
        sorted(counted.secrets.items(), key=lambda item: (_no_password(item[1]), item[0]))
    )
    if unserved:
        best = min(unserved, key=lambda name: (-unserved[name], name))
        counted.best_handler, counted.helped = best, unserved[best]
    return counted


def _as_if_kept(wiki: Wiki) -> Wiki:
    """``wiki`` with bytes that the readers only counted, as a run has them that keeps them."""

    def kept(files: dict[Any, File]) -> dict[Any, File]:
        return {
            key: replace(file, blob=replace(file.blob, path=file.blob.path or file.filename or "-"))
            if file.blob is not None
            else file
            for key, file in files.items()
        }

    files = kept(wiki.files)
    # An image that was moved to a gallery of files stays the file that is there.
    moved = {id(file): number for number, file in wiki.files.items()}
    images = {
        number: files[moved[id(wiki.images[number])]] if id(wiki.images[number]) in moved else image
        for number, image in kept(wiki.images).items()
    }
    return replace(
        wiki,
        files=files,
        attachments=kept(wiki.attachments),
        images=images,
        pictures=kept(wiki.pictures),
        forum_attachments=kept(wiki.forum_attachments),
        item_attachments=kept(wiki.item_attachments),
        blog_images=kept(wiki.blog_images),
        article_images=kept(wiki.article_images),
    )


def _counted(wiki: Wiki, target: str) -> Inspection:
    """What can be counted without converting anything."""
    counted = Inspection(target=target, pages=len(wiki.pages))
    for page in wiki.pages:
        counted.characters += len(page.source)
        counted.html_pages += page.is_html
        counted.authors.update(dict.fromkeys(filter(None, (page.creator, page.last_editor)), 1))
        counted.languages.update([page.language] if page.language else [])
        counted.tags.update(page.tags)
    counted.categories = len(wiki.categories)
    counted.files = sum(not file.archive_of for file in wiki.files.values())
    counted.attachments = len(wiki.attachments)
    _count_all_else(wiki, counted)
    return counted


def _count_all_else(wiki: Wiki, counted: Inspection) -> None:
    """What is no text of a wiki page."""
    counted.kinds.update(page.kind for page in chain(wiki.pages, wiki.others))
    counted.hidden = {page.name: page.hidden for page in wiki.pages if page.hidden}
    counted.versions = sum(len(page.versions) for page in wiki.pages)
    counted.comments = len(wiki.comments)
    counted.users = len(wiki.users)
    counted.lacks = dict(wiki.lacks or {})
    others: dict[str, dict[Any, File]] = {
        "attachments in forums": wiki.forum_attachments,
        "attachments in trackers": wiki.item_attachments,
        "pictures in blogs": wiki.blog_images,
        "pictures of articles": wiki.article_images,
    }
    counted.other_files = {what: len(files) for what, files in others.items() if files}
    kinds = (wiki.files, wiki.attachments, *others.values())
    for file in chain.from_iterable(kind.values() for kind in kinds):
        counted.files_with_bytes += file.blob is not None
        counted.files_without_bytes += file.blob is None and not file.url


@dataclass(frozen=True, slots=True)
class _CountingResolver:
    """Answers as ``inner`` does, and counts the answers."""

    inner: LinkResolver
    counted: Inspection

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """The target of a link to a page."""
        answer = self.inner.page(name, anchor, word=word)
        self._count(name, answer)
        return answer

    def url(self, url: str) -> LinkTarget | None:
        """The target of a link by address; only those into the wiki are counted here."""
        answer = self.inner.url(url)
        if answer is not None and not answer.is_file:
            self._count(url, answer)
        return answer

    def _count(self, name: str, answer: LinkTarget | None) -> None:
        if answer is None or not answer.url:
            self.counted.missing[name] += 1
        else:
            self.counted.links += 1


def _count_plugins(outcomes: list[Outcome], known: Registry, counted: Inspection) -> set[str]:
    """Count the calls of one page; the plugins that need a handler are returned."""
    unserved: set[str] = set()
    calls: defaultdict[str, int] = defaultdict(int)
    for outcome in outcomes:
        name = outcome.node.name
        use = counted.plugins.get(name)
        if use is None:
            use = counted.plugins[name] = PluginUse(known=known.get(name) is not None)
        use.calls += 1
        use.pages += not calls[name]
        use.arguments.update(outcome.node.attrs_dict.keys())
        use.fates[outcome.fate] += 1
        calls[name] += 1
        spec = known.get(name)
        if spec is None or spec.handler is None:
            unserved.add(name)
    return unserved


def _count_work(page: str, codes: Counter[Code], counted: Inspection) -> None:
    score = sum(WEIGHTS[code.severity] * count for code, count in codes.items())
    if score:
        worst = sorted(
            codes.items(),
            key=lambda item: (-WEIGHTS[item[0].severity] * item[1], item[0].identifier),
        )
        findings = {code.identifier: count for code, count in worst if WEIGHTS[code.severity]}
        counted.work.append(Work(page=page, score=score, findings=findings))


def _count_secrets(page: str, found: Sequence[Diagnostic], counted: Inspection) -> None:
    numbers: Counter[str] = Counter()
    for finding in found:
        if finding.code in PRIVACY:
            numbers[finding.code.identifier] += int(dict(finding.values).get("count", "1"))
    if numbers:
        counted.secrets[page] = dict(numbers)


def _no_password(numbers: dict[str, int]) -> bool:
    return Code.SECRET_PASSWORD.identifier not in numbers
