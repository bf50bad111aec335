# The developer's whole interface; `make help` prints it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ASSETS := rsoits/console/static/node_modules/@uswds/uswds/dist/css/uswds.min.css

.PHONY: help install demo test lint format bench lock clean

help:  ## Print these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(VENV)/.installed $(ASSETS)  ## Make .venv with everything in it, web assets included

$(VENV)/.installed: requirements.lock pyproject.toml rsoits/console/static/package-lock.json
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it or run: make PYTHON=/path/to/python3 install"; exit 2; }
ifdef UV
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@touch $@

$(ASSETS):
	@rm -f $(VENV)/.installed && $(MAKE) --no-print-directory $(VENV)/.installed

demo: install  ## Build an invented world and serve the console, the worker and the scheduler on it
	$(BIN)/rsoits demo

test: install  ## Run every test this machine can run
	$(BIN)/pytest -n auto --dist loadscope --no-loadscope-reorder

lint: install  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install  ## Let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install  ## Measure side by side with the peers
	$(BIN)/python -m benchmarks

lock: install  ## Renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -U -o requirements.lock

clean:  ## Remove what was built
	rm -rf $(VENV) rsoits/console/static/node_modules demo-data .mypy_cache .ruff_cache .pytest_cache .hypothesis
