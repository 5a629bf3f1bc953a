#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `apfbench try` and git bisect in a git tree of Linux 6.1: kernels are built, booted and measured, in the sizes of smoke.
. "$(dirname "$0")/../boot/lib.sh"

top=$PWD
tree=$work/linux
made=$work/made
fault=arch/x86/kvm/mmu/mmu.c

tree_make() {
	mkdir "$tree" && tar -xf /usr/src/linux-source-6.1.tar.xz -C "$tree" --strip-components=1 &&
		git -C "$tree" init -q && git -C "$tree" config gc.auto 0 && git -C "$tree" add -A -f && tree_commit "6.1"
}

tree_commit() { # subject
	git -C "$tree" -c user.name=test -c user.email=test@localhost commit -q -am "$1"
}

# fault_change TEXT: as the first statement of the function that makes a fault asynchronous.
fault_change() {
	perl -0pi -e 's/(kvm_arch_setup_async_pf\([^{;]*\{\n[^\n]*;\n)/$1\n'"$1"'/' "$tree/$fault" && ! git -C "$tree" diff --quiet
}

# attempt [OPTION...]: in the tree. Five boots are the fewest.
attempt() {
	(cd "$tree" && "$top/$apfbench" try -o "$made" --set seconds=4 --most 5 "$@") >"$work/last" 2>&1
}

# build_slow FOLDER KEY: the kernel of the commit with the sleep.
build_slow() {
	cat >"$work/slow.conf" <<-END
		runs = 1;
		kernels = { slow = { source = "./linux#slow"; series = [ "mainline" ]; config = [ "base" ]; $2 }; };
		setups = ( { name = "slow"; host = "slow"; guest = "slow"; expect = "any"; } );
	END
	"$apfbench" build -o "$1" "$work/slow.conf" >"$work/last" 2>&1
}

echo "TAP version 13"
if [ ! -e /usr/src/linux-source-6.1.tar.xz ]; then
	skip "try" "linux-source-6.1 is not installed"
	plan
	exit
fi

tree_make >"$work/last" 2>&1 && git -C "$tree" tag base && sed -i '1s|^|/* harmless */\n|' "$tree/$fault" && tree_commit "a comment" &&
	git -C "$tree" tag harmless && sed -i 's|#include <linux/sched/signal.h>|&\n#include <linux/delay.h>|' "$tree/$fault" &&
	fault_change '\tmsleep(2);\n' && tree_commit "a sleep" && git -C "$tree" tag slow && sed -i '1s|^|/* no harm either */\n|' "$tree/$fault" && tree_commit "another comment" && git -C "$tree" tag last
ok "a git tree of the archive's source with a sleep in its past"

git -C "$tree" diff base slow >"$work/slow.patch" && sed 's/sched.signal.h/nonesuch.h/' "$work/slow.patch" >"$work/stale.patch"
attempt --base base "$work/stale.patch"
[ $? = 5 ] && grep -q "does not apply: $fault" "$work/last" && ! grep -q "kernel base: building" "$work/last"
ok "a patch that does not apply is found before anything is built"

(
	git -C "$tree" bisect start last base && cd "$tree" &&
		git bisect run "$top/$apfbench" try -o "$made" --bisect --base base --set seconds=4 --most 5
) >"$work/last" 2>&1
cp "$work/last" "$work/bisection"
grep -q "$(git -C "$tree" rev-parse slow) is the first bad commit" "$work/bisection"
ok "git bisect run finds the commit with the sleep"
grep -q '^changed .* worse' "$work/bisection"
ok "whose verdict is worse"
grep -Eq '^changed .* (same|not worse)' "$work/bisection"
ok "and that of a harmless commit is not"
git -C "$tree" bisect reset -q >/dev/null 2>&1
[ -z "$(git -C "$tree" status --porcelain)" ]
ok "the tree is as it was"

sed 's/msleep(2)/nonesuch_call(2)/' "$work/slow.patch" >"$work/broken.patch"
attempt --base base "$work/broken.patch"
[ $? = 5 ] && grep -q "$fault.*nonesuch_call" "$work/last"
ok "a patch that does not build is status 5, with the compiler's line"

build_slow "$made" "incremental = true;" && build_slow "$work/clean" "" && cmp "$made"/kernels/slow-*/bzImage "$work"/clean/kernels/slow-*/bzImage >"$work/last" 2>&1
ok "built on the objects of other kernels, a kernel is that of a build from nothing"

plan
