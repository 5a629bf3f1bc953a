#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Profiled runs: one more of each setup when asked for, in no table; what `apfbench profile` prints of them.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# ends STATUS ARGUMENT...: of `apfbench profile`; what it said is in $work/last.
ends() {
	local wanted=$1 status
	shift
	"$apfbench" profile "$@" >"$work/last" 2>&1
	status=$?
	[ "$status" = "$wanted" ] || { echo "status $status, not $wanted: $*" >>"$work/last"; return 1; }
}

table() { # campaign: without the line of the version
	"$apfbench" show "$work/$1" | grep -v '^built from'
}

campaign plain && table plain >"$work/plain.table" && [ "$(records plain)" = 9 ]
ok "without --profile no run is profiled"
campaign plain --dry-run --profile && [ "$(grep -c '^# run .*, profiled$' "$work/last")" = 3 ] && [ "$(records plain)" = 9 ]
ok "a dry run names the profiled runs, and makes none"
campaign plain --profile && said "3 runs made, 0 of them invalid" && said "pv boot 1 seed 1, profiled" &&
	said "apfbench profile $work/plain/SETUP-b1-r1-profile"
ok "--profile makes one of each setup beside runs that are there"
table plain >"$work/last" && cmp -s "$work/plain.table" "$work/last"
ok "the table stays the same"
campaign plain --profile && said "all 12 runs are already recorded"
ok "it is made once"
campaign plain && said "all 9 runs are already recorded" && [ "$(records plain)" = 12 ]
ok "and stays when it is not asked for"
campaign part --profile --only pv && [ "$(records part)" = 4 ]
ok "--only chooses the setups that are profiled"
[ "$(figure plain pv-b1-r1-profile determined.profiled)" = true ] && [ "$(figure plain pv-b1-r1 determined.profiled)" = null ] &&
	[ "$(figure plain pv-b1-r1-profile determined.seed)" = "$(figure plain pv-b1-r1 determined.seed)" ]
ok "a record says that it was profiled, with run 1's seed"

ends 0 "$work/plain/pv-b1-r1-profile" && said "pv-b1-r1-profile: 1000 samples of the host, 199 a second on each CPU" &&
	said " 60.00 %       600  ballast" && said " 30.00 %       300    svm_vcpu_run" &&
	said " 75.00 %        30         90.000      3000.00  hlt"
ok "profile prints the symbols by kind of thread, and the exits"
cp "$work/last" "$work/by-name" && ends 0 "$work/plain/records/pv-b1-r1-profile.json" && cmp -s "$work/by-name" "$work/last"
ok "from the file of a record, too"
mkdir -p "$work/out/campaigns" && cp -r "$work/plain" "$work/out/campaigns/mine" &&
	ends 0 mine/pv-b1-r1-profile -o "$work/out" && cmp -s "$work/by-name" "$work/last"
ok "and by the name of a campaign"
[ "$(wc -L <"$work/by-name")" -le 80 ] && ! grep -q '[[:blank:]]$' "$work/by-name"
ok "it fits into 80 columns"
ends 0 "$work/plain/pv-b1-r1-profile" --top 1 && said "svm_vcpu_run" && ! said "do_syscall_64" &&
	said " 10.00 %       100    (1 more)" && said hlt && ! said npf
ok "--top says how many"
cp -r "$work/plain" "$work/alone" && rm -r "$work/alone/logs" && ends 0 "$work/alone/pv-b1-r1-profile"
ok "it needs nothing but the record"

ends 2 && said "which run?" && ends 2 quick && said "neither CAMPAIGN/RUN" && ends 2 /quick && ends 2 "$work/plain/" &&
	ends 2 "$work/plain/pv-b1-r1-profile" --top 0 && ends 2 "$work/plain/pv-b1-r1-profile" second
ok "2: no run, or no name of one"
ends 2 "$work/plain/pv-b1-r1" && said "was not profiled" && said "run --profile"
ok "2: a run that was not profiled"
ends 4 "$work/plain/pv" && said "no run pv there; profiled are: master-b1-r1-profile nonpv-b1-r1-profile pv-b1-r1-profile"
ok "4: a run that is not there, with those that are"
campaign none && ends 4 "$work/none/pv-b1-r1-profile" && said "none that is profiled" && ends 4 "$work/nonesuch/pv-b1-r1-profile" &&
	ends 4 "$work/none/records/nonesuch.json"
