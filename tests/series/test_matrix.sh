#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the matrix of matrix.sh says of points that are known: right, too early, too late, on which side.
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

cat >"$work/tests.txt" <<-END
	# A comment
	own    host_tests  2      -
	both   linux_host  9      guest 8; tests (guest)
	always host_tests  guard  -
END

# says NAME STATUS WORDS POINT...: the matrix of these points ends with a status, and has a line of these words.
says() {
	local name=$1 status=$2 words=$3
	shift 3
	printf '%s\n' "$@" >"$work/points"
	awk -v last=12 -f tests/series/matrix.awk "$work/tests.txt" "$work/points" >"$work/last"
	[ $? = "$status" ] && tr -s ' ' <"$work/last" | sed 's/ *$//' | grep -qxF -- "$words"
	ok "$name"
}

says "a test passes from its patch on" 0 "own . P" "1 npt own not" "2 npt own ok"
says "one that passes before its patch is early" 1 "own EARLY P" "1 npt own ok" "2 npt own ok"
says "one that fails at its patch is late" 1 "own . LATE never passed" "1 npt own not" "2 npt own not"
says "one bad point of many makes a test fail" 1 "own LATE never passed" "2 npt own ok" "2 shadow own not" "2 npt own ok"
says "one that is left out is neither" 0 "own s never passed" "2 npt own skip"
says "one that was left out in one setup is judged by the other" 0 "own P" "2 npt own skip" "2 shadow own ok"
says "a test that must always pass is late where it does not" 1 "always LATE P" "0 npt always not" "1 npt always ok"
says "a host's prefix is judged by the host's patch" 0 "both . P" "8 linux-both both not" "9 linux-both both ok"
says "and says nothing of the guest" 0 "both (guest) not run" "8 linux-both both not" "9 linux-both both ok"
says "a guest's prefix is judged by the guest's patch" 0 "both (guest) . P" "7 guest-both both not" "8 guest-both both ok"
says "a guest that passes too early shows" 1 "both (guest) EARLY never passed" "7 preempt-both both ok"
says "the last patch is on both sides" 0 "both (guest) P" "12 linux-both both ok"
plan
