#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A campaign with a sweep, and one with a grid: their runs, tables, verdicts and pictures.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
replay=tests/fake/sweep.conf
echo "TAP version 13"

# shown CAMPAIGN: its table is in $work/last.
shown() {
	"$apfbench" show "$work/$1" >"$work/last" 2>&1
}

"$apfbench" list "$replay" >"$work/last" 2>&1 && said "ratios to master at the same place" &&
	said "axis: delay of each read from the swap device, ms" && said "setup pv-64: " && said "  at 64 on curve pv"
ok "list shows a setup at each place"
campaign one --dry-run && said "# run 18 of 18: pv-64, boot 3 (seed 3), run 3 (seed 3)"
ok "--dry-run shows the runs of each place"

campaign one --only pv-1,master-8 && [ "$(records one)" = 6 ]
ok "--only takes single places"
campaign one --only pv && [ "$(records one)" = 12 ] && [ "$(figure one pv-64-b2-r2 determined.settings.read_latency)" = 64 ] &&
	[ "$(figure one pv-1-b2-r2 determined.settings.read_latency)" = 1 ]
ok "--only takes a setup at all places, each with its value"
shown one; said "note: baseline master-64 has no valid run: no ratios at its place" && ! said "baseline master-8 has"
ok "places whose baseline was not measured have no ratio, and the others have one"
campaign one && [ "$(records one)" = 18 ] && said "12 of 18 runs are already recorded" && clean one
ok "the next call makes the others"

# At 64 ms master does half of what it does elsewhere.
perl -pi -e 's/^(\s*"work": )(\d+)/$1 . int($2 \/ 2)/e' "$work"/one/records/master-64-*.json
shown one; grep -Eq '^pv-8 +2\.016 ' "$work/last" && grep -Eq '^pv-64 +4\.033 ' "$work/last" &&
	said "published: 1.909 (1.701 to 2.142); the measured ratio is in this interval at 1, 8"
ok "each place is held against its own baseline, and against what was published"
"$apfbench" gate "$work/one" >"$work/last" 2>&1 && said "that of master at the same place" &&
	[ "$(grep -c better "$work/last")" = 3 ]
ok "the gate judges each place"
"$apfbench" gate "$work/one" --baseline pv --only master >"$work/last" 2>&1
[ $? = 1 ] && said "that of pv at the same place" && [ "$(grep -c worse "$work/last")" = 3 ] && said master-64
ok "by another baseline, too"
"$apfbench" gate "$work/one" --baseline master-8 --only master >"$work/last" 2>&1
[ $? = 1 ] && said "that of master-8;" && grep -Eq '^master-64 +0\.500 .* worse' "$work/last" &&
	grep -Eq '^master-1 +1\.000 .* same' "$work/last" && ! grep -q ^master-8 "$work/last"
ok "or all against one place"
if command -v gnuplot >/dev/null; then
	"$apfbench" plot "$work/one" >"$work/last" 2>&1 && [ -s "$work/one/curve.png" ] &&
		grep -q '^64 3 4\.03' "$work/one/curve.dat" && ! grep -q '^"master"' "$work/one/curve.dat"
	ok "the plot has a curve of each setup but the baseline"
	campaign base --only master && [ -s "$work/base/curve.png" ]
	ok "unless there is nothing else to draw"
else
	skip "the plot has a curve of each setup but the baseline" "gnuplot is not installed"
fi

campaign grid --set sweep.read_latency=2,4 --set sweep.placement=free,pairs && [ "$(records grid)" = 24 ] &&
	[ "$(figure grid pv-pairs-4-b1-r1 determined.settings.placement)" = pairs ]
ok "a second key makes a grid"
shown grid && said "pv, placement pairs, by delay of each read" && [ "$(grep -c ', by delay' "$work/last")" = 4 ]
ok "with a curve for each setup and value"
campaign grid --set sweep.read_latency=2,4 --set sweep.placement=free,free
[ $? = 2 ] && said "--set sweep: placement: has the value free twice"
ok "a bad sweep is the user's mistake"
plan
