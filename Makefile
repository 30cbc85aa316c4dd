# SPDX-License-Identifier: MIT
#
# One Makefile: files are found by wildcard, so a new strategy, lab or test is picked up by itself.
# Each flavour is built in build/FLAVOUR (release, debug, clang, asan, tsan, fuzz); V=1 shows the commands.

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

FLAVOUR ?= release
B       := build/$(FLAVOUR)
Q       := $(if $(V),,@)
say      = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$(2)')

# Settings. Each flavour's compiler is gcc but for clang's and fuzz's; WERROR=1 is what CI builds with.
CC            = $(if $(filter clang fuzz,$(FLAVOUR)),clang,gcc)
PACKAGES      = hwloc gsl jansson smartcols libxml-2.0 inih ck liburcu-cds liburcu-qsbr
TEST_PACKAGES = criterion
# A hot loop of five instructions takes twice as long where it straddles two cache lines.
ALIGN         = -falign-loops=64
FLAGS_release = -O2 -g $(ALIGN)
FLAGS_clang   = -O2 -g $(ALIGN)
FLAGS_debug   = -O0 -g3
FLAGS_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    = -O1 -g -fno-omit-frame-pointer -fsanitize=thread
FLAGS_fuzz    = $(FLAGS_asan) -fsanitize=fuzzer-no-link
WARNINGS      = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(WERROR),-Werror)

CPPFLAGS_ALL  = -I. -D_GNU_SOURCE -DRACELAB_BUILTIN -DRACELAB_ROOT='"$(CURDIR)"' \
                -DRACELAB_FLAGS='"$(FLAGS_$(FLAVOUR)) $(CFLAGS)"' \
                $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(CPPFLAGS)
CFLAGS_ALL    = -std=gnu11 -pthread $(WARNINGS) $(FLAGS_$(FLAVOUR)) $(CFLAGS)
LDFLAGS_ALL   = -pthread -rdynamic $(FLAGS_$(FLAVOUR)) $(LDFLAGS)
LDLIBS        = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lm

SOURCES := $(wildcard benches/*.c benches/*/*.c harness/*.c harness/*/*.c)
TESTS   := $(wildcard benches/tests/*.c harness/tests/*.c)
BENCHES := $(wildcard harness/bench/*.c)
POWERS  := $(wildcard harness/power/*.c)
FUZZ    := $(wildcard harness/fuzz/*.c)
EXAMPLES := $(wildcard benches/examples/*.c) # built by those who load them
SOURCES := $(filter-out $(TESTS) $(BENCHES) $(POWERS) $(FUZZ) $(EXAMPLES),$(SOURCES))
OBJECTS       := $(SOURCES:%.c=$(B)/%.o)
TEST_OBJECTS  := $(TESTS:%.c=$(B)/%.o)
BENCH_OBJECTS := $(BENCHES:%.c=$(B)/%.o)
POWER_OBJECTS := $(POWERS:%.c=$(B)/%.o)
FUZZ_OBJECTS  := $(FUZZ:%.c=$(B)/%.o)
FUZZ_TARGETS  := $(patsubst harness/fuzz/fuzz_%.c,$(B)/fuzz-%,$(wildcard harness/fuzz/fuzz_*.c))
INNER_OBJECTS := $(filter-out %/cli/main.o,$(OBJECTS))

##@ The two commands of the README

sweep: ## install what is missing, build, measure the lecture's matrix, draw its graphs
	@scripts/bootstrap build plot
	@$(MAKE) all
	@scripts/sweep $(B)/racelab

check: ## install what is missing, build, pass all tests
	@scripts/bootstrap build plot test
	@$(MAKE) test

##@ Building

all: $(B)/racelab ## build build/release/racelab (FLAVOUR=debug, clang, asan, tsan for others)

clean: ## remove all that was built
	rm -rf build

##@ Checking

test: $(B)/racelab $(B)/tests $(if $(filter release,$(FLAVOUR)),disasm-check) ## run all tests of one flavour
	$(Q)RACELAB=$(CURDIR)/$(B)/racelab scripts/run-tests $(B)/tests $(CRITERION)

disasm-check: $(B)/racelab ## no hot loop calls what its strategy does not say
	@scripts/check-disasm $(B)/racelab

asan: ## all tests under AddressSanitizer and UBSan
	@$(MAKE) FLAVOUR=asan test

tsan: ## every race-free strategy under ThreadSanitizer, threads and processes, no suppressions
	@$(MAKE) FLAVOUR=tsan all
	@scripts/check-tsan build/tsan/racelab

fuzz: ## every parser on made-up input for FUZZ_SECONDS (60) each, from harness/fuzz/seeds
	@$(MAKE) FLAVOUR=fuzz fuzz-targets
	@scripts/check-fuzz build/fuzz

fuzz-targets: $(FUZZ_TARGETS)

valgrind: $(B)/racelab ## every structure and kind of task under valgrind's memcheck
	@scripts/check-valgrind $(B)/racelab

clang: ## build everything with clang, warnings as errors
	@$(MAKE) FLAVOUR=clang WERROR=1 build/clang/racelab build/clang/tests

lint: ## clang-format, clang-tidy, cppcheck, shellcheck
	@scripts/lint

bench: $(B)/bench ## what the loops cost beside hand-written ones, and how a run spends its time
	$(Q)$(B)/bench

power: $(B)/racelab $(B)/power ## how often verdicts are wrong on this machine; takes half an hour
	$(Q)RACELAB=$(CURDIR)/$(B)/racelab $(B)/power $(POWER)

disasm: $(B)/racelab ## print one hot loop: make disasm CASE=array/fetch_add
	@scripts/disasm $(B)/racelab '$(CASE)'

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { print "\n" substr($$0, 5) } \
	      /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: sweep check all clean test asan tsan fuzz fuzz-targets valgrind clang lint bench power disasm \
        disasm-check help FORCE
.DEFAULT_GOAL := all

$(B)/racelab: $(OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(B)/tests: $(TEST_OBJECTS) $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS) $$(pkg-config --libs $(TEST_PACKAGES))

$(B)/bench: $(BENCH_OBJECTS) $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(B)/power: $(POWER_OBJECTS) $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(FUZZ_TARGETS): $(B)/fuzz-%: $(B)/harness/fuzz/fuzz_%.o $(B)/harness/fuzz/target.o $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(TEST_OBJECTS): CPPFLAGS += $(shell pkg-config --cflags $(TEST_PACKAGES) 2>/dev/null)

# Only then does leaving a scope by a thread's exit or cancellation run its cleanup.
$(B)/benches/labs/release_scoped.o: CFLAGS_ALL += -fexceptions
# What is left by force leaves its frames marked, and AddressSanitizer takes the next call for an error.
$(B)/benches/labs/release_scene.o $(B)/benches/labs/release_scoped.o: CFLAGS_ALL += -fno-sanitize=address

$(B)/harness/data/manifest.o: CPPFLAGS += -include $(B)/commit.h
$(B)/harness/data/manifest.o: $(B)/commit.h

$(B)/%.o: %.c Makefile
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# The commit goes into run.json. The file changes only when the commit does, and only the one object
# that says it depends on it.
$(B)/commit.h: FORCE
	@mkdir -p $(@D)
	@printf '#define RACELAB_COMMIT "%s"\n' "$$(git describe --always --dirty 2>/dev/null)" >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(patsubst %.o,%.d,$(OBJECTS) $(TEST_OBJECTS) $(BENCH_OBJECTS) $(POWER_OBJECTS) $(FUZZ_OBJECTS))
