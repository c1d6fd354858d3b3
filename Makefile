# `make run` and `make test` are the two commands; see README.md.
PYTHON ?= $(firstword $(shell command -v python3 || command -v python3.13 || command -v python3.12 || command -v python3.11))
SETUP = $(if $(PYTHON),$(PYTHON),$(error 找不到 Python，请先安装 Python 3.11 或更新版本。No Python found: install Python 3.11 or newer)) tools/setup.py

# Compiled modules are kept: without them every start compiles 1,800 modules again (five seconds).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test drills bench designers lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## set everything up and serve http://127.0.0.1:8000 (PORT, ONEWINDOW_HOME, DATABASE_URL)
	@$(SETUP) run
	@exec .venv/bin/onewindow serve

test: ## set up what it needs, then lint, types, contracts, unit and journey tests
	@$(SETUP) dev
	@exec .venv/bin/python -m tools.check

drills: ## break scratch instances on purpose, the long forms
	@$(SETUP) dev
	@.venv/bin/onewindow drill crash
	@.venv/bin/onewindow drill licences

designers: ## fetch the editors of decision tables and processes for staff pages (optional; needs npm packages)
	@$(SETUP) run
	@exec .venv/bin/python tools/designers.py

lock: ## resolve the dependencies again and write the locks, without download addresses
	@uv=$$($(SETUP) uv) && compile="$$uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-annotate" \
	  && $$compile pyproject.toml -o requirements.lock \
	  && $$compile pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what was installed and built here; var/ (the data) stays
	rm -rf .venv .boot build artefacts .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .grimp_cache .hypothesis
