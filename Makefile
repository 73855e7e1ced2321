# Two commands: `make demo` shows what exoburn does, `make test` shows that it does it right.
# Each sets up what it needs in .venv; a stamp in .make/ makes the next run start at once.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-arm lint clean
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
NEEDS := pyproject.toml constraints.txt tools/environment.sh

help:
	@echo "make demo   set up and simulate the example burn (examples/hand-scald.toml)"
	@echo "make test   set up and run every test"
	@echo "make test-arm  the engine on 64-bit ARM, emulated (Debian, as root; some minutes)"
	@echo "make lint   ruff, pyright and the floors of the house"
	@echo "make clean  remove .venv, .make and what runs left behind"

demo: .make/core
	@$(PYTHON) -m exoburn simulate examples/hand-scald.toml

test: .make/test
	@echo "exoburn: floors of the house"
	@.venv/bin/lint-imports --no-cache
	@echo "exoburn: tests"
	@$(PYTHON) -m pytest

test-arm: .make/core
	@tools/arm.sh

lint: .make/lint
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/pyright

clean:
	@rm -rf .venv .make build dist exoburn-out .pytest_cache .hypothesis .ruff_cache
	@rm -rf .import_linter_cache src/*.egg-info
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.make/core .make/test .make/lint: $(NEEDS)
	@tools/environment.sh $(notdir $@)
