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
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tiki2md.model import Blob, File, Page
from tiki2md.site.listed import ListedPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_T = TypeVar("_T")

_LINKS, _SITE = "links", "site"
_LASTING = attrgetter(
    *(field.name for field in fields(Page) if field.name not in {"hits", "origin", "versions"})
)
_MANY = 16
"""Items of an answer whose digest is kept for the next page that asks: others are soon made."""


def digest(value: object) -> str:
    """A short name for a value: the same whenever a value like it is met, in any run."""
    hashed = hashlib.blake2b(digest_size=12)
    for part in _lasting(value):
        hashed.update(f"{part!r}\0".encode("utf-8", "replace"))
    return hashed.hexdigest()


def _lasting(value: object) -> Iterator[object]:
    """The parts of ``value`` without what differs between runs over the same wiki.

    That is where the wiki was read, and where the bytes of files lie for the moment.
    """
    if isinstance(value, Page):
        yield lasting_values(value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield Sequence
        yield from map(_without_places, value)
    else:
        yield _without_places(value)


def _without_places(value: object) -> object:
    if isinstance(value, File) and value.blob is not None:
        return replace(value, blob=Blob(path="", size=value.blob.size, md5=value.blob.md5))
    if isinstance(value, ListedPage):
        value = value.page
    return (lasting_values(value), value.hits) if isinstance(value, Page) else value


def lasting_values(page: Page) -> tuple[object, ...]:
    """All that a page shows, wherever it was read, and however often it was viewed.

    The views differ between any two exports, and only lists show them.
    """
    values: tuple[object, ...] = _LASTING(page)
    return values


class Questions:
    """Notes the questions about one page, each with a digest of its answer.

    Args:
        known: digests of long answers for the whole wiki, which are the same for every page;
            shared by the pages of a run.
    """

    def __init__(self, known: dict[str, str]) -> None:
        self.asked: dict[str, str] = {}
        self._known = known

    def of_links(self, resolver: _T) -> _T:
        """``resolver``, watched."""
        return cast("_T", _Watched(_LINKS, resolver, self._note))

    def of_site(self, site: _T) -> _T:
        """``site``, watched."""
        return cast("_T", _Watched(_SITE, site, self._note))

    def _note(self, who: str, call: tuple[object, ...], answer: object) -> None:
        question = json.dumps((who, *call))
        if question not in self.asked:
            kept = self._known.get(question)
            self.asked[question] = kept or _digest_of(question, who, answer, self._known)


def _digest_of(question: str, who: str, answer: object, known: dict[str, str]) -> str:
    """The digest of an answer, which is put among the known ones if others may want it."""
    found = digest(answer)
    if who == _SITE and isinstance(answer, Sequence) and len(answer) > _MANY:
        known[question] = found
    return found


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
    asked: Mapping[str, str], resolver: object, site: object, known: dict[str, str]
) -> bool:
    """Whether every question of an earlier run has the answer that it had.

    Args:
        asked: questions with digests of their answers.
        resolver: answers for the links of the page now.
        site: answers for the wiki now.
        known: digests of long answers for the whole wiki, as for ``Questions``.
    """
    for question, answer in asked.items():
        now = known.get(question)
        if now is None:
            who, name, args, named = json.loads(question)
            method = getattr(resolver if who == _LINKS else site, name, None)
            if method is None:
                return False
            now = _digest_of(question, who, method(*args, **named), known)
        if now != answer:
            return False
    return True
