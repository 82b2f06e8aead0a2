# `make help` lists what there is. Nothing here needs root, a compiler or node.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
T ?= tests
# One more than two cores: browsers and servers make a test wait a fifth of its time.
N ?= 3
export PYTHON

bin := .venv/bin
stamps := .venv/stamps

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: env
env: $(stamps)/runtime ## the environment that the product runs in

# An environment whose Python is gone (updated away) is laid anew.
$(shell test -x $(bin)/python || rm -rf $(stamps))

# Locked, by hash, wheels only. Stamps: what is installed already costs nothing the next time.
$(stamps)/runtime: requirements.lock scripts/setup_env.sh
	@echo "Installing what the product needs (once)"
	@sh scripts/setup_env.sh $<
	@mkdir -p $(@D) && touch $@

$(stamps)/tests: requirements-dev.lock scripts/setup_env.sh
	@echo "Installing what the tests need (once)"
	@sh scripts/setup_env.sh $<
	@mkdir -p $(@D) && touch $@ $(stamps)/runtime

.PHONY: run
run: env ## start the product on http://127.0.0.1:5000 (PORT=8000, DEMO=0)
	@if [ -z "$${DEMO:-}" ] && ! grep -qs '^ *DEMO=' .env; then export DEMO=1; fi; exec $(bin)/python app.py

# Bytecode is kept whatever the machine's habit: each worker would compile all of it anew, assertions included.
.PHONY: test
test: $(stamps)/tests ## all tests, or a part: make test T=tests/core
	@$(bin)/python -m tests.services.prepare
	@PYTHONDONTWRITEBYTECODE= $(bin)/python -m pytest -n $(N) --dist worksteal --durations=15 --durations-min=4 $(T)

.PHONY: check
check: $(stamps)/tests ## lint, format, types, import rules, lock files
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python -m scripts.check_locks

.PHONY: format
format: $(stamps)/tests ## put the sources into shape
	$(bin)/ruff check --fix
	$(bin)/ruff format

.PHONY: bench
bench: $(stamps)/tests ## measure, beside the floors (bench/)
	@$(bin)/python -m bench $(ARGS)

.PHONY: vendor
vendor: $(stamps)/tests ## refresh the browser's modules in static/vendor (UPDATE=1 takes newer versions)
	@$(bin)/python -m scripts.vendor $(if $(UPDATE),--update)

.PHONY: lock
lock: $(stamps)/tests ## compile requirements*.in into requirements*.lock (UPGRADE=1 takes newer versions)
	@sh scripts/lock.sh $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove the environment and caches; data stays
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
