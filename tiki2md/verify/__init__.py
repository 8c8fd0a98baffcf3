"""Proof that nothing was lost: what a result says, read back and compared."""
