#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds a kernel, perf and the images twice, in other folders, with other time zone, umask, host name, -j and empty compiler caches,
# and compares them byte for byte. A quarter of an hour on two cores: not a part of `make test`; results/reproducible.txt
# is what it printed last.
set -u
cd "$(dirname "$0")/.." || exit 2

work=$(mktemp -d "${TMPDIR:-/tmp}/apfbench-reproducible-XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0

build() { # folder umask time-zone jobs host-name
	mkdir -p "$work/$1"
	unshare --uts sh -c "hostname $5 2>/dev/null; umask $2; TZ=$3 CCACHE_DIR=$work/$1/ccache \
		exec build/apfbench build quick --only master --quiet -j $4 -o $work/$1/made" || echo "# build in $1 failed"
}

same() { # what pattern
	local first second
	first=$(cd "$work/first/made" && find . -path "$2" -exec sha256sum {} + | sort)
	second=$(cd "$work/a/deeper/folder/made" && find . -path "$2" -exec sha256sum {} + | sort)
	number=$((number + 1))
	if [ -n "$first" ] && [ "$first" = "$second" ]; then
		echo "ok $number - $1 are equal"
		echo "$first" | sed 's/^/# /'
	else
		echo "not ok $number - $1 are equal"
		printf '# %s\n' "$first" "$second"
	fi
}

echo "TAP version 13"
echo "1..3"
build first 022 UTC 2 one
build a/deeper/folder 077 Asia/Tokyo 1 another-name
same "kernels" './kernels/*/bzImage'
same "perf programs" './kernels/perf-*/perf'
same "images" './images/*.cpio'
