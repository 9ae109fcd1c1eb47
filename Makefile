# `make run` and `make test` need Python 3.11 or later and make, nothing else; all they install goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test check format bench screenshots clean

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "academy needs Python 3.11 or later; name one with: make PYTHON=python3.12 ..." >&2; exit 3; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "could not make $(VENV); on Debian and Ubuntu: apt install python3-venv" >&2; exit 3; }

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "installing academy into $(VENV) ..." >&2
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "installing what the tests need ..." >&2
	@$(PIP) --editable '.[dev]'
	@touch $@

run: $(VENV)/installed ## install and open the HUD
	@$(BIN)/academy

test: $(VENV)/installed-dev ## install and run all tests
	@$(BIN)/python -m pytest

check: $(VENV)/installed-dev ## formatting, lint, types, imports, our own content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/academy check --run

format: $(VENV)/installed-dev ## let ruff mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-dev ## measure, each figure beside its floor
	@$(BIN)/python -m bench

screenshots: $(VENV)/installed-dev ## draw the pictures of the README anew
	@$(BIN)/python -m bench.screenshots docs/pictures

clean: ## forget the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
