#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The whole series against its tests of the host half: the TDP MMU, the older MMU, shadow paging. Each line of theirs
# is one of ours. The matrix of patches and tests, and Linux guests, are `make check-series`.
. "$(dirname "$0")/lib.sh"

# output SETUP: what its tests printed, as points of this test.
output() {
	figure series "$1-b1-r1" determined.result.payload.output | sed -n "s/^\(ok\|not ok\) [0-9]* - /\1 $1: /p"
}

echo "TAP version 13"
campaign series tests/guest/host.conf
status=$?
for setup in npt legacy shadow; do
	while read -r result line; do
		[ "$result" = not ] && line=${line#ok }
		number=$((number + 1))
		echo "$([ "$result" = ok ] || echo "not ")ok $number - $line"
	done < <(output $setup)
done
[ "$status" = 0 ]
ok "every host ends its tests, with a clean log"

plan
