#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# shell and debug without a host: what they refuse, with which status and words. tests/boot/test_inspect.sh has the rest.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
# shellcheck disable=SC2154 # $work is of the file above
echo "TAP version 13"

# refuses STATUS WORDS COMMAND...: one line with the words is all that it says.
refuses() {
	local wanted=$1 words=$2 status
	shift 2
	timeout 60 "$apfbench" "$@" -o "$work/made" </dev/null >"$work/last" 2>&1
	status=$?
	[ "$status" = "$wanted" ] && said "$words"
}

refuses 2 "which host? EXPERIMENT:SETUP" shell
ok "shell: a host is needed"
refuses 2 "quick: is not EXPERIMENT:SETUP[:BOOT]" shell quick
ok "and a setup"
refuses 2 "nonesuch" shell nonesuch:pv
ok "an experiment that is not there is named"
refuses 2 "pw" shell quick:pw
ok "so is a setup"
refuses 2 "boot" shell quick:pv:0 && refuses 2 "boot" shell quick:pv:1x && refuses 2 "boot" shell quick:pv:99
ok "a boot must be one of the experiment's"
refuses 2 "only one host at a time" shell quick:pv quick:master
ok "one host at a time"
refuses 2 "secnds" shell quick:pv --set secnds=3
ok "a setting that is not there is refused"
refuses 2 "pv: is 6 setups, and a shell is in one" shell sweep-latency:pv
ok "a curve is not one setup"
refuses 2 "has no guest, but a payload" shell quick:pv --guest --set payload=/bin/true
ok "a guest that there is not cannot be had"
refuses 2 "testbed fake: has no host that people can get at" shell "$PWD/$replay:pv"
ok "a testbed without hosts for people is named"
# Its kernel cannot be built: it would take minutes.
printf '%s\n' 'runs = 1; kernels = { k = { source = "./none"; config = [ "base" ]; }; };' \
	'setups = ( { name = "pv"; host = "k"; guest = "k"; expect = "any"; } );' >"$work/none.conf"
head -c 600000 /dev/zero | timeout 60 "$apfbench" shell "$work/none.conf:pv" -o "$work/made" >"$work/last" 2>&1
[ $? = 2 ] && said "more than 524288 bytes of commands"
ok "so many commands are refused before anything is built"

campaign good >/dev/null
record=$work/good/records/pv-b1-r1.json
refuses 2 "which run?" debug
ok "debug: a run is needed"
refuses 2 "quick: is neither CAMPAIGN/RUN" debug quick
ok "and no campaign"
refuses 4 "nothing-b1-r1" debug "$work/good/nothing-b1-r1"
ok "a record that is not there is named"
cp "$record" "$work/alone.json" && refuses 2 "is not in the records/ of a campaign" debug "$work/alone.json"
ok "a record alone is not enough"
refuses 2 "testbed fake: has no host that people can get at" debug "$record" &&
	refuses 2 "testbed fake: has no host that people can get at" debug "$work/good/pv-b1-r1"
ok "a testbed without hosts for people is named"

script='pv-b1-preparation:panic'
campaign unprepared >/dev/null
script=
refuses 2 "pv-b1-r1: never began, so there is nothing to stop: preparation: " debug "$work/unprepared/records/pv-b1-r1.json"
ok "a run whose preparation failed never began"

[ ! -e "$work/made/kernels" ] && [ ! -e "$work/made/preparations" ]
ok "nothing was made"

plan
