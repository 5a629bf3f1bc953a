# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the shell tests: TAP, and a folder $work that goes with them. Sourced, not run, from the project's top folder.
# shellcheck shell=bash

work=$(mktemp -d "${TMPDIR:-/tmp}/apfbench-tap-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
number=0

ok() { # name; the test passes when the last command did
	local status=$?
	number=$((number + 1))
	if [ "$status" = 0 ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		sed 's/^/# /' "$work/last" 2>/dev/null | tail -n 25
	fi
}

skip() { # name reason
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

plan() {
	echo "1..$number"
}
