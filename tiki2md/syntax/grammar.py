"""The grammars: where they are, and how Lark reads them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lark import Lark
from lark.common import LexerConf

from tiki2md.syntax.lexer import DelimiterLexer
from tiki2md.syntax.table_parser import TableParser

if TYPE_CHECKING:
    from lark.lark import PostLex

_PACKAGE = Path(__file__).resolve().parent.parent


def grammar_path(name: str) -> Path:
    """The path of the grammar file ``name``, such as ``arguments.lark``.

    A wheel holds the grammars inside the package; a checkout and an editable
    install have them beside it.
    """
    packaged = _PACKAGE / "grammars" / name
    return packaged if packaged.exists() else _PACKAGE.parent / "grammars" / name


def read_grammar(
    name: str, start: str, postlex: PostLex, builder: object
) -> tuple[DelimiterLexer, TableParser]:
    """The lexer and the parser of a grammar; to read it takes longer than to parse a page.

    Args:
        name: the grammar's file.
        start: the rule for a whole text.
        postlex: stands between the two, and names the terminals that it takes.
        builder: has a method for every rule or alias.
    """
    lark = Lark.open(
        str(grammar_path(name)),
        parser="lalr",
        lexer=DelimiterLexer,
        start=start,
        postlex=postlex,
        maybe_placeholders=False,
        _plugins={"LALR_Parser": partial(TableParser, builder)},
    )
    parser = lark.parser.parser
    assert isinstance(parser, TableParser)  # as asked for
    return DelimiterLexer(LexerConf(lark.terminals, re)), parser
