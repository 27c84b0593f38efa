"""Pieces of a large text file in its place, from its beginning to its end: enough to see what it is."""

from __future__ import annotations

from pathlib import Path

PIECES = 24


def cut(place: Path, limit: int, piece_bytes: int) -> bool:
    """Put pieces of the file that a link leads to in the place of the link, if it is a larger text file; is it?"""
    file = place.resolve()
    size = file.stat().st_size
    if size <= max(limit, piece_bytes) or file.suffix.lower() not in (".csv", ".txt"):
        return False
    place.unlink()
    with file.open("rb") as source, place.open("wb") as target:
        for number in range(PIECES):
            source.seek(number * (size - piece_bytes) // (PIECES - 1))
            piece = source.read(piece_bytes)
            # Whole lines; the first piece begins with the header, the last ends with the file.
            begin = 0 if number == 0 else piece.find(b"\n") + 1
            end = len(piece) if number == PIECES - 1 else piece.rfind(b"\n") + 1
            target.write(piece[begin:end])
    return True
