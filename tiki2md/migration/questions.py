"""What the conversion of a page asked of the wiki around it, so that a later run can ask again.

A page is a pure function of its source, the options, and the answers that it got: where
its links lead, and what its plugins list.  As long as the answers are the same, so is the
page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tiki2md.model import Blob, File, Page
from tiki2md.site.listed import ListedPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tiki2md.site.entries import Entry

_T = TypeVar("_T")

_LINKS, _SITE = "links", "site"
_OF_FILES = frozenset({"file", "attachment", "attachments"})
"""Questions about a wiki that no page's text answers."""
_LASTING = attrgetter(
    *(field.name for field in fields(Page) if field.name not in {"hits", "origin", "versions"})
)
_SIZE = 12
"""Bytes of a digest."""
_UNKNOWN = bytes(_SIZE)
_MANY = 16
"""Items of an answer whose digest is kept for the next page that asks: others are soon made."""


def digest(value: object) -> str:
    """A short name for a value: the same whenever a value like it is met, in any run."""
    return _hashed(_lasting(value)).hex()


def digest_of_all(parts: Iterable[object]) -> str:
    """The same for many values, one after the other."""
    return _hashed(parts).hex()


def _hashed(parts: Iterable[object]) -> bytes:
    hashed = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        # Texts are long, and repr() of one takes longer than all else.
        told = f"{len(part)}:{part}" if isinstance(part, str) else f"{part!r}\0"
        hashed.update(told.encode("utf-8", "surrogatepass"))
    return hashed.digest()


def _lasting(value: object) -> Iterator[object]:
    """The parts of ``value`` without what differs between runs over the same wiki.

    That is where the wiki was read, and where the bytes of files lie for the moment.
    """
    if isinstance(value, Page):
        yield _LASTING(value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield Sequence
        yield from map(_without_places, value)
    else:
        yield _without_places(value)


def _without_places(value: object) -> object:
    if isinstance(value, File) and value.blob is not None:
        return replace(value, blob=Blob(path="", size=value.blob.size, md5=value.blob.md5))
    return (_LASTING(value), value.hits) if isinstance(value, Page) else value


class Digests:
    """Digests that many pages of a run need, made once: of pages, and of long answers.

    Args:
        pages: how many pages the site has; each takes twelve bytes.
    """

    def __init__(self, pages: int) -> None:
        self._of_pages = bytearray(pages * _SIZE)
        self._of_answers: dict[str, str] = {}

    def of_page(self, entry: Entry) -> bytes:
        """That of all that a page shows, wherever it was read, and however often it was viewed.

        The views differ between any two exports, and only lists show them.
        """
        at = entry.number * _SIZE
        found = bytes(self._of_pages[at : at + _SIZE])
        if found == _UNKNOWN:
            found = self._of_pages[at : at + _SIZE] = _hashed(_LASTING(entry.page))
        return found

    def kept(self, question: str) -> str | None:
        """That of a long answer for the whole wiki, which is the same for every page."""
        return self._of_answers.get(question)

    def of_answer(self, question: str, who: str, answer: object) -> str:
        """That of an answer; it is kept if others may want it."""
        if not isinstance(answer, Sequence) or isinstance(answer, str):
            return digest(answer)
        found = _hashed(chain([Sequence], map(self._listed, answer))).hex()
        if who == _SITE and len(answer) > _MANY:
            self._of_answers[question] = found
        return found

    def _listed(self, value: object) -> object:
        if isinstance(value, ListedPage):
            return self.of_page(value.entry), value.hits
        return _without_places(value)


class Questions:
    """Notes the questions about one page, each with a digest of its answer.

    Args:
        digests: shared by the pages of a run.

    Attributes:
        of_index: where links lead, and which files there are: what the index alone answers,
            but for the places on pages that links name.
        led_into: the paths of the pages with those places.
        asked: all else.
    """

    def __init__(self, digests: Digests) -> None:
        self.of_index: dict[str, str] = {}
        self.led_into: set[str] = set()
        self.asked: dict[str, str] = {}
        self._digests = digests

    def of_links(self, resolver: _T) -> _T:
        """``resolver``, watched."""
        return cast("_T", _Watched(_LINKS, resolver, self._note))

    def of_site(self, site: _T) -> _T:
        """``site``, watched."""
        return cast("_T", _Watched(_SITE, site, self._note))

    def _note(self, who: str, call: tuple[object, ...], answer: object) -> None:
        question = json.dumps((who, *call))
        noted = self.of_index if who == _LINKS or call[0] in _OF_FILES else self.asked
        if question not in noted:
            kept = self._digests.kept(question)
            noted[question] = kept or self._digests.of_answer(question, who, answer)


class _Watched:
    """Passes every call on to ``answerer``, and tells of it.

    It stands for whatever it watches: ``LinkResolver`` and ``SiteData`` are protocols of
    methods alone, which take and return plain values.
    """

    def __init__(
        self,
        who: str,
        answerer: object,
        note: Callable[[str, tuple[object, ...], object], None],
    ) -> None:
        self._who = who
        self._answerer = answerer
        self._note = note

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._answerer, name)

        def asked(*args: object, **named: object) -> Any:
            answer = method(*args, **named)
            self._note(self._who, (name, args, named), answer)
            return answer

        return asked


def same_answers(
    asked: Mapping[str, str], resolver: object, site: object, digests: Digests
) -> bool:
    """Whether every question of an earlier run has the answer that it had.

    Args:
        asked: questions with digests of their answers.
        resolver: answers for the links of the page now.
        site: answers for the wiki now.
        digests: shared by the pages of a run.
    """
    for question, answer in asked.items():
        now = digests.kept(question)
        if now is None:
            who, name, args, named = json.loads(question)
            method = getattr(resolver if who == _LINKS else site, name, None)
            if method is None:
                return False
            now = digests.of_answer(question, who, method(*args, **named))
        if now != answer:
            return False
    return True
