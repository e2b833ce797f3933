# Two commands: `make serve` and `make test`. Everything lives in .venv; nothing needs an account, a key or a download.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt

.PHONY: serve test check format clean help

help:
	@echo "make serve   install, build the knowledge base, serve http://127.0.0.1:8000 (QUANQUAN_PORT)"
	@echo "make test    install and run every test that this machine can run"
	@echo "make check   formatting, lint, types, import contract, browser code"
	@echo "make format  put formatting right"

serve: $(VENV)/.runtime
	@$(BIN)/quanquan ingest run
	@exec $(BIN)/quanquan serve

test: $(VENV)/.dev tests/web_widget/node_modules/.installed
	$(BIN)/python -m pytest

check: $(VENV)/.dev tests/web_widget/node_modules/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 0 tests/web_widget/test_modules.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) tests/web_widget/node_modules build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@echo "making $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing what the service needs (about a minute the first time) ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@echo "installing what the checks need ..."
	@$(PIP) -e ".[dev]"
	@touch $@

# axe-core and prettier, for the browser tests; a machine without npm runs the other tests and says so.
tests/web_widget/node_modules/.installed: tests/web_widget/package.json tests/web_widget/package-lock.json
	@mkdir -p tests/web_widget/node_modules
	@if command -v npm >/dev/null; then npm ci --prefix tests/web_widget --no-audit --no-fund --loglevel=error; else echo "npm not found: accessibility tests are left out"; fi
	@mkdir -p tests/web_widget/node_modules && touch $@
