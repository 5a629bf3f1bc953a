#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The container: cgroup v1 as well as v2, and the logged commands with which a person repeats it by hand.
. "$(dirname "$0")/lib.sh"

echo "TAP version 13"

campaign v1 tests/boot/pv.conf --set cgroup=v1
ok "smoke passes with cgroup v1"

[ "$(figure v1 pv-b1-r1 determined.result.pressure)" = null ] ||
	figure v1 pv-b1-r1 determined.result.pressure | grep -q null
ok "figures that v1 lacks are null"

campaign v2 tests/boot/pv.conf
figure v2 pv-b1-r1 determined.result.commands >"$work/last"
grep -q '"cgcreate -g memory:[^"]*","cgset -r memory.max=167772160 [^"]*","cgexec -g memory:' "$work/last"
ok "a record has the lines that make the container"

for version in v1 v2; do
	campaign "repeat-$version" tests/boot/pv.conf --set payload=tests/boot/payload/repeat-commands --set cgroup=$version
	[ "$(figure "repeat-$version" pv-b1-r1 determined.result.payload.status)" = 0 ] &&
		! figure "repeat-$version" pv-b1-r1 determined.result.payload.output | grep "not ok" >"$work/last"
	ok "a person can repeat the container by the logged lines ($version)"
done

plan
