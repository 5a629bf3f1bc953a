#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Style as tests: both compilers without a warning, clang-format, cppcheck, include order, sizes, words.
set -u
cd "$(dirname "$0")/.." || exit 2

number=0
sources=$(ls harness/*.c harness/*/*.c bm/*.c)
headers=$(ls harness/*/*.h bm/*.h)
tests=$(ls tests/*/*.[ch])
packages="glib-2.0 jansson libconfig gsl libarchive libcgroup devmapper cmocka"
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
	for source in $sources $(ls tests/*/*.c); do
		$1 $flags -fsyntax-only "$source" || return 1
	done
}

# A file of harness/ may include headers of its own folder and of folders above it in this list only.
include_order() {
	local order="util experiment record stats kernel image qemu host testbed campaign report cmd"
	local file folder included
	for file in harness/*/*.[ch]; do
		folder=$(basename "$(dirname "$file")")
		for included in $(sed -n 's,^#include "\([a-z_]*\)/.*,\1,p' "$file"); do
			case " ${order%% "$folder"*} $folder " in
			*" $included "*) ;;
			*) echo "$file includes $included/, which comes after $folder/" ;;
			esac
		done
	done
}

sizes() {
	wc -l $sources $headers $tests | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, at most 600" }'
}

spdx() {
	grep -L SPDX-License-Identifier $sources $headers $tests Makefile setup/deps.sh tests/*.sh tests/*/*.sh plots/*.gp
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
check "folders use only folders above them" include_order
check "no source file is longer than 600 lines" sizes
check "every source has a licence line" spdx
check "kernel series pass checkpatch" tests/checkpatch.sh
echo "1..$number"
