#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The whole path at small sizes: three setups in simulated hosts, their mechanisms, and that a run repeats exactly.
. "$(dirname "$0")/lib.sh"

# memory_compare PREPARATION: for whoever looks at a failure: did the preparations differ already, or only their forks?
memory_compare() {
	local words="hold different memory" snapshot=preparations/pv-${1:0:16}/snapshot
	cmp -s -n $((3 << 30)) "build/$snapshot" "$work/made/$snapshot" && words="hold the same memory"
	echo "the preparations $words" >>"$work/last"
	return 1
}

echo "TAP version 13"
campaign first smoke
ok "smoke makes every run valid"

grep -q '^ *pv' "$work/last"
ok "the table names pv"

figure first master-b1-r1 determined.result.counters.absent | grep -q async_not_present &&
	[ "$(figure first master-b1-r1 determined.result.counters.vcpu_major_faults)" -gt 0 ]
ok "master has no async page faults: its vCPU threads sleep for their reads"

[ "$(figure first nonpv-b1-r1 determined.result.counters.async_not_present)" -gt 0 ]
ok "nonpv has async page faults"

[ "$(figure first pv-b1-r1 determined.result.counters.async_ready)" -gt 0 ]
ok "pv has async page faults delivered to its guest"

[ "$(figure first pv-b1-r1 determined.result.counters.async_notified)" -gt 0 ] &&
	[ "$(figure first nonpv-b1-r1 determined.result.counters.async_notified)" = 0 ]
ok "the guest is notified in pv only"

[ $((10 * $(figure first pv-b1-r1 determined.result.counters.vcpu_major_faults))) -lt \
	"$(figure first pv-b1-r1 determined.result.counters.async_not_present)" ]
ok "vCPU threads hardly ever sleep for a read (patch 1 of apf)"

[ "$(figure first pv-b1-r1 determined.result.work)" -gt "$(figure first master-b1-r1 determined.result.work)" ]
ok "pv gets more work done than master"

# Made by tests/boot/renew.sh, on another day and maybe another machine.
name="a committed record is repeated to the digit"
tests/boot/known.pl tests/boot/smoke-pv-b1-r1.json "$work/first/records/pv-b1-r1.json" >"$work/last" 2>&1
case $? in
0) ok "$name" ;;
3) skip "$name" "the archive has moved on: $(head -c 400 "$work/last")" ;;
*)
	false
	ok "$name"
	;;
esac

sh -c 'while :; do :; done' &
busy=$!
campaign again smoke --set runs=1 --set boots=1
kill "$busy"
same first pv-b1-r1 again pv-b1-r1
ok "the same seed gives the same record while another core is kept busy"

same first master-b1-r1 again master-b1-r1
ok "and for master"

campaign seed tests/boot/pv.conf --set seed=99
differ first pv-b1-r1 seed pv-b1-r1
ok "another seed gives another total"

# The second is made by a QEMU whose threads are held up at random: preload/lockstep.c says where that matters.
mkdir -p "$work/made" && cp -r build/kernels build/images "$work/made"
LD_PRELOAD=$PWD/build/tests/disturb.so campaign anew tests/boot/pv.conf -o "$work/made"
! grep 'lockstep.so' "$work/last"
ok "QEMU has what lockstep.so needs"

same first pv-b1-r1 anew pv-b1-r1 || memory_compare "$(figure first pv-b1-r1 determined.inputs.preparation)"
ok "two independent preparations of the same inputs give equal records, however QEMU is held up"

"$apfbench" pack "$work/first" "$work/first.tar.zst" >"$work/last" 2>&1 &&
	"$apfbench" unpack "$work/first.tar.zst" "$work/packed" >"$work/last" 2>&1 &&
	"$apfbench" verify "$work/packed" --only pv -o "$work/packed.made" >"$work/last" 2>&1 && grep -qx "smoke: 1 verified" "$work/last"
ok "a run is verified from a pack alone, on a preparation of its own"

campaign boot tests/boot/pv.conf --set boot_seed=2
differ first pv-b1-r1 boot pv-b1-r1
ok "another boot gives another total"

plan
