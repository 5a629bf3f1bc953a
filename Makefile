# SPDX-License-Identifier: GPL-2.0-or-later
# apfbench: `make help` lists what can be asked for; everything made goes to build/.

VERSION  := 0.1
PREFIX   ?= /usr/local
B        := build
V        ?= 0
Q        := $(if $(filter 1,$(V)),,@)
CI       ?=

PACKAGES := glib-2.0 jansson libconfig gsl libarchive libcgroup devmapper
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(CI),-Werror)
CFLAGS   ?= -O2 -g
CFLAGS_B := -std=gnu11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(WARNINGS) -Iharness
PKG      := $(shell pkg-config --exists $(PACKAGES) 2>/dev/null && echo yes)
CFLAGS_P  = $(shell pkg-config --cflags $(PACKAGES))
LIBS      = $(shell pkg-config --libs $(PACKAGES)) -lm
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

SOURCES  := $(sort $(wildcard harness/*/*.c))
OBJECTS  := $(SOURCES:%.c=$(B)/%.o)
CHECKED  := $(SOURCES:%.c=$(B)/asan/%.o)
BM       := $(sort $(wildcard bm/*.c))
UNIT     := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FORMATTED := $(sort $(wildcard harness/*.c harness/*/*.[ch] bm/*.[ch] tests/*/*.[ch]))
E_SET    ?=
E        ?= quick

all: $(B)/apfbench $(B)/bm ## the harness and the benchmark

run: deps ## everything: set up, build kernels, measure E=quick, print the table
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(B)/apfbench run $(E) $(E_SET:%=--set %)

test: deps ## all tests, boots of simulated hosts included (30 min at most)
	$(Q)tests/run.sh lint unit bm fake boot

check: $(B)/apfbench $(B)/bm $(B)/tests/apfbench $(UNIT) ## fast tests only: no QEMU, half a minute
	$(Q)tests/run.sh unit bm fake

lint: ## compilers, clang-format, cppcheck, include order, checkpatch
	$(Q)tests/run.sh lint

deps: ## install what is missing (Debian; without root: says what to do)
	$(Q)setup/deps.sh

$(B)/apfbench: $(B)/harness/main.o $(OBJECTS)
	@echo "  LD      $@"
	$(Q)$(CC) -o $@ $^ $(LDFLAGS) $(LIBS)

$(B)/tests/apfbench: $(B)/asan/harness/main.o $(CHECKED)
	@mkdir -p $(@D) && echo "  LD      $@"
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(LDFLAGS) $(LIBS)

$(B)/tests/%: tests/unit/%.c $(CHECKED)
	@mkdir -p $(@D) && echo "  LD      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) -g -O1 $(SANITIZE) -MMD -MP -MF $(B)/tests/$*.d -o $@ \
		$< $(CHECKED) $(LIBS) $(shell pkg-config --cflags --libs cmocka)

$(B)/bm: $(BM) $(wildcard bm/*.h)
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -pthread \
		-ffile-prefix-map=$(CURDIR)=. -o $@ $(BM)

$(B)/asan/%.o: %.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) -g -O1 $(SANITIZE) -MMD -MP -c -o $@ $<

$(B)/%.o: %.c
	@mkdir -p $(@D) && echo "  CC      $@"
	$(Q)$(CC) $(CFLAGS_B) $(CFLAGS_P) $(CFLAGS) -MMD -MP -c -o $@ $<

install: all ## to PREFIX=/usr/local (DESTDIR is respected)
	install -D -m 755 $(B)/apfbench $(DESTDIR)$(PREFIX)/bin/apfbench
	install -D -m 755 $(B)/bm $(DESTDIR)$(PREFIX)/libexec/apfbench/bm
	find configs kernel-patches plots results/reference setup -type f -exec \
		install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/apfbench/{} \;

uninstall: ## what install put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/apfbench $(DESTDIR)$(PREFIX)/libexec/apfbench \
		$(DESTDIR)$(PREFIX)/share/apfbench

clean: ## programs and objects; caches and campaigns stay (apfbench prune)
	rm -rf $(B)/apfbench $(B)/bm $(B)/harness $(B)/asan $(B)/tests

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

-include $(OBJECTS:.o=.d) $(CHECKED:.o=.d) $(UNIT:%=%.d) $(B)/harness/main.d $(B)/asan/harness/main.d

.PHONY: all run test check lint deps install uninstall clean help
.DELETE_ON_ERROR:
