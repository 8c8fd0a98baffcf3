"""Lark's LALR parser with a loop of its own: the grammar, and the table made of it, stay Lark's.

Lark's loop asks before every step whether the token fits, and makes a tree for every rule.
The tokens of our post-lexers always fit, and in nearly every state there is one rule to
reduce by, whatever comes next.  So that rule is applied without asking; a rule that only
hands a value on (``?flow: inline``) is followed when the table is read; and a repetition
(``flow*``) is one list that grows.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from lark import Token, UnexpectedToken
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser import LALR_Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lark.common import ParserConf
    from lark.grammar import Rule, Symbol
    from lark.lexer import LexerThread

_END = Token("$END", "")


class _Reduction(NamedTuple):
    """What a rule does.

    Attributes:
        origin: the rule's name.
        size: how many values it takes.
        build: makes one of them; ``None`` for a repetition that takes one more.
        lists: which of the values are repetitions, the last one first.
    """

    origin: str
    size: int
    build: Callable[[list[Any]], Any] | None
    lists: tuple[int, ...]


_Actions = dict[str, int | _Reduction]
"""What to do in a state, by the name of a token or rule: the state to go to, or a reduction."""


class TableParser(LALR_Parser):
    """Parses tokens that the grammar accepts.

    Nothing is filtered: a token is a value like any other.

    Args:
        builder: has a method for every rule or alias, which takes a list of values.
        parser_conf: the grammar, from Lark.
        debug: as Lark has it.
        strict: as Lark has it.
    """

    def __init__(
        self, builder: object, parser_conf: ParserConf, *, debug: bool, strict: bool
    ) -> None:
        super().__init__(parser_conf, debug=debug, strict=strict)
        reductions = {rule: _reduction(rule, builder) for rule in parser_conf.rules}
        table: Any = self._parse_table  # its states are numbers, which Lark's types do not say
        self._starts: dict[str, int] = table.start_states
        self._ends: dict[str, int] = table.end_states
        # Names in Lark's tables are strings of its own kind, which compare in Python.
        self._actions: list[_Actions] = [
            {
                str(name): target if action is Shift else reductions[target]
                for name, (action, target) in table.states[state].items()
            }
            for state in range(len(table.states))
        ]
        rules = {rule.origin.name for rule in parser_conf.rules}
        self._always = [_only_reduction(actions, rules) for actions in self._actions]
        for actions in self._actions:
            for name, target in actions.items():
                actions[name] = self._followed(target, actions)

    def _followed(self, target: int | _Reduction, actions: _Actions) -> int | _Reduction:
        """Where ``target`` leads in the end, if there a value is only handed on."""
        while isinstance(target, int):
            reduction = self._always[target]
            if reduction is None or reduction.build is not _first:
                break
            target = actions[reduction.origin]
        return target

    def parse(self, lexer: LexerThread, start: str, on_error: object = None) -> Any:
        """The value of the rule ``start``.

        Raises:
            UnexpectedToken: the grammar does not accept the tokens.
        """
        del on_error
        return self.parse_tokens(lexer.lex(None), start)  # type: ignore[no-untyped-call]

    def parse_tokens(self, tokens: Iterable[Any], start: str) -> Any:
        """As ``parse``, of tokens."""
        actions, always = self._actions, self._always
        state = self._starts[start]
        states: list[int] = []
        values: list[Any] = []
        for token in chain(tokens, (_END,)):
            while True:
                target = always[state] or actions[state].get(token.type)
                if not isinstance(target, _Reduction):
                    break
                origin, size, build, lists = target
                if build is None:
                    taken = values.pop()
                    values[-1].append(taken)
                    state = states.pop()
                    continue
                first = len(values) - size
                children = values[first:]
                del values[first:]
                for at in lists:
                    children[at : at + 1] = children[at]
                values.append(build(children))
                if size:
                    state = states[first]
                    del states[first:]
                states.append(state)
                state = actions[state][origin]  # type: ignore[assignment]
            if target is None:
                break
            states.append(state)
            values.append(token)
            state = target
        if token is not _END or state != self._ends[start]:
            raise UnexpectedToken(token, set(actions[state]))  # type: ignore[no-untyped-call]
        return values[-1]


def _is_list(symbol: Symbol) -> bool:
    """Whether it is one of the rules that Lark makes of ``*``."""
    return not symbol.is_term and symbol.name.startswith("_")


def _reduction(rule: Rule, builder: object) -> _Reduction:
    name, size = str(rule.origin.name), len(rule.expansion)
    lists = tuple(at for at in reversed(range(size)) if _is_list(rule.expansion[at]))
    if _is_list(rule.origin):
        grows = size == 2 and lists == (0,)
        return _Reduction(name, size, None if grows else _all, lists)
    hands_on = rule.options.expand1 and size == 1 and not rule.alias
    build = _first if hands_on else getattr(builder, rule.alias or name)
    return _Reduction(name, size, build, lists)


def _first(values: list[Any]) -> Any:
    return values[0]


def _all(values: list[Any]) -> Any:
    return values


def _only_reduction(actions: _Actions, rules: set[str]) -> _Reduction | None:
    """The reduction that a state has for every token, if it has one and nothing else."""
    targets = {target for name, target in actions.items() if name not in rules}
    only = targets.pop() if len(targets) == 1 else None
    return only if isinstance(only, _Reduction) else None
