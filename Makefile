# The whole interface for a newcomer: `make demo`, `make test`, `make check`.
# Each creates .venv from a hash-pinned lock when it is missing or out of date.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check words bench pictures lock clean

demo: .venv/runtime.stamp  ## relay the sample organization to a page on http://127.0.0.1:8080/
	$(BIN)/python -m relaybot demo $(ARGS)

# Two workers more than there are cores: many tests wait for processes and servers. Compiled modules are
# kept, whatever the machine's habit: the tests start the program some hundred times.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev.stamp  ## every test, in random order, on all cores
	$(BIN)/python -m pytest -n $$(( $$(nproc 2>/dev/null || echo 2) + 2 )) --dist worksteal $(ARGS)

check: .venv/dev.stamp  ## lint, formatting, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

words: .venv/dev.stamp  ## bring relaybot/locale/*.po up to date with the sentences in the source
	$(BIN)/pybabel -q extract -k say -k label -k N_ -k many:1,2 --no-location --omit-header --sort-output -o .venv/words.pot relaybot
	for file in relaybot/locale/*.po; do $(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete --omit-header -i .venv/words.pot -o $$file -l $$(basename $$file .po); done

bench: .venv/dev.stamp  ## ratios and CPU time, printed; no test depends on them
	$(BIN)/python -m tests.benchmarks $(ARGS)

pictures: .venv/dev.stamp  ## the README's pictures anew, by the real program; they are replaced
	$(BIN)/python -m tests.pictures $(ARGS)

lock: .venv/dev.stamp  ## pin anew what pyproject.toml asks for
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## forget the virtual environment and every cache
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("relaybot needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

.venv/runtime.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ .venv/runtime.stamp
