#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own checkpatch.pl --strict over every patch of every series; silent when all are clean.
set -u
cd "$(dirname "$0")/.." || exit 2

source=$(awk '$4 ~ /^linux-source-/ { print $4; exit }' setup/packages)
tools=build/tests/checkpatch/$source/scripts
if [ ! -e "$tools/spelling.txt" ]; then
	mkdir -p build/tests/checkpatch
	tar -xf "/usr/src/$source.tar.xz" -C build/tests/checkpatch "$source/scripts/checkpatch.pl" \
		"$source/scripts/const_structs.checkpatch" "$source/scripts/spelling.txt" || exit 1
fi
# The project's patches carry no Signed-off-by; a file that is new in a patch has no MAINTAINERS entry.
# By stdin, since checkpatch takes a file that git knows for source code. The cover letter of 2010 spells
# "preemptable" in the title of its patch 10, and titles carry over.
accepted="'preemptable' may be misspelled"
for patch in kernel-patches/*/*/*.patch; do
	said=$(perl "$tools/checkpatch.pl" --strict --no-tree --no-summary --terse --no-signoff \
		--ignore FILE_PATH_CHANGES,EMAIL_SUBJECT,NO_AUTHOR_SIGN_OFF - <"$patch" | grep -vF "$accepted")
	[ -z "$said" ] || { echo "${said//-:/$patch:}"; status=1; }
done
exit "${status:-0}"
