"""From Tiki's wiki syntax to the AST, by a Lark grammar.

The only package that imports Lark.
"""

from tiki2md.syntax.parser import Parser, text_document, unparse

__all__ = ["Parser", "text_document", "unparse"]
