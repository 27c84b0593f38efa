"""Validation of a release with Great Expectations: are the numbers plausible, beyond what dbt's tests ask?

Each suite in gx/expectations looks at one small table: the answer to the query of the same name in `batches`.
A critical expectation that fails stops the publication, a warning is published with the release.
"""

from __future__ import annotations

from stockbond.validation.run import Validation, validate

__all__ = ["Validation", "validate"]
