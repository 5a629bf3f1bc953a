# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the boot tests: TAP, campaigns in a folder of their own, a record's figures. Sourced, not run.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
apfbench=build/apfbench
. tests/tap.sh
. tests/figure.sh

# campaign NAME EXPERIMENT [OPTION...]: runs it into $work/NAME; what it said is in $work/last.
campaign() {
	local name=$1
	shift
	"$apfbench" run --campaign "$work/$name" "$@" >"$work/last" 2>&1
}

# same CAMPAIGN RECORD CAMPAIGN RECORD: what is a function of the inputs is there, and equal byte for byte. If not,
# $work/last has the figures that differ, a line each.
same() {
	figure "$1" "$2" determined >"$work/one" && figure "$3" "$4" determined >"$work/other" || return 1
	cmp -s "$work/one" "$work/other" && return
	diff <(json_pp -json_opt canonical,pretty <"$work/one") \
		<(json_pp -json_opt canonical,pretty <"$work/other") | grep '^[<>]' | head -n 20 >"$work/last"
	return 1
}

# differ CAMPAIGN RECORD CAMPAIGN RECORD: both have a total, and not the same.
differ() {
	local one other
	one=$(figure "$1" "$2" determined.result.work) && other=$(figure "$3" "$4" determined.result.work) &&
		[ "$one" -gt 0 ] && [ "$other" -gt 0 ] && [ "$one" != "$other" ]
}

# await FILE WORDS: until a line of the file has the words, for at most two minutes.
await() {
	local tries=0
	until grep -q "$2" "$1" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -lt 1200 ] || return 1
		sleep 0.1
	done
}
