#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recorded runs made again: which ones, what is said of them and with which status, and that nothing is left of them.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
. tests/fake/lab.sh
# shellcheck disable=SC2154 # $lab and $work are of the files above
echo "TAP version 13"

# verify STATUS CAMPAIGN [OPTION...]: what it printed is in $work/last, what it said beside that in $work/last.err.
verify() {
	local wanted=$1 campaign=$2 status
	shift 2
	APFBENCH_FAKE_SCRIPT=$script "$apfbench" verify "$work/$campaign" -o "$work/verify.made" "$@" >"$work/last" 2>"$work/last.err"
	status=$?
	[ "$status" = "$wanted" ] || { cat "$work/last.err" >>"$work/last"; echo "status $status, not $wanted" >>"$work/last"; return 1; }
}

# The same beside the test, as $child; signals act as they do at a terminal.
verify_start() {
	APFBENCH_FAKE_SCRIPT=$script env --default-signal=INT,TERM,HUP "$apfbench" verify "$work/$1" -o "$work/verify.made" -j 1 >"$work/last" 2>"$work/last.err" &
	child=$!
}

printed() { # line...: exactly these
	printf '%s\n' "$@" | cmp -s - "$work/last"
}

# change FILE KEY... VALUE: sets a member of the JSON file to a value, which is JSON, too; "-" removes it.
change() {
	perl -MJSON::PP -e '
		my ($file, @keys) = @ARGV;
		my ($value, $last) = (pop @keys, pop @keys);
		local $/;
		open(my $in, "<:raw", $file) or die "$file: $!\n";
		my $json = JSON::PP->new->utf8->canonical->allow_nonref;
		my $top = my $at = $json->decode(<$in>);
		$at = $at->{$_} //= {} for @keys;
		if ($value eq "-") { delete $at->{$last} } else { $at->{$last} = $json->decode($value) }
		open(my $out, ">:raw", $file) or die "$file: $!\n";
		print $out $json->encode($top);
	' "$@"
}

copy() { # NAME: a copy of the campaign, whose record of pv is $record
	cp -r "$work/good" "$work/$1"
	record=$work/$1/records/pv-b3-r3.json
}

campaign good --set traced=true

# Which runs
before=$(cd "$work/good" && find . -type f ! -path '*/logs/*' -exec sha256sum {} + | sort)
verify 0 good && printed "master-b1-r1: verified" "nonpv-b2-r2: verified" "pv-b3-r3: verified" "replay: 3 verified"
ok "a run of each setup is made again, each of another boot"
[ "$before" = "$(cd "$work/good" && find . -type f ! -path '*/logs/*' -exec sha256sum {} + | sort)" ]
ok "and the campaign stays as it is"
grep -qF "/3] pv boot 3 seed 3: work" "$work/last.err"
ok "progress is that of run"
verify 0 good --runs 2 -q && printed master-b1-r1": verified" "master-b2-r2: verified" "nonpv-b1-r1: verified" "nonpv-b2-r2: verified" \
	"pv-b1-r1: verified" "pv-b2-r2: verified" "replay: 6 verified" && [ ! -s "$work/last.err" ]
ok "--runs takes more of them; -q says nothing else"
verify 0 good --runs all -j 2 && said "replay: 9 verified" && ! said traced
ok "--runs all takes all that are measured"
verify 0 good --only pv,master --runs 100 && said "replay: 6 verified" && ! said nonpv
ok "--only takes setups"
verify 0 good --only pv && printed "pv-b3-r3: verified" "replay: 1 verified"
ok "and changes nothing about which runs are taken"
(replay=tests/fake/sweep.conf && campaign swept) && verify 0 swept --only pv --runs 1 && ! said master && said "pv-1-b2-r2: verified" && said "pv-64-b3-r3: verified"
ok "at all places, if it names what is swept"
verify 2 good --only pw && verify 2 good --runs 0 && verify 2 good --runs some && verify 2 good more
ok "wrong options are refused"
verify 0 good/records/pv-b1-r1.json && printed "pv-b1-r1: verified" "replay: 1 verified"
ok "a record's file is made again alone"
verify 0 good/records/pv-b1-r1-traced.json && printed "pv-b1-r1-traced: verified" "replay: 1 verified"
ok "also that of a traced run"
cp "$work/good/records/pv-b1-r1.json" "$work/alone.json"
verify 2 alone.json && grep -qF "alone.json: is not in the records/ of a campaign" "$work/last.err"
ok "a record without its campaign is refused"

# What differs
copy digit && sed -i '0,/"async_ready": [0-9]*/s/\("async_ready": [0-9]*\)[0-9]/\17/' "$record"
was=$(figure digit pv-b3-r3 determined.result.counters.async_ready) is=$(figure good pv-b3-r3 determined.result.counters.async_ready)
[ "$was" != "$is" ] && verify 7 digit && printed "master-b1-r1: verified" "nonpv-b2-r2: verified" \
	"pv-b3-r3: differs: determined.result.counters.async_ready: $was -> $is; with equal inputs" \
	"replay: 2 verified, 1 differs with equal inputs"
