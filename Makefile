# SPDX-License-Identifier: MIT
#
# One Makefile: files are found by wildcard, so a new strategy, lab or test is picked up by itself.
# Each flavour is built in build/FLAVOUR (release, debug, clang, asan, tsan, fuzz; arm64, by scripts/machines/image),
# with MPI=1 in build/FLAVOUR-mpi;
# V=1 shows the commands.

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

FLAVOUR ?= release
B       := build/$(FLAVOUR)$(if $(MPI),-mpi)
Q       := $(if $(V),,@)
say      = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$(2)')

# What a target of many parts builds: as many files at once as there are PUs, unless make was told how many.
BUILD = $(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

# Where racelab finds its plots and sweeps if they are not beside it.
ROOT = $(CURDIR)

# Settings. Each flavour's compiler is gcc but for clang's and fuzz's; WERROR=1 is what CI builds with.
CC            = $(if $(filter clang fuzz,$(FLAVOUR)),clang,gcc)
PKG_CONFIG   ?= pkg-config
PACKAGES      = hwloc gsl jansson smartcols libxml-2.0 inih ck liburcu-cds liburcu-qsbr nettle libseccomp sqlite3 libarchive \
                $(if $(MPI),$(MPI_PACKAGE))
# What `make MPI=1` builds ranks with: MPICH's own name, as `mpi` is whichever was chosen for the system.
MPI_PACKAGE   = mpich
TEST_PACKAGES = criterion
# A hot loop of five instructions takes twice as long where it straddles two cache lines.
ALIGN         = -falign-loops=64
FLAGS_release = -O2 -g $(ALIGN)
FLAGS_clang   = $(FLAGS_release)
FLAGS_arm64   = $(FLAGS_release)
FLAGS_debug   = -O0 -g3
FLAGS_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    = -O1 -g -fno-omit-frame-pointer -fsanitize=thread
FLAGS_fuzz    = $(FLAGS_asan) -fsanitize=fuzzer-no-link
WARNINGS      = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(WERROR),-Werror)

CPPFLAGS_ALL  = -I. -D_GNU_SOURCE -DRACELAB_BUILTIN -DRACELAB_ROOT='"$(ROOT)"' \
                -DRACELAB_FLAGS='"$(FLAGS_$(FLAVOUR)) $(filter-out -ffile-prefix-map%,$(CFLAGS))"' \
                $(if $(MPI),-DRACELAB_MPI) $(LIBRARY_FLAGS) $(CPPFLAGS)
CFLAGS_ALL    = -std=gnu11 -pthread $(WARNINGS) $(FLAGS_$(FLAVOUR)) $(CFLAGS)
LDFLAGS_ALL   = -pthread -rdynamic $(FLAGS_$(FLAVOUR)) $(LDFLAGS)
LDLIBS        = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lcsv -lm

# Asked for once, when the first file is compiled: only then must all be there, and what is not is said before.
LIBRARY_FLAGS = $(eval LIBRARY_FLAGS := $$(call stop_if,$$(LACKING))$$(shell $$(PKG_CONFIG) --cflags \
                $$(PACKAGES)))$(LIBRARY_FLAGS)
TEST_FLAGS    = $(eval TEST_FLAGS := $$(shell $$(PKG_CONFIG) --cflags $$(TEST_PACKAGES) 2>/dev/null))$(TEST_FLAGS)
CK_FLAGS      = $(eval CK_FLAGS := $$(shell $$(PKG_CONFIG) --cflags ck))$(CK_FLAGS)
LACKING       = $(shell scripts/lacking '$(PACKAGES)' '$(if $(filter test asan %/tests,$(MAKECMDGOALS)),$(TEST_PACKAGES))' \
                '$(PKG_CONFIG)' $(CC) $(CPPFLAGS) $(CFLAGS))
stop_if       = $(if $(1),$(error $(1)))

