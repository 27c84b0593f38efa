"""Releases: what one is made of, where the last ones are kept, and how one comes before the readers."""
