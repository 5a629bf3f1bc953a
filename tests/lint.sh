#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Style as tests: both compilers without a warning, clang-format, cppcheck, include order, circles, sizes, words.
set -u
cd "$(dirname "$0")/.." || exit 2

number=0
sources=$(ls harness/*.c harness/*/*.c adapter/*.c bm/*.c preload/*.c selftest/*.c shell/*.c workloads/*.c)
headers=$(ls harness/*/*.h adapter/*.h bm/*.h)
tests=$(ls tests/*/*.[ch] tests/*/*/*.[ch])
scripts=$(ls docs/*.sh setup/*.sh tests/*.sh tests/*/*.sh)
documents=$(ls ./*.md docs/*.md tests/*/*.md kernel-patches/*/*.md kernel-patches/*/*/*.md)
packages="glib-2.0 jansson libconfig gsl libarchive libcgroup cmocka"
flags="-std=gnu11 -D_GNU_SOURCE -DVERSION=\"lint\" -Wall -Wextra -Wshadow -Wstrict-prototypes
	-Wmissing-prototypes -Werror -O2 -Iharness $(pkg-config --cflags $packages)"

check() { # name command...: no output and status 0 is a pass
	local name=$1 output
	shift
	number=$((number + 1))
	if output=$("$@" 2>&1) && [ -z "$output" ]; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		echo "$output" | head -n 20 | sed 's/^/# /'
	fi
}

compile() { # compiler
	local source
	for source in $sources $(ls tests/*/*.c tests/*/*/*.c); do
		$1 $flags -fsyntax-only "$source" || return 1
	done
}

sizes() {
	wc -l $sources $headers $tests $scripts | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, at most 600" }'
}

spdx() {
	grep -L SPDX-License-Identifier $sources $headers $tests $scripts $documents Makefile setup/packages \
		configs/*.* configs/kernel/* plots/*.gp styles/*.css kernel-patches/*/*/series
}

placeholders() {
	grep -nE '@[A-Z]+@' $documents || true
}

shell_syntax() {
	local script
	for script in $scripts; do
		bash -n "$script"
	done
}

static_analysis() {
	cppcheck --quiet --enable=warning,performance,portability --inline-suppr --std=c11 -Iharness \
		--suppress=missingIncludeSystem --error-exitcode=1 $sources
}

echo "TAP version 13"
check "gcc has nothing to warn of" compile gcc
check "clang has nothing to warn of" compile clang
check "clang-format changes nothing" clang-format --dry-run -Werror $sources $headers $tests
check "cppcheck finds nothing" static_analysis
check "folders use only folders above them" tests/includes.sh
check "no files call each other in a circle" tests/circles.sh
check "no source file is longer than 600 lines" sizes
check "every source has a licence line" spdx
check "no document has a gap to be filled" placeholders
check "shell scripts can be parsed" shell_syntax
check "kernel series pass checkpatch" tests/checkpatch.sh
echo "1..$number"
