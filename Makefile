# Watts, Tonnes, Dollars: every command of the report. `make` alone lists them.
#
# Pages with calculations are MyST text in book/text/ and executed notebooks beside it (tools/pages.py pairs them):
#   book/text/NN-name.md         -> book/chapters/NN-name.ipynb
#   book/text/index.md           -> book/index.ipynb
#   book/text/parts/name.md      -> book/parts/name.ipynb
#   book/text/reference/name.md  -> book/reference/name.ipynb
# A text without calculations is copied to book/reference/ when the site is built. People edit the text; `make run`
# makes the notebooks.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
BENCH  := .venv-bench
MUTANTS := .venv-mutants
# What runs beside Lighthouse would count as slowness of the page.
ALONE  := tests/book/test_lighthouse.py
# The inner loop: laws of the models, examples, published values, records, verdicts and every number of the snapshot.
CORE   := analysis tests/models/test_docstrings.py tests/models/test_refusals.py tests/models/test_limits.py \
	tests/models/test_constants.py tests/published tests/evidence/test_records.py tests/evidence/test_facts.py \
	tests/evidence/test_scenarios.py tests/pages/test_what_readers_see.py tests/test_house.py tests/test_literals.py \
	tests/test_contracts.py tests/test_stored_digits.py tests/test_units.py tests/test_doctests.py \
	tests/test_hand_mutants.py tests/test_coherence.py tests/models/test_used.py
NBVAL  := --nbval --nbval-sanitize-with tests/nbval.cfg
PAGES  ?=
SCENARIO ?=
NAME   ?=
NUMBER ?=

export PYTHONHASHSEED := 0
unexport SCENARIO  # only `make book` tells another case, in a copy of its own
# What somebody gives on the command line reaches the shell as a variable, never as text that it would run.
export GIVEN_SCENARIO = $(value SCENARIO)
export GIVEN_PAGES = $(value PAGES)
export GIVEN_NAME = $(value NAME)
export GIVEN_NUMBER = $(value NUMBER)
.DEFAULT_GOAL := help
.PHONY: help more setup book run site pdf watch serve check test nightly release package fuzz mutants hand-mutants reproducible \
	pythons newest links audit bench lighthouse lint format new-chapter check-chapter hooks snapshot lock clean distclean

help:  #: list the six targets to learn
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

more:  ## list the others
	@awk -F ':.*#: ' '/^[a-z-]+:.*#: / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements.txt requirements-uv.txt tools/setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@$(PYTHON) tools/setup.py $(VENV)

setup: $(READY)  ## make .venv from the lock (every other target does it when needed)
	@:

book: $(READY)  ## re-execute every notebook, build the site and the PDF (SCENARIO=my.toml for another world)
ifneq ($(value SCENARIO),)
	@$(BIN)/python -m tools.scenario -- "$$GIVEN_SCENARIO"
else
	@$(BIN)/python -m tools.run
	@$(BIN)/python -m analysis pages
	@$(BIN)/python -m tools.site
	@$(BIN)/python -m tools.pdf
	@$(BIN)/python -m tools.site --say-where
endif

run: $(READY)  #: re-execute the notebooks (PAGES="01 index" for some, CHANGED=1 for what edits reach)
	@$(BIN)/python -m tools.run $(if $(value CHANGED),--changed) $$GIVEN_PAGES

site: $(READY)  #: build the site from the stored outputs into _build/html, warnings are errors
	@$(BIN)/python -m tools.site

pdf: $(READY)  #: build report, brief and appendix as PDF from the stored outputs into _build/pdf
	@$(BIN)/python -m tools.pdf

watch: $(READY)  ## serve the site on this machine and rebuild what a change reaches
	@$(BIN)/python -m tools.serve

serve: watch  #: the same

check: $(READY)  ## a minute: laws of the models, published values, records, verdicts, every number of the snapshot
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile $(CORE) -m "not night and not browser"

test: $(READY)  ## a quarter of an hour: check, and all other tests, every notebook, every page once in a browser, the PDF
	@$(BIN)/python -m tools.site
	@WTD_TESTS=kept $(BIN)/python -m pytest -q -n 2 --dist loadfile tests analysis tools book $(NBVAL) --ignore $(ALONE) \
		-m "not night"

nightly: $(READY)  #: the rest: themes and fonts, Lighthouse, signals, fuzz, mutants, other processors and Pythons, links
	@$(BIN)/python -m tools.site
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests -m night --ignore $(ALONE)
	@WTD_CACHE=off $(BIN)/python -m pytest -q -n 2 --dist loadfile book $(NBVAL)  # each notebook computes its own
	@$(BIN)/python -m pytest -q $(ALONE)
	@$(MAKE) --no-print-directory fuzz hand-mutants reproducible pythons mutants links newest audit

