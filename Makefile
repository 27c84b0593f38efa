# `make demo` and `make test` set themselves up; nothing outside this folder is touched.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin

# PYTHON=... chooses the interpreter. Without it: the one that .venv was made with, else the first that fits.
ifndef PYTHON
PYTHON := $(shell for python in $(BIN)/python python3 python3.12 python3.11; do \
	$$python -c 'import sys; (3, 11) <= sys.version_info < (3, 13) or sys.exit(1); print(sys._base_executable)' \
	2>/dev/null && break; done)
endif
VERSION_OF = $$($(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
PYTHON_VERSION := $(shell echo $(call VERSION_OF,$(or $(PYTHON),false)))
INSTALLED := $(VENV)/.installed-python$(PYTHON_VERSION)
# An environment that was moved or copied still points to the old folder: it is made anew.
HERE := $(CURDIR)/$(VENV)
$(shell [ "$$(cat $(INSTALLED) 2>/dev/null)" = "$(HERE)" ] || rm -f $(INSTALLED))

# Checks compile SQL in a working file of their own: a build may run beside them.
CHECKS := $(CURDIR)/target/checks
IN_CHECKS := STOCKBOND_DATA=$(CHECKS)/no-data STOCKBOND_WAREHOUSE=$(CHECKS)/warehouse.duckdb \
	DBT_TARGET_PATH=$(CHECKS) DBT_LOG_PATH=$(CHECKS)/logs

.PHONY: help setup demo explore test lint typecheck bench torture guards bi bi-test superset superset-test spark-setup \
	spark-test spark-demo spark-bench sql-page docs screenshots lock calendar calibration clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Install the locked packages and stockbond into .venv (PYTHON=python3.12 chooses another)

$(INSTALLED): requirements.lock pyproject.toml
	@case "$(PYTHON_VERSION)" in 3.11|3.12) ;; *) \
		echo "stockbond needs Python 3.11 or 3.12, found $(or $(PYTHON_VERSION),neither)." \
			"Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; exit 1;; esac
	@if [ "$(call VERSION_OF,$(BIN)/python)" != "$(PYTHON_VERSION)" ] || ! grep -qsF "$(HERE)" $(BIN)/activate \
		|| ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		echo "Making $(VENV) with Python $(PYTHON_VERSION)"; rm -rf $(VENV); \
		$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
			echo "$(PYTHON) cannot make virtual environments (on Debian and Ubuntu install python3-venv)." >&2; exit 1; }; \
	fi
	@rm -f $(VENV)/.installed-*
	@echo "Installing the locked packages into $(VENV): about a minute"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --compile \
		--require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --compile \
		--no-deps --no-build-isolation --editable .
	@echo "$(HERE)" > $@

demo: setup ## Simulate a market, build, publish, show what came out, and write the report
	@$(BIN)/stockbond simulate
	@$(BIN)/stockbond build
	@$(BIN)/stockbond summary
	@$(BIN)/stockbond report

explore: setup ## Explore the published file in a browser, on this machine only (Ctrl-C ends it)
	@$(BIN)/stockbond explore

# Superset needs older packages than the warehouse: an environment and a lock of its own.
SUPERSET := .venv-superset
SUPERSET_INSTALLED := $(SUPERSET)/.installed
SUPERSET_HERE := $(CURDIR)/$(SUPERSET)
$(shell [ "$$(cat $(SUPERSET_INSTALLED) 2>/dev/null)" = "$(SUPERSET_HERE)" ] || rm -f $(SUPERSET_INSTALLED))
PORT ?= 8088

$(SUPERSET_INSTALLED): bi/superset/requirements.lock
	@case "$(PYTHON_VERSION)" in 3.11|3.12) ;; *) \
		echo "Superset needs Python 3.11 or 3.12, found $(or $(PYTHON_VERSION),neither)." >&2; exit 1;; esac
	@rm -rf $(SUPERSET)
	@$(PYTHON) -m venv $(SUPERSET)
	@echo "Installing Superset into $(SUPERSET): a few minutes, once"
	@$(SUPERSET)/bin/python -m pip install --quiet --disable-pip-version-check --compile \
		--require-hashes --requirement $<
	@echo "$(SUPERSET_HERE)" > $@