ok "4: a campaign or file that is not there"
"$apfbench" profile "$work/plain/pv-b1-r1-profile" >/dev/full 2>"$work/last"
[ $? = 4 ] && said "cannot write"
ok "4: output that cannot be written"

script='pv-b1-r1-profile:panic'
campaign failed --profile && said "1 of them invalid" && table failed >"$work/last" && cmp -s "$work/plain.table" "$work/last"
ok "a profiled run that fails changes no table and no status"
ends 3 "$work/failed/pv-b1-r1-profile" && said "has no samples: host: Kernel panic - not syncing: fake"
ok "3: profile says why it has none"
script=
campaign failed --profile --retry-invalid && said "1 runs made, 0 of them invalid" && ends 0 "$work/failed/pv-b1-r1-profile"
ok "--retry-invalid makes it again"

# Strangers' records
change() { # file expression
	perl -pi -e "$2" "$1"
}
cp -r "$work/plain" "$work/strange"
strange=$work/strange/records/pv-b1-r1-profile.json
change "$strange" 's/svm_vcpu_run/\\u001b[31mred\\u202e\\nline/; s/"hlt"/"\\u0007bell"/; s/"by": "ballast"/"by": "\\u001bkind"/'
ends 0 "$work/strange/pv-b1-r1-profile" && said '\x1b[31mred\u202e\x0aline' && said '\x07bell' && said " 60.00 %       600  other" &&
	! grep -q "$(printf '[\033\007]')" "$work/last"
ok "what a terminal would act upon is shown as text"
cp "$work/plain/records/pv-b1-r1-profile.json" "$strange"
change "$strange" 's/"samples": 600/"samples": "many"/'
ends 2 "$strange" && said "whole number"
ok "2: a text in the place of a figure"
cp "$work/plain/records/pv-b1-r1-profile.json" "$strange"
change "$strange" 's/"symbol": "svm_vcpu_run"/"symbol": 5/; s/"module": "init"/"module": []/; s/"reason": "hlt"/"reason": null/; s/"exits": \[/"exits": [ /'
ends 0 "$strange" && said "(unknown)"
ok "other types and missing texts do no harm"
cp "$work/plain/records/pv-b1-r1-profile.json" "$work/strange/records/pv-b1-r1.json"
"$apfbench" show "$work/strange" >"$work/last" 2>&1
[ $? = 2 ] && said "holds the record of pv-b1-r1-profile.json"
ok "a profiled run is not taken for another under its name"

cp "$work/plain/records/pv-b1-r1-profile.json" "$work/plain/records/pv-b2-r2-profile.json"
ends 2 "$work/plain/pv-b2-r2-profile" && said "holds the record of pv-b1-r1-profile.json"
ok "2: a profiled record under another run's name"
perl -pi -e 's/"run": 1,/"run": 2,/; s/"boot": 1,/"boot": 2,/' "$work/plain/records/pv-b2-r2-profile.json"
ends 2 "$work/plain/pv-b2-r2-profile" && said "belongs to a run that this experiment does not have" && rm "$work/plain/records/pv-b2-r2-profile.json"
ok "2: one of a run of which none is planned"
cp -r "$work/plain" "$work/place" && cp "$work/plain/records/pv-b1-r1.json" "$work/place/records/pv-b1-r1-profile.json"
campaign place --profile
[ $? = 2 ] && said "pv-b1-r1-profile.json: does not match this experiment's run of that name (it is not profiled)"
ok "a record that is not profiled in a profiled one's place is refused"
cp "$work/plain/records/pv-b1-r1-profile.json" "$work/place/records/" && cp "$work/plain/records/pv-b1-r1-profile.json" "$work/place/records/pv-b1-r1-traced.json"
campaign place --set traced=true
[ $? = 2 ] && said "pv-b1-r1-traced.json: does not match this experiment's run of that name (it is profiled)"
ok "and a profiled one in a traced one's"

touch "$work/plain/records/pv-b1-r1-profile.json.tmp" && campaign plain && clean plain
ok "what a killed one left is removed"

plan
