"""What became of a wiki: a ledger for programs, and a page for people."""
