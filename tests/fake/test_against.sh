#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --against: campaigns, setups and published figures held against each other, and what is refused.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# prints STATUS COMMAND [ARGUMENT...]: what it printed is in $work/last.
prints() {
	local status=$1
	shift
	"$apfbench" "$@" >"$work/last" 2>&1
	[ $? = "$status" ]
}

prints 0 show ./results/gate --against ./results/quick && said "What differs between gate" &&
	said "setting placement: pairs; free" && said "Ratios are to ./results/quick"
ok "two campaigns: what differs comes first, then ratios to the second's setups"
prints 0 show ./results/quick --against ./results/quick && said "have the same kernels, settings" &&
	grep -q "^pv  *1.000 " "$work/last"
ok "a campaign against itself differs in nothing"
prints 1 gate ./results/quick:master --against ./results/quick:pv && said "worse" && ! said nonpv
ok "one setup is judged against another of the same campaign"
prints 0 gate ./results/quick:pv --against ./results/quick:master
ok "and passes the other way round"
prints 2 show ./results/gate ./results/quick && said "apfbench show ./results/gate --against ./results/quick"
ok "two campaigns without --against: the command that compares them is named"
prints 2 gate ./results/quick --baseline pv --against ./results/gate && said "names the baseline already"
ok "--baseline and --against exclude each other"
prints 2 show ./results/quick:no-such && said 'has no setup "no-such"; it has: master, nonpv, pv'
ok "a wrong setup is answered with those that there are"
prints 2 show ./results/quick:pv && said "add --against SIDE"
ok "a setup alone asks for what to compare it with"
prints 2 show ./results/series --against ./results/quick && said "no setup in common"
ok "campaigns without common names are refused"

prints 0 show ./results/gate --against natapov-2010-v6 && said "Claims of Natapov 2010, v6 on work" &&
	said "pv above master by 1.909"
ok "a campaign against published figures that are not its own"
prints 2 show ./results/gate --against shan-2021-v4-time && said "has no figures of bm"
ok "published figures of another workload are refused"
prints 0 show natapov-2010-v6 && said "1.909  1.701 to 2.142"
ok "published figures alone, with their ratios"
prints 0 show shan-2021-v4-time && said "0.977  0.937 to 1.019" && said "+2.8 to +3.5 %"
ok "printed percentages stand beside the computed ratios"
prints 4 show ./results/gate --against no-such-campaign && said "no-such-campaign"
ok "an unknown side is named"

cp -r results/gate "$work/a" && prints 0 plot "$work/a" --against ./results/quick &&
	[ -s "$work/a/against.png" ] && [ -s "$work/a/against.dat" ] &&
	cmp -s "$work/a/ratios.png" results/gate/ratios.png
ok "a comparison's plot leaves the campaign's own in place"
"$apfbench" report "$work/a" >"$work/last" 2>&1 && cp "$work/a/report.html" "$work/own.html" &&
	prints 0 report "$work/a" --against ./results/quick && [ -s "$work/a/against-report.html" ] &&
	cmp -s "$work/a/report.html" "$work/own.html"
ok "and so does its page"
plan
