# One verb per thing a person does here; `make` alone lists them. CI calls the same verbs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# The pages are tested and checked beside everything else, in their own words.
WEB := npm --prefix clients --silent run
.PHONY: help setup web run test test-web browser check check-web fmt lock contracts map new-service fuzz search-eval bench flash-sale month demo demo-journey clean

# Without byte code on disk every start would compile the world anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
SOURCES := backend/src backend/tests backend/benchmarks tools
RUFF := $(BIN)/ruff --config backend/pyproject.toml
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) backend/pyproject.toml

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r verb text; do \
		printf '  %-14s %s\n' "$$verb" "$$text"; done

setup: ## install what the lock files name into .venv (skipped when nothing changed)
	@sh tools/setup.sh
	@sh tools/web.sh setup

web: setup ## build the pages (skipped when nothing changed)
	@sh tools/web.sh build

run: web ## run the whole marketplace here, until Ctrl-C
	@BDC_DEMO=$${BDC_DEMO:-true} BDC_SIMULATE=$${BDC_SIMULATE:-true} BDC_REVEAL_CODES=$${BDC_REVEAL_CODES:-true} \
		BDC_LOG_FORMAT=$${BDC_LOG_FORMAT:-console} BDC_LOG_LEVEL=$${BDC_LOG_LEVEL:-warning} exec $(BIN)/bdc run

test: web ## run every test (TESTS=path or ARGS="-k word" narrow it down)
	@if [ -z "$(TESTS)$(ARGS)" ]; then $(MAKE) --no-print-directory test-web; fi
	@$(BIN)/python -m pytest -c backend/pyproject.toml -n 2 --dist loadfile --no-loadscope-reorder $(or $(TESTS),backend/tests tools/tests) $(ARGS)

test-web: web ## run the tests of the pages, and weigh them
	@if [ -d clients/node_modules ]; then $(WEB) test && $(WEB) weigh; fi

browser: web ## walk through the pages in Chromium, against a marketplace of its own (BASE_URL=… takes another)
	@sh tools/browser.sh $(ARGS)

check: setup check-web ## lint, format, types, boundaries, own rules, generated files up to date
	$(RUFF) check $(SOURCES)
	$(RUFF) format --check $(SOURCES)
	$(BIN)/mypy --config-file backend/pyproject.toml $(SOURCES)
	$(BIN)/lint-imports --config backend/importlinter.toml
	$(BIN)/python -m tools.lints
	$(BIN)/bdc contracts --check
	$(BIN)/bdc map --check

check-web: setup ## the same for the pages alone
	@if [ -d clients/node_modules ]; then $(WEB) types && $(WEB) lint && $(WEB) format:check; fi

fmt: setup ## format, and repair what ruff can repair
	$(RUFF) check --fix --exit-zero $(SOURCES)
	$(RUFF) format $(SOURCES)
	@if [ -d clients/node_modules ]; then $(WEB) format; fi

lock: setup ## write the lock files anew (UPGRADE=1 takes the newest releases)
	$(COMPILE) --group backend/pyproject.toml:dev -o backend/requirements-dev.lock
	$(COMPILE) --constraint backend/requirements-dev.lock -o backend/requirements.lock

contracts: setup ## write the committed contracts (OpenAPI, event schemas) anew
	$(BIN)/bdc contracts

map: setup ## write docs/map.md anew
	$(BIN)/bdc map

new-service: setup ## lay out a new service: make new-service NAME=loyalty
	@test -n "$(NAME)" || { echo "name it: make new-service NAME=loyalty" >&2; exit 2; }
	$(BIN)/bdc new-service "$(NAME)"

fuzz: setup ## send every odd request there is to every call, and thousands made up (SEED=7 makes the same ones up again)
	@seed=$${SEED:-$$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}; echo "SEED=$$seed makes the same requests up again"; \
		FUZZ=all FUZZ_SEED=$$seed $(BIN)/python -m pytest -c backend/pyproject.toml backend/tests/journey/test_no_crash.py \
		backend/tests/journey/test_conformance.py $(ARGS)

search-eval: setup ## ask every judged query of our search and of two baselines, as a table (ARGS=--missed names the weak)
	$(BIN)/python -m backend.benchmarks.search_eval $(ARGS)

bench: setup ## measure the shop beside the same work done bare, as a table (ARGS=--quick looks shorter)
	$(BIN)/python -m backend.benchmarks $(ARGS)

flash-sale: setup ## 5,000 buyers, 500 units, 60 seconds: fails unless exactly 500 are sold and everybody is answered
	$(BIN)/python -m backend.benchmarks.flash_sale $(ARGS)

month: setup ## a month of trade with every provider, courier and fault, then its close (ORDERS=500 for a twentieth, SEED=7)
	$(BIN)/python -m backend.benchmarks.month --orders $(or $(ORDERS),10000) --seed $(or $(SEED),1) $(ARGS)

demo: setup ## half a year of a whole marketplace, loaded once into a folder of its own, then run until Ctrl-C
	@BDC_DATA_DIR="$${BDC_DATA_DIR:-$$($(BIN)/bdc demo folder)}" && export BDC_DATA_DIR && \
		$(BIN)/bdc demo load --once $(ARGS) && $(MAKE) --no-print-directory run

demo-journey: setup ## walk through a purchase from cart to payout against a running marketplace
	$(BIN)/bdc demo journey

clean: ## remove what was built or installed here; the data folder stays
	rm -rf clients/node_modules clients/apps/web/dist clients/apps/web/dist.stamp clients/packages/*/src/generated
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache backend/.pytest_cache backend/.hypothesis .hypothesis
	find backend tools -name __pycache__ -type d -prune -exec rm -rf {} +
