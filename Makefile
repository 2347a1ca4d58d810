# What CI and a newcomer both call. `make run PORT=9000` serves on another port.

PYTHON ?= python3
PORT ?= $(or $(SCRIBE_ASSIST_PORT),8000)

BIN := .venv/bin
PIN := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help run test check format bench bench-training accuracy readme constraints

help:  ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: $(INSTALLED)  ## Install what is needed and serve on http://127.0.0.1:8000
	SCRIBE_ASSIST_PORT=$(PORT) $(BIN)/scribe-assist serve

test: $(INSTALLED)  ## Run every test
	$(BIN)/pytest --numprocesses auto --dist loadfile

check: $(INSTALLED)  ## Lint, format and types, all without changing a file
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(INSTALLED)  ## Put the code in its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(INSTALLED)  ## Measure speed, throughput, memory and start; print the marks
	$(BIN)/python -m benchmarks

# The largest takes more than half an hour, and 1 GB below the folder for temporary files.
SIZES ?= 10000 100000 1000000

bench-training: $(INSTALLED)  ## Measure training at each of SIZES; write docs/operations.md
	$(BIN)/python -m benchmarks.training $(SIZES) --write docs/operations.md

# Labelled notes, each a set of its own; further ones may stand beside the checkout.
GOLD ?= $(wildcard ../shared/eval ../shared/eval/*.jsonl) tests/golden tests/unseen

accuracy: $(INSTALLED)  ## Measure the figures and the cost; write docs/accuracy.md
	$(BIN)/scribe-assist evaluate --report docs/accuracy.md $(GOLD)
	$(BIN)/python -m benchmarks.cost docs/accuracy.md

readme: $(INSTALLED)  ## Write the live model's answer into README.md
	$(BIN)/python -m tests.readme

constraints: $(INSTALLED)  ## Pin the newest versions that pyproject.toml allows
	$(PIN) --upgrade --all-extras --output-file constraints.txt pyproject.toml
	$(PIN) --extra postgresql --constraints constraints.txt --output-file constraints-runtime.txt pyproject.toml

# Done again only when a pin or a declared dependency changes.
$(INSTALLED): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 14) else \
		"Python 3.11 to 3.13 is needed; name one with: make PYTHON=/path/to/python")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)
