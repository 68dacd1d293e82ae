# Everything is installed into .venv; nothing outside this folder is touched, except that
# scripts/system-packages.sh adds Qt's libraries and, for tests, the programs that they are held
# against, where it is run as root on Debian. What cannot be had is said, and its tests are skipped.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The Python that requirements.lock is for, and what pip takes of it.
LOCKED := 3.11
CONSTRAINTS := $(VENV)/constraints.txt
INSTALL := $(PIP) install --constraint $(CONSTRAINTS)
FAST := not parity and not training and not window and not browser and not package and not leaks

# The tests start programs by the dozen, and each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test test-parity test-training test-window test-browser test-leaks test-fuzz test-all lint format screenshots \
        translations \
        lock audit coverage package package-test release system-packages test-packages clean

## The main job: grade the sample photograph and write its overlay
demo: $(VENV)/.app
	$(BIN)/fundusviewer classify assets/sample.jpg --heatmap --overlay sample-overlay.png
	@echo "The photograph with label and heat map: sample-overlay.png"

## Open the window
run: $(VENV)/.app system-packages
	$(BIN)/fundusviewer

## All tests but the slow ones, in two processes; one file's tests stay together
test: $(VENV)/.dev test-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "$(FAST)" --numprocesses 2 --dist loadfile $(ARGS)

## Exactness of the exported backbones against Keras (minutes)
test-parity: $(VENV)/.dev test-packages
	$(BIN)/python -m pytest -m parity $(ARGS)

## A real small training run (minutes)
test-training: $(VENV)/.dev test-packages
	$(BIN)/python -m pytest -m training $(ARGS)

## The real window under Xvfb
test-window: $(VENV)/.dev test-packages
	$(BIN)/python -m pytest -m window $(ARGS)

## The pages in a real Chromium, with real logins
test-browser: $(VENV)/.dev
	@sh scripts/system-packages.sh browser
	$(INSTALL) --editable ".[browser]"
	$(BIN)/python -m pytest -m browser $(ARGS)

## Five hundred photographs opened, looked at and closed (minutes)
test-leaks: $(VENV)/.dev test-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m leaks -s $(ARGS)

## Random damage: pictures, models, DICOM, databases. SECONDS_EACH of each kind (minutes; the tests
## have some of each, always the same), from SEED on: make test-fuzz SECONDS_EACH=600 SEED=$$(date +%s).
## Then the tests with made-up examples, with others than in `make test`
SECONDS_EACH ?= 15
SEED ?= 0
test-fuzz: $(VENV)/.dev test-packages
	QT_QPA_PLATFORM=offscreen FUNDUSVIEWER_FUZZ_SECONDS=$(SECONDS_EACH) FUNDUSVIEWER_FUZZ_SEED=$(SEED) \
		$(BIN)/python -m pytest -m fuzz --timeout 0 -s $(ARGS)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m hypothesis --hypothesis-profile random $(ARGS)

test-all: test test-window test-browser test-parity test-training test-leaks

## The same tests with the lines that they reach (half as much time again)
coverage: $(VENV)/.dev test-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "$(FAST)" --numprocesses 2 --dist loadfile \
		--cov --cov-report=term:skip-covered $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## The pictures of README and user guide, from the running program
screenshots: $(VENV)/.app system-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/python docs/make_screenshots.py

## Catalogues of translations: new texts into assets/translations/*.ts, and the .qm files of them
translations: $(VENV)/.app
	$(BIN)/python -m scripts.translations

## requirements.lock anew for pyproject.toml; newer versions too with ARGS=--upgrade
lock: $(VENV)/.upkeep
	$(BIN)/uv pip compile --quiet pyproject.toml --all-extras --universal --python-version $(LOCKED) \
		--generate-hashes --custom-compile-command "make lock" --output-file requirements.lock $(ARGS)

## Known faults of the versions in requirements.lock; what could not be asked for is one too
audit: $(VENV)/.upkeep
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock $(ARGS)

## dist/FundusViewer: the program with all it needs; dist/release: what is downloaded
package: $(VENV)/.package
	@sh scripts/system-packages.sh building
	$(BIN)/python -m distribution.make --quick

## The same for a release: compressed well, with an archive of the folder (minutes)
release: $(VENV)/.package
	@sh scripts/system-packages.sh building
	$(BIN)/python -m distribution.make

## The packaged program in an empty home, without Python, and its window under Xvfb
package-test: $(VENV)/.dev test-packages
	$(BIN)/python -m pytest -m package $(ARGS)

## Qt's libraries on Linux; says what is missing where it may not install
system-packages:
	@sh scripts/system-packages.sh

## What the tests need beside them: a virtual display, and other people's DICOM programs
test-packages:
	@sh scripts/system-packages.sh testing

clean:
	rm -rf $(VENV) build dist

# Debian's Python makes no pip without another package (python3-venv); its own pip can.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
		{ $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $@ install --quiet pip; }
	$(PIP) install --upgrade "pip>=24"

# What was tested together. Hashes stay out: pip refuses them beside an editable package. Another
# Python may need other versions: it gets the newest that pyproject.toml allows.
$(CONSTRAINTS): requirements.lock | $(BIN)/python
	@if $(BIN)/python -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(LOCKED)")'; then \
		sed -e '/^ *--hash/d' -e 's/ *\\$$//' requirements.lock > $@; \
	else \
		echo "requirements.lock is for Python $(LOCKED): without it, as pyproject.toml allows"; \
		: > $@; \
	fi

$(VENV)/.app: pyproject.toml $(CONSTRAINTS)
	$(INSTALL) --editable .
	touch $@

$(VENV)/.dev: pyproject.toml $(CONSTRAINTS)
	$(INSTALL) --editable ".[dev,export,package,distributed,parquet,web]"
	touch $@ $(VENV)/.app $(VENV)/.package

$(VENV)/.package: pyproject.toml $(CONSTRAINTS)
	$(INSTALL) --editable ".[package]"
	touch $@ $(VENV)/.app

# By itself: it must be able to mend a lock file that contradicts pyproject.toml.
$(VENV)/.upkeep: pyproject.toml | $(BIN)/python
	$(PIP) install "pip-audit>=2.9,<3" "uv>=0.9,<1"
	touch $@
