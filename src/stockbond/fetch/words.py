"""Small pieces of messages."""

from __future__ import annotations


def shown(text: bytes | str, longest: int = 80) -> str:
    """Foreign text in a message: one line, printable, short."""
    plain = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
    return "".join(char if char.isprintable() else " " for char in " ".join(plain.split()))[:longest]


def megabytes(size: float) -> str:
    """A size for people."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
