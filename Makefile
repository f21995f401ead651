# Every target sets up what it needs by itself; `make` alone says what there is.
PORT ?= 8000
WEB := services/api/web
# Node from PyPI, where the system has none, lies in .venv/bin; else this changes nothing.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: ## install Python packages, Node where needed, and build the web app
	@sh infra/bootstrap.sh setup

demo: ## run everything with a seeded day on http://127.0.0.1:8000 (PORT=8001 moves it)
	@exec sh infra/bootstrap.sh demo --port "$(PORT)"

test: setup ## run every test
	python -m pytest
	@if [ -f $(WEB)/package.json ]; then npm --prefix $(WEB) test; fi

check: setup ## formatting, lint, types, import contracts, web lint and types
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	@if [ -f $(WEB)/package.json ]; then npm --prefix $(WEB) run check; fi

bench: ## measure the booking path and the planner beside its peers (about two hours; BENCH=--again)
	@sh infra/bootstrap.sh bench
	@python -m tests.bench; booked=$$?; python -m tests.bench.planner $(BENCH) && exit $$booked

clean: ## remove everything that was installed, built or stored here
	@sh infra/bootstrap.sh clean
