#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another version of Linux as host and guest: it boots, its own async page faults are seen, and a run repeats exactly.
. "$(dirname "$0")/lib.sh"

# The sizes of smoke.
small=(--set runs=1 --set boots=1 --set traced=false --set seconds=4 --set host_memory=3G --set swap=1G
	--set container=160M --set guest_memory=512M --set array=256M)

echo "TAP version 13"
if [ ! -e /usr/src/linux-source-6.12.tar.xz ]; then
	skip "Linux 6.12 as host and guest" "linux-source-6.12 is not installed"
	plan
	exit
fi

campaign first mainline-6.12 "${small[@]}"
ok "6.12 as host and guest makes every run valid"

[ "$(figure first master-b1-r1 determined.result.counters.async_not_present)" = 0 ] &&
	[ "$(figure first master-b1-r1 determined.result.counters.vcpu_major_faults)" -gt 0 ]
ok "the host's switch turns its async page faults off in master"

[ "$(figure first nonpv-b1-r1 determined.result.counters.async_not_present)" -gt 0 ] &&
	[ "$(figure first pv-b1-r1 determined.result.counters.async_notified)" -gt 0 ]
ok "nonpv has async page faults, and in pv the guest is notified of them"

[ $((10 * $(figure first pv-b1-r1 determined.result.counters.vcpu_major_faults))) -lt \
	"$(figure first pv-b1-r1 determined.result.counters.async_not_present)" ]
ok "vCPU threads hardly ever sleep for a read"

mkdir -p "$work/made" && cp -r build/kernels build/images "$work/made"
campaign again mainline-6.12 "${small[@]}" --only pv -o "$work/made"
same first pv-b1-r1 again pv-b1-r1
ok "a preparation of its own gives the same record"

# Prepared before the host's clock source is final. A day passed when the RTC's alarm was the only timer left.
"$apfbench" shell mainline-6.12:master "${small[@]}" <<<'read -r up rest </proc/uptime; echo "up ${up%.*}"' >"$work/last" 2>&1 &&
	[ "$(sed -n 's/^up //p' "$work/last")" -lt 600 ]
ok "the clock stands while all CPUs of a host are halted"

plan