ok "7: a digit is another one; it is named, and so is that the inputs are equal"
copy image && change "$record" determined inputs host_image '"another"'
verify 0 image && said 'pv-b3-r3: verified; other inputs: host_image: "another" -> ' && said "replay: 3 verified"
ok "0: an input is another one, and the results are equal"
grep -qF 'pv-b3-r3: is made again with 1 other input: host_image: "another" -> ' "$work/last.err"
ok "which is said before minutes are spent"
change "$record" determined inputs host_contents '{"/usr/bin/qemu": "qemu 1.0 0123456789abcdef"}'
change "$record" determined result work 1
verify 6 image && said 'pv-b3-r3: differs: determined.result.work: 1 -> ' && said '; other inputs: host_contents: {"/usr/bin/qemu":' &&
	said 'host_image: "another"' && said "1 differs with other inputs"
ok "6: both differ, and the inputs are named with packages and versions"
change "$record" determined result more '[1, 2]'
verify 6 image && said 'determined.result.more: [1,2] -> (missing), and 1 more; other'
ok "further values that differ are counted"
script='pv-b3-r3:panic'
verify 7 good && said 'pv-b3-r3: differs: determined.result: {' && said 'made again, it is INVALID: host: Kernel panic; with equal inputs'
ok "7: a run that fails now"
script=

# What is missing
copy qemu && change "$record" determined inputs qemu_outside '"9.2.0 (Debian 1:9.2)"'
script='pv-*:60000'
SECONDS=0
verify 77 qemu && said 'pv-b3-r3: cannot verify: it was made with QEMU 9.2.0 (Debian 1:9.2), and here is 10.0.2: install that version of qemu-system-x86' &&
	said "replay: 2 verified, 1 cannot be verified" && [ "$SECONDS" -lt 30 ]
ok "77: another QEMU, which is known before anything is made"
grep -qF "pv-b3-r3: cannot verify: it was made" "$work/last.err"
ok "and said before the others are"
script='pv-b3-r3:panic'
campaign failed || [ $? = 3 ]
verify 0 failed/records/pv-b3-r3.json && said "pv-b3-r3: verified"
ok "a run that failed is verified when it fails again"
script=
cp -r "$work/failed" "$work/former" && change "$work/former/records/pv-b3-r3.json" determined inputs null
verify 77 former/records/pv-b3-r3.json && said "pv-b3-r3: cannot verify: its record has no inputs"
ok "77: a run that failed, and has no inputs, as of earlier versions"
verify 0 failed --runs all && said "replay: 8 verified"
ok "only valid runs of a campaign are taken"
copy none && for name in "$work"/none/records/*.json; do change "$name" determined valid false; done
verify 3 none
ok "3: none is valid"

# Bad and strange records
copy schema && change "$record" schema_version 2
verify 2 schema && grep -qF "pv-b3-r3.json: a record of schema 2" "$work/last.err"
ok "a record of another schema is refused"
copy cut && truncate -s 1000 "$record"
verify 2 cut && grep -qF "pv-b3-r3.json:" "$work/last.err"
ok "so is half a record"
copy settings && change "$record" determined settings seconds 21
verify 2 settings && grep -qF "settings.seconds: 21 -> 20" "$work/last.err"
ok "and one of other settings than the experiment's"
copy version && change "$work/version/experiment.json" schema_version 2
verify 2 version && grep -qF "an experiment of schema 2" "$work/last.err"
ok "and an experiment of another schema"
copy named && change "$work/named/experiment.json" name '"\u001b[2J"'
verify 2 named && harmless "$work/last.err" && change "$work/named/experiment.json" name '"x"' &&
	change "$work/named/experiment.json" testbed '"../x"' && verify 2 named && grep -qF 'there is no testbed "../x"' "$work/last.err"
ok "and one whose texts are not names"
copy escapes
for key in notes invalid_reasons; do change "$record" determined "$key" '["\u001b[31m\u202e\n\u009b"]'; done
change "$record" determined inputs source '"\u001b]0;x\u0007"'
change "$record" determined inputs "$(printf 'k\033[2Jx')" '"x"'
change "$record" determined result "$(printf 'r\033[2Jx')" '"\u001b[31m"'
verify 6 escapes && harmless "$work/last" && harmless "$work/last.err" && said '\u001B]0;x\u0007' && said 'k\x1b[2Jx' && [ "$(wc -l <"$work/last")" = 4 ]
ok "escapes of a stranger's record come out as text"
cp -r "$work/good" "$work/$(printf 'x\377')" && verify 2 "$(printf 'x\377')" && grep -qF "must have a name in UTF-8" "$work/last.err"
ok "a folder whose name no record could have is refused"
copy shapes
for key in host_image host_contents qemu_outside qemu_command preparation; do change "$record" determined inputs "$key" '{"a": [1, null]}'; done
verify 0 shapes && said 'pv-b3-r3: verified; other inputs: host_contents: {"a":[1,null]} -> ' 
ok "inputs of any shape are compared"
change "$record" determined inputs '"none"' && verify 77 shapes
ok "and inputs that are none are missing"

# What ends it
left() { # pid: what is left of it
	find /tmp -maxdepth 1 -name "apfbench-$1-*"
}
hangs() {
	grep -qs hangs /tmp/apfbench-"$child"-*/logs/"$1"/console.log
}
script='nonpv-b2-r2:hang'
for signal in INT TERM; do
	verify_start good
	wait_for hangs nonpv-b2-r2 && kill -s "$signal" "$child"
	wait "$child"
	[ $? = 130 ] && said "master-b1-r1: verified" && said "replay: 1 verified, 2 not made again" && ! said "pv-b3-r3" &&
		grep -qF "interrupted; 1 of 3 runs were made again, and nothing is left of them" "$work/last.err" && [ -z "$(left "$child")" ]
	ok "SIG$signal ends it with 130, says what is known, and nothing is left"
