"""Rewrites of the AST between parser and renderer; each is a function of its own."""
