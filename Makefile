# Two commands matter: `make run` serves the page, `make test` checks everything.
PY := .venv/bin/python
BIN := .venv/bin

.PHONY: run test lint types check eval bench screenshots lock clean
.DEFAULT_GOAL := run

# The build back end is locked too, so nothing is chosen on the day: hence no build isolation.
.venv/.run: pyproject.toml constraints.txt
	python3 -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt hatchling
	$(BIN)/pip install --quiet --constraint constraints.txt --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.run constraints-dev.txt
	$(BIN)/pip install --quiet --constraint constraints.txt --constraint constraints-dev.txt --no-build-isolation --editable '.[dev]'
	touch $@

run: .venv/.run
	$(BIN)/assistant-medical serve

test: lint types check eval

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy
	$(BIN)/mypy scripts

check: .venv/.dev
	$(BIN)/pytest

eval: .venv/.dev
	$(BIN)/assistant-medical eval --ratchet --out build/evaluation

# What questions ask for is learnt from assistant/exemplars and the bank's training split: run it after changing either.
intents: .venv/.dev
	$(BIN)/python -m eval.intents

# RETRIEVAL: a file of questions to measure search on as well (see `bench --help`).
RETRIEVAL ?= $(wildcard ../shared/bench/fr-retrieval.json)
bench: .venv/.dev
	$(BIN)/assistant-medical bench --growth $(RETRIEVAL:%=--retrieval %)

screenshots: .venv/.dev
	SCREENSHOTS=docs/images $(BIN)/pytest tests/ui/test_screenshots.py

# The locks, from pyproject.toml: two minutes, with a network. `make lock UPGRADE=1` takes the newest versions.
lock: .venv/.dev
	$(PY) scripts/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv build *.egg-info
