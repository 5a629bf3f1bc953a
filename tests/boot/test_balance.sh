#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where the time goes: balance sheets and latencies of runs in which that is known beforehand.
. "$(dirname "$0")/lib.sh"

# sheet SETUP: its traced run's balance sheet into $work/last.
sheet() {
	tests/boot/balance.pl "$work/known/records/$1-b1-r1-traced.json" >"$work/last" 2>&1
}

# part WHAT NAME MIN [MAX]: every line of $work/last that begins so is within these percent, and there is one.
part() {
	awk -v what="$1" -v name="$2" -v min="$3" -v max="${4:-100.1}" '
		$1 " " $2 ~ "^(" what ")$" && $3 == name { seen = 1; if ($4 < min || $4 > max) bad = 1 }
		END { exit bad || !seen }' "$work/last"
}

# adds_up SETUP: each vCPU's and each CPU's parts are its window.
adds_up() {
	sheet "$1" && part 'v?cpu .*' remainder -0.5 5 && grep -qx 'lost 0' "$work/last"
	ok "$1: the parts of each vCPU and of each CPU add up"
}

echo "TAP version 13"
campaign known tests/boot/balance.conf
ok "every run is valid, with a traced one for each setup"

adds_up work
part 'vcpu .' guest_user 95
ok "work: every vCPU is in the guest's user mode"
part 'cpu .' vcpus 95
ok "work: every CPU of the host has a vCPU on it"

adds_up idle
part 'vcpu [012]' idle 95 && part 'vcpu 3' guest_user 95
ok "idle: vCPUs without a thread are idle, and only they"

adds_up blocked
part 'vcpu 0' blocked 85 && part 'vcpu 0' halted 0 0
ok "blocked: the vCPU that faults sleeps for its reads"
part 'vcpu [123]' idle 80
ok "blocked: the others are idle, apart from faults of the guest's kernel"
part 'cpu .' ballast 75
ok "blocked: the ballast has the host's CPUs"

[ "$(figure known blocked-b1-r1 determined.result.swap_read.p50_ns)" -ge 20000000 ]
ok "blocked: reads take what the run asks for, not what its preparation had"

adds_up halted
part 'vcpu 0' halted 85 && part 'vcpu 0' blocked 0 5
ok "halted: the vCPU that faults is halted until its pages are there"
part 'vcpu [123]' idle 80
ok "halted: the others are idle, apart from faults of the guest's kernel"

[ "$(figure known halted-b1-r1-traced determined.result.series.second | grep -o async | wc -l)" = 4 ]
ok "swap-ins and async faults are counted by the second"

plan
