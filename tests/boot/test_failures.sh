#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hosts and guests that panic, hang or are interrupted: distinguished, in finite time, and nothing left running.
. "$(dirname "$0")/lib.sh"

# fails NAME WORDS SETTING...: the campaign ends with status 3 and the table gives a reason with WORDS.
fails() {
	local name=$1 words=$2 status
	shift 2
	campaign "$name" tests/boot/pv.conf "$@"
	status=$?
	[ "$status" = 3 ] && grep -q "$words" "$work/last"
}

# Processes of these tests, and socket folders (/tmp/apfbench-PID-...) whose owner lives no more.
left_over() {
	local folder owner
	pgrep -f "$work/interrupted"
	for folder in /tmp/apfbench-[0-9]*; do
		owner=${folder#/tmp/apfbench-}
		[ ! -e "$folder" ] || kill -0 "${owner%%-*}" 2>/dev/null || echo "$folder"
	done
}

echo "TAP version 13"

fails host-panic "anic" --set host_parameters=rdinit=/nonexistent
ok "a panic of the host ends the run with its reason"

fails guest-panic "anic" --set guest_parameters=rdinit=/nonexistent
ok "a panic of the guest ends the run with its reason"

fails stopped "hung" --set beside=tests/boot/payload/stop-guest
ok "a guest whose QEMU is stopped is found to hang"

fails crashed "anic" --set beside=tests/boot/payload/panic-host
ok "a host that panics in the window ends the run"

# A preparation that nobody else makes, so that there is something to interrupt.
# A shell lets its background jobs ignore SIGINT; a person's Ctrl-C is not ignored.
interrupted=(env --default-signal=INT "$apfbench" run --campaign "$work/interrupted" tests/boot/pv.conf --set boot_seed=7)
console=$work/interrupted/logs/pv-b1-preparation/console.log

"${interrupted[@]}" >"$work/last" 2>&1 &
pid=$!
await "$console" . && kill -INT "$pid"
wait "$pid"
[ $? = 130 ]
ok "Ctrl-C in a preparation ends with status 130"

[ -z "$(left_over)" ]
ok "and leaves no process and no folder"

rm -f "$console"
"${interrupted[@]}" >"$work/last" 2>&1 &
pid=$!
await "$console" . && kill -KILL "$pid" && killed=yes
wait "$pid" 2>/dev/null
sleep 1
[ "${killed:-no}" = yes ] && [ -z "$(pgrep -f "$work/interrupted")" ]
ok "kill -9 leaves no QEMU"

campaign interrupted tests/boot/pv.conf --set boot_seed=7
ok "and the same command then finishes the campaign"

[ -z "$(left_over)" ]
ok "with nothing left over of the killed one"

plan
