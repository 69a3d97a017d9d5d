# README's two commands are `make run` and `make test`; each makes the environment it needs.
# the first that runs: a version manager may leave a stub on the path for one it has not got
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
NODE := tests/api/clients/node
NODE_READY := $(NODE)/node_modules/.package-lock.json
# tests wait for OpenStack more than they compute
WORKERS ?= 2
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint env browser node bench messages format clean

help:
	@echo "make run      start OpenStack, the GCE endpoint and the console; Ctrl-C stops everything"
	@echo "make test     lint, type check and every test"
	@echo "make bench    side-by-side measurements [ONLY=list|page]"
	@echo "make messages  collect the console's words, compile their translations, tell what lacks one"
	@echo "make env      only the environment, in .venv"

env: $(READY)

$(READY): setup.py constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[api,devcloud,test]'
	@# imports halve once everything is byte-compiled; a few template files of packages are no Python
	-$(BIN)/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1
	touch $@

run: env
	$(BIN)/devcloud up

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium chromium-driver >/dev/null; } \
	  || echo "chromium is not installed and this is not root: the browser tests will skip"

node: $(NODE_READY)

$(NODE_READY): $(NODE)/package-lock.json
	@command -v npm >/dev/null && npm ci --prefix $(NODE) --ignore-scripts --engine-strict --no-audit --no-fund --loglevel=error \
	  || echo "npm cannot install Google's client for Node.js: its test will skip"

test: env browser node lint
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

bench: env browser
	$(BIN)/python -m benchmarks $(ONLY)

messages: env
	$(BIN)/python -m tools.messages

format: env
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv $(NODE)/node_modules build dist *.egg-info
