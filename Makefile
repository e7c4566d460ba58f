# Two commands do everything on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
RUNTIME := .venv
DEV := .venv-dev
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Tests and tools never need a screen.
OFFSCREEN := QT_QPA_PLATFORM=offscreen

TRANSLATION := assets/translations/vidclf_de

.DEFAULT_GOAL := help
.PHONY: help demo bench test test-slow check lint types contracts format system model model-image \
	compare compare-image held-out fold-takes translations demo-clip screenshots clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: vidclf needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@PYTHON=$(PYTHON) sh .ci/system-packages

$(RUNTIME)/.ready: pyproject.toml constraints.txt | system
	$(PYTHON) -m venv $(RUNTIME)
	$(RUNTIME)/bin/python $(PIP_INSTALL) -e .
	@touch $@

$(DEV)/.ready: pyproject.toml constraints.txt | system
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python $(PIP_INSTALL) -e '.[train,dev]'
	@touch $@

demo: $(RUNTIME)/.ready ## Set up the runtime and run the demo (a window, or files where there is no screen)
	$(RUNTIME)/bin/vidclf demo

bench: $(RUNTIME)/.ready ## Measure this machine
	$(RUNTIME)/bin/vidclf bench

test: $(DEV)/.ready ## Set up training and test parts, run every test without a screen
	$(OFFSCREEN) $(DEV)/bin/python -m pytest -m "not slow"

test-slow: $(DEV)/.ready ## The heavier proofs
	$(OFFSCREEN) $(DEV)/bin/python -m pytest -m slow --timeout 1200

check: test lint types contracts ## Everything that CI checks

lint: $(DEV)/.ready ## ruff
	$(DEV)/bin/ruff format --check
	$(DEV)/bin/ruff check

types: $(DEV)/.ready ## mypy, strict
	$(DEV)/bin/mypy

contracts: $(DEV)/.ready ## Which room may import which
	$(DEV)/bin/lint-imports

format: $(DEV)/.ready ## Put the code into its form
	$(DEV)/bin/ruff check --fix-only
	$(DEV)/bin/ruff format

model: $(DEV)/.ready ## Rebuild the default model from ../shared/data
	$(DEV)/bin/vidclf-train run training/configs/exercises.toml --work runs/exercises

model-image: $(DEV)/.ready ## Rebuild the model that looks at whole pictures
	$(DEV)/bin/vidclf-train run training/configs/exercises10.toml --out assets/bundles/exercises-image

compare: $(DEV)/.ready ## Judge several heads on ten exercises by landmarks, five folds by group
	$(DEV)/bin/vidclf-train compare training/configs/exercises-ten.toml --work runs/compare

compare-image: $(DEV)/.ready ## The same on whole pictures, frozen and fine-tuned
	$(DEV)/bin/vidclf-train compare training/configs/exercises10.toml --blocks 2 --work runs/compare-image

held-out: $(DEV)/.ready ## After `model`: judge its recipe on groups that decided nothing, clips and long takes
	$(DEV)/bin/vidclf-train held-out training/configs/exercises.toml --work runs/exercises
	$(DEV)/bin/vidclf-train takes runs/exercises/judged training/configs/exercises.toml

fold-takes: $(DEV)/.ready ## After `model`: long takes of all groups, by the folds' heads, which never saw them
	$(DEV)/bin/vidclf-train fold-takes training/configs/exercises.toml --work runs/exercises --count 8

translations: $(DEV)/.ready ## Collect all texts of the window for translators, and compile what they wrote
	$(DEV)/bin/pyside6-lupdate -silent -no-obsolete -locations none -sort-messages \
		-tr-function-alias translate+=deferred \
		$$(grep -rlE 'translate\(|deferred\(|QT_TRANSLATE_NOOP' vidclf_app --include='*.py' | LC_ALL=C sort) \
		-ts $(TRANSLATION).ts
	$(DEV)/bin/pyside6-lrelease -silent $(TRANSLATION).ts -qm $(TRANSLATION).qm

demo-clip: $(DEV)/.ready ## Render the demo clip anew
	$(DEV)/bin/python -m training.demo_clip assets/demo.mp4

screenshots: $(DEV)/.ready ## Make the pictures of README and docs anew
	$(OFFSCREEN) $(DEV)/bin/python -m tests.ui.screenshots docs/pictures
	$(OFFSCREEN) $(DEV)/bin/python -m tests.ui.screenshots docs/pictures --theme light --suffix=-light \
		--only live result
	$(OFFSCREEN) $(DEV)/bin/python -m tests.ui.screenshots docs/pictures --text-scale 200 \
		--language de --suffix=-200 --only live settings

clean: ## Remove environments and caches
	rm -rf $(RUNTIME) $(DEV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
