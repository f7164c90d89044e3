# Two commands matter: `make run` serves the page, `make test` checks everything.
PYTHON ?= python3

# A checkout that cannot be written keeps its environment, its reports and its tools' caches in the user's cache.
OUT := $(shell test -w . && pwd || echo "$${XDG_CACHE_HOME:-$$HOME/.cache}/assistant-medical/$$(pwd | cksum | cut -d' ' -f1)")
BIN := $(OUT)/.venv/bin
BUILD := $(OUT)/build
export RUFF_CACHE_DIR := $(BUILD)/cache/ruff
export MYPY_CACHE_DIR := $(BUILD)/cache/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(BUILD)/cache/hypothesis
export COVERAGE_FILE := $(BUILD)/cache/coverage

# No target is a file: make cannot name one in a folder with a space, and the installer knows by itself what is done.
.PHONY: run test install install-dev lint types check coverage eval intents encoder local put members bench load reliability
.PHONY: paint screenshots lock audit clean
.DEFAULT_GOAL := run

run: install
	"$(BIN)"/assistant-medical serve

test: lint types check eval

install:
	@$(PYTHON) scripts/install.py --place "$(OUT)"

install-dev:
	@$(PYTHON) scripts/install.py --dev --place "$(OUT)"

lint: install-dev
	"$(BIN)"/ruff check .
	"$(BIN)"/ruff format --check .
	"$(BIN)"/lint-imports --cache-dir "$(BUILD)/cache/imports"

types: install-dev
	"$(BIN)"/mypy

# One process a processor, a file in each: what a file shares is made once. In order: the longest file is none of the last.
check: install-dev
	"$(BIN)"/pytest -n auto --dist loadfile --no-loadscope-reorder -o cache_dir="$(BUILD)/cache/pytest" \
		--junitxml="$(BUILD)/tests.xml"

# What the tests reach of our rooms, processes they start included; tracing takes half as long again, so it is apart.
coverage: install-dev
	"$(BIN)"/coverage erase
	"$(BIN)"/coverage run -m pytest -o cache_dir="$(BUILD)/cache/pytest"
	"$(BIN)"/coverage combine --quiet
	"$(BIN)"/coverage report

eval: install-dev
	"$(BIN)"/assistant-medical eval --ratchet --out "$(BUILD)/evaluation"

# What messages ask for is learnt from assistant/topics, assistant/exemplars and the bank's training split: run it after
# changing any of them.
intents: install-dev
	"$(BIN)"/python -m eval.intents

# The encoder seconds them where they hesitate. It need not be fitted at each new exemplar, but after many, or new aspects.
encoder: install-dev
	"$(BIN)"/python -m eval.encoder

# Which passage of the staff answers a question is learnt from imaginary CPTS, eval/cpts.
local: install-dev
	"$(BIN)"/python -m eval.local

# When a question is put to the CPTS rather than to the rules is learnt from them too, beside eval/exchanges: the weights
# fitted are compared with those in use, and written beside, to take their place where they are better.
put: install-dev
	"$(BIN)"/python -m eval.put "$(BUILD)/index" "$(BUILD)/put_to_the_cpts.json"

# What members of the CPTS that were never learnt are told.
members: install-dev
	"$(BIN)"/python -m eval.members "$(BUILD)/index"

# RETRIEVAL=FILE: questions to measure search on as well (see `bench --help`); none by default.
RETRIEVAL ?=
bench: install-dev
	"$(BIN)"/assistant-medical bench --growth $(if $(RETRIEVAL),--retrieval "$(RETRIEVAL)")

# Doctors who all ask at once, on a server of its own: what they wait for, and whether their answers are those of a quiet
# day. `make load ARGS=--long` plays a minute of 100 doctors, then watches its memory over 3,000 visits of the page and
# 10,000 requests; `scripts/load.py --help` says the rest.
ARGS ?=
load: install-dev
	"$(BIN)"/python scripts/load.py $(ARGS)

# What docs/reliability.md tells: what the last `make check` gave, and `make load > build/load.txt` if it was kept, with
# `make load ARGS=--long > build/load-long.txt`.
reliability: install-dev
	"$(BIN)"/python scripts/reliability.py "$(BUILD)/tests.xml" --load "$(BUILD)/load.txt" \
		--long "$(BUILD)/load-long.txt"

# How soon the page of a running assistant is there on a slow phone: first paint, field in use, shift, requests, bytes.
URL ?= http://127.0.0.1:7860
paint: install-dev
	"$(BIN)"/python scripts/paint.py "$(URL)"

screenshots: install-dev
	SCREENSHOTS=docs/images "$(BIN)"/pytest tests/ui/test_screenshots.py tests/ui/test_screenshots_page.py

# The locks, from pyproject.toml: two minutes, with a network. `make lock UPGRADE=1` takes the newest versions.
lock: install-dev
	"$(BIN)"/python scripts/lock.py $(if $(UPGRADE),--upgrade)

# What the locks hold, among known vulnerabilities, with a network; licences are checked with the tests.
audit: install-dev
	"$(BIN)"/python scripts/audit.py

clean:
	rm -rf "$(OUT)/.venv" "$(BUILD)"
