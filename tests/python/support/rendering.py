"""The project's SQL on rows made up in a test: a model that is referred to is a table of its name."""

from __future__ import annotations

from typing import Any

from stockbond.project import Project, model_files


def render(text: str, **variables: Any) -> str:
    """SQL text with its macros written out; `variables` take the place of dbt_project.yml's vars."""
    project = Project(**variables)
    project.words["ref"] = str
    return project.template(text).render(config=lambda **_: "")


def model(name: str, **variables: Any) -> str:
    """The query of a model."""
    return render(model_files()[name].read_text("utf-8"), **variables)
