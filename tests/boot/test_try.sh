#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `apfbench try` on a git tree of a kernel: patches that do not apply or build, a bisection to a planted sleep, whose steps are
# a good and a bad change, and a kernel built with the objects of another, which is that of a build from nothing.
. "$(dirname "$0")/lib.sh"

file=arch/x86/kvm/mmu/mmu.c
made=$work/made
tree=$work/tree

commit() { # message
	git -C "$tree" -c user.name=test -c user.email=test@example.org commit -q -a -m "$1"
}

# plant SED MESSAGE: a commit that changes the file that has the fault path.
plant() {
	sed -i "$1" "$tree/$file" && commit "$2"
}

attempt() { # [OPTION...]
	(cd "$tree" && "$OLDPWD/$apfbench" try -o "$made" --set traced=false "$@") >"$work/last" 2>&1
}

mkdir "$tree" && tar -xf /usr/src/linux-source-6.1.tar.xz -C "$tree" --strip-components=1 &&
	git -C "$tree" init -q && git -C "$tree" config gc.auto 0 && git -C "$tree" add -A -f && commit "a kernel" && git -C "$tree" tag good &&
	plant 's/^static int kvm_faultin_pfn(/&\n\t/' "KVM: x86/mmu: Break a line" &&
	plant 's/^\tfault->mmu_seq = vcpu->kvm->mmu_invalidate_seq;/\tmdelay(1);\n&/; s/^#include <linux\/hash.h>/#include <linux\/delay.h>\n&/' "KVM: x86/mmu: Sleep" &&
	git -C "$tree" tag planted && plant 's/^static bool page_fault_handle_page_track(/&\n\t/' "KVM: x86/mmu: Break another line" &&
	git -C "$tree" format-patch -q -o "$work" planted^..planted >"$work/last" 2>&1
ok "a tree with a planted sleep is made"

sed 's/^ .*mmu_invalidate_seq;$/ \tthere_is_no_such_line();/; s/^ \tbool async;$/ \tint none;/' "$work/0001-KVM-x86-mmu-Sleep.patch" >"$work/stale.patch"
attempt --base good "$work/stale.patch"
[ $? = 5 ] && grep -q "stale.*does not apply" "$work/last"
ok "a patch that does not apply is status 5, and is named"

sed 's/mdelay(1)/mdelay(nothing)/' "$work/0001-KVM-x86-mmu-Sleep.patch" >"$work/broken.patch"
attempt --base good "$work/broken.patch"
[ $? = 5 ] && grep -q "nothing.*undeclared" "$work/last"
ok "a patch that does not build is status 5, with the compiler's line"

(cd "$tree" && git bisect start -q HEAD good && git bisect run "$OLDPWD/$apfbench" try -o "$made" --set traced=false --bisect --base good) >"$work/last" 2>&1
git -C "$tree" bisect log >>"$work/last"
[ "$(git -C "$tree" rev-parse refs/bisect/bad)" = "$(git -C "$tree" rev-parse planted)" ] && grep -q "is the first bad commit" "$work/last"
ok "git bisect finds the sleep"
git -C "$tree" bisect reset -q 2>/dev/null
[ -z "$(git -C "$tree" status --porcelain)" ]
ok "the tree is as it was"

# The last one that was built, from nothing.
trial=$(dirname "$(ls -t "$made"/trials/try-*/try-*.conf | head -n 1)")
sed 's/incremental = true/incremental = false/' "$trial"/try-*.conf >"$trial/clean.conf"
incremental=$(ls -td "$made"/kernels/changed-* | head -n 1)/bzImage
"$apfbench" build -o "$work/clean" --only changed "$trial/clean.conf" >"$work/last" 2>&1 && cmp "$incremental" "$work"/clean/kernels/changed-*/bzImage
ok "its kernel is that of a build from nothing"
plan
