# Secretaria: the commands of a working day. `make` alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
# Passed on to what is run: make run ARGS="--port 9000", make test ARGS="--filter Inbox", make bench ARGS="--json".
ARGS ?=

SWIFT_FLAGS :=
ifeq ($(shell uname -s),Darwin)
# Homebrew keeps these two outside the compiler's search path.
BREW := $(shell brew --prefix 2>/dev/null)
export PKG_CONFIG_PATH := $(BREW)/opt/libpq/lib/pkgconfig:$(PKG_CONFIG_PATH)
SWIFT_FLAGS += -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib
endif

help: ## this list
	@echo "Secretaria"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make this machine ready: libraries, embedded PostgreSQL (safe to repeat)
	@scripts/setup

run: setup ## build for release and serve a demo shop on http://127.0.0.1:8080
	@swift build -c release --product secretaria $(SWIFT_FLAGS)
	@exec .build/release/secretaria serve --demo $(ARGS)

build: setup ## build everything, for debugging
	swift build $(SWIFT_FLAGS)

# What only computes (thousands of generated texts) runs alone: beside it, tests that wait for servers would wait for a core
# longer than their time limits allow.
HEAVY := ^DomainTests|^PrivacyTests

test: setup ## check the architecture, build, kill the server a few times, run all tests
	@scripts/check-architecture
	swift build --build-tests $(SWIFT_FLAGS)
	$(if $(ARGS),,@scripts/faults --short --program .build/debug/secretaria)
	@scripts/interop
	scripts/swift-test --skip-build $(SWIFT_FLAGS) $(or $(ARGS),--skip "$(HEAVY)")
	$(if $(ARGS),,scripts/swift-test --skip-build $(SWIFT_FLAGS) --filter "$(HEAVY)")

lint: ## formatting and architecture
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@scripts/check-architecture

format: ## rewrite the sources in the house format
	swift format --in-place --parallel --recursive Package.swift Sources Tests

bench: setup ## measure against pgbench on this machine (ARGS="--only intake", ARGS=--json)
	@scripts/bench $(ARGS)

faults: setup ## the long proofs: kills under load, restarts, lost connections
	@scripts/faults $(ARGS)

fuzz: setup ## ten minutes of damaged input for every parser (ARGS="--minutes 60")
	@scripts/fuzz $(ARGS)

backup: ## keep everything in one file (ARGS=/mnt/backups for another folder; BACKUP_KEY encrypts)
	@scripts/backup.sh $(ARGS)

restore: ## put a backup in the place of what is here (ARGS="backups/secretaria_….tar.gz --replace")
	@scripts/restore.sh $(ARGS)

clean: ## remove build products; data in .secretaria stays
	rm -rf .build

.PHONY: help setup run build test lint format bench faults fuzz backup restore clean
