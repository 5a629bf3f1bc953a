#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Traced runs of replayed campaigns: one more of each setup, made last, in no figure and no verdict.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

traced() { # campaign: names of the records of traced runs
	(cd "$work/$1/records" && echo *-traced.json)
}
# The table without what is only said of traced runs.
figures() { # campaign
	"$apfbench" show "$work/$1" | sed '/^runs /,/^$/d; /^note: .*traced/d' | sed -n '1,/^mean per run/p'
}

campaign plain && campaign with --set traced=true -j 1 && [ "$(records with)" = 12 ] &&
	[ "$(traced with)" = "master-b1-r1-traced.json nonpv-b1-r1-traced.json pv-b1-r1-traced.json" ]
ok "each setup has one more run, of boot 1 and run 1"
[ "$(figure with pv-b1-r1-traced determined.traced)" = true ] && ! grep -q traced "$work/with/records/pv-b1-r1.json" &&
	[ "$(figure with pv-b1-r1-traced determined.seed)" = "$(figure with pv-b1-r1 determined.seed)" ]
ok "its record says that it is traced, and has run 1's seed"
[ -s "$work/with/logs/pv-b1-r1-traced/console.log" ] && said "pv boot 1 seed 1, traced: work"
ok "it has logs of its own, and is named in the progress"
for name in master nonpv pv; do figure with $name-b1-r1-traced circumstances.order; done | sort -n | head -n 1 >"$work/last"
[ "$(cat "$work/last")" -gt 12 ]
ok "traced runs are made last"
campaign with --set traced=true && said "all 12 runs are already recorded"
ok "a campaign with its traced runs is complete"
[ "$(figures with)" = "$(figures plain)" ] && "$apfbench" show "$work/with" | grep -q '^pv  *3  *3  *0  *0 '
ok "means, ratios and counts are those of a campaign without"
"$apfbench" gate "$work/plain" >"$work/gate" 2>&1
status=$?
"$apfbench" gate "$work/with" >"$work/last" 2>&1
[ $? = $status ] && cmp -s "$work/gate" "$work/last"
ok "and so is the verdict"
"$apfbench" plot "$work/with" >"$work/last" 2>&1 && cp "$work/with/ratios.dat" "$work/with.dat" && "$apfbench" plot "$work/plain" >"$work/last" 2>&1 &&
	cmp -s "$work/with.dat" "$work/plain/ratios.dat" || said "gnuplot is not installed"
ok "and the plot"

"$apfbench" show --format csv "$work/with" >"$work/last" && grep -qx 'time,,1,"master",blocked,%,,4[23][0-9.]*' "$work/last" &&
	grep -qx 'time_change,,2,"pv",user,points,,[34][0-9.]*' "$work/last" && grep -qx 'cpu_time,,3,"pv",vcpus,%,,9[0-9.]*' "$work/last" &&
	grep -qx 'gain,,1,"master",cost,%,lower,0' "$work/last" && grep -qx 'latency,,1,"master",max,ms,lower,40' "$work/last"
ok "the tables of traced runs are for programs, too"

# Missing and invalid ones
campaign plain --set traced=true && said "9 of 12 runs are already recorded" && [ "$(records plain)" = 12 ]
ok "a campaign that had none gets them by the same command"
rm "$work/with/records/nonpv-b1-r1-traced.json" && "$apfbench" show "$work/with" >"$work/last" 2>&1 &&
	said "note: no traced run, so no account of the time, of nonpv" && ! said "missing:" && "$apfbench" gate "$work/with" | cmp -s - "$work/gate"
ok "a missing one is noted, and changes no verdict"
"$apfbench" run "$replay" -o "$work/with.made" -c "$work/with" --set traced=true --dry-run >"$work/last" 2>&1 &&
	[ "$(grep -c '^# run' "$work/last")" = 1 ] && said "# run 1 of 1: nonpv, boot 1 (seed 1), run 1 (seed 1), traced"
ok "a dry run names the one that is missing"
script='pv-b1-r1-traced:panic nonpv-b1-r1-traced:lost'
campaign bad --set traced=true && said "1 of them invalid"
ok "one that fails does not fail the campaign"
said "invalid, excluded from all means: pv boot 1 run 1, traced: host: Kernel panic"
ok "its reason is noted with its name"
said "nonpv, traced run: 12 trace events are lost" && said "11.0 % of the vCPUs' time is in no part of its account" &&
	[ "$(figure bad nonpv-b1-r1-traced determined.valid)" = true ]
ok "lost events and a large rest are notes"
"$apfbench" gate "$work/bad" >"$work/last" 2>&1
[ $? = $status ] && cmp -s "$work/gate" "$work/last"
ok "the gate neither fails nor says anything else"
script=
campaign bad --set traced=true --retry-invalid && said "1 runs made, 0 of them invalid" && [ "$(figure bad pv-b1-r1-traced determined.valid)" = true ]
ok "--retry-invalid makes it again"
script='pv-b1-preparation:panic'
campaign unprepared --set traced=true
[ $? = 3 ] && figure unprepared pv-b1-r1-traced determined.invalid_reasons | grep -q "preparation: " && said "logs/pv-b1-preparation/console.log"
ok "a failed preparation makes it invalid, too"
script=

# Records of others
cp "$work/plain/records/pv-b1-r1-traced.json" "$work/plain/records/pv-b2-r2-traced.json"
"$apfbench" show "$work/plain" >"$work/last" 2>&1
[ $? = 2 ] && said "holds the record of pv-b1-r1-traced.json"
ok "a traced record under another run's name is refused"
sed -i 's/"run": 1,/"run": 2,/; s/"boot": 1,/"boot": 2,/' "$work/plain/records/pv-b2-r2-traced.json"
"$apfbench" show "$work/plain" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b2-r2-traced.json: belongs to a run that this experiment does not have" && rm "$work/plain/records/pv-b2-r2-traced.json"
ok "and one of a run of which none is planned"
cp "$work/plain/records/pv-b1-r1-traced.json" "$work/plain/records/pv-b1-r1.json"
campaign plain --set traced=true
[ $? = 2 ] && said "pv-b1-r1.json: does not match this experiment's run of that name (it is traced)"
ok "a traced record in an untraced one's place is refused"
plan
