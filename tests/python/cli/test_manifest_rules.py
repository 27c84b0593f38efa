"""The project's graph keeps its rules: those of dbt-project-evaluator that apply, one case a rule.

dbt parses once. An exception stands beside its rule, with its reason; docs/DECISIONS.md has each.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
import pytest
from builds import PROJECT_ROOT, Build
from jinja2 import nodes as jinja_nodes

LAYERS = ("staging", "intermediate", "marts", "estimates", "reports")
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_"),
    "estimates": ("est_",),
    "reports": ("rpt_",),
}

# Bars and lines of files as they came: a copy of a row is a defect, which a later model finds and names.
ROWS_AS_THEY_CAME = {
    "int_bars_received",
    "int_contract_pieces",
    "int_bars_compared",
    "int_bars_quarantined",
    "rpt_quarantined_bars",
    "int_macro_readings",
    "int_price_readings",
    "int_fund_readings",
    "int_cip_readings",
    "int_given_correlations",
    "int_macro_versions",
    "int_event_days",
}
# `publish` writes these into the published file; they are described, and exposures name them.
WRITTEN_BY_PUBLISH = {"published"}
# Views that are marts by what they hold, but not published: each serves one estimate or report.
PRIVATE_VIEWS = {"fct_asset_days"}


@pytest.fixture(scope="module")
def graph(parsed: Any) -> dict[str, Any]:
    """dbt's manifest as a dict."""
    _, manifest = parsed
    found: dict[str, Any] = manifest.writable_manifest().to_dict(omit_none=False)
    return found


