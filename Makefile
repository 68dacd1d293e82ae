# Everything is installed into .venv; nothing outside this folder is touched, except that
# scripts/system-packages.sh adds Qt's libraries and, for tests, the programs that they are held
# against, where it is run as root on Debian. What cannot be had is said, and its tests are skipped.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FAST := not parity and not training and not window and not package and not leaks

.PHONY: demo run test test-parity test-training test-window test-leaks test-all lint format screenshots \
        translations \
        package package-test release benchmark system-packages test-packages clean

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

## Five hundred photographs opened, looked at and closed (minutes)
test-leaks: $(VENV)/.dev test-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m leaks -s $(ARGS)

test-all: test test-window test-parity test-training test-leaks

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

$(VENV)/.app: pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --editable ".[dev,export,package]"
	touch $@ $(VENV)/.app $(VENV)/.package

$(VENV)/.package: pyproject.toml | $(BIN)/python
	$(PIP) install --editable ".[package]"
	touch $@ $(VENV)/.app
