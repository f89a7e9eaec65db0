# Everything that is done here, by name. The work itself is in scripts/.

export HOST ?= 127.0.0.1
export PORT ?= 8000

.PHONY: help run test lint check bench soak
.NOTPARALLEL:

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: ## Set up what is missing, load the sample into an empty database, serve
	@scripts/prepare run && exec scripts/serve

test: ## Set up what is missing, run every test on SQLite and on PostgreSQL
	@scripts/prepare dev && exec scripts/test

lint: ## Format, lint, types, import contracts, migrations
	@scripts/prepare dev && exec scripts/lint

check: lint test ## What continuous integration runs: lint, then test

bench: ## Benchmarks, each figure a ratio measured in one run
	@scripts/prepare dev && exec .venv/bin/python -m benchmarks

soak: ## The long versions of the tests
	@scripts/prepare dev && REMINE_SOAK=1 exec scripts/test
