# Two commands: `make run` serves Amends on this machine, `make test` runs every test.
# Needs python3 (3.11 or newer, with venv), make and git; everything else comes from requirements/*.lock.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --require-hashes --only-binary :all:

# Compiled once, and not by each of the many processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test fast fuzz check format lock bench train guide wheel clean browser

run: $(VENV)/.run
	@$(BIN)/amends serve

test: $(VENV)/.dev
	@$(BIN)/python tests/run.py

# The tests of a minute: of the library, of the whole house, and of what every page stands on; nothing marked slow.
# ROOM=promises: all of that room instead, but for what needs a browser.
FAST := tests/amends $(wildcard tests/test_*.py) $(foreach area,shell vault accounts,src/amends_web/$(area))
fast: $(VENV)/.dev
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser$(if $(ROOM),, and not slow)" \
		$(if $(ROOM),src/amends_web/$(ROOM),$(FAST))

# Damaged exports for every importer: docs/fuzzing.md. FORMAT="whatsapp meta" INPUTS=5000000 (each) or SECONDS=60 (for
# all), GUIDED=1 to let Atheris look for new code.
fuzz: $(VENV)/.dev
	@$(BIN)/python -m bench.fuzz $(if $(FORMAT),--format $(FORMAT)) $(if $(INPUTS),--inputs $(INPUTS)) \
		$(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(if $(GUIDED),--guided)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files -co --exclude-standard 'src/*.html')
	$(BIN)/djlint --lint --quiet src/amends_web
	@folder=$$(mktemp -d) && export AMENDS_DATA=$$folder AMENDS_SERVED_AS=proxy && \
	$(BIN)/python -m amends_web makemigrations --check --dry-run && \
	$(BIN)/python -m amends_web check --deploy --fail-level WARNING && rm -r $$folder

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files -co --exclude-standard 'src/*.html') || true

bench: $(VENV)/.dev
	$(BIN)/python -m bench.importers --messages 200000

# The engine's weights from the labelled talks: training/README.md. Without BASE, on the kept log odds of the encoder.
TRAIN ?= python3
train: $(VENV)/.dev
	@PYTHONPATH=src:. $(TRAIN) -W ignore -m training --talks training/breakdowns --work training/work \
		$(if $(BASE),--base $(BASE) --pieces $(PIECES),--scores training/scores.npz) \
		$(if $(AMENDS_TRAINING_DATA),--public $(AMENDS_TRAINING_DATA))

# The guide page of each source, from the sentences that the app shows.
guide: $(VENV)/.dev
	@$(BIN)/python docs/guide/write.py

wheel: $(VENV)/.dev
	$(BIN)/hatchling build -t wheel

# Universal, hashed, and with no index address in them: docs/decisions/0003-locks.md
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11
lock: $(VENV)/.dev
	$(COMPILE) --upgrade requirements/build.in -o requirements/build.lock
	$(COMPILE) --upgrade pyproject.toml -o requirements/run.lock
	$(COMPILE) --upgrade pyproject.toml --extra cluster -o requirements/cluster.lock
	$(COMPILE) --upgrade pyproject.toml --extra cluster --group dev -o requirements/dev.lock

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/bin/uv: requirements/build.lock
	@command -v $(PYTHON) >/dev/null || { echo "Amends needs Python 3.11 or newer; there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Amends needs Python 3.11 or newer; $(PYTHON) is %d.%d. Try: make PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Amends needs Python's venv module; on Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock
	@touch $@

$(VENV)/.run: $(VENV)/bin/uv requirements/run.lock pyproject.toml
	@$(UV) -r requirements/run.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.lock
	@$(UV) -r requirements/dev.lock
	@touch $@
