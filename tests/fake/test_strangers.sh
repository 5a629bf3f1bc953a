#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Folders and files that others made: what is read of them, and that nothing of them is removed or overwritten.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

campaign own
ok "a campaign of our own"

# Records
cp -r "$work/own" "$work/shared"
printf '\0\5\026\7\0\2\0\0Mac OS X        ' >"$work/shared/records/._pv-b2-r2.json"
echo mine >"$work/shared/records/notes.json" && mkfifo "$work/shared/records/fifo.json"
for command in show gate; do
	timeout 20 "$apfbench" $command "$work/own" >"$work/whole" 2>&1
	timeout 20 "$apfbench" $command "$work/shared" >"$work/last" 2>&1 && cmp -s "$work/whole" "$work/last"
	ok "$command passes over files in records/ that are no records by name"
done
mkfifo "$work/shared/records/pv-b9-r9.json"
timeout 20 "$apfbench" show "$work/shared" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b9-r9.json: is not a regular file"
ok "a FIFO in a record's place is named and not waited for"
rm -r "$work/shared"

changed() { # what is wrong with SED-SCRIPT in a record of pv
	rm -rf "$work/changed" && cp -r "$work/own" "$work/changed" && sed -i "$2" "$work/changed/records/pv-b2-r2.json"
	for command in show gate; do
		"$apfbench" $command "$work/changed" >"$work/last" 2>&1
		[ $? = 2 ] && said "pv-b2-r2.json: not a whole record: \"determined.result.$1" || return 1
	done
}
changed 'bm.faulting[0].accesses" is no whole number' 's/"accesses": [0-9]*/"accesses": "many"/' &&
	changed 'bm.faulting[0].accesses" is missing' 's/"accesses": [0-9]*/"others": 1/' &&
	changed 'work" is no whole number' 's/"work": [0-9]*,/"work": -5,/'
ok "a count that is a text, missing or negative is refused by name, and not taken for 0"
plan
