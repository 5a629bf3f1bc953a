#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Compiles what the series touch after every patch of baseline and apf, in several configurations: no error, no warning (W=1)
# that the untouched source has not, no symbol missing in a module. Prints TAP.
# Usage: tests/series/objects.sh [baseline|apf|cross|all [CONFIGURATION...]]   (default: all, an hour or two; JOBS=N:
# compilers that run at once). cross: other architectures, after the patches that they see. What has passed is not compiled again until
# a patch before it changes, so it can be interrupted. All that has been made so far is in build/check-series/objects.txt.
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
. tests/series/objects/lib.sh

# Objects of KVM that the series touch; modules and s390 make all of KVM.
kvm="x86 cpuid lapic mmu/mmu svm/svm svm/nested vmx/vmx vmx/nested"
kvm=$(printf 'arch/x86/kvm/%s.o ' $kvm)
tdp=arch/x86/kvm/mmu/tdp_mmu.o # 64 bit
kernel="arch/x86/entry/ arch/x86/mm/fault.o arch/x86/kernel/idt.o arch/x86/kernel/traps.o"
guest="arch/x86/kernel/kvm.o arch/x86/kernel/kvmclock.o"
mm="mm/gup.o mm/memory.o"
generic() { # architecture files: of KVM's generic part, by the names that they have there
	local arch=$1
	shift
	printf "arch/$arch/kvm/../../../virt/kvm/%s.o " "$@"
}
# Name, architecture, cross compiler, configuration to start from, objects
configurations=(
	"modules|x86||x86_64_defconfig|arch/x86/kvm/ $kernel $guest $mm mm/filemap.o mm/shmem.o mm/hugetlb.o mm/huge_memory.o"
	"builtin|x86||x86_64_defconfig|$kvm $tdp $(generic x86 kvm_main async_pf pfncache) $kernel $mm mm/filemap.o"
	"guest|x86||x86_64_defconfig|$kernel $guest $mm mm/filemap.o mm/shmem.o"
	"i386|i386||i386_defconfig|$kvm $(generic x86 kvm_main async_pf pfncache) $kernel $guest $mm mm/shmem.o mm/hugetlb.o"
	"arm64|arm64|aarch64-linux-gnu-|defconfig|arch/arm64/kvm/mmu.o arch/arm64/kvm/arm.o $(generic arm64 kvm_main) $mm mm/hugetlb.o"
	"powerpc|powerpc|powerpc64le-linux-gnu-|ppc64le_defconfig|$(printf 'arch/powerpc/kvm/%s.o ' powerpc book3s book3s_hv book3s_64_mmu_hv book3s_64_mmu_radix) $(generic powerpc kvm_main) $mm mm/hugetlb.o"
	"s390|s390|s390x-linux-gnu-|defconfig|arch/s390/kvm/ $mm mm/hugetlb.o"
)

state_check() { # state
	local title
	title="objects: $(state_name "$1"), $name"
	if [ -z "$compiler" ]; then
		skip "$title" "needs the package gcc-${cross%-}"
	elif has_passed "$1"; then
		ok "$title, as before"
	else
		tree_to "$1" >"$work/last" 2>&1 && compile "$1" && echo "$(state_key "$1") $name $1" >>"$passed"
		ok "$title, gcc $compiler"
	fi
}

table() { # a line a state, a column a configuration
	local state row
	echo "Objects of $package $source_version that the series touch, compiled with W=1 by gcc after every patch. ok: no error, and no"
	echo "warning that the untouched source has not. -: the architecture does not see the patch. .: not compiled, or not ok."
	echo
	printf '%-12s' ""
	for row in "${configurations[@]}"; do printf '%-10s' "${row%%|*}"; done
	for state in "gcc" $(seq 0 "$count"); do
		[ "$state" = gcc ] && printf '\n%-12s' gcc || printf '\n%-12s' "$(state_name "$state")"
		for row in "${configurations[@]}"; do
			configuration_read "$row"
			if [ "$state" = gcc ]; then
				printf '%-10s' "${compiler:-none}"
			elif ! is_seen "$state"; then
				printf '%-10s' -
			else
				has_passed "$state" && printf '%-10s' ok || printf '%-10s' .
			fi
		done
	done
	echo
}

part=${1:-all}
shift || true
case $part in
baseline) states=$(seq 0 "$count_baseline") ;;
apf) states="0 $(seq $((count_baseline + 1)) "$count")" ;;
cross | all) states=$(seq 0 "$count") ;;
*) echo "part '$part': is not baseline, apf, cross or all" >&2 && exit 2 ;;
esac
echo "TAP version 13"
for row in "${configurations[@]}"; do
	configuration_read "$row"
	[ $# = 0 ] || [[ " $* " = *" $name "* ]] || continue
	case $part in
	cross) [ -n "$cross" ] || continue ;;
	baseline | apf) [ -z "$cross" ] || continue ;;
	esac
	for state in $states; do
		! is_seen "$state" || state_check "$state"
	done
	table | sed 's/ *$//' >"$made.txt"
done
plan