# What is in this file, too.
$(B)/benches/labs/python/operations.o: benches/labs/python/operations.py

# Strategies are compiled once more, by racelab, to be explored: with the headers that they had here.
$(B)/harness/explore/program/compile.o: CPPFLAGS_ALL += -DRACELAB_CK_FLAGS='"$(CK_FLAGS)"'

# Where things are installed, and what is besides the program: racelab looks for its share beside the
# folder that it runs from, so that PREFIX can be moved. The headers are for strategies of your own.
PREFIX   ?= /usr/local
bindir    = $(PREFIX)/bin
datadir   = $(PREFIX)/share
mandir    = $(datadir)/man
docdir    = $(datadir)/doc/racelab
bashdir   = $(datadir)/bash-completion/completions
zshdir    = $(datadir)/zsh/site-functions
SHARED    = $(wildcard plots/*.* plots/report/* scripts/sweeps/* scripts/cluster/*.* benches/examples/* benches/programs/* \
            benches/sync/*.[ch] benches/counters/*.[ch] benches/ck/*.[ch] benches/increments/*.c \
            benches/structure/*.h harness/explore/runtime/* harness/explore/step.h benches/mutants/*.* \
            harness/grade/frames/*.c benches/exercises/*.*) harness/trial/racy.h \
            $(filter-out %/solution.c benches/exercises/graders/%,$(wildcard benches/exercises/*/*.*))
DOCS      = README.md CHANGELOG.md LICENSE results/README.md
INSTALLED = $(bindir)/racelab $(mandir)/man1/racelab.1 $(bashdir)/racelab $(zshdir)/_racelab \
            $(SHARED:%=$(datadir)/racelab/%) $(DOCS:%=$(docdir)/%)
# What may be left empty; where a system's own prefix is, only what is ours.
EMPTIED   = $(patsubst $(PREFIX)/%,%,$(filter $(PREFIX)/%,$(sort $(dir $(INSTALLED)))))
EMPTIED_OURS = $(foreach folder,$(EMPTIED),$(if $(findstring /racelab,$(folder)),$(folder)))
# Which Debian check-debian makes, and which of its parts it tries; none named: all.
SUITE     = trixie
PARTS     =
VERSION  := $(shell sed -n 's/.*RACELAB_VERSION[^"]*"\(.*\)".*/\1/p' harness/version.h)
RELEASED := $(shell sed -n 's/.*RACELAB_RELEASED[^"]*"\(.*\)".*/\1/p' harness/version.h)
# A tarball has no git, but a file with the commit's name.
COMMIT    = $(shell cat .commit 2>/dev/null || git describe --always --dirty 2>/dev/null)

SOURCES := $(wildcard benches/*.c benches/*/*.c benches/labs/*/*.c harness/*.c harness/*/*.c harness/explore/*/*.c \
           harness/grade/*/*.c)
