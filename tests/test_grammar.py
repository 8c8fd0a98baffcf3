"""The grammars say one thing only, and the post-lexers keep to them."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from hostile import FRAGMENTS
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Transformer, UnexpectedToken

from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.syntax.arguments import ArgumentPostLex
from tiki2md.syntax.grammar import grammar_path
from tiki2md.syntax.lexer import DelimiterLexer, Scan
from tiki2md.syntax.postlex import TikiPostLex
from tiki2md.syntax.table_parser import TableParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lark.lexer import Lexer

    from tiki2md.syntax.balance import Mark

POSTLEXERS = {
    "tiki.lark": ("document", TikiPostLex(Options(), {})),
    "arguments.lark": ("start", ArgumentPostLex()),
}
every_grammar = pytest.mark.parametrize("name", POSTLEXERS)


def text_of(name: str) -> str:
    """A grammar without its comments."""
    return re.sub(r"//[^\n]*", "", grammar_path(name).read_text("utf-8"))


def raw_terminals(name: str) -> set[str]:
    """The terminals that a lexer finds; the others are made by the post-lexer."""
    source = "terminals.lark" if name == "tiki.lark" else name
    return set(re.findall(r"^([A-Z_]+)(?:\.-?\d+)?\s*:", text_of(source), re.MULTILINE))


def declared_terminals(name: str) -> set[str]:
    lines = re.findall(r"^%declare (.*)$", text_of(name), re.MULTILINE)
    return {terminal for line in lines for terminal in line.split()}


@every_grammar
def test_no_two_terminals_collide(name: str) -> None:
    """``strict`` raises on terminals of one priority that match one text, and on conflicts."""
    start, postlex = POSTLEXERS[name]
    Lark.open(
        str(grammar_path(name)), parser="lalr", lexer="basic", start=start, postlex=postlex,
        strict=True,
    )  # fmt: skip


@every_grammar
def test_every_raw_terminal_reaches_the_post_lexer(name: str) -> None:
    _, postlex = POSTLEXERS[name]
    assert set(postlex.always_accept) == raw_terminals(name)


@every_grammar
def test_every_declared_terminal_is_used_in_a_rule(name: str) -> None:
    rules = re.sub(r"^%.*$", "", text_of(name), flags=re.MULTILINE)
    declared = declared_terminals(name)
    assert declared
    assert declared - set(re.findall(r"\b[A-Z][A-Z_]*\b", rules)) == set()


@every_grammar
def test_raw_terminals_stay_out_of_the_rules_unless_declared(name: str) -> None:
    rules = re.findall(r"^\??[a-z_]+\s*:.*(?:\n\s+\|.*)*", text_of(name), re.MULTILINE)
    used = set(re.findall(r"\b[A-Z][A-Z_]*\b", "\n".join(rules)))
    assert used - declared_terminals(name) <= {"TEXT"}


def test_every_import_of_a_terminal_is_one_that_exists() -> None:
    imported = re.search(r"%import \.terminals \(([^)]*)\)", text_of("tiki.lark"))
    assert imported is not None
    assert set(imported[1].replace(" ", "").split(",")) == raw_terminals("tiki.lark")


class Recorder(TikiPostLex):
    """Remembers what the lexer found, and has the parser see nothing of it."""

    seen: list[tuple[str, int, int]]

    def process(self, stream: Scan | Iterable[Token]) -> Iterator[Mark]:
        if isinstance(stream, Scan):
            self.seen = [tuple(delimiter) for delimiter in stream]
        else:
            self.seen = [(token.type, token.start_pos, token.end_pos) for token in stream]
        return iter(())


@cache
def recording(lexer: str | type[Lexer]) -> tuple[Lark, Recorder]:
    recorder = Recorder(Options(), {})
    path = str(grammar_path("tiki.lark"))
    lark = Lark.open(path, parser="lalr", lexer=lexer, start="document", postlex=recorder)
    return lark, recorder


def delimiters_of(source: str, lexer: str | type[Lexer]) -> list[tuple[str, int, int]]:
    lark, recorder = recording(lexer)
    lark.parse(source)
    assert "".join(source[start:end] for _, start, end in recorder.seen) == source
    return [token for token in recorder.seen if token[0] not in {"TEXT", "LONE"}]


@given(st.lists(st.sampled_from([*FRAGMENTS, "a", " ", "é", "\r\n", "\r"]), max_size=40))
def test_the_lexer_finds_what_larks_own_finds(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert delimiters_of(source, DelimiterLexer) == delimiters_of(source, "basic")


class Shown:
    """In place of the builder: what a rule was given."""

    def __getattr__(self, rule: str) -> Callable[[list[object]], object]:
        return lambda children: (rule, children)


class Comparing(TikiPostLex):
    """Keeps what the parser is given, in the form that Lark's own loop wants."""

    def process(self, stream: Scan) -> Iterator[Mark]:
        self.marks = [Token(mark.type, (mark.start, mark.end)) for mark in super().process(stream)]
        return iter(self.marks)


@cache
def comparing(own: bool) -> Lark:
    """A parser that shows what rules are given, by the table alone or by Lark's own loop."""
    rules = re.findall(r"(?:^|-> )([a-z_]+)(?=\s*[:\n])", text_of("tiki.lark"), re.MULTILINE)
    shown = Shown()
    lark_own = type(
        "Rules", (Transformer,), {name: staticmethod(getattr(shown, name)) for name in rules}
    )
    return Lark.open(
        str(grammar_path("tiki.lark")),
        parser="lalr",
        lexer=DelimiterLexer,
        start="document",
        postlex=Comparing(Options(), default_registry().bodies()),
        transformer=None if own else lark_own(),
        maybe_placeholders=False,
        _plugins={"LALR_Parser": partial(TableParser, shown)} if own else {},
    )


@given(
    st.lists(st.sampled_from([*FRAGMENTS, "a", " ", "{syntax type=markdown}", "##$ "]), max_size=40)
)
def test_the_table_is_read_as_lark_reads_it(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert comparing(own=True).parse(source) == comparing(own=False).parse(source)


def test_tokens_that_do_not_fit_are_found() -> None:
    """The post-lexer never makes such tokens."""
    parser = comparing(own=True).parser.parser

    class Tokens:
        def __init__(self, *kinds: str) -> None:
            self.tokens = [Token(kind, "") for kind in kinds]

        def lex(self, _state: object) -> Iterator[Token]:
            return iter(self.tokens)

    assert parser.parse(Tokens("BOLD_OPEN", "TEXT", "BOLD_CLOSE"), "document")[0] == "document"
    for wrong in (["BOLD_OPEN"], ["BOLD_CLOSE"], ["CELL_OPEN"], ["TEXT", "BOLD_OPEN", "BOX_CLOSE"]):
        with pytest.raises(UnexpectedToken):
            parser.parse(Tokens(*wrong), "document")


def test_the_lexer_takes_any_character() -> None:
    catch_all = re.search(r"^LONE\.-2: (.*)$", text_of("terminals.lark"), re.MULTILINE)
    assert catch_all is not None
    assert catch_all[1] == r"/[\s\S]/"
