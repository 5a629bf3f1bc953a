#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every prefix of the series apf applies exactly, and brings the documents of what it adds, not earlier or later.
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

source=$(awk '$4 ~ /^linux-source-/ { print $4; exit }' setup/packages)
patches=kernel-patches/linux-${source##*-}
tree=$work/$source

# First patch with it, file, words that are there from then on
documents=(
	"6|Documentation/virt/kvm/x86/msr.rst|MSR_KVM_ASYNC_PF_EN"
	"6|Documentation/virt/kvm/x86/cpuid.rst|KVM_FEATURE_ASYNC_PF "
	"7|Documentation/admin-guide/kernel-parameters.txt|no-kvmapf"
	"11|Documentation/virt/kvm/x86/msr.rst|Bit 1 says"
)

series_list() { # series: its patches in order
	sed '/^#/d;/^$/d' "$patches/$1/series"
}

patch_apply() { # series patch: exactly, not just somewhere near
	patch -d "$tree" -p1 --fuzz=0 --no-backup-if-mismatch <"$patches/$1/$2" >"$work/last" 2>&1 &&
		! grep -q 'offset\|fuzz' "$work/last"
}

documents_are_right() { # number of patches applied
	local row first file words bad=0
	for row in "${documents[@]}"; do
		IFS='|' read -r first file words <<<"$row"
		if grep -qF "$words" "$tree/$file"; then
			[ "$1" -ge "$first" ] || { echo "$file has '$words' before patch $first"; bad=1; }
		else
			[ "$1" -lt "$first" ] || { echo "$file lacks '$words' after patch $first"; bad=1; }
		fi
	done >"$work/last"
	return "$bad"
}

message_is_right() { # patch: a title, reasons, and nothing of a person
	local file=$patches/apf/$1
	{
		head -n 1 "$file" | grep -q '^Subject: .' || echo "no title"
		[ "$(sed '/^---$/,$d' "$file" | grep -c .)" -ge 5 ] || echo "no reasons"
		! sed '/^---$/,$d' "$file" | grep -n '^[A-Z][a-z-]*-by:\|^From:\|@' || echo "a person"
	} >"$work/last" 2>&1
	[ ! -s "$work/last" ]
}

# Only the files that the patches touch
touched=$(sed -n 's,^+++ b/,,p; s,^--- a/,,p' "$patches"/baseline/*.patch "$patches"/apf/*.patch | sort -u)
printf "$source/%s\n" $touched >"$work/files"
tar -C "$work" -xf "/usr/src/$source.tar.xz" -T "$work/files" 2>"$work/last" || [ -d "$tree" ]
ok "docs-bisect: the source is there"

for patch in $(series_list baseline); do
	patch_apply baseline "$patch" || break
done
ok "docs-bisect: baseline applies"
documents_are_right 0
ok "docs-bisect: baseline documents nothing of it"

number_of_patch=0
for patch in $(series_list apf); do
	number_of_patch=$((number_of_patch + 1))
	patch_apply apf "$patch"
	ok "docs-bisect: patch $number_of_patch applies without an offset"
	documents_are_right "$number_of_patch"
	ok "docs-bisect: after patch $number_of_patch the documents say what is there"
	message_is_right "$patch"
	ok "docs-bisect: patch $number_of_patch says what it is for"
done
[ "$number_of_patch" = 12 ]
ok "docs-bisect: there are twelve patches"
plan
