# SPDX-License-Identifier: GPL-2.0-or-later
# One configuration of tests/series/objects.sh in one state: its tree, its folder, what make says. Sourced, not run, after tests/tap.sh.
# A state is a number of patches; 0 is the untouched source.
# shellcheck shell=bash disable=SC2154 # $work is of tests/tap.sh

package=$(awk '$4 ~ /^linux-source-/ { print $4; exit }' setup/packages)
patches=$PWD/kernel-patches/linux-${package##*-}
fragments=$PWD/tests/series/objects
made=$PWD/build/check-series/objects
passed=$made/passed # lines "KEY CONFIGURATION STATE"
jobs=${JOBS:-$(nproc)}
export CCACHE_BASEDIR=$made CCACHE_DEPEND=1
mkdir -p "$made/reference"
touch "$passed"

mapfile -t files < <(for series in baseline apf; do sed "/^#/d;/^\$/d;s,^,$series/," "$patches/$series/series"; done)
count_baseline=$(printf '%s\n' "${files[@]}" | grep -c '^baseline/')
count=${#files[@]}
source_version=$(dpkg-query -W -f '${Version}' $package)

state_name() { # state
	case $1 in
	0) echo "untouched" ;;
	*) [ "$1" -le "$count_baseline" ] && echo "baseline $1" || echo "apf $(($1 - count_baseline))" ;;
	esac
}

configuration_read() { # row
	IFS='|' read -r name arch cross start objects <<<"$1"
	arch_folder=${arch/i386/x86}
	source=$made/$name/$package
	folder=$made/$name/objects
	compiler=$("${cross}gcc" -dumpfullversion 2>/dev/null)
}

state_key() { # state: everything that decides what compilers say
	{
		echo "$source_version $compiler $name $arch $start $objects $1"
		cat "$fragments/$name.config"
		[ "$1" = 0 ] || (cd "$patches" && cat "${files[@]:0:$1}")
	} | sha256sum | cut -c1-32
}

has_passed() { # state
	grep -q "^$(state_key "$1") " "$passed"
}

is_seen() { # state: with other architectures, whether the patch touches files of theirs, or is at an end of a series
	[ -z "$cross" ] || [ "$1" -le 1 ] || [ "$1" = "$count_baseline" ] || [ "$1" = $((count_baseline + 1)) ] || [ "$1" = "$count" ] ||
		grep -qE "^(---|\+\+\+) [ab]/(arch/$arch|include|mm|virt)/" "$patches/${files[$1 - 1]}"
}

# A tree is links to one that stays untouched: patch makes new files.
tree_anew() {
	if [ ! -d "$made/untouched/$package" ]; then
		rm -rf "$made/unpacking"
		mkdir -p "$made/unpacking"
		nice -n 15 tar -C "$made/unpacking" -xf "/usr/src/$package.tar.xz" && mv "$made/unpacking" "$made/untouched" || return
	fi
	rm -rf "${made:?}/$name"
	mkdir -p "$made/$name"
	cp -al "$made/untouched/$package" "$source" && : >"$made/$name/applied"
}

# tree_to STATE: patches are only ever added, as make compiles again what is newer than its object. A patch that was interrupted
# is a line without its sum.
tree_to() {
	local applied=$made/$name/applied state
	local -a sums
	mapfile -t sums < <([ "$1" = 0 ] || (cd "$patches" && sha256sum "${files[@]:0:$1}"))
	[ -e "$applied" ] && [ "$(wc -l <"$applied")" -le "$1" ] &&
		printf '%s\n' "${sums[@]}" | head -n "$(wc -l <"$applied")" | cmp -s - "$applied" || tree_anew || return
	for state in $(seq $(($(wc -l <"$applied") + 1)) "$1"); do
		echo "unfinished" >>"$applied"
		patch -d "$source" -p1 --fuzz=0 --no-backup-if-mismatch <"$patches/${files[$state - 1]}" || return
		sed -i '$d' "$applied"
		echo "${sums[$state - 1]}" >>"$applied"
	done
}

kernel_make() { # targets
	nice -n 15 make -C "$source" O="$folder" ARCH="$arch" CROSS_COMPILE="$cross" CC="ccache ${cross}gcc" HOSTCC="ccache gcc" \
		W=1 -k -j"$jobs" "$@" </dev/null
}

