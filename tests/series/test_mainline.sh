#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The series mainline: its switch, and that a fault which may not wait does not.
. "$(dirname "$0")/../boot/lib.sh"

echo "TAP version 13"
campaign mainline mainline --set runs=1 --set boots=1 --set seconds=4 --set host_memory=3G --set swap=1G \
	--set container=160M --set guest_memory=512M --set array=256M
ok "the kernel's own async page faults make every run valid"

[ "$(figure mainline master-b1-r1 determined.result.counters.async_not_present)" = 0 ]
ok "the host's switch turns them off in master"

[ "$(figure mainline pv-b1-r1 determined.result.counters.async_not_present)" -gt 0 ] &&
	[ "$(figure mainline nonpv-b1-r1 determined.result.counters.async_not_present)" -gt 0 ]
ok "without it they are there"

[ $((10 * $(figure mainline pv-b1-r1 determined.result.counters.vcpu_major_faults))) -lt \
	"$(figure mainline pv-b1-r1 determined.result.counters.async_not_present)" ]
ok "vCPU threads hardly ever sleep for a read (patch 2 of mainline)"

plan
