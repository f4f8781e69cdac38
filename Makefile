# Three commands matter to a newcomer: `make play`, `make demo` and `make test`. Each sets up all it needs from a fresh clone.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
RUN    := $(VENV)/.run

.PHONY: audit docs wheel wheelhouse test check format run play demo pictures soak lock clean

# The killing has lanes of its own, so it comes last and alone: over both databases at once, for it mostly waits.
test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/chaos
	$(BIN)/python -m pytest -n 2 --dist load tests/chaos

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Licences of all that is installed against requirements/licences.txt (nothing under the GPL; LGPL is named), secrets in all
# that git keeps against what was looked at (requirements/secrets.baseline). Neither asks the network.
audit: $(READY)
	$(BIN)/python -m piplicenses --python $(BIN)/python --from mixed --allow-only "$$(tr '\n' ';' < requirements/licences.txt | sed 's/;$$//')" > /dev/null
	git ls-files -z -- ':!requirements/secrets.baseline' | xargs -0 $(BIN)/python -m detect_secrets.pre_commit_hook --baseline requirements/secrets.baseline
	@echo "Licences and secrets: nothing new. Not asked, for want of a network: known weaknesses of the locked versions."

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

run: $(RUN)
	$(BIN)/huiyin run

# Another port: make play PORT=8023
play: $(RUN)
	$(BIN)/huiyin playground $(if $(PORT),--port $(PORT))

demo: $(RUN)
	$(BIN)/huiyin demo

# The playground's page, as the READMEs show it.
pictures: $(READY)
	$(BIN)/python -m tests.browser.pictures docs

# The long run of the chaos test, and each planted fault: make soak KILLS=20000
KILLS ?= 2000
# Seconds of the search for the message that costs most to read.
CLIMB ?= 600
soak: $(READY)
	KILLS=$(KILLS) $(BIN)/python -m pytest -s -m soak tests/chaos
	$(BIN)/python -m pytest -s -m soak tests/simulation
	$(BIN)/python benchmarks/climb.py $(CLIMB)

# What is made from the program and a played fortnight: pages and pictures of docs/zh, the wall chart and the pieces of
# the conversation that READMEs and docs/demo.md tell (tests demand that they are current).
docs: $(RUN)
	$(BIN)/python -m bot.handbook docs/zh

# One file that holds the program, its examples and what demo and playground need: dist/huiyin-*.whl
wheel: $(RUN)
	$(BIN)/python -m hatchling build -t wheel -d dist

# Everything for a machine without a network: pip install --no-index --find-links=wheelhouse huiyin
wheelhouse: wheel
	rm -rf wheelhouse
	$(BIN)/python -m pip wheel --disable-pip-version-check -q --require-hashes -r requirements/run.txt -w wheelhouse
	cp dist/huiyin-*.whl wheelhouse/

# Production runs what the tests saw: run.txt takes its versions from dev.txt.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements/dev.txt
	uv pip compile pyproject.toml --extra build -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements/run.txt

# The newest of the two sets installed decides: the development set contains the other.
$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Huiyin needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	touch $(READY) $(RUN)

$(RUN): requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Huiyin needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装回音所需的程序包，首次约需一分钟……  Installing, about a minute the first time."
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	touch $(RUN)

clean:
	rm -rf $(VENV) demo dist wheelhouse .pytest_cache .mypy_cache .ruff_cache .hypothesis