superset: $(SUPERSET_INSTALLED) ## Apache Superset with our dashboard, on this machine only (PORT=8088; Ctrl-C ends it)
	@PYTHONPATH=$(CURDIR)/src $(SUPERSET)/bin/python bi/superset/serve.py --port $(PORT)

superset-test: setup $(SUPERSET_INSTALLED) ## The dashboard in a real browser (needs Chromium)
	STOCKBOND_REQUIRE_REAL_DATA= STOCKBOND_REQUIRE_SUPERSET=1 STOCKBOND_REQUIRE_BROWSER=1 $(BIN)/python -m pytest tests/python/reports/test_superset.py

# Spark needs Java and half a gigabyte: an environment and a lock of its own, in which the warehouse runs, too.
SPARK := .venv-spark
SPARK_INSTALLED := $(SPARK)/.installed
SPARK_HERE := $(CURDIR)/$(SPARK)
$(shell [ "$$(cat $(SPARK_INSTALLED) 2>/dev/null)" = "$(SPARK_HERE)" ] || rm -f $(SPARK_INSTALLED))

$(SPARK_INSTALLED): spark/requirements.lock pyproject.toml
	@case "$(PYTHON_VERSION)" in 3.11|3.12) ;; *) \
		echo "stockbond needs Python 3.11 or 3.12, found $(or $(PYTHON_VERSION),neither)." >&2; exit 1;; esac
	@rm -rf $(SPARK)
	@$(PYTHON) -m venv $(SPARK)
	@echo "Installing Spark into $(SPARK): a few minutes, once"
	@$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --compile --require-hashes --requirement $<
	@$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --compile \
		--no-deps --no-build-isolation --editable .
	@echo "$(SPARK_HERE)" > $@

spark-setup: $(SPARK_INSTALLED) ## Install stockbond with Spark into .venv-spark (Java 17 is not installed)

spark-test: $(SPARK_INSTALLED) ## The bar path on Apache Spark beside DuckDB's, table by table (needs Java 17)
	STOCKBOND_REQUIRE_SPARK=1 $(SPARK)/bin/python -m pytest -n0 tests/python/spark

spark-demo: $(SPARK_INSTALLED) ## A Spark cluster on this machine, a year of bars on it to a published release; stops all it started
	@PYTHONPATH=tests/python/support $(SPARK)/bin/python tools/spark_demo.py

spark-bench: $(SPARK_INSTALLED) ## Processor and wall time of the bar path on both engines; writes benchmarks/results/spark.json
	PYTHONPATH=tools $(SPARK)/bin/python -m benchmarks.spark
	$(SPARK)/bin/python -m benchmarks.readme

docs: setup ## Every table and how it comes about, as one page: target/docs/index.html
	@mkdir -p target/docs
	@$(IN_CHECKS) DBT_TARGET_PATH=$(CURDIR)/target/docs $(BIN)/dbt --quiet docs generate --static --empty-catalog
	@$(BIN)/python tools/docs_page.py $(CURDIR)/target/docs
	@echo "Open $(CURDIR)/target/docs/index.html in a browser"

screenshots: setup ## Take docs/images/report.png of the published file's report (needs Chromium)
	@PYTHONPATH=tests/python/support $(BIN)/python tools/screenshots.py

# axe-core comes with the Node reader's packages: where there is npm, tests of pages use it.
test: setup lint typecheck ## Every check: style, types, dbt's parser, and the tests with their builds
	@if command -v npm >/dev/null; then $(MAKE) bi; fi
	$(IN_CHECKS) $(BIN)/dbt parse --warn-error
	$(BIN)/python -m pytest