done
verify_start good
wait_for hangs nonpv-b2-r2 && kill -KILL "$child"
wait "$child" 2>/dev/null
[ -n "$(left "$child")" ] && script='' && verify 0 good && [ -z "$(left "$child")" ]
ok "what a killed one left is removed by the next"
script='nonpv-b2-r2:full'
verify 4 good -j 1 && said "replay: 1 verified, 2 not made again" && grep -qF "No space left" "$work/last.err"
ok "4: the machine refuses"
script=

# With kernels and images, as the testbeds have them that bring up hosts
if lacking=$(lab_lacks); then
	skip "kernels" "$lacking"
	plan
	exit
fi
lab built && sed -i '1i testbed = "fake-built";' "$lab/lab.conf" && cp -r "$APFBENCH_FAKE" "$lab/records" &&
	cp "$lab/records/pv-b1-r1.json" "$lab/records/lab-b1-r1.json"
export APFBENCH_FAKE=$lab/records
built() { # STATUS [COMMAND...]: before the program
	local wanted=$1 status
	shift
	"$@" "$PWD/$apfbench" verify -o "$lab/made" "$lab/c" >"$work/last" 2>"$work/last.err"
	status=$?
	[ "$status" = "$wanted" ] || { cat "$work/last.err" >>"$work/last"; echo "status $status, not $wanted" >>"$work/last"; return 1; }
}
"$apfbench" run "$lab/lab.conf" -o "$lab/made" -c "$lab/c" >"$work/last" 2>&1 && built 0 && printed "lab-b1-r1: verified" "lab: 1 verified"
ok "kernel and image come from the caches"
"$apfbench" prune images --remove -o "$lab/made" >"$work/last" 2>&1 && built 0 && printed "lab-b1-r1: verified" "lab: 1 verified"
ok "an image that is gone is made again, to the same bytes"
mkdir "$work/bin" && printf '#!/bin/sh\n' >"$work/bin/busybox" && chmod +x "$work/bin/busybox"
"$apfbench" prune images --remove -o "$lab/made" >"$work/last" 2>&1 && built 0 env PATH="$work/bin:$PATH" &&
	said "lab-b1-r1: verified; other inputs: host_image: " && said 'host_contents./usr/bin/busybox: "busybox-static '
ok "of other programs it is another one, and they are named"
record=$lab/c/records/lab-b1-r1.json
cp "$record" "$work/lab.kept" && change "$record" determined inputs host_kernel '"../../x"' && built 77 && said "cannot verify: the record has no host_kernel" &&
	cp "$work/lab.kept" "$record"
ok "77: a hash that is none"
change "$record" determined inputs host_kernel "\"$(printf '%064d' 7)\"" && built 77 && said "is not the recorded one (000000000000, now" && cp "$work/lab.kept" "$record"
ok "77: a kernel of another hash"
"$apfbench" prune kernels --remove -o "$lab/made" >"$work/last" 2>&1 && built 77 && said "cannot verify: kernel lab: is not in the cache" && said "source ./k" &&
	[ -z "$(find "$lab/made/kernels" -name bzImage)" ]
ok "77: a kernel that is gone is not built from a path"
change "$lab/c/experiment.json" kernels lab source '"linux-source-0.1"' && change "$lab/c/experiment.json" kernels lab series '["mainline"]' && built 77 && said "linux-source-0.1.tar.xz is missing"
ok "77: nor from a package that is not there"
plan