@pytest.fixture(scope="module")
def models(graph: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> model."""
    return {node["name"]: node for node in graph["nodes"].values() if node["resource_type"] == "model"}


def layer(model: dict[str, Any]) -> str:
    """The layer of a model: its folder below models or python_models."""
    return PurePosixPath(model["original_file_path"]).parts[1]


def folder(node: dict[str, Any]) -> str:
    return PurePosixPath(node["original_file_path"]).parent.as_posix()


def data_tests_of(graph: dict[str, Any], unique_id: str) -> list[dict[str, Any]]:
    children = graph["child_map"][unique_id]
    return [graph["nodes"][child] for child in children if child.startswith("test.")]


def test_every_key_is_tested(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """A model says its grain in a test. Staging shows rows as they came."""
    untested = {
        name
        for name, model in models.items()
        if layer(model) != "staging"
        and not {"grain", "unique"}
        & {
            test["test_metadata"]["name"]
            for test in data_tests_of(graph, model["unique_id"])
            if test.get("test_metadata")
        }
    }
    assert untested - ROWS_AS_THEY_CAME == set()
    assert untested >= ROWS_AS_THEY_CAME, "exceptions that are none any more"


def test_every_source_has_a_reader_and_staging_only_reads_it(graph: dict[str, Any]) -> None:
    wrong = {}
    for unique_id, source in graph["sources"].items():
        readers = [
            graph["nodes"][child] for child in graph["child_map"][unique_id] if child.startswith("model.")
        ]
        if source["source_name"] in WRITTEN_BY_PUBLISH:
            assert readers == []
        elif not readers or any(layer(reader) != "staging" for reader in readers):
            wrong[unique_id] = [reader["name"] for reader in readers]
    assert wrong == {}


def test_no_model_is_a_root(models: dict[str, Any]) -> None:
    """Each comes from a source, a seed or another model, so that a reader can walk back to a file."""
    assert [name for name, model in models.items() if not model["depends_on"]["nodes"]] == []


def test_layers_go_one_way(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """A model reads its own layer and those to its left; staging is read by intermediate only."""
    wrong = []
    for name, model in models.items():
        for parent_id in model["depends_on"]["nodes"]:
            if not parent_id.startswith("model."):
                continue
            parent = graph["nodes"][parent_id]
            own, read = layer(model), layer(parent)
            if LAYERS.index(read) > LAYERS.index(own) or (read == "staging" and own not in LAYERS[:2]):
                wrong.append(f"{name} ({own}) reads {parent['name']} ({read})")
    assert wrong == []


def test_no_staging_view_reads_another(graph: dict[str, Any], models: dict[str, Any]) -> None:
    wrong = [
        f"{name} reads {parent}"
        for name, model in models.items()
        if layer(model) == "staging"
        for parent in model["depends_on"]["nodes"]
        if not parent.startswith("source.")
    ]
    assert wrong == []


def test_exposures_name_what_is_public(graph: dict[str, Any]) -> None:
    wrong = []
    for exposure in graph["exposures"].values():
        for parent in exposure["depends_on"]["nodes"]:
            is_public = (
                graph["sources"][parent]["source_name"] in WRITTEN_BY_PUBLISH
                if parent.startswith("source.")
                else graph["nodes"][parent].get("access") == "public"
            )
            if not is_public:
                wrong.append(f"{exposure['name']} names {parent}")
    assert wrong == []


def test_what_is_published_is_public_and_has_a_contract(models: dict[str, Any]) -> None:
    """Marts and reports are; an estimate is private to its group."""
    for name, model in models.items():
        is_published = layer(model) in ("marts", "reports") and name not in PRIVATE_VIEWS
        assert (model["access"] == "public") == is_published, name
        assert model["config"]["contract"]["enforced"] == is_published, name
        assert (model["access"] == "private") == (layer(model) == "estimates"), name
        if name in PRIVATE_VIEWS:
            assert model["config"]["materialized"] == "view", name


def test_everything_is_described(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """Models, sources, seeds, macros, exposures, and their columns (that none is left out: the next test)."""
    undescribed = []
    nodes = [*models.values(), *(node for node in graph["nodes"].values() if node["resource_type"] == "seed")]
    for node in [*nodes, *graph["sources"].values()]:
        for name, thing in [("", node), *node["columns"].items()]:
            if not (thing.get("description") or "").strip():
                undescribed.append(f"{node['unique_id']} {name}")
    for source in graph["sources"].values():
        assert source["source_description"].strip(), source["unique_id"]
    undescribed += [key for key, exposure in graph["exposures"].items() if not exposure["description"]]
    undescribed += [key for key, macro in project_macros(graph).items() if not macro["description"]]
    assert undescribed == []


def test_every_column_is_described(models: dict[str, Any], small_build: Build) -> None:
    """The columns that a build makes are those that YAML names, in the layers of the project."""
    built: dict[str, set[str]] = {}
    for name, column in small_build.rows(
        "select table_name, column_name from duckdb_columns()"
        f" where schema_name in ({', '.join(repr(name) for name in LAYERS)})"
    ):
        built.setdefault(name, set()).add(column)
    assert built.keys() == models.keys()
    assert {
        name: columns ^ models[name]["columns"].keys()
        for name, columns in built.items()
        if columns != models[name]["columns"].keys()
    } == {}


def test_every_column_of_a_seed_is_described(graph: dict[str, Any]) -> None:
    for node in graph["nodes"].values():
        if node["resource_type"] == "seed":
            with (PROJECT_ROOT / node["original_file_path"]).open(encoding="utf-8") as file:
                assert set(next(csv.reader(file))) == set(node["columns"]), node["name"]


def project_macros(graph: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> macro of the project; the macro that dispatches describes its implementations."""
    return {
        macro["name"]: macro
        for macro in graph["macros"].values()
        if macro["package_name"] == "stockbond" and "__" not in macro["name"]
    }


def arguments_of(macro: dict[str, Any]) -> list[str]:
    tree = jinja2.Environment(extensions=["jinja2.ext.do"]).parse(macro["macro_sql"])
    [definition] = tree.find_all(jinja_nodes.Macro)
    return [argument.name for argument in definition.args]


def test_every_argument_of_a_macro_is_described(graph: dict[str, Any]) -> None:
    """By its name, in order, with type and meaning. (dbt takes none of a generic test.)"""
    for name, macro in project_macros(graph).items():
        if macro["original_file_path"].startswith("macros/") and not name.startswith("materialization_"):
            assert [argument["name"] for argument in macro["arguments"]] == arguments_of(macro), name
            for argument in macro["arguments"]:
                assert argument["type"], f"{name} {argument['name']}"
                assert argument["description"], f"{name} {argument['name']}"


ESTIMATES = "python_models/estimates"


def test_no_folder_of_models_is_too_long_to_read(models: dict[str, Any]) -> None:
    counts = Counter(folder(model) for model in models.values())
    # An estimate is a page of Python that reads a mart and calls one function: their list is that of the estimators.
    assert {name: n for name, n in counts.items() if n > (20 if name == ESTIMATES else 15)} == {}


def test_names_follow_the_layer(models: dict[str, Any]) -> None:
    wrong = [name for name, model in models.items() if not name.startswith(PREFIXES[layer(model)])]
    assert wrong == []
    for name, model in models.items():
        assert model["config"]["schema"] == layer(model), name
        if layer(model) == "staging":
            assert name.startswith(f"stg_{PurePosixPath(folder(model)).name}__"), name


def test_yaml_lies_beside_what_it_describes(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """And is named by its folder, and short enough to read."""
    things = [node for node in graph["nodes"].values() if node["resource_type"] in ("model", "seed")]
    things += [macro for macro in graph["macros"].values() if macro["package_name"] == "stockbond"]
    for test in graph["unit_tests"].values():
        # The cases of the bar path share one small session and stand together.
        if folder(test) != "models/intermediate/days":
            assert folder(test) == folder(models[test["model"]]), test["name"]
    for thing in things:
        if patch := thing.get("patch_path"):
            path = PurePosixPath(patch.split("://")[1])
            assert path.parent.as_posix() == folder(thing), thing["name"]
    for path in yaml_files():
        expected = "_macros.yml" if path.parent == PROJECT_ROOT / "macros" else f"_{path.parent.name}__"
        assert path.name.startswith(expected), path
        n_lines = len(path.read_text(encoding="utf-8").splitlines())
        assert n_lines < 400, f"{path} has {n_lines} lines"


def yaml_files() -> list[Path]:
    folders = ("models", "python_models", "seeds", "macros", "tests/generic")
    return sorted(path for folder in folders for path in (PROJECT_ROOT / folder).rglob("*.yml"))


def test_tables_are_named_by_ref_and_source_only(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """A table that is written out is one that dbt does not know of."""
    schemas = "|".join((*LAYERS, "seeds", "build", "landing"))
    named = re.compile(rf'(?<!distinct )\b(from|join)\s+"?({schemas})"?\.', re.IGNORECASE)
    texts = [*models.values(), *(node for node in graph["nodes"].values() if node["resource_type"] == "test")]
    assert [node["name"] for node in texts if named.search(node["raw_code"])] == []


def test_folders_of_tests_mirror_the_models(graph: dict[str, Any], models: dict[str, Any]) -> None:
    """A singular test lies in a folder named as one of a model or seed that it reads."""
    wrong = []
    for test in graph["nodes"].values():
        if test["resource_type"] != "test" or test.get("test_metadata"):
            continue
        path = PurePosixPath(test["original_file_path"])
        read = [graph["nodes"][parent] for parent in test["depends_on"]["nodes"] if parent in graph["nodes"]]
        areas = {part for node in read for part in PurePosixPath(folder(node)).parts}
        if path.parts[:2] != ("tests", "singular") or path.parent.name not in areas:
            wrong.append(path.as_posix())
    assert wrong == []
    areas = {part for model in models.values() for part in PurePosixPath(folder(model)).parts}
    assert {path.name for path in (PROJECT_ROOT / "tests/singular").iterdir()} <= areas
