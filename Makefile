# Two commands do all the set-up: `make demo` and `make test`. `make` alone lists the rest.

PORT ?= 8000
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.base-installed
DEV := $(VENV)/.dev-installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes

# For trying and developing. A production server is not started from here.
export DEBUG ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo run test lint style types layers markup containers bench format migrations-check requirements client bench-admin bench-api bench-import bench-matching bench-matching-latency bench-record bench-short audit stress reliability fuzz-api
.DELETE_ON_ERROR:

help:  ## List these commands
	@echo "Factcheck:"; sed -n 's/^\([a-z-]*\):[^#]*## */\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-22s %s\n", $$1, $$2 }'

# Pages name their own address: to share, to cite, for crawlers.
demo run: export SITE_URL ?= http://127.0.0.1:$(PORT)

demo: $(BASE)  ## Set everything up, load the sample dossier and serve it (PORT=8000)
	@exec $(BIN)/python manage.py demo --port "$(PORT)"

run: $(BASE)  ## Serve the site with whatever the database holds (PORT=8000)
	@exec $(BIN)/python manage.py serve --port "$(PORT)"

test: $(DEV)  ## Run all tests (ARGUMENTS="-k name" for some, WORKERS=2)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGUMENTS)

lint: style types layers migrations-check markup containers  ## Check everything that needs no test

style: $(DEV)  ## Check the style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

markup: $(DEV)  ## Check the templates
	find . -name '.?*' -prune -o -path ./var -prune -o -name '*.html' -exec $(BIN)/djlint --quiet --lint {} +

containers: $(DEV)  ## Check the Containerfile and the compose file
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml

types: $(DEV)  ## Check the types
	$(BIN)/mypy

layers: $(DEV)  ## Check that imports point down only
	$(BIN)/lint-imports

format: $(DEV)  ## Rewrite the code in the common style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migrations-check: $(DEV)  ## Check that the migrations match the models
	$(BIN)/python manage.py makemigrations --check --dry-run

fuzz-api: $(DEV)  ## Ask the API all that its description allows, for long (ARGUMENTS="--seed 1 --examples 500")
	$(BIN)/python bench/api/fuzz.py $(ARGUMENTS)

bench: $(DEV)  ## Measure everything and write docs/performance.md (hours; ARGUMENTS="--only API record")
	$(BIN)/python -m bench $(ARGUMENTS)

bench-short: $(DEV)  ## The same with small sizes (minutes)
	$(BIN)/python -m bench --short $(ARGUMENTS)

bench-api: $(DEV)  ## Measure the API beside plain Django REST framework (minutes; needs wrk; ARGUMENTS="--claims 1000")
	$(BIN)/python bench/api/measure.py $(ARGUMENTS)

bench-admin: $(DEV)  ## Measure the admin at 100,000 claims (minutes; ARGUMENTS="--claims 1000")
	$(BIN)/python bench/admin/measure.py $(ARGUMENTS)

bench-import: $(DEV)  ## Measure importing 50,000 rows of each kind (minutes; ARGUMENTS="--rows 5000")
	$(BIN)/python bench/admin/import.py $(ARGUMENTS)

bench-matching: $(DEV)  ## Measure how well claims are found again (SPLIT=dev|train, ARGS="--run OUT --queries Q --claims C")
	$(BIN)/python bench/matching/measure.py $(if $(SPLIT),--split $(SPLIT)) $(ARGS)

bench-matching-latency: $(DEV)  ## Measure how long one sentence takes to be matched (minutes; ARGUMENTS="--claims 100000")
	$(BIN)/python bench/matching/latency.py $(ARGUMENTS)

bench-record: $(DEV)  ## Measure verifying and exporting a record of 100,000 publications
	$(BIN)/python bench/record/measure.py $(ARGUMENTS)

reliability: $(DEV)  ## Run the reliability trials R1 to R13 and print their table (long; ARGUMENTS="--only R1 R8")
	$(BIN)/python -m bench.reliability $(ARGUMENTS)

stress: $(DEV)  ## Press publish with many at once, and under kill -9 (minutes)
	$(BIN)/python bench/reliability/stress_record.py --publishers 8 --publications 500
	$(BIN)/python bench/reliability/kill_publishing.py --kills 50

audit: $(DEV)  ## Write the list of all parts (SBOM) and look for known weaknesses in them
	$(BIN)/python bench/audit.py

client: $(DEV)  ## Write the typed client again from docs/openapi.yaml
	$(BIN)/python examples/client/generate.py

requirements: $(DEV)  ## Pin the dependencies of pyproject.toml again, with hashes
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --extra semantic --output-file requirements/base.txt
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --extra semantic --group dev --constraint requirements/base.txt --output-file requirements/dev.txt

# Only the public index counts, so that the pins are the same on every machine.
COMPILE := --quiet --no-config --generate-hashes --no-strip-extras --no-emit-index-url --universal --python-version 3.11 \
	--custom-compile-command "make requirements"

$(BASE): requirements/base.txt $(VENV)/.created
	@echo "Installing the dependencies (once) …"
	@$(INSTALL) -r requirements/base.txt
	@touch $@

$(DEV): requirements/dev.txt $(VENV)/.created
	@echo "Installing the dependencies and the tools for developing (once) …"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@ $(BASE)

$(VENV)/.created:
	@$(FIND_PYTHON); \
	echo "Making $(VENV) with $$($$python --version) …"; \
	$$python -m venv --clear $(VENV) && touch $@

# Sets $$python to the newest usable Python, or says what is missing. Debian splits ensurepip off into a package.
define FIND_PYTHON
found=; python=; \
for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	found="$$candidate"; \
	"$$candidate" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	python="$$candidate"; break; \
done; \
if [ -z "$$found" ]; then \
	echo "Python 3.11 or newer is needed, and none was found on the PATH (python3.11 … python3.14, python3, python)." >&2; \
	exit 1; \
fi; \
if [ -z "$$python" ]; then \
	version=$$("$$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	echo "$$found cannot make virtual environments: its venv module is not complete." >&2; \
	echo "On Debian and Ubuntu: apt-get install python$$version-venv" >&2; \
	exit 1; \
fi
endef