# Every line of a fragment holds after olddefconfig, in the untouched source.
configure() {
	local line
	kernel_make "$start" && (cd "$source" &&
		scripts/kconfig/merge_config.sh -m -O "$folder" "$folder/.config" "$fragments/$name.config") && kernel_make olddefconfig || return
	while read -r line; do
		case $line in
		*=n) ! grep "^${line%=n}=" "$folder/.config" ;;
		CONFIG_*) grep -qx "$line" "$folder/.config" ;;
		esac || { echo "error: $line does not hold" && return 1; }
	done <"$fragments/$name.config"
}

objects_there() { # those whose source is there in this state, and selected
	local object
	for object in $objects; do
		[[ $object != */async_pf.o ]] || grep -qx CONFIG_KVM_ASYNC_PF=y "$folder/.config" || continue
		[ ! -e "$source/${object%.o}.c" ] && [ ! -d "$source/$object" ] || echo "$object"
	done
}

complaints() { # errors and warnings of a log, without the numbers that other lines would change
	grep -E 'warning:|error:|\*\*\*' "$1" |
		sed -E "s,$source/,,g; s,(\.\./)+$package/,,g; s/:[0-9]+(:[0-9]+)?:/:/g; s/\+0x[0-9a-f]+/+/g" | sort -u
}

# Symbols that KVM's modules need and no object that is compiled here exports; only where all of KVM is made, as modules.
symbols_missing() {
	[[ " $objects " = *" arch/$arch_folder/kvm/ "* ]] || return 0
	find "$folder"/{arch,mm,virt} -name '*.o' -exec "${cross}nm" {} + 2>/dev/null | sed -n 's/.* __ksymtab_//p' | sort -u >"$work/exported"
	"${cross}nm" -u "$folder/arch/$arch_folder/kvm"/kvm*.o | awk 'NF == 2 { print $2 }' | sort -u | comm -23 - "$work/exported"
}

# symbols_judge REFERENCE: those that are missing, were not in the untouched source, and are exported nowhere else either.
symbols_judge() {
	local symbol
	symbols_missing | comm -23 - "$1" | while read -r symbol; do
		grep -rqE "EXPORT_(PER_CPU_)?SYMBOL(_GPL)?\($symbol\)" --include='*.[cS]' "$source"/{kernel,mm,lib,fs,arch/"$arch_folder"} ||
			echo "error: nothing exports $symbol"
	done
}

structure_judge() { # state: what no compiler sees
	local moved=$((count_baseline + 5)) defined
	if [ "$1" = "$count_baseline" ]; then
		(cd "$source" && grep -rniE 'async_pf|asyncpf|apf_' arch/x86 virt include | grep -v '^[^:]*/uapi/')
	fi
	if [[ " $objects " = *" arch/x86/kernel/kvmclock.o "* ]] && grep -q '^CONFIG_SMP=y' "$folder/.config" &&
		[[ $1 = $((moved - 1)) || $1 = "$moved" ]]; then
		defined=$(nm "$folder/arch/x86/kernel/kvmclock.o" | grep -c ' T kvm_smp_prepare_boot_cpu$')
		[ "$defined" = $((moved - $1)) ] || echo "error: kvmclock.o defines kvm_smp_prepare_boot_cpu $defined times"
	fi
}

# compile STATE: true if there is nothing new to complain of; what there is is in $work/last.
compile() {
	local status reference there
	reference=$made/reference/$name-$(state_key 0)
	[ ! -e "$folder/unfinished" ] || rm -rf "$folder"
	mkdir -p "$folder"
	touch "$folder/unfinished"
	[ -e "$folder/.config" ] || configure >"$work/log" 2>&1 || { tail -n 20 "$work/log" >"$work/last" && return 1; }
	kernel_make olddefconfig >"$work/log" 2>&1
	status=$?
	mapfile -t there < <(objects_there)
	[ $status != 0 ] || kernel_make "${there[@]}" >>"$work/log" 2>&1 || status=1
	cp "$work/log" "$made/$name/log.$1"
	rm "$folder/unfinished"
	complaints "$work/log" >"$work/complaints"
	if [ "$1" = 0 ] && [ $status = 0 ]; then
		cp "$work/complaints" "$reference.complaints"
		symbols_missing >"$reference.missing"
	fi
	comm -23 "$work/complaints" "$reference.complaints" >"$work/last" 2>&1
	[ $status != 0 ] || symbols_judge "$reference.missing" >>"$work/last"
	structure_judge "$1" >>"$work/last"
	[ $status = 0 ] && [ ! -s "$work/last" ]
}
