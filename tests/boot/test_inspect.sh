#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A shell in a simulated host, and gdb at the place where a recorded run failed.
. "$(dirname "$0")/lib.sh"

# in_host [OPTION...]: the commands on stdin, in the shell; what they said is in $work/last.
in_host() {
	timeout 1200 "$apfbench" shell tests/boot/pv.conf:pv "$@" >"$work/last" 2>&1
}

# Socket folders (/tmp/apfbench-PID-...) whose owner lives no more.
left_over() {
	local folder owner
	for folder in /tmp/apfbench-[0-9]*; do
		owner=${folder#/tmp/apfbench-}
		[ ! -e "$folder" ] || kill -0 "${owner%%-*}" 2>/dev/null || echo "$folder"
	done
}

echo "TAP version 13"

in_host <<<'uname -r; cat "$APFBENCH_COMMANDS"; cat /proc/swaps; exit 7'
status=$?
grep -q '^6\.1\.' "$work/last" && grep -q 'cgexec .*qemu-system-x86_64' "$work/last" && grep -q '^/dev/' "$work/last"
ok "a shell in the prepared host sees its kernel, its swap and the lines that start the guest"
[ "$status" = 3 ] && grep -q "the shell ended with status 7" "$work/last"
ok "a shell that fails is status 3"

# The reader is slower than the host, which has more to say than fits into all buffers between them.
slowly() {
	local piece
	while IFS= read -r -N 2048 piece || [ -n "$piece" ]; do
		printf '%s' "$piece"
		sleep 0.1
	done
}
timeout 1200 "$apfbench" shell tests/boot/pv.conf:pv <<<'seq 1 20000' 2>"$work/last" | slowly | tail -n 1 >"$work/end"
[ "$(cat "$work/end")" = 20000 ]
ok "all that a shell has said arrives, also at a slow reader"

in_host --guest <<<'sleep 2; echo "procs $(wc -l </sys/fs/cgroup/apfbench/cgroup.procs)"; grep pswpin /proc/vmstat'
[ $? = 0 ] && grep -q '^procs [1-9]' "$work/last" && grep -q '^pswpin [1-9]' "$work/last"
ok "beside its guest it sees a container with a process, and pages that come back from swap"

[ -z "$(left_over)" ]
ok "nothing is left of the hosts"

campaign failed tests/boot/pv.conf --set beside=tests/boot/payload/panic-host
timeout 1200 "$apfbench" debug "$work/failed/records/pv-b1-r1.json" >"$work/line" 2>"$work/said" &
debugger=$!
await "$work/line" '^gdb '
line=$(head -n 1 "$work/line")
cp "$work/said" "$work/last"
[[ $line == "gdb -nx "*" 'hbreak panic' "*/vmlinux ]] && grep -q "pv-b1-r1: recorded was: the host's kernel panicked" "$work/said"
ok "debug says by which gdb the recorded panic is reached"

# As a person would, but for the quotes, which a shell has to read.
eval "timeout 1100 ${line/gdb -nx/gdb -nx -batch} -ex bt" >"$work/last" 2>&1 </dev/null
grep -q "hit Breakpoint 1, .* in panic ()" "$work/last" && grep -q " in sysrq_handle_crash ()" "$work/last"
ok "gdb stops there, with symbols"
wait "$debugger"
[ -z "$(left_over)" ]
ok "and nothing is left of the host"

plan
