# Netra's front door. Everything real is in meson.build and tools/; this file only names it.
.POSIX:
.PHONY: golden pictures run test build bench train clocks fuzz crash deb format lint coverage help clean setup setup-test setup-bench
BUILD = build
CHECK = build-test
NETRA_DATA ?= ./netra-data
LISTEN ?= 127.0.0.1:8080

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what building and running needs (Debian packages only)
	@sh tools/setup.sh

setup-test: # and what the tests need beside
	@sh tools/setup.sh test

build: setup ## the program: build/netra
	@sh tools/build.sh $(BUILD) -Dbuildtype=debugoptimized

run: build ## make the demonstration office in ./netra-data and serve it on http://127.0.0.1:8080
	@sh tools/run.sh $(BUILD)/netra $(NETRA_DATA) $(LISTEN)

test: setup-test ## build with sanitizers and run every test; last line 'N passed, N failed'
	@sh tools/build.sh $(CHECK) -Dbuildtype=debugoptimized -Db_sanitize=address,undefined
	@sh tools/build.sh $(BUILD) -Dbuildtype=debugoptimized
	@/usr/bin/python3 tools/test.py $(CHECK) $(BUILD)

setup-bench: # and what others make that is measured beside ours
	@sh tools/setup.sh bench

bench: build setup-bench ## measure and print the figures we promise, beside their limits
	@/usr/bin/python3 tools/bench.py $(BUILD)

train: build ## learn lexicon/model.csv anew from tests/data/posts and print how well it judges
	@/usr/bin/python3 tools/train.py $(BUILD)/netra --write

clocks: build ## a million clock questions, to Netra and to the second implementation
	@/usr/bin/python3 tests/clocks/campaign.py $(BUILD)/netra --cases $${CLOCK_CASES:-1000000}

fuzz: setup-test ## libFuzzer on every reader of outside bytes (FUZZ_SECONDS each, default 60)
	@CC=clang sh tools/build.sh build-fuzz -Dfuzzing=true -Db_sanitize=address,undefined
	@sh tools/fuzz.sh build-fuzz

crash: build ## kill -9 and power cuts under load (CRASH_KILLS, 10000; CRASH_CUTS, 1000): nothing that was answered is lost
	@/usr/bin/python3 tests/store/crash.py $(BUILD)/netra --rounds $${CRASH_ROUNDS:-50}
	@/usr/bin/python3 tests/crash/campaign.py $(BUILD)/netra --kills $${CRASH_KILLS:-10000} --cuts $${CRASH_CUTS:-1000}

golden: setup-test ## make the papers of tests/golden anew; look at each page before you commit them
	@sh tools/build.sh $(CHECK) -Dbuildtype=debugoptimized -Db_sanitize=address,undefined
	@NETRA_GOLDEN=1 $(CHECK)/desk-golden_test

pictures: ## take the pictures of the README and the guides from the last test run
	@cp build/shots/hari-ini-skrip-1366.png docs/gambar/hari-ini.png
	@cp build/panduan/*.webp docs/gambar/

coverage: setup-test ## branches of the legal core that its tests take; fails where one is missed
	@/usr/bin/python3 tools/coverage.py build-cov

deb: build ## a Debian package in build/
	@sh packaging/deb.sh $(BUILD)

format: ## lay the C out as .clang-format says
	@git ls-files '*.c' '*.h' | xargs clang-format-14 -i

lint: setup ## clang-tidy and the layer check
	@/usr/bin/python3 tools/layers.py src
	@sh tools/build.sh $(BUILD) && clang-tidy-14 -p $(BUILD) $$(git ls-files 'src/*.c') --quiet

clean: ## remove what was built; the data folder stays
	@rm -rf build build-test build-fuzz build-cov
