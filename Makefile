# Every task of this repository; `make` alone lists them. A target sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-page docs-picture explore lint types changelog generate check-generated specs-check spec-diff snapshot cassettes lock bench bench-scale soak bounds wheel-check docs docs-serve clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or later: name one with make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the targets need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e '.[testing]'
	@touch $@

setup: $(READY)  ## Create the virtual environment with everything installed

demo: $(READY)  ## Take a tour of the SDK against a simulated Sinch on this machine
	@$(BIN)/python examples/demo.py

test: $(READY)  ## Run the test suite
	@$(BIN)/python -m pytest $(PYTEST_ARGS)
	@echo "Left out: the page of the simulator in a browser, which make test-page tests."

test-page: $(READY)  ## Drive the page of the simulator in a real browser; screenshots go to build/page
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-page.txt
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python -m pytest -n 0 tests/page/browser_page.py

docs-picture: test-page  ## Take the picture of the page that the documentation shows
	@cp build/page/conversation.png docs/images/conversation.png

explore: $(READY)  ## Run the property tests with examples that were not tried before
	@HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -m hypothesis $(PYTEST_ARGS)

lint: $(READY)  ## Check style, formatting and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell

changelog: $(READY)  ## Show what the files in changes/ will become in CHANGELOG.md
	@$(BIN)/towncrier build --draft --version next

types: $(READY)  ## Check types with mypy and pyright, and that none is missing
	@$(BIN)/mypy
	@$(BIN)/mypy examples
	@$(BIN)/pyright
	@$(BIN)/python scripts/typing_complete.py

generate: $(READY)  ## Rebuild generated/ from specs/, and sinch/aio/ from sinch/domains/
	@$(BIN)/python -m codegen generate

scaffold: $(READY)  ## Start a product, or a patch for a changed one: make scaffold SPEC=specs/x.yaml PRODUCT=x
	@$(BIN)/python -m codegen scaffold $(SPEC) $(or $(PACKAGE),$(PRODUCT)) $(PRODUCT)

check-generated: $(READY)  ## Generate again and compare byte for byte
	@$(BIN)/python -m codegen check

specs-check: $(READY)  ## Validate the specs and their examples
	@$(BIN)/python -m codegen specs-check

spec-diff: $(READY)  ## What changed specs mean: make spec-diff BASE=<git revision>, FORMAT=markdown for release notes
	@$(BIN)/python -m codegen spec-diff $(or $(BASE),HEAD) $(FORMAT)

snapshot: $(READY)  ## Write tests/snapshots again: the public names, and the requests of every method
	@$(BIN)/python scripts/snapshot.py

cassettes: $(READY)  ## Record the cassettes again, from the real API with SINCH_* set: make cassettes ONLY=sms.batches
	@$(BIN)/python -m tests.recording $(ONLY)

lock: $(READY)  ## Pin everything that is installed for development, for all platforms and with hashes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@for name in requirements-dev requirements-soak requirements-docs requirements-page; do \
		{ echo "# Made by \`make lock\` from $$name.in. Do not edit."; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
			--no-emit-index-url --no-emit-find-links $$name.in; } > $$name.new && mv $$name.new $$name.txt || exit 1; \
	done

soak: $(READY)  ## Ten minutes of faults and fuzzing, every message accounted for (SOAK_SECONDS)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-soak.txt
	@$(BIN)/python scripts/soak.py
	@$(BIN)/python -m scripts.storm

bounds: $(READY)  ## Test the wheel with the lowest and newest dependencies, on every Python found: make bounds PYTHONS="3.10 3.13"
	@$(BIN)/python scripts/bounds.py $(PYTHONS)

wheel-check: $(READY)  ## Build the wheel and use it from a fresh environment
	@$(BIN)/python scripts/wheel_check.py

bench: $(READY)  ## Compare cost with urllib3 and json, and with the published SDK; writes bench/RESULTS.md
	@$(BIN)/python -m bench

bench-scale: $(READY)  ## Show that cost grows with neither items nor products; writes bench/SCALE.md
	@$(BIN)/python -m bench scale

docs: $(READY)  ## Build the site of the documentation into build/site, warnings being errors
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

docs-serve: $(READY)  ## Show the site at http://127.0.0.1:8000 while its pages are written
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

clean:  ## Remove everything that the targets made
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
