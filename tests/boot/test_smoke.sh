#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The whole path at small sizes: three setups in simulated hosts, their mechanisms, and that a run repeats exactly.
. "$(dirname "$0")/lib.sh"

echo "TAP version 13"
campaign first smoke
ok "smoke makes every run valid"

grep -q '^ *pv' "$work/last"
ok "the table names pv"

[ "$(figure first master-b1-r1 determined.result.counters.async_not_present)" = 0 ]
ok "the host's switch turns async page faults off in master"

[ "$(figure first nonpv-b1-r1 determined.result.counters.async_not_present)" -gt 0 ]
ok "nonpv has async page faults"

[ "$(figure first pv-b1-r1 determined.result.counters.async_ready)" -gt 0 ]
ok "pv has async page faults delivered to its guest"

[ "$(figure first pv-b1-r1 determined.result.counters.async_notified)" -gt 0 ] &&
	[ "$(figure first nonpv-b1-r1 determined.result.counters.async_notified)" = 0 ]
ok "the guest is told of them in pv only"

[ $((10 * $(figure first pv-b1-r1 determined.result.counters.vcpu_major_faults))) -lt \
	"$(figure first pv-b1-r1 determined.result.counters.async_not_present)" ]
ok "vCPU threads hardly ever sleep for a read (patch 2 of mainline)"

[ "$(figure first pv-b1-r1 determined.result.work)" -gt "$(figure first master-b1-r1 determined.result.work)" ]
ok "pv gets more work done than master"

sh -c 'while :; do :; done' &
busy=$!
campaign again smoke --set runs=1 --set boots=1
kill "$busy"
same first pv-b1-r1 again pv-b1-r1
ok "the same seed gives the same record while another core is kept busy"

same first master-b1-r1 again master-b1-r1
ok "so it does for master"

campaign seed smoke --set runs=1 --set boots=1 --set seed=99
differ first pv-b1-r1 seed pv-b1-r1
ok "another seed gives another total"

mkdir -p "$work/made" && cp -r build/kernels build/images "$work/made"
campaign anew smoke --set runs=1 --set boots=1 -o "$work/made"
same first pv-b1-r1 anew pv-b1-r1
ok "two independent preparations of the same inputs give equal records"

campaign boot smoke --set runs=1 --set boots=1 --set boot_seed=2
differ first pv-b1-r1 boot pv-b1-r1
ok "another boot gives another total"

plan
