#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every stack of series that is built from applies, without fuzz, to the package archive's kernel sources that setup/packages names: to the newest
# of each without an offset too, and those of the first one to its oldest. Packages that are not installed are kept in build/check-series/sources.
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

mapfile -t packages < <(awk '$4 ~ /^linux-source-/ { print $4 }' setup/packages)
kept=build/check-series/sources
others=("sim" "mainline" "mainline sim")
stacks=("${others[@]}" "baseline" "baseline sim" "baseline tests sim")
for count in $(seq 12); do
	stacks+=("baseline apf:$count" "baseline apf:$count sim" "baseline apf:$count tests sim")
done

series_files() { # "series" or "series:count"
	sed '/^#/d;/^$/d' "$patches/${1%:*}/series" | if [[ $1 = *:* ]]; then head -n "${1#*:}"; else cat; fi |
		sed "s,^,$patches/${1%:*}/,"
}

archive_versions() { # oldest first
	apt-cache madison $package 2>/dev/null | awk '{ print $3 }' | sort -Vu
}

source_unpack() { # version folder: the files that any patch touches
	local tar=/usr/src/$package.tar.xz deb=$kept/${package}_$1_all.deb folder=$2
	if [ "$(dpkg-query -W -f '${Version}' $package 2>/dev/null)" != "$1" ]; then
		[ -e "$deb" ] || (mkdir -p $kept && cd $kept && apt-get download "$package=$1") >"$work/last" 2>&1 || return 1
		tar=$work/$1.tar.xz
		dpkg-deb --fsys-tarfile "$deb" | tar -xO "./usr/src/$package.tar.xz" >"$tar" || return 1
	fi
	sed -n 's,^+++ b/,,p; s,^--- a/,,p' $patches/*/*.patch | sort -u | sed "s,^,$package/," >"$work/files"
	mkdir -p "$folder"
	# Files that a patch makes are not in it.
	tar -C "$folder" -xf "$tar" -T "$work/files" 2>/dev/null
	[ -e "$folder/$package/arch/x86/kvm/svm/svm.c" ]
}

# As harness/kernel/apply.c: outside of any repository, and a hunk of one line alone counts as it does there.
git_apply() { # tree patch
	local zero=
	grep -qE '^@@ -[0-9]+ \+[0-9]+,0 @@' "$2" && zero=--unidiff-zero
	GIT_DIR=/dev/null git -C "$1" apply -v --whitespace=nowarn $zero "$PWD/$2" 2>&1 |
		if [ -n "$zero" ]; then grep -v '(offset 1 line)'; else cat; fi
	[ "${PIPESTATUS[0]}" = 0 ]
}

stack_apply() { # folder stack: says in $work/last what did not go in, or not exactly
	local tree=$work/tree element file
	rm -rf "$tree"
	cp -a "$1/$package" "$tree"
	for element in $2; do
		for file in $(series_files "$element"); do
			git_apply "$tree" "$file" >"$work/said" 2>&1 || {
				sed "s,^,${file##*/}: ," "$work/said" >"$work/last"
				return 1
			}
			grep -H --label="${file##*/}" 'offset\|fuzz' "$work/said" >>"$work/last"
		done
	done
	return 0
}

stacks_apply() { # version may-have-offsets stacks...
	local folder=$work/$1 version=$1 inexact=$2 stack status offsets
	shift 2
	source_unpack "$version" "$folder"
	ok "apply: there is a $package $version" || return
	for stack; do
		: >"$work/last"
		stack_apply "$folder" "$stack"
		status=$?
		offsets=$(grep -c offset "$work/last")
		[ $status = 0 ] && { [ "$inexact" = yes ] || [ ! -s "$work/last" ]; }
		ok "apply: $stack on $version, $offsets offsets"
	done
}

# package_apply PACKAGE all|newest STACK...
package_apply() {
	local which=$2 newest oldest
	package=$1
	patches=kernel-patches/linux-${package##*-}
	shift 2
	newest=$(archive_versions | tail -n 1)
	oldest=$(archive_versions | head -n 1)
	if [ -z "$newest" ]; then
		skip "apply: the archive's $package" "apt-cache knows no $package"
		return
	fi
	stacks_apply "$newest" no "$@"
	[ "$which" = newest ] || [ "$oldest" = "$newest" ] || stacks_apply "$oldest" yes "$@"
}

echo "TAP version 13"
package_apply "${packages[0]}" all "${stacks[@]}"
for other in "${packages[@]:1}"; do package_apply "$other" newest "${others[@]}"; done
plan
