#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files of harness/ must not call each other in a circle: names the circles in the built objects; silent when there is none.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 2

objects=()
for source in harness/*/*.c; do
	object=build/${source%.c}.o static=build/static/${source%.c}.o # static: the runner's
	[ "$static" -nt "$object" ] && object=$static
	[ -e "$object" ] || { echo "$object is missing: run make first"; exit 2; }
	objects+=("$object")
done

# "USER OWNER" for each symbol that one object leaves undefined and another defines.
edges() {
	nm -A -g "${objects[@]}" | sed 's,^build/,,; s,^static/,,; s,\.o:,.c ,' | awk '
		$(NF - 1) == "U" { users[$1, $NF]; next }
		{ owner[$NF] = $1 }
		END {
			for (pair in users) {
				split(pair, part, SUBSEP)
				if (part[2] in owner)
					print part[1], owner[part[2]]
			}
		}' | sort -u
}

found=$(edges) || exit 2
[ -n "$found" ] || { echo "nm finds no call between the files of harness/"; exit 2; }
loops=$(tsort <<<"$found" 2>&1 >/dev/null)
[ -z "$loops" ] && exit 0
echo "$loops" | sed 's/^tsort: -: input contains a loop:/in a circle:/; s/^tsort: /  /'
exit 1