lint: setup ## Style of Python and SQL; dependencies that nothing uses
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/deptry .
	@mkdir -p $(CHECKS)
	$(IN_CHECKS) $(BIN)/sqlfluff lint --disable-progress-bar --processes 0 models analyses tests

typecheck: setup ## Types of the package
	$(BIN)/mypy

bench: setup ## Speed and memory beside other engines; writes benchmarks/results
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes \
		--requirement benchmarks/requirements.lock
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.build

torture: setup $(SPARK_INSTALLED) ## Kill builds and publications at random, publish before readers that never rest; most of an hour
	$(BIN)/python -m pytest tests/python/release/test_validation.py tests/python/faults/test_faults.py \
		tests/python/faults/test_machine_faults.py tests/python/faults/test_security.py
	STOCKBOND_SEQUENCES=200 $(BIN)/python -m pytest tests/python/bars/test_incremental.py -k sequence
	STOCKBOND_PLANTED=all $(BIN)/python -m pytest tests/python/faults/test_planted_files.py
	STOCKBOND_SEEDS=5 $(BIN)/python -m pytest tests/python/faults/test_false_alarms.py -k seeds
	STOCKBOND_MORNINGS=10 $(BIN)/python -m pytest tests/python/release/test_ten_mornings.py
	STOCKBOND_MARKETS=200 $(BIN)/python -m pytest tests/python/bars/test_contract_properties.py \
		tests/python/bars/test_bar_properties.py
	STOCKBOND_SPARK_BUILDS=1 $(SPARK)/bin/python -m pytest -n0 tests/python/spark/test_spark_cluster.py
	PYTHONPATH=tests/python/support $(BIN)/python tools/counted_checks.py
	PYTHONPATH=tests/python/support $(BIN)/python tools/without_guards.py
	$(BIN)/python -m benchmarks.torture
	$(BIN)/python -m benchmarks.readme

guards: setup ## Take away each guard of tools/guards.toml that was not tried as it stands now: a test must miss it
	PYTHONPATH=tests/python/support $(BIN)/python tools/without_guards.py --new
	$(BIN)/python -m benchmarks.readme

NODE_PACKAGES := tests/node/node_modules/.package-lock.json

bi: setup $(NODE_PACKAGES) ## Install the Node reader's packages and axe-core into tests/node (needs node and npm)

$(NODE_PACKAGES): tests/node/package-lock.json tests/node/package.json
	@cd tests/node && npm ci --no-audit --no-fund --silent
	@touch $@

bi-test: bi ## The published file as tools open it, Node included
	STOCKBOND_REQUIRE_REAL_DATA= STOCKBOND_REQUIRE_NODE=1 $(BIN)/python -m pytest tests/python/reports/test_connect.py

sql-page: setup ## Write the answers in docs/SQL.md anew from the published file
	$(BIN)/python tools/worked_queries.py

lock: ## Write the four locks anew, from pyproject.toml and bi/superset/requirements.in (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-strip-extras --group dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-strip-extras --constraint requirements.lock --group pyproject.toml:bench -o benchmarks/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-strip-extras --constraint requirements.lock --extra spark --group dev pyproject.toml -o spark/requirements.lock
	cd bi/superset && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-strip-extras requirements.in -o requirements.lock

calendar: setup ## Write the seed of trading sessions anew
	$(BIN)/python tools/calendar_seed.py

calibration: setup ## How well the simulated market fits the paper, how sure a day's correlation is; size and power of tests
	PYTHONPATH=tools $(BIN)/python tools/calibrate_market.py
	PYTHONPATH=tools $(BIN)/python tools/calibrate_tables.py
	PYTHONPATH=tools:tests/python/support $(BIN)/python tools/calibrate_intervals.py
	PYTHONPATH=tools:tests/python/support $(BIN)/python tools/calibrate_labels.py
	$(BIN)/python tools/calibrate_event_tests.py

clean: ## Remove what builds and checks leave (.venv, data and warehouse stay)
	rm -rf target logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
