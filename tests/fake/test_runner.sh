#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The runner, whose bytes are an input of every figure: nothing but its own sources moves them.
. "$(dirname "$0")/lib.sh"

shared=$(sed -n 's/^SHARED *:= *//p' Makefile)

# copy FOLDER: what the runner is built from, and the rest of harness/, to be changed.
copy() {
	mkdir -p "$1" && cp -r Makefile harness setup "$1"
}

# build FOLDER: its runner; nothing is taken from an earlier build.
build() {
	(cd "$1" && unset MAKEFLAGS && make --no-print-directory -j2 build/runner) >"$work/last" 2>&1
}

# is_inside FILE: is it a source or header of the runner? "*" in SHARED stands for any characters.
is_inside() {
	local pattern
	for pattern in 'host/*' $shared; do
		[[ ${1%.[ch]} == $pattern ]] && return
	done
	return 1
}

# outsiders FOLDER: the sources and headers of harness/ that are no part of the runner.
outsiders() {
	local file
	for file in "$1"/harness/*.[ch] "$1"/harness/*/*.[ch]; do
		is_inside "${file#"$1"/harness/}" || echo "$file"
	done
}

echo "TAP version 13"

build/runner >"$work/last" 2>&1
[ $? = 2 ] && grep -q 'first process of a simulated host' "$work/last"
ok "started by hand it says what it is for, and does nothing"

bytes=$(stat -c %s build/runner)
echo "$bytes bytes" >"$work/last"
[ "$bytes" -le $((3 << 19)) ] && ! readelf -lS build/runner | grep -E 'INTERP|\.symtab|\.debug|build-id'
ok "the runner is static, stripped, and 1.5 MiB at most"

nm -u build/static/harness/*/*.o | sort -u >"$work/named"
nm --defined-only build/static/harness/host/static.o | awk '$2 == "W" { print $3 }' | sort >"$work/weak"
[ -s "$work/weak" ] && ! grep -wFf "$work/weak" "$work/named" >"$work/last"
ok "it uses nothing for which host/static.c stands in"

# Each file outside changed, with a new setting and another version among the changes.
copy "$work/one" && copy "$work/another/folder" && build "$work/one"
for file in $(outsiders "$work/another/folder"); do
	echo 'extern const int added_to_this_file;' >>"$file"
done
sed -i 's/^VERSION .*/VERSION := 9.9/' "$work/another/folder/Makefile"
sed -i 's/^struct settings {/&\n\tuint64_t added;/' "$work/another/folder/harness/settings/settings.h"
sed -i 's/^const struct setting setting_table.*/&\n\t{ "added", SETTING_NUMBER, AT(added), "7", 1, 9, NULL, true, "new" },/' \
	"$work/another/folder/harness/settings/settings.c"
[ "$(outsiders "$work/one" | wc -l)" -gt 100 ] && grep -q added_to "$work/another/folder/harness/report/gate.c" &&
	grep -q '"added"' "$work/another/folder/harness/settings/settings.c" &&
	build "$work/another/folder" && cmp "$work/one/build/runner" "$work/another/folder/build/runner" >>"$work/last" 2>&1
ok "no change outside the runner changes its bytes, nor does the folder where it is built"

sed -i 's/^#define BOOT_JITTER_US .*/#define BOOT_JITTER_US 20001/' "$work/one/harness/host/run.c"
build "$work/one" && ! cmp -s "$work/one/build/runner" "$work/another/folder/build/runner"
ok "a change of the runner's code changes its bytes"

echo '#include "settings/settings.h"' >>"$work/one/harness/host/swap.c"
mkdir "$work/one/tests" && cp tests/includes.sh "$work/one/tests"
! "$work/one/tests/includes.sh" >"$work/last" && grep -q 'swap.c includes settings/settings.h' "$work/last"
ok "a header from outside is found by includes.sh"

# The comparison with the committed record (test_smoke.sh), on copies of that record.
known=tests/boot/smoke-pv-b1-r1.json
work_of=$(sed -n 's/^ *"work" : \([0-9]*\).*/\1/p' $known | head -n 1)
other() { # SED-EXPRESSION: the record with other figures, and what the expression changes
	sed "s/\"work\" : $work_of/\"work\" : 7/; $1" $known >"$work/other.json"
	tests/boot/known.pl $known "$work/other.json" >"$work/last" 2>&1
}

tests/boot/known.pl $known $known >"$work/last" && [ ! -s "$work/last" ]
ok "a record that is repeated is equal to itself"

other ''
[ $? = 1 ] && grep -q "work $work_of -> 7" "$work/last" && grep -q 'with the same inputs' "$work/last"
ok "other figures from the same inputs are a failure"

other 's/busybox-static [^ ]* ................"/busybox-static 9:9 0123456789abcdef"/; s/"host_image" : "./&0/'
[ $? = 3 ] && grep -q '^busybox-static .* -> busybox-static 9:9$' "$work/last"
ok "another package is named, and is not a failure"

other 's/busybox-static [^ ]* /busybox-static 9:9 /; s,\("/init" : ".* \)[0-9a-f]\{16\}",\10123456789abcdef",'
[ $? = 1 ] && grep -q '^/init: ' "$work/last" && grep -q 'renew.sh' "$work/last"
ok "another runner is a failure that says what to do, whatever the archive did"

plan
