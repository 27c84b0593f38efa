"""The simulation's own exception."""

from __future__ import annotations


class SimulationError(Exception):
    """The simulation cannot be run as asked; the message says what to change."""