release: $(READY)  ## everything for a release: book, test, nightly, and the snapshot of this version
	@$(MAKE) --no-print-directory book test nightly snapshot package

package: $(READY)  #: wheel, site, PDFs, data, workbook and checksums of what is built, in _build/release
	@$(BIN)/python -m tools.release --as-built

reproducible: $(READY)  #: build everything twice under different circumstances and compare byte by byte
	@$(BIN)/python -m tools.reproducible

pythons: $(READY)  #: compute every figure on Python 3.11, 3.12 and 3.13 (those that are found) and compare
	@$(BIN)/python -m tools.pythons

links: $(READY)  #: report which addresses of the evidence still answer; once a week (fails nothing)
	@$(BIN)/python -m tools.links

newest: $(READY)  #: report what the newest allowed version of every package would change (fails nothing)
	@$(BIN)/python -m tools.newest

audit: $(READY)  #: ask whether a fault is known in any locked package (skipped with a message where nobody answers)
	@$(BIN)/python -m tools.audit

$(BENCH)/.ready: requirements-bench.txt requirements-uv.txt
	@$(PYTHON) tools/setup.py $(BENCH) requirements-bench.txt

bench: $(BENCH)/.ready  #: measure speed and memory next to other libraries (ten minutes; an environment of its own)
	@$(BENCH)/bin/python -m benchmarks $(BENCHFLAGS)

fuzz: $(READY)  #: throw many more strange files, words, units and numbers at loaders, commands and models
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -q -n 2 tests/evidence/test_fuzz_evidence.py tests/cli/test_fuzz_cli.py \
		tests/models/test_properties.py tests/models/test_refusals.py tests/models/test_guards.py

$(MUTANTS)/.ready: requirements-mutants.txt requirements-uv.txt
	@$(PYTHON) tools/setup.py $(MUTANTS) requirements-mutants.txt

mutants: $(READY) $(MUTANTS)/.ready  #: change one thing in the code, again and again: does a test notice?
	@$(BIN)/python -m tools.mutants $(MUTANTFLAGS)

hand-mutants: $(READY)  #: make each mistake of tests/hand_mutants.toml in a copy: does its tier notice?
	@$(BIN)/python -m tools.hand_mutants

lighthouse: $(READY)  #: let Lighthouse judge the built site as a phone sees it (needs npm and Chromium)
	@$(BIN)/python -m tools.lighthouse

lint: $(READY)  #: style, types, spelling, directions of imports, unused and missing requirements
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry analysis
	@$(BIN)/deptry analysis tools book/_ext tests benchmarks --config tools/deptry.toml

format: $(READY)  #: put the code into its standard form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

new-chapter: $(READY)  #: begin a chapter: NAME=refuelling NUMBER=21
	@$(BIN)/python -m tools.new_chapter "$$GIVEN_NAME" "$$GIVEN_NUMBER"

check-chapter: $(READY)  #: tell what a chapter still lacks: NUMBER=21
	@$(BIN)/python -m tools.check chapter "$$GIVEN_NUMBER"

hooks: $(READY)  #: check style, types, pairs and evidence before every commit (once)
	@$(BIN)/pre-commit install

snapshot: $(READY)  #: store inputs, results and verdicts of this version, for `wtd compare --release`
	@$(BIN)/python -m analysis snapshot

lock: $(READY)  #: renew requirements.txt from requirements.in (UPGRADE=1 for the newest of everything)
	@echo "uv==0.13.9" | $(BIN)/uv pip compile - --quiet --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --output-file requirements-uv.txt
	@$(BIN)/uv pip compile requirements.in --quiet --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade) --output-file requirements.txt
	@grep '==' requirements.txt | grep -v '^psutil==' | tr -d '\\' > $(VENV)/same-versions.txt  # monaco needs an old psutil
	@$(BIN)/uv pip compile pyproject.toml requirements-bench.in --constraint $(VENV)/same-versions.txt --quiet \
		--universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
		$(if $(UPGRADE),--upgrade) --output-file requirements-bench.txt
	@$(BIN)/uv pip compile requirements-mutants.in --quiet --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade) --output-file requirements-mutants.txt

clean:  #: remove everything that was built (not .venv)
	@rm -rf _build .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean  #: remove .venv too
	@rm -rf $(VENV) $(BENCH) $(MUTANTS)