TESTS   := $(wildcard benches/tests/*.c harness/tests/*.c)
BENCHES := $(wildcard harness/bench/*.c)
POWERS  := $(wildcard harness/power/*.c)
FUZZ    := $(wildcard harness/fuzz/*.c)
EXAMPLES := $(wildcard benches/examples/*.c) # built by those who load them
# Compiled by `racelab explore`, which also compiles the strategies anew, and by `racelab grade`.
EXPLORED := $(wildcard benches/programs/*.c harness/explore/runtime/*.c benches/exercises/*/*.c benches/mutants/*.c \
            benches/solutions/*.c harness/grade/frames/*.c)
# For ranks: with MPI=1 they are there, else what says that they are not.
RANKS   := $(wildcard benches/remote/*.c harness/rank/play/*.c)
SOURCES := $(filter-out $(RANKS) $(if $(MPI),harness/rank/absent.c),$(SOURCES)) $(if $(MPI),$(RANKS))
SOURCES := $(filter-out $(TESTS) $(BENCHES) $(POWERS) $(FUZZ) $(EXAMPLES) $(EXPLORED),$(SOURCES))
OBJECTS       := $(SOURCES:%.c=$(B)/%.o)
TEST_OBJECTS  := $(TESTS:%.c=$(B)/%.o)
BENCH_OBJECTS := $(BENCHES:%.c=$(B)/%.o)
POWER_OBJECTS := $(POWERS:%.c=$(B)/%.o)
FUZZ_OBJECTS  := $(FUZZ:%.c=$(B)/%.o)
FUZZ_TARGETS  := $(patsubst harness/fuzz/fuzz_%.c,$(B)/fuzz-%,$(wildcard harness/fuzz/fuzz_*.c))
# The same program, laid out differently, for `make power`.
LAYOUTS       := $(foreach seed,1 2 3 4 5 6 7 8,$(B)/racelab-layout-$(seed))
INNER_OBJECTS := $(filter-out %/harness/main.o,$(OBJECTS))

##@ The two commands of the README

sweep: ## install what is missing, build, measure the lecture's matrix and labs, draw the graphs
	@scripts/bootstrap build plot
	@$(BUILD) all
	@scripts/sweep $(B)/racelab

check: ## install what is missing, build, pass all tests
	@scripts/bootstrap build plot test
	@$(BUILD) test

##@ As installed software

install: all $(B)/racelab.1 ## install under PREFIX (/usr/local); DESTDIR, bindir, datadir, mandir... as usual
	$(call say,INST,$(DESTDIR)$(PREFIX))
	$(Q)install -Dm755 $(B)/racelab '$(DESTDIR)$(bindir)/racelab'
	$(Q)install -Dm644 $(B)/racelab.1 '$(DESTDIR)$(mandir)/man1/racelab.1'
	$(Q)install -Dm644 scripts/completions/racelab.bash '$(DESTDIR)$(bashdir)/racelab'
	$(Q)install -Dm644 scripts/completions/_racelab '$(DESTDIR)$(zshdir)/_racelab'
	$(Q)for file in $(SHARED); do \
	        install -Dm644 $$file '$(DESTDIR)$(datadir)/racelab/'$$file || exit; done
	$(Q)for file in $(DOCS); do install -Dm644 $$file '$(DESTDIR)$(docdir)/'$$file || exit; done

uninstall: ## remove what install installed, with the same variables
	$(call say,RM,$(DESTDIR)$(PREFIX))
	$(Q)rm -f $(INSTALLED:%='$(DESTDIR)%')
	$(Q)cd '$(DESTDIR)$(PREFIX)' && rmdir -p --ignore-fail-on-non-empty 2>/dev/null \
	        $(if $(filter /usr /usr/local,$(PREFIX)),$(EMPTIED_OURS),$(EMPTIED)) || :

man: $(B)/racelab.1 ## the manual page, build/release/racelab.1; any warning of man or mandoc fails
	@! man --warnings -E UTF-8 -l $< 2>&1 >/dev/null | grep .
	@! command -v mandoc >/dev/null || mandoc -Tlint -Wstyle $<

dist: ## build/racelab-VERSION.tar.gz: what git tracks, and which commit it is
	@scripts/dist $(VERSION) '$(COMMIT)'

deb: ## build/racelab_VERSION_ARCH.deb, checked by lintian
	@scripts/bootstrap build package
	@$(MAKE) dist
	@scripts/deb $(VERSION) $(RELEASED)

check-install: ## install, run from elsewhere, uninstall; and the same from the dist tarball
	@scripts/bootstrap build plot
	@$(BUILD) all dist
	@scripts/check-install $(VERSION)

check-completions: ## in real shells: bash and zsh
	@scripts/bootstrap build shells
	@$(BUILD) all
	@scripts/check-completions $(B)/racelab

check-deb: deb ## install the package in a clean Debian, use it, remove it; as root
	@scripts/bootstrap root
	@scripts/check-deb build/racelab_$(VERSION)_$$(dpkg --print-architecture).deb

check-bootstrap: ## what bootstrap and make say is missing, on made-up machines of several systems
	@scripts/check-bootstrap

check-debian: ## both commands of the README in a minimal SUITE=trixie (bookworm, testing), or PARTS of it; as root
	@scripts/bootstrap root
	@scripts/check-debian $(SUITE) $(PARTS)

check-machines: ## on emulated machines: SMT and NUMA, one core, arm64, ...; MACHINES="a d" for some of them
	@scripts/bootstrap build machines
	@scripts/check-machines $(MACHINES)

check-containers: ## without /dev/shm, /sys, a root to write to, with few files, processes or system calls; as root
	@scripts/bootstrap build plot containers
	@$(BUILD) all
	@scripts/check-containers $(B)/racelab

check-cluster: ## shards and ranks on a real Slurm cluster of two nodes, on this machine, and check-ranks; minutes; as root
	@scripts/bootstrap build cluster mpi
	@$(BUILD) all
	@$(BUILD) MPI=1 build/release-mpi/racelab
	@scripts/check-cluster $(B)/racelab build/release-mpi/racelab
	@$(BUILD) check-ranks

image: deb ## build/racelab-VERSION-oci, an OCI image of the package, for an ordinary user; as root
	@scripts/bootstrap root image
	@scripts/image build/racelab_$(VERSION)_$$(dpkg --print-architecture).deb

check-ranks: ## MPI's ranks for real: shared memory, TCP, hosts as namespaces (as root), killed ranks; TIMES=20 for the first two
	@scripts/bootstrap build mpi
	@$(BUILD) MPI=1 build/release-mpi/racelab build/release-mpi/bench-ranks
	@scripts/check-ranks build/release-mpi/racelab $(TIMES)

check-image: image ## the README's main job in it, by runc or crun; as root
	@scripts/check-image build/racelab-$(VERSION)-oci

##@ A course's grader

autograder: deb ## build/autograder-EXERCISE-FOR.zip, to be uploaded: EXERCISE=lock FOR=gradescope (autolab, ...)
	@scripts/bootstrap course
	@scripts/autograder '$(EXERCISE)' '$(FOR)' build/racelab_$(VERSION)_$$(dpkg --print-architecture).deb \
	        build/racelab-$(VERSION).tar.gz

check-graders: deb ## each of them as its grader would run it, in a Debian of its own; FOR="gradescope vpl" for some; as root
	@scripts/bootstrap root course
	@scripts/check-graders build/racelab_$(VERSION)_$$(dpkg --print-architecture).deb build/racelab-$(VERSION).tar.gz $(FOR)

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
	@$(BUILD) FLAVOUR=asan test

tsan: ## every race-free strategy under ThreadSanitizer, threads and processes, no suppressions
	@$(BUILD) FLAVOUR=tsan all
	@scripts/check-tsan build/tsan/racelab

fuzz: ## every parser on made-up input for FUZZ_SECONDS (60) each, from harness/fuzz/seeds
	@$(BUILD) FLAVOUR=fuzz fuzz-targets
	@scripts/check-fuzz build/fuzz

fuzz-targets: $(FUZZ_TARGETS)

valgrind: $(B)/racelab ## every structure and kind of task under valgrind's memcheck
	@scripts/check-valgrind $(B)/racelab

check-report: $(B)/racelab ## the report of a small run in headless Chromium; pictures in build/report
	@scripts/bootstrap browser
	@scripts/check-report $(B)/racelab

check-store: ## a million rows into a store, merges killed by force, exports read by pandas and R: a minute
	@scripts/bootstrap build store
	@$(BUILD) all
	@timeout 240 scripts/check-store $(B)/racelab

check-page: $(B)/racelab ## pages of explore --page, played in headless Chromium; pictures in build/page
	@scripts/bootstrap browser
	@scripts/check-page $(B)/racelab

clang: ## build everything with clang, warnings as errors
	@$(BUILD) FLAVOUR=clang WERROR=1 build/clang/racelab build/clang/tests

lint: ## clang-format, each file's includes, clang-tidy, cppcheck, shellcheck
	@scripts/lint

prove: ## every strategy explored under every model, and held against benches/README.md; those for ranks, too: two minutes
	@scripts/bootstrap build
	@$(BUILD) all
	@scripts/prove $(B)/racelab
	@scripts/prove-ranks $(B)/racelab

grades: ## every right solution graded TIMES (50) times, none may lose a point, and every mutant once: an hour
	@scripts/bootstrap build
	@$(BUILD) all
	@scripts/check-grades $(B)/racelab

bench: $(B)/racelab $(B)/bench ## what the loops cost beside hand-written ones, and how a run spends its time
	$(Q)RACELAB=$(CURDIR)/$(B)/racelab $(B)/bench

bench-explore: ## racelab explore beside Spin's verifier: states, seconds, memory; and executions a second
	@scripts/bootstrap build peers
	@$(BUILD) all
	@scripts/bench-explore $(B)/racelab

power: $(B)/racelab $(B)/power $(LAYOUTS) ## how often verdicts are wrong here: an hour; POWER=--quick: 10 minutes
	$(Q)mkdir -p build/power/$(COMMIT)
	$(Q)RACELAB=$(CURDIR)/$(B)/racelab $(B)/power $(POWER) build/power/$(COMMIT)

disasm: $(B)/racelab ## print one hot loop: make disasm CASE=array/fetch_add
	@scripts/disasm $(B)/racelab '$(CASE)'

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { print "\n" substr($$0, 5) } \
	      /^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

.PHONY: sweep check prove grades all clean test asan tsan fuzz fuzz-targets valgrind clang lint bench bench-explore power disasm \
        disasm-check help install uninstall man dist deb check-install check-completions check-deb \
        check-bootstrap check-debian check-machines check-containers check-cluster check-ranks image check-image check-report \
        check-page check-store \
        autograder check-graders FORCE
.DEFAULT_GOAL := all

$(B)/racelab: $(OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(LAYOUTS): $(B)/racelab-layout-%: $(OBJECTS) scripts/layout
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $$(scripts/layout $* $@.o $(CC) $(OBJECTS)) $(LDLIBS)

$(B)/racelab.1: $(B)/racelab
	$(call say,MAN,$@)
	$(Q)$< man >$@

$(B)/tests: $(TEST_OBJECTS) $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS) $$($(PKG_CONFIG) --libs $(TEST_PACKAGES))

$(B)/bench: $(BENCH_OBJECTS) $(B)/harness/power/verdicts.o $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(B)/bench-ranks: $(B)/harness/rank/bench/main.o $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(B)/power: $(POWER_OBJECTS) $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

$(FUZZ_TARGETS): $(B)/fuzz-%: $(B)/harness/fuzz/fuzz_%.o $(B)/harness/fuzz/target.o $(INNER_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(TEST_OBJECTS): CPPFLAGS += $(TEST_FLAGS)

# Only then does leaving a scope by a thread's exit or cancellation run its cleanup.
$(B)/benches/labs/release/scoped.o: CFLAGS_ALL += -fexceptions
# What is left by force leaves its frames marked, and AddressSanitizer takes the next call for an error.
$(B)/benches/labs/release/scene.o $(B)/benches/labs/release/scoped.o: CFLAGS_ALL += -fno-sanitize=address

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
	@printf '#define RACELAB_COMMIT "%s"\n' '$(COMMIT)' >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(patsubst %.o,%.d,$(OBJECTS) $(TEST_OBJECTS) $(BENCH_OBJECTS) $(POWER_OBJECTS) $(FUZZ_OBJECTS))
