#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Programs in bm's place, in simulated hosts of small sizes: a hash join, a program of the distribution, a script that fails.
. "$(dirname "$0")/lib.sh"

small=(--set host_memory=3G --set swap=1G --set container=160M --set guest_memory=512M --set seconds=4 --set runs=1 --set boots=1)
join=(workload-hash-join "${small[@]}" --set traced=false --set "workload=build/hash-join -m 256 -j 8")

probes() { # campaign record
	figure "$1" "$2" determined.result.metrics.probes.value
}

echo "TAP version 13"
campaign first "${join[@]}" --only master,pv
ok "a hash join is measured in the guest"

grep -q '^pv' "$work/last" && grep -q 'probes    std error' "$work/last"
ok "the table has its metric"

[ "$(probes first master-b1-r1)" -gt 0 ] && [ "$(probes first pv-b1-r1)" -gt "$(probes first master-b1-r1)" ]
ok "pv gets more probes done than master"

[ "$(figure first pv-b1-r1 determined.result.counters.async_notified)" -gt 0 ]
ok "the guest was notified of async page faults"

campaign again "${join[@]}" --only pv
same first pv-b1-r1 again pv-b1-r1
ok "the same seed gives the same record"

campaign seed "${join[@]}" --only pv --set seed=99
[ "$(probes seed pv-b1-r1)" -gt 0 ] && [ "$(probes seed pv-b1-r1)" != "$(probes first pv-b1-r1)" ]
ok "another seed gives another figure"

# The program is not there when its pack is verified.
cp build/hash-join "$work/joins" && campaign packed "${join[@]}" --only pv --set "workload=$work/joins -m 256 -j 8" && rm "$work/joins" &&
	"$apfbench" pack "$work/packed" "$work/packed.tar.zst" >"$work/last" 2>&1 &&
	"$apfbench" unpack "$work/packed.tar.zst" "$work/unpacked" >>"$work/last" 2>&1 &&
	"$apfbench" verify "$work/unpacked" >>"$work/last" 2>&1 && grep -q 'pv-b1-r1: verified' "$work/last"
ok "a pack brings the program along"

if command -v stress-ng >/dev/null; then
	campaign stress workload-stress-ng "${small[@]}" --only pv --set seconds=10 --set \
		"workload=docs/workload.sh 's/^.* vm +([0-9]+) .*/metric bogo_ops \\1/p' stress-ng --vm 4 --vm-bytes 256M --vm-keep --vm-method rand-set --seed SEED --timeout SECONDS --metrics-brief"
	[ "$(figure stress pv-b1-r1 determined.result.metrics.bogo_ops.value)" -gt 0 ]
	ok "stress-ng of the distribution is measured through the wrapper"
else
	skip "stress-ng of the distribution is measured through the wrapper" "stress-ng is not installed"
fi

printf '%s\n' '#!/bin/sh' 'echo "BUG: mine"' 'exit 3' >"$work/early.sh"
printf '%s\n' '#!/bin/sh' 'echo ready; read -r line; echo start; sleep 1; kill -9 $$' >"$work/killed.sh"
chmod +x "$work"/*.sh
! campaign early "${join[@]}" --only pv --set "workload=$work/early.sh" &&
	grep -q 'the host gave up: guest: early.sh ended with status 3 before it said ready' "$work/last"
ok "a program that ends early is the reason of a failed preparation"

! campaign killed "${join[@]}" --only pv --set "workload=$work/killed.sh" &&
	grep -q 'INVALID: guest: killed.sh was killed by signal 9 before it said done' "$work/last"
ok "a program that is killed in its window is the reason of an invalid run"

plan
