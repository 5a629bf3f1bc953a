#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the named groups of tests, each a set of programs that print TAP, and counts over all of them.
# Usage: tests/run.sh GROUP...   (lint unit bm adapter fake boot long series objects); last line: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.." || exit 2

log=build/tests/log
passed=0 failed=0 skipped=0
# A make of its own: the one that called us lends no jobs.
unset MAKEFLAGS MAKELEVEL
make=(make --no-print-directory -j"$(nproc)")
mkdir -p "$log"

# Shows what needs eyes (failures with their diagnostics, skips with their reasons) and counts the rest.
tap_run() { # name command...
	local name=$1 out=$log/$1.tap status planned ok not_ok skip began
	shift
	began=$SECONDS
	"$@" >"$out" 2>"$out.err" </dev/null
	status=$?
	ok=$(grep -Ec '^ok\b' "$out")
	skip=$(grep -Ec '^ok\b.*# SKIP' "$out")
	not_ok=$(grep -Ec '^not ok\b' "$out")
	planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$out" | awk '{ n += $1 } END { print n + 0 }')
	if [ "$not_ok" = 0 ] && { [ "$status" != 0 ] || [ "$planned" != $((ok + not_ok)) ] || [ "$ok" = 0 ]; }; then
		echo "not ok - $name ended with status $status after $ok of $planned tests" >>"$out"
		not_ok=1
	fi
	passed=$((passed + ok - skip)) skipped=$((skipped + skip)) failed=$((failed + not_ok))
	printf '%-34s %3d ok, %d failed, %d skipped, %d s\n' "$name" $((ok - skip)) "$not_ok" "$skip" $((SECONDS - began))
	grep -E '# SKIP' "$out" | sed 's/^/  /'
	[ "$not_ok" = 0 ] || { grep -E -A 12 '^not ok\b' "$out"; tail -n 30 "$out.err"; } | sed 's/^/  /'
}

group_lint() {
	"${make[@]}" all >/dev/null && tap_run lint tests/lint.sh
}

group_unit() {
	local source name
	for source in tests/unit/test_*.c; do
		name=$(basename "$source" .c)
		if "${make[@]}" "build/tests/$name" >"$log/$name.build" 2>&1; then
			CMOCKA_MESSAGE_OUTPUT=TAP tap_run "unit/$name" "build/tests/$name"
		else
			echo "not ok - $name does not build" | tee "$log/$name.tap"
			tail -n 20 "$log/$name.build"
			failed=$((failed + 1))
		fi
	done
}

group_scripts() { # folder
	local script
	for script in "tests/$1"/test_*.sh; do
		tap_run "$1/$(basename "$script" .sh)" "$script"
	done
}

group_bm() {
	"${make[@]}" build/bm >/dev/null && tap_run bm/test_bm tests/bm/test_bm.sh build/bm
}

group_adapter() {
	"${make[@]}" build/tests/adapter >/dev/null && group_scripts adapter
}

group_fake() {
	"${make[@]}" build/apfbench build/tests/apfbench build/runner build/bm build/lockstep.so >/dev/null && group_scripts fake
}

group_boot() {
	"${make[@]}" all build/guest/host_tests build/tests/disturb.so >/dev/null && group_scripts boot
}

# Builds kernels one after the other, so it is a group of its own.
group_long() {
	"${make[@]}" all >/dev/null && group_scripts long
}

group_series() {
	"${make[@]}" all >/dev/null && group_scripts series
}

# Compiles for an hour or two, so it is a group of its own.
group_objects() {
	tap_run objects tests/series/objects.sh
}

mkdir -p "$log/series" "$log/unit" "$log/bm" "$log/adapter" "$log/fake" "$log/boot" "$log/long"
for group; do
	"group_$group" || { echo "group $group could not be built"; failed=$((failed + 1)); }
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
