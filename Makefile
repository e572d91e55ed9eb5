# make race: the ProxyLogon case, from nothing. Every target makes .venv from the locks by itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
NO_BUILD_ISOLATION := --no-deps --no-build-isolation

# Tests start many processes: where the environment says not to keep compiled code, each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: race test style suite test-quick verify fuzz pictures install notebooks benchmarks docs generated gallery lock format clean

race: .venv/use
	$(BIN)/patchrace run proxylogon

# Types and style are checked beside the tests: they take one processor for half a minute.
test: .venv/develop
	$(MAKE) --no-print-directory -j2 style suite

style: .venv/develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format --default-filetype yaml CITATION.cff

suite: .venv/develop
	$(BIN)/pytest -n auto --dist worksteal -m "not verify"

# For the loop of a developer, under a minute: style, and the tests that are quick, of every room.
QUICK := tests/test_outcomes.py tests/test_public_api.py tests/model/test_adoption.py tests/model/test_clocks.py \
	tests/model/test_states.py tests/model/test_strategies.py tests/scenario/test_laws.py tests/scenario/test_moments.py \
	tests/scenario/test_policies.py tests/scenario/test_quantities.py tests/scenario/test_scenario.py \
	tests/engines/test_engine.py tests/sweeps/test_execute.py tests/wording tests/clients/test_client.py \
	tests/clients/test_waiting.py tests/charts/test_icon_arrays.py tests/report/test_deadlines.py tests/records/test_locks.py
test-quick: .venv/develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache > /dev/null
	$(BIN)/pytest -q -n auto $(QUICK)

verify: .venv/develop
	$(BIN)/pytest -n auto -m verify

# Mutates inputs of every kind: 100,000 in ten minutes on two free cores. Findings are written below results/fuzz.
fuzz: .venv/develop
	$(BIN)/python tests/helpers/fuzz.py

# Accepts charts as they are drawn now, after looking at them.
pictures: .venv/develop
	$(BIN)/pytest -q tests/charts/test_pictures.py --mpl-generate-path=tests/pictures

install: .venv/develop
	@echo "Installed into .venv: try $(BIN)/patchrace run first_steps"

notebooks: .venv/develop
	$(BIN)/jupyter lab --notebook-dir notebooks

benchmarks: .venv/develop
	$(BIN)/python benchmarks/first_race.py
	$(BIN)/python benchmarks/aftermath.py
	$(BIN)/python benchmarks/studies.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/worm.py
	$(BIN)/python benchmarks/expected.py
	$(BIN)/python benchmarks/runs.py
	$(BIN)/python benchmarks/parts.py

# The site, in docs/_build/html, made anew from the code: every page with code is executed, warnings are errors, and
# nothing may come from outside. It needs no network.
docs: .venv/develop
	rm -rf docs/_build docs/reference
	$(BIN)/sphinx-build -q -W --keep-going -j auto -b html -c docs . docs/_build/html
	$(BIN)/python docs/check_site.py docs/_build/html

# Files made from the code that are kept in the repository, because editors and people read them there.
generated: .venv/develop
	$(BIN)/patchrace schema --out configs
	$(BIN)/python docs/make_config.py

gallery: .venv/develop
	$(BIN)/python docs/make_gallery.py

.venv/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/use: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing into .venv (a minute or two, once)"
	test -e .venv/develop || $(PIP) install --require-hashes -r requirements.lock
	$(PIP) install $(NO_BUILD_ISOLATION) -e .
	@touch $@

.venv/develop: .venv/bin/python requirements-dev.lock pyproject.toml
	@echo "Installing everything for development into .venv (a few minutes, once)"
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install $(NO_BUILD_ISOLATION) -e .
	@touch $@ .venv/use

# Needs uv; the locks name versions and hashes for every platform, and no address. requirements.lock holds what every
# command needs, requirements-dev.lock notebooks and tests besides.
LOCK := uv pip compile pyproject.toml --group install --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
lock:
	$(LOCK) --extra report --extra studies -o requirements.lock
	$(LOCK) --all-extras -c requirements.lock -o requirements-dev.lock

format: .venv/develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis docs/_build docs/reference
