.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export VAR_DIR ?= var
PORT ?= 8000
export PORT
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

help:  ## Show what can be done here
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or later."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old: install Python 3.11 or later, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing: on Debian and Ubuntu, 'sudo apt-get install python3-venv'."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing (about half a minute) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing the tools for tests ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VAR_DIR)/secret_key:
	@mkdir -p $(VAR_DIR)
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

run: $(VENV)/installed $(VAR_DIR)/secret_key  ## Install, prepare the database and serve the site
	@$(PY) manage.py prepare $(ARGS)
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@exec $(VENV)/bin/gunicorn careerinfo.wsgi

dev: export DEBUG = true
dev: $(VENV)/installed-dev $(VAR_DIR)/secret_key  ## The same, reloading when a file changes
	@$(PY) manage.py prepare
	@$(PY) manage.py send_mail --watch & trap 'kill $$!' EXIT; $(PY) manage.py runserver 127.0.0.1:$(PORT)

upgrade: $(VENV)/installed  ## After getting a new version: back up, migrate, collect; then restart the site
	@$(PY) manage.py upgrade

containers:  ## Build and start site, mail, database and nginx in containers
	@$(PYTHON) deploy/make_secrets.py
	@docker compose build
	@docker compose up --detach --wait database
	@docker compose run --rm upgrade
	@docker compose up --detach --no-deps web mail timer nginx

test: $(VENV)/installed-dev  ## Run all tests
	@PYTHONDONTWRITEBYTECODE= SECRET_KEY=for-tests-only $(PY) -m pytest -n auto $(ARGS)

bench: $(VENV)/installed-dev  ## Measure cached pages beside nginx and Wagtail (needs wrk and nginx)
	@$(PY) -m tests.benchmarks.serving

lint: $(VENV)/installed-dev  ## Check style, templates and migrations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@git ls-files -z -- 'templates/*.html' | xargs -0 $(VENV)/bin/djade --check --target-version 5.2
	@SECRET_KEY=for-tests-only $(PY) manage.py makemigrations --check --dry-run

.PHONY: help run dev upgrade containers test bench lint
