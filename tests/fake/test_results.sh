#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The campaigns in results/: their tables come out of their records again, byte for byte.
cd "$(dirname "$0")/../.." || exit 2

apfbench=${APFBENCH:-build/tests/apfbench}
number=0

echo "TAP version 13"
for table in results/*/table.txt; do
	folder=$(dirname "$table")
	number=$((number + 1))
	if difference=$("$apfbench" show "./$folder" | diff "$table" -); then
		echo "ok $number - $folder/table.txt comes from its records"
	else
		echo "not ok $number - $folder/table.txt comes from its records"
		echo "$difference" | sed 's/^/# /'
	fi
done
echo "1..$number"
[ "$number" -gt 0 ]
