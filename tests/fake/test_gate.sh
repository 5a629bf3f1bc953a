#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The gate on measured and replayed records: that it passes, and above all that it can fail.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# judged STATUS [ARGUMENT...]: what it printed is in $work/last.
judged() {
	local status=$1
	shift
	"$apfbench" gate "$@" >"$work/last" 2>&1
	[ $? = "$status" ]
}

judged 0 results/quick --only pv && said "  better"
ok "a gain passes"
judged 1 results/quick --baseline pv && [ "$(grep -c worse "$work/last")" = 2 ]
ok "a loss does not pass: master and nonpv against pv"
judged 1 results/quick --baseline pv --only nonpv && ! said master
ok "--only judges the named setups"
judged 125 results/history --only nonpv && said "unclear" && said "boots per setup would decide"
ok "an unclear setup does not pass, and the boots that would decide are named"
judged 0 results/history --only nonpv --within 20 && said "same"
ok "a loss within a wider margin passes"
judged 0 results/quick --accesses --only nonpv && said "page accesses" && said "better"
ok "page accesses are judged on their own"

judged 1 results/quick --baseline pv --json &&
	perl -MJSON::PP -e 'my $gate = decode_json(join "", <>);
		exit !($gate->{verdict} eq "worse" && $gate->{baseline} eq "pv" && $gate->{margin} == 0.05 &&
			@{$gate->{setups}} == 2 && $gate->{setups}[1]{high} < 1 && $gate->{setups}[1]{valid} == 3)' "$work/last"
ok "as JSON, with the same status"

campaign equal && for boot in 1 2 3; do
	sed 's/"setup": "master"/"setup": "nonpv"/' "$work/equal/records/master-b$boot-r$boot.json" |
		sed 's/"guest_parameters": "[^"]*"/"guest_parameters": "no-kvmapf"/; s/"host_parameters": "[^"]*"/"host_parameters": ""/' \
			>"$work/equal/records/nonpv-b$boot-r$boot.json"
done
judged 0 "$work/equal" --only nonpv --within 0 && said "every total equals the baseline's"
ok "setups of equal totals are the same, whatever the spread"

perl -0pi -e 's/"accesses": (\d+)/"\"accesses\": " . int($1 \/ 2)/ge' "$work"/equal/records/nonpv-*.json
judged 1 "$work/equal" --only nonpv --accesses && said "0.500" && said "worse"
ok "but not if page accesses are judged, and half of them are gone"
cp "$work/equal/records/nonpv-b3-r3.json" "$work/kept.json"
sed -i 's/"host_kernel": "[^"]*"/"host_kernel": "another"/' "$work/equal/records/nonpv-b3-r3.json"
judged 125 "$work/equal" --only nonpv && said "made with another host_kernel" &&
	"$apfbench" show "$work/equal" >"$work/last" 2>&1 && said "warning [mixed]: not all records were made with the same inputs: host_kernel"
ok "runs of more than one kernel are not judged, and noted"
for boot in 1 2 3; do
	perl -0pi -e 's/"work": \d+/"work": 0/; s/"workers": \[[^][]*\]/"workers": [0, 0, 0, 0]/' "$work/equal/records/pv-b$boot-r$boot.json"
done
judged 1 "$work/equal" --only pv && said "it did nothing"
ok "a setup that did nothing is worse"
judged 125 "$work/equal" --baseline pv --only master && said "the baseline did nothing"
ok "and nothing can be judged against it"
rm "$work/equal/records/nonpv-b2-r2.json" && mv "$work/kept.json" "$work/equal/records/nonpv-b3-r3.json" && judged 125 "$work/equal" --only nonpv && said "missing runs: 1"
ok "with a missing run there is no verdict"
script='pv-b2-r2:quiet'
campaign invalid
judged 3 "$work/invalid" --only pv && said "invalid runs: 1" && said "apfbench show"
ok "an invalid run does not pass, with a status of its own"
judged 0 "$work/invalid" --baseline master --only nonpv --within 50
ok "if it is one of those that are judged"

judged 2 results/quick --baseline nobody && said 'has no setup "nobody"' && judged 2 results/quick --only nobody &&
	judged 2 results/quick --within 100 && judged 2 results/quick --within much && judged 2 results/linux-guests &&
	said "no setup with work" && judged 2 results/linux-guests --only host-tests && said "runs a payload"
ok "what cannot be judged is named"
plan
