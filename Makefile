# SPDX-License-Identifier: GPL-2.0-or-later
# apfbench: `make help` lists the targets; everything made goes to build/.

ifneq ($(words $(CURDIR)),1)
$(error the source tree's path has a space ($(CURDIR)), which make, gcc and LD_PRELOAD cannot handle: move the tree)
endif

VERSION  := 0.1
PREFIX   ?= /usr/local
B        := build
V        ?= 0
Q        := $(if $(filter 1,$(V)),,@)
CI       ?=

PACKAGES := glib-2.0 jansson libconfig gsl libarchive
INSIDE   := glib-2.0 jansson libcgroup
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(CI),-Werror)
CFLAGS   ?= -O2 -g
# make -R knows no compiler of its own.
CC       ?= cc
# Passed as a shell variable: the path may contain characters that are special to the shell.
export TOP := $(CURDIR)
MAP      := "-ffile-prefix-map=$$TOP=."
CFLAGS_B := -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -Iharness $(MAP)
CFLAGS_P  = $(shell pkg-config --cflags $(PACKAGES) $(INSIDE))
LIBS      = $(shell pkg-config --libs $(PACKAGES)) -lm
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

HOST     := $(sort $(wildcard harness/host/*.c))
# The runner is all of host/ and these: nothing else of the tree gets into it (tests/includes.sh), since each of its
# bytes is an input of every figure.
SHARED   := workload/list workload/inside* qemu/guest_command qemu/machine_type qemu/qmp settings/description util/digits util/error util/fs util/process
RUNNER   := $(HOST) $(wildcard $(SHARED:%=harness/%.c))
SOURCES  := $(filter-out $(HOST),$(sort $(wildcard harness/*/*.c)))
OBJECTS  := $(SOURCES:%.c=$(B)/%.o)
INITIAL  := $(RUNNER:%.c=$(B)/static/%.o)
ASAN     := $(SOURCES:%.c=$(B)/asan/%.o)
CHECKED  := $(ASAN) $(patsubst %.c,$(B)/asan/%.o,$(filter-out %/main.c %/static.c,$(HOST)) adapter/failure.c adapter/metric.c)
BM       := $(sort $(wildcard bm/*.c))
# The first process of a guest whose workload is another program: with bm's set-up of a guest.
ADAPTER  := $(sort $(wildcard adapter/*.c)) bm/clock.c bm/error.c bm/init.c
UNIT     := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
THIEVES  := $(B)/thief-2 $(B)/thief-5
GUEST    := $(wildcard tests/guest/*.h tests/guest/lib/*.h)
LIBRARY  := $(sort $(wildcard tests/guest/lib/*.c tests/guest/lib/*.S))
HOST_T   := $(sort $(wildcard tests/guest/host_*.c)) $(LIBRARY)
# Code that a VM runs: no registers that its handlers do not save, and no calls of the C library.
GUEST_C  := -Os -fno-pie -mgeneral-regs-only -mno-red-zone -fno-stack-protector -fcf-protection=none
# The first process of the tests' guests, and what it starts.
GUEST_T  := $(sort $(wildcard tests/guest/linux_guest*.c)) tests/guest/linux_storm_threads.c
LINUX_T  := $(sort $(filter-out $(GUEST_T),$(wildcard tests/guest/linux_*.c))) tests/guest/lib/tap.c
E        ?= quick
SET      ?=
PATCHES  ?=

# Asks git without locks, so that a commit at the same moment does not fail.
DESCRIBED := $(if $(wildcard .git),$(shell git --no-optional-locks describe --always --dirty 2>/dev/null))
DETAIL    := $(if $(DESCRIBED), ($(DESCRIBED)))

all: $(B)/apfbench $(B)/runner $(B)/bm $(B)/adapter $(B)/hash-join $(B)/lockstep.so $(B)/shell $(THIEVES) ## build the harness, the runner and the benchmark

run: ## do everything: set up, build kernels, measure, print the table
	$(Q)setup/deps.sh run
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(B)/apfbench run '$(E)' $(foreach pair,$(SET),--set '$(pair)')

test: ## run all tests, with boots of simulated hosts (an hour at most)
	$(Q)setup/deps.sh test
	$(Q)tests/run.sh lint unit bm adapter fake boot

check-series: ## test the kernel series: compile after each patch, matrix of apf's patches and tests (hours; PATCHES="host 0 1": a part)
	$(Q)setup/deps.sh test
	$(Q)tests/run.sh series objects
	$(Q)tests/series/matrix.sh $(PATCHES)

check-long: ## test what builds a kernel for each step, as try in git bisect does (half an hour)
	$(Q)setup/deps.sh test
	$(Q)tests/run.sh long

check: all $(B)/tests/apfbench $(UNIT) ## run the fast tests, which need no QEMU, and check the order of includes
	$(Q)tests/includes.sh
	$(Q)tests/circles.sh
	$(Q)tests/run.sh unit bm adapter fake

# Status 3 (a setup has no valid run) is fine: the table says so.
tables: $(B)/apfbench ## remake the tables and pictures (PNG only) in results/ from their records
	$(Q)for table in results/*/table.txt; do \
		$< show "./$${table%/*}" >$(B)/table.txt; case $$? in 0 | 3) ;; *) exit 1 ;; esac; \
		cp $(B)/table.txt "$$table" || exit 1; \
	done
	$(Q)for picture in results/*/ratios.png results/*/curve.png; do \
		folder=$${picture%/*}; $< plot "./$$folder" || exit 1; \
		for drawn in "$$folder"/*.png; do rm "$${drawn%png}svg" "$${drawn%png}pdf" "$${drawn%png}dat"; done; \
	done

lint: ## check style: compilers, clang-format, cppcheck, order of includes, checkpatch
	$(Q)tests/run.sh lint

deps: ## install what run and test need (Debian; without root: say what to do)
	$(Q)setup/deps.sh test

$(B)/apfbench: $(B)/harness/main.o $(OBJECTS) | $(B)/version
	@echo "  LD      $@"
	$(Q)$(CC) -o $@ $^ $(LDFLAGS) $(LIBS)

$(B)/tests/apfbench: $(B)/asan/harness/main.o $(ASAN) | $(B)/version
	@mkdir -p $(@D) && echo "  LD      $@"
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(LDFLAGS) $(LIBS)

# Part of the host's image: its bytes depend neither on where it is built, nor on CFLAGS, nor on an earlier build with
# another Makefile.
$(B)/runner: $(INITIAL) Makefile
	@echo "  LD      $@"
	$(Q)$(CC) -static -no-pie -s -Wl,--gc-sections,--build-id=none,--no-warnings,--trace -o $@ $(INITIAL) \
		$(shell pkg-config --static --libs $(INSIDE)) >$@.trace
	$(Q)setup/packages-of.sh <$@.trace >$@.packages

$(B)/tests/%: tests/unit/%.c $(CHECKED)
	@mkdir -p $(@D) && echo "  LD      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) -g -O1 $(SANITIZE) -MMD -MP -MF $(B)/tests/$*.d -o $@ \
		$< $(CHECKED) $(LIBS) $(shell pkg-config --cflags --libs $(INSIDE) cmocka)

$(B)/tests/test_image: | $(B)/runner

$(B)/bm: $(BM) $(wildcard bm/*.h)
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -pthread \
		$(MAP) -o $@ $(BM)

$(B)/adapter: $(ADAPTER) $(wildcard adapter/*.h bm/*.h) harness/workload/program_limits.h
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -Iharness -O2 -static $(MAP) -o $@ $(ADAPTER)

$(B)/tests/adapter: $(ADAPTER) $(wildcard adapter/*.h bm/*.h) harness/workload/program_limits.h
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -Iharness -g -O1 $(SANITIZE) -o $@ $(ADAPTER)

# What each takes of every CPU, in percent, is in its name.
$(B)/thief-%: selftest/thief.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -pthread -DPERCENT=$* \
		$(MAP) -o $@ $<

# An example of a workload that is no part of apfbench.
$(B)/hash-join: workloads/hash-join.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -pthread $(MAP) -o $@ $<

$(B)/shell: shell/shell.c harness/inspect/protocol.h
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -Iharness -O2 -static \
		$(MAP) -o $@ $<

$(B)/lockstep.so: preload/lockstep.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -shared -fPIC -pthread \
		$(MAP) -o $@ $<

$(B)/tests/disturb.so: tests/boot/disturb.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -shared -fPIC -o $@ $<

$(B)/guest/host_tests: $(HOST_T) $(GUEST)
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) $(GUEST_C) -static -pthread \
		$(MAP) -o $@ $(HOST_T)

$(B)/guest/linux_host: $(LINUX_T) $(GUEST)
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static $(MAP) -o $@ $(LINUX_T)

$(B)/guest/linux_guest: $(GUEST_T) $(GUEST)
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -pthread $(MAP) \
		-o $@ $(GUEST_T)

# Written only when it changes, so that make builds nothing while the checkout stays the same.
$(B)/version: FORCE
	@mkdir -p $(@D) && echo '$(VERSION)$(DETAIL)' | cmp -s - $@ || echo '$(VERSION)$(DETAIL)' >$@

$(B)/apfbench.1: $(B)/apfbench
	@echo "  MAN     $@"
	$(Q)$< --manual >$@

$(B)/asan/%.o: %.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) -g -O1 $(SANITIZE) -MMD -MP -c -o $@ $<

$(B)/static/%.o: %.c Makefile
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) -O2 -fno-pie -ffunction-sections -fdata-sections -MMD -MP -c -o $@ $<

$(B)/%.o: %.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) $(CFLAGS) -MMD -MP -c -o $@ $<

install: all $(B)/apfbench.1 ## install to PREFIX=/usr/local (DESTDIR is respected)
	install -D -m 755 $(B)/apfbench $(DESTDIR)$(PREFIX)/bin/apfbench
	install -D -m 755 $(B)/runner $(DESTDIR)$(PREFIX)/libexec/apfbench/runner
	install -D -m 644 $(B)/runner.packages $(DESTDIR)$(PREFIX)/libexec/apfbench/runner.packages
	install -D -m 755 $(B)/bm $(DESTDIR)$(PREFIX)/libexec/apfbench/bm
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/libexec/apfbench $(B)/adapter $(B)/shell $(THIEVES)
	install -D -m 755 $(B)/lockstep.so $(DESTDIR)$(PREFIX)/libexec/apfbench/lockstep.so
	install -D -m 644 $(B)/version $(DESTDIR)$(PREFIX)/libexec/apfbench/version
	find configs kernel-patches plots results/reference setup styles -type f -exec \
		install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/apfbench/{} \;
	# Where the experiments look for them, which are in share/apfbench/configs.
	install -D -m 755 $(B)/hash-join $(DESTDIR)$(PREFIX)/share/apfbench/build/hash-join
	install -D -m 755 docs/workload.sh $(DESTDIR)$(PREFIX)/share/apfbench/docs/workload.sh
	install -D -m 644 $(B)/apfbench.1 $(DESTDIR)$(PREFIX)/share/man/man1/apfbench.1
	find README.md docs LICENSES -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/doc/apfbench/{} \;

uninstall: ## remove what install put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/apfbench $(DESTDIR)$(PREFIX)/libexec/apfbench \
		$(DESTDIR)$(PREFIX)/share/apfbench $(DESTDIR)$(PREFIX)/share/doc/apfbench \
		$(DESTDIR)$(PREFIX)/share/man/man1/apfbench.1

clean: ## remove programs and objects; caches and campaigns stay (apfbench prune)
	rm -rf $(B)/apfbench $(B)/apfbench.1 $(B)/version $(B)/bm $(B)/adapter $(B)/hash-join $(B)/lockstep.so $(B)/shell $(THIEVES) $(B)/runner* $(B)/harness $(B)/static $(B)/asan $(B)/tests

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo
	@echo '  E=NAME             for run: the experiment (default: quick; build/apfbench list)'
	@echo '  SET="KEY=VALUE..." for run: changes of it, as in SET="seconds=10 pv.container=1G"'
	@echo '  V=1                print every command'

-include $(OBJECTS:.o=.d) $(INITIAL:.o=.d) $(CHECKED:.o=.d) $(UNIT:%=%.d) $(B)/harness/main.d $(B)/asan/harness/main.d

.PHONY: all run test check check-long check-series tables lint deps install uninstall clean help FORCE
.DELETE_ON_ERROR:
