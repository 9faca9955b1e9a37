# What a user of a fresh machine types; each target is one or two commands that can be typed too.
SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ASSAY := .build/release/assay

.PHONY: verify test build deps lint format faults bench weights

# Judge everything on this machine: formats, the production module, the CPU's instructions.
verify: build
	$(ASSAY) verify

# The whole test suite.
test: deps
	swift test

# The command, optimised.
build: deps
	swift build -c release --product assay

# The one system library, installed where it is missing.
deps:
	@if ! echo '#include <gmp.h>' | cc -E - >/dev/null 2>&1 \
	  && ! echo '#include <gmp.h>' | clang -E - >/dev/null 2>&1; then \
	  echo "installing libgmp-dev"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libgmp-dev; \
	fi

# The matrix of planted faults and the laws that catch them.
faults: build
	$(ASSAY) verify --faults

lint:
	swift format lint --strict --recursive Sources Tests Specs Benchmarks Package.swift

format:
	swift format --in-place --recursive Sources Tests Specs Benchmarks Package.swift

# Every kernel beside its peers (torch and ml_dtypes where ASSAY_PYTHON or python3 has them);
# writes Reports/performance.md and Reports/performance.json.
bench: deps
	swift build -c release --package-path Benchmarks --product BenchmarkReport
	Benchmarks/.build/release/BenchmarkReport Benchmarks/Peers Reports
