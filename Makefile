# README's two commands are `make run` and `make test`; each makes the environment it needs.
# the first that runs: a version manager may leave a stub on the path for one it has not got
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# what running needs, and what testing needs besides
RUNNABLE := .venv/.runnable
READY := .venv/.ready
DISTRIBUTIONS := setup.py distributions/api/setup.py distributions/devcloud/setup.py
NODE := tests/api/clients/node
NODE_READY := $(NODE)/node_modules/.package-lock.json
# tests wait for OpenStack more than they compute
WORKERS ?= 2
# releases of Horizon that the console is tried on
HORIZONS ?= '23.*' '24.*' '25.*' '26.*' '27.*'
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint env browser node guide bench horizons messages screenshots format clean

help:
	@echo "make run      start OpenStack, the GCE endpoint and the console; Ctrl-C stops everything"
	@echo "make test     lint, type check and every test"
	@echo "make bench    side-by-side measurements [ONLY=list|page]"
	@echo "make messages  collect the console's words, compile their translations, tell what lacks one"
	@echo "make guide    type the installation guide, top to bottom, in a throw-away Debian (root)"
	@echo "make screenshots  pictures of the console for the docs, while make run is running"
	@echo "make horizons  the console's tests on other releases of Horizon [HORIZONS=23.*]"
	@echo "make env      only the environment for both, in .venv"

env: $(READY)

# uv takes a fraction of pip's time. Nothing is byte-compiled here: two modules of three are never
# imported, and the first import of the others does it.
define install
	@$(BIN)/uv pip install -q --python $(BIN)/python --system-certs -c constraints.txt $(PARTS) \
	  || { echo "uv cannot do it: pip will, in some minutes"; \
	       $(BIN)/python -m pip install -q --no-compile -c constraints.txt $(PARTS); }
	@touch $@
endef

$(RUNNABLE): PARTS := -e . -e distributions/api -e distributions/devcloud
$(RUNNABLE): $(DISTRIBUTIONS) constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python"; exit 1; }
	@echo "Installing OpenStack, the endpoint and the console in .venv: a minute, once"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --only-binary uv -c constraints.txt uv || true
	$(install)

$(READY): PARTS := -e '.[test]' -e distributions/api -e distributions/devcloud
$(READY): $(RUNNABLE)
	@echo "Installing what the tests need"
	$(install)

run: $(RUNNABLE)
	$(BIN)/devcloud up

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache >.venv/imports.log || { cat .venv/imports.log; exit 1; }

browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium chromium-driver >/dev/null; } \
	  || echo "chromium is not installed and this is not root: the browser tests will skip"

node: $(NODE_READY)

$(NODE_READY): $(NODE)/package-lock.json
	@command -v npm >/dev/null && npm ci --prefix $(NODE) --ignore-scripts --engine-strict --no-audit --no-fund --loglevel=error \
	  || echo "npm cannot install Google's client for Node.js: its test will skip"

test: env browser node lint
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

guide: env
	INSTALL_GUIDE=1 $(BIN)/python -m pytest tests/install

bench: env browser
	$(BIN)/python -m benchmarks $(ONLY)

screenshots: env browser
	$(BIN)/python -m tools.screenshots

horizons: env
	$(BIN)/python -m tools.horizons $(HORIZONS)

messages: env
	$(BIN)/python -m tools.messages

format: env
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv $(NODE)/node_modules $(addsuffix /build,. distributions/*) dist *.egg-info distributions/*/*.egg-info
