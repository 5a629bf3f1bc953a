#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Campaigns of replayed runs: order, side by side, failures, what stops them, and going on afterwards.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
child= # of campaign_start
echo "TAP version 13"

# Of all records: "ORDER SETUP-bB-rR", as they were begun.
begun() { # campaign
	local file name
	for file in "$work/$1"/records/*.json; do
		name=$(basename "$file" .json)
		echo "$(figure "$1" "$name" circumstances.order) $name"
	done | sort -n | sed 's/.* //' | tr '\n' ' '
}

campaign plain -j 1 && [ "$(records plain)" = 9 ]
ok "a campaign makes a record of each run"
[ "$(begun plain)" = "master-b1-r1 nonpv-b1-r1 pv-b1-r1 master-b2-r2 nonpv-b2-r2 pv-b2-r2 master-b3-r3 nonpv-b3-r3 pv-b3-r3 " ]
ok "setups are interleaved: boot 1 of each, boot 2 of each, ..."
[ "$(overlap plain)" = 1 ]
ok "-j 1 runs everything one after the other"
clean plain
ok "nothing half-written and no process is left"

APFBENCH_FAKE_SCRIPT='' "$apfbench" run "$replay" -o "$work/mute.made" --campaign "$work/mute" >"$work/last" 2>&-
[ ! -s "$work/mute/.lock" ] && [ "$(records mute)" = 9 ]
ok "a closed stderr is not taken for a file of the campaign"

script='*:60'
campaign two -j 2 && [ "$(records two)" = 9 ] && [ "$(overlap two)" = 2 ]
ok "-j 2 runs two side by side and never three"
awk '{ gsub(/[][]/, "") } $2 == "end" && FILENAME ~ /preparation/ { split(FILENAME, p, "-preparation"); end[p[1]] = $1 }
	$2 == "begin" && FILENAME !~ /preparation/ { f = FILENAME; sub(/-r[0-9]+\/console.log/, "", f); if (!(f in end) || $1 < end[f]) exit 1 }' \
	"$work"/two/logs/*-preparation/console.log "$work"/two/logs/*-r*/console.log
ok "no run begins before its preparation is done"

campaign part --only pv,master && [ "$(records part)" = 6 ] && ! ls "$work"/part/records/nonpv* 2>/dev/null
ok "--only makes the runs of the named setups only"
campaign part --only nonpvv
[ $? = 2 ] && said 'no setup "nonpvv": did you mean nonpv?' && [ "$(records part)" = 6 ]
ok "a setup that is not there is refused by name, with the nearest"
campaign part && [ "$(records part)" = 9 ] && said "6 of 9 runs are already recorded"
ok "the next call makes the others"

before=$(cat "$work"/two/records/*.json | sha256sum)
campaign two -j 2 && said "all 9 runs are already recorded" && [ "$before" = "$(cat "$work"/two/records/*.json | sha256sum)" ]
ok "a campaign that is complete is left as it is"

script='*:100'
campaign_start killed -j 1
wait_for records_at_least killed 2 && kill -KILL "$child"
wait "$child" 2>/dev/null
kept=$(cd "$work/killed/records" && sha256sum ./*.json)
# Half-written files may be left; the next campaign removes them.
wait_for gone killed && [ "$(records killed)" -lt 9 ]
ok "kill -9 leaves no process behind"
touch "$work/killed/records/pv-b1-r1.json.tmp"
script=
campaign killed && said "are already recorded" && [ "$(records killed)" = 9 ] &&
	(cd "$work/killed/records" && sha256sum --quiet -c - <<<"$kept") && clean killed
ok "after kill -9 only the missing runs are made, and half-written files are gone"

script='pv-b1-r1:hang'
campaign_start hung -j 2
wait_for grep -q hangs "$work/hung/logs/pv-b1-r1/console.log" && kill -KILL "$child"
wait "$child" 2>/dev/null
wait_for gone hung
ok "kill -9 takes what a run had started with it"
script=
campaign hung && [ "$(records hung)" = 9 ]
clean hung
ok "the next campaign removes the scratch folder of a killed one"

# Preparations are in a scratch folder of the campaign, which has its number in its name.
prepared() { # pid
	find /tmp/apfbench-"$1"-*/preparations -type f -printf '%f\n' 2>/dev/null | sort | tr '\n' ' '
}
prepared_are() { # pid NAMES
	[ "$(prepared "$1")" = "$2" ]
}
script='pv-b3-r3:hang'
campaign_start dropping -j 1
wait_for grep -q hangs "$work/dropping/logs/pv-b3-r3/console.log"
wait_for prepared_are "$child" "pv-3 "
ok "preparations that no run needs any more are dropped"
other=$child
script='*-preparation:replay pv-b1-r1:hang'
APFBENCH_FAKE_SCRIPT=$script "$apfbench" run "$replay" -o "$work/dropping.made" --campaign "$work/beside" -j 1 >"$work/beside.last" 2>&1 &
beside=$!
wait_for grep -q hangs "$work/beside/logs/pv-b1-r1/console.log"
wait_for prepared_are "$beside" "pv-1 " && prepared_are "$other" "pv-3 "
ok "two campaigns with one -o leave each other's preparations alone"
kill -KILL "$other" "$beside"
wait "$other" "$beside" 2>/dev/null
wait_for gone dropping && wait_for gone beside
script=
campaign plain && said "all 9 runs are already recorded" && [ -z "$(prepared "$other")$(prepared "$beside")" ]
ok "the next call removes what killed ones had prepared, even if nothing is left to run"

for signal in INT TERM HUP; do
	for phase in b2-preparation b2-r2; do
		name=$signal-$phase
		script="pv-$phase:hang"
		campaign_start "$name" -j 2
		wait_for grep -q hangs "$work/$name/logs/pv-$phase/console.log" && kill -s "$signal" "$child"
		wait "$child"
		[ $? = 130 ] && said "run the same command again" && clean "$name" && [ "$(records "$name")" -ge 4 ] &&
			[ ! -e "$work/$name/records/pv-b2-r2.json" ]
		ok "SIG$signal in pv-$phase ends all, cleanly, with status 130"
	done
done
script=
campaign INT-b2-r2 && [ "$(records INT-b2-r2)" = 9 ] && clean INT-b2-r2
ok "an interrupted campaign goes on"

script='pv-b1-r1:panic nonpv-b2-r2:timeout pv-b3-r3:quiet'
campaign failing
[ $? = 3 ] && [ "$(records failing)" = 9 ] && said "3 of them invalid"
ok "failed runs are counted and the campaign goes on"
[ "$(figure failing pv-b1-r1 determined.valid)$(figure failing nonpv-b2-r2 determined.valid)$(figure failing pv-b3-r3 determined.valid)" = falsefalsefalse ] &&
	figure failing pv-b1-r1 determined.invalid_reasons | grep -q "Kernel panic" &&
	figure failing nonpv-b2-r2 determined.invalid_reasons | grep -q "hung" &&
	figure failing pv-b3-r3 determined.invalid_reasons | grep -q "no trace of the mechanism" &&
	figure failing pv-b1-r1 circumstances.console_tail | grep -q "Kernel panic"
ok "an invalid record says why and holds the console's tail"
script=
campaign failing
[ $? = 3 ] && said "all 9 runs are already recorded"
ok "invalid runs are not repeated by default"
kept=$(sha256sum "$work/failing/records/master-b1-r1.json")
campaign failing --retry-invalid && said "3 runs made, 0 of them invalid" && sha256sum --quiet -c - <<<"$kept"
ok "--retry-invalid makes the invalid runs again, and only them"

script='pv-b2-preparation:panic'
campaign unprepared
[ $? = 3 ] && [ "$(records unprepared)" = 9 ] && said "1 of them invalid" &&
	figure unprepared pv-b2-r2 determined.invalid_reasons | grep -q "preparation: .*Kernel panic"
ok "a failed preparation makes its runs invalid, the others go on"

for deed in full crash killed; do
	script="pv-b2-r2:$deed"
	campaign "machine-$deed" -j 1
	[ $? = 4 ] && said "pv boot 2 seed 2" && [ "$(records "machine-$deed")" = 5 ] && clean "machine-$deed"
	ok "what the machine refuses ($deed) stops the campaign and is not recorded as a run"
done
script=
campaign machine-full && [ "$(records machine-full)" = 9 ]
ok "once the machine is repaired the campaign goes on"

# Records that do not belong together
cp -r "$work/plain" "$work/stray"
sed -i 's/"seconds": 20,/"seconds": 21,/' "$work/stray/records/pv-b1-r1.json"
"$apfbench" show "$work/stray" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b1-r1.json: does not match this experiment's run of that name (settings.seconds: 21 -> 20)" &&
	{ campaign stray || [ $? = 2 ]; } && said "settings.seconds: 21 -> 20"
ok "a record of a run with other settings is refused by show and run"
sed 's/"run": 3,/"run": 4,/' "$work/plain/records/pv-b3-r3.json" >"$work/plain/records/pv-b3-r4.json"
"$apfbench" show "$work/plain" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b3-r4.json: belongs to a run that this experiment does not have" && rm "$work/plain/records/pv-b3-r4.json"
ok "so is a record of a run that is not planned"
for input in guest_image qemu_outside; do
	rm -rf "$work/other" "$work/mixed" && cp -r "$APFBENCH_FAKE" "$work/other" && cp -r "$work/plain" "$work/mixed"
	sed -i "s/\"$input\": \"[^\"]*\"/\"$input\": \"another\"/" "$work"/other/*.json
	rm "$work/mixed"/records/nonpv*
	(APFBENCH_FAKE=$work/other && export APFBENCH_FAKE && campaign mixed)
	[ $? = 6 ] && said "was made with another $input" && [ "$(records mixed)" = 6 ]
	ok "a campaign does not go on with another $input, not even for another setup"
done
rm -rf "$work/other" "$work/mixed" && cp -r "$APFBENCH_FAKE" "$work/other" && cp -r "$work/plain" "$work/mixed"
sed -i 's/"-accel"/"-accelerator"/' "$work"/other/*.json
rm "$work/mixed"/records/pv-b[23]*
(APFBENCH_FAKE=$work/other && export APFBENCH_FAKE && campaign mixed)
[ $? = 6 ] && said "another qemu_command (-accel, now -accelerator)"
ok "nor a setup with another command line of its host"
sed -i 's/"host_image": "[^"]*"/"host_image": "another"/' "$work/plain/records/pv-b2-r2.json"
"$apfbench" show "$work/plain" >"$work/last" 2>&1 && said "note: runs of 1 of 3 setups were made with more than one version of the host"
ok "another version of the host's programs is reported"

campaign plain --set seed=5
[ $? = 6 ] && said "seed: 1 -> 5" && [ "$(records plain)" = 9 ]
ok "a changed experiment is refused with what changed"
cp "$replay" "$work/replay.conf" && sed -i 's/replayed runs/other words/' "$work/replay.conf"
replay=$work/replay.conf campaign plain && grep -q "other words" "$work/plain/experiment.json"
ok "another title is not another experiment"
script='pv-b2-r2:other'
campaign kernels -j 1
[ $? = 6 ] && said "another host_kernel" && [ "$(records kernels)" = 5 ]
ok "runs of another kernel do not get among a campaign's records"
script='pv-b2-r2:other *-r*:400'
campaign beside-kernels -j 9 --only pv
[ $? = 6 ] && said "another host_kernel" && [ "$(cat "$work"/beside-kernels/records/*.json | grep '"host_kernel"' | sort -u | wc -l)" = 1 ]
ok "not even of those that go side by side"
script=
campaign beside-kernels --only pv || [ $? = 6 ] && [ "$(cat "$work"/beside-kernels/records/*.json | grep '"host_kernel"' | sort -u | wc -l)" = 1 ]
ok "nor with the next call"
cp "$work/plain/records/pv-b2-r2.json" "$work/plain/pv-b2-r2.kept"
sed -i 's/"guest_image": "[^"]*"/"guest_image": "another"/' "$work/plain/records/pv-b2-r2.json" && rm "$work/plain/records/master-b3-r3.json"
campaign plain
[ $? = 6 ] && said "another guest_image" && [ "$(records plain)" = 8 ]
ok "records that are mixed already are found before anything is added to them"
mv "$work/plain/pv-b2-r2.kept" "$work/plain/records/pv-b2-r2.json"
campaign plain
script=

echo '{' >"$work/two/records/pv-b1-r1.json"
campaign two
[ $? = 2 ] && said "records/pv-b1-r1.json"
ok "a record that cannot be read is named"

script='pv-b3-r3:hang'
campaign_start once -j 2
wait_for grep -q hangs "$work/once/logs/pv-b3-r3/console.log"
mv "$work/last" "$work/first"
script=
campaign once
[ $? = 4 ] && said "in use by process $child"
ok "a second process on the same campaign is refused"
kill "$child"
wait "$child"
clean once
ok "which does not disturb the first"

touch "$work/file"
script='*:60000'
campaign file/below
[ $? = 4 ] && said "$work/file"
ok "a folder that cannot be made is found before the first run"
if [ "$(id -u)" = 0 ]; then
	locked=/proc/sys/mine
else
	locked=$work/locked
	mkdir -m 555 "$locked"
fi
APFBENCH_FAKE_SCRIPT=$script "$apfbench" run "$replay" -o "$work/locked.made" --campaign "$locked" >"$work/last" 2>&1
[ $? = 4 ] && said "$locked"
ok "a folder that cannot be written is found before the first run"
script=

script='*:sleep'
campaign typo
[ $? = 2 ] && said "known: replay, panic"
ok "a wrong rule for the fake testbed is named"
script=

# Time of processors, since that of the wall is other programs', too.
TIMEFORMAT='%U %S'
spent() { # RUNS: hundredths of a second
	sed "s/^runs = .*/runs = $1;/" tests/fake/replay.conf >"$work/many.conf"
	rm -rf "$work/many" "$work/many.made"
	{ time "$apfbench" run "$work/many.conf" -o "$work/many.made" -c "$work/many" -q -j 2 >"$work/last" 2>&1; } 2>&1 | awk '{ print int(($1 + $2) * 100) }'
}
few=$(spent 40) many=$(spent 200)
[ "$(records many)" = 600 ] && [ "$many" -lt $((few * 12)) ]
ok "the time of a campaign grows with its runs, and not with their square ($few, $many)"

# A disk of 140 KiB is full after some runs; mounts are this test's own and vanish with the shell.
private=(unshare --mount)
[ "$(id -u)" = 0 ] || private=(unshare --mount --map-root-user)
mkdir "$work/disk"
if "${private[@]}" mount -t tmpfs none "$work/disk" 2>/dev/null; then
	export -f campaign records leftovers clean said
	export work apfbench replay script
	# shellcheck disable=SC2016
	"${private[@]}" bash -c '
		mount -t tmpfs -o size=140k none "$work/disk"
		campaign disk/campaign -j 1
		[ $? = 4 ] && said "No space left on device" && count=$(records disk/campaign) &&
			[ "$count" -gt 0 ] && [ "$count" -lt 9 ] && clean disk/campaign || exit 1
		mount -o remount,size=4M "$work/disk"
		campaign disk/campaign && [ "$(records disk/campaign)" = 9 ] || exit 2'
	status=$?
	[ $status != 1 ]
	ok "a full disk is named and leaves nothing half-written"
	[ $status = 0 ]
	ok "with space again the campaign goes on"
else
	skip "a full disk is named and leaves nothing half-written" "no mounts allowed here"
	skip "with space again the campaign goes on" "no mounts allowed here"
fi
plan
