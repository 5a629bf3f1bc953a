#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Dry runs of the simulated testbed: all commands are printed, and nothing is built, booted or left behind.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

dry_run() { # command
	"$apfbench" "$1" quick --dry-run -o "$work/made" >"$work/last" 2>&1
}

dry_run run
status=$?
if [ "$status" = 77 ]; then
	echo "1..0 # SKIP $(tail -n 1 "$work/last")"
	exit 0
fi
[ "$status" = 0 ]
ok "run --dry-run ends well"
[ "$(grep -c '^# run [0-9]* of 12: ' "$work/last")" = 12 ] && [ "$(grep -c '^# run .*, boot 1 (seed 1), run 1 (seed 1), traced$' "$work/last")" = 3 ]
ok "all 12 runs are named, three of them traced"
[ "$(grep -c -- '-accel tcg.* -incoming defer -S$' "$work/last")" = 12 ] &&
	[ "$(grep -c -- '-accel tcg' "$work/last")" = 24 ] && [ "$(grep -c -- '-accel kvm' "$work/last")" = 12 ]
ok "each run has the commands of its preparation, its guest and its fork"
hosts=$(sed -n "s|.* -seed \([0-9]*\) .* -kernel $work/made/kernels/[^ ]*/bzImage .*|\1|p" "$work/last" | sort | uniq -c | tr -s ' \n' ' ')
[ "$hosts" = " 12 1 6 2 6 3 " ]
ok "each host has its boot's seed and the path of its kernel"
said "bzImage" && said "tinyconfig"
ok "the commands of the builds come first"
dry_run build && said "tinyconfig"
ok "build --dry-run ends well with the commands of the builds"
! said "-accel" && ! said "# run"
ok "build --dry-run prints no runs"
[ -z "$(find "$work/made" -type f 2>/dev/null)" ]
ok "a dry run leaves nothing behind"
cp -r results/quick "$work/some" && rm -r "$work"/some/records/pv-b*.json "$work/some/kernels" && find "$work/some/records" -name '*-traced.json' -delete
"$apfbench" run quick --dry-run -o "$work/made" --campaign "$work/some" >"$work/last" 2>&1 &&
	[ "$(grep -c '^# run [1-3] of 6: pv' "$work/last")" = 3 ] && [ "$(grep -c '^# run [4-6] of 6: .*, traced$' "$work/last")" = 3 ] &&
	said "# 6 of 12 runs are already recorded"
ok "only what a campaign lacks is named"
"$apfbench" run quick --dry-run -o "$work/made" --campaign "$work/some" --set seed=2 >"$work/last" 2>&1
[ $? = 6 ] && said "another experiment" && [ ! -e "$work/some/.lock" ]
ok "a campaign of another experiment is refused as without --dry-run, and left as it is"
cp -r results/quick "$work/whole" && rm -r "$work/whole/kernels"
"$apfbench" run quick --set traced=false -o "$work/made" --campaign "$work/whole" >"$work/last" 2>&1 && said "all 9 runs are already recorded"
ok "a complete campaign is shown, with nothing built"
cp -r results/quick/kernels "$work/whole" && sed -i 's/"hash": "/"hash": "0000/' "$work"/whole/kernels/*/build.json
"$apfbench" run quick -o "$work/made" --campaign "$work/whole" >"$work/last" 2>&1
status=$?
if [ -e /usr/src/linux-source-6.1.tar.xz ]; then
	[ "$status" = 6 ] && said "is not the one in" &&
		! "$apfbench" run quick --dry-run -o "$work/made" --campaign "$work/whole" >"$work/last" 2>&1 && said "is not the one in"
	ok "a complete campaign of other kernels is refused"
else
	skip "a complete campaign of other kernels is refused" "linux-source-6.1 is not installed"
fi
APFBENCH_SNAPSHOT_BUDGET=plenty dry_run run
[ $? = 2 ] && said APFBENCH_SNAPSHOT_BUDGET
ok "a wrong snapshot budget is named before anything else"
plan
