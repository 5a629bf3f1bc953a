#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The matrix patch x test of series apf: every prefix is built, its tests run in simulated hosts, and tests.txt says which
# must pass. Usage: tests/series/matrix.sh [host|linux|guest] [PATCHES...]   (default: all three, 0 to 12; JOBS=N:
# compilers and hosts that run at once)
# host: tests on VMs of their own, minutes a patch. linux: tests with Linux guests that have the whole series, on hosts with
# that many patches; guest: the other way round; up to a quarter of an hour each, where there are some. With the last patch both
# are tests/guest/linux.conf.
# What is there already is not made again, so a part can be interrupted, and the matrix is of all parts so far.
set -u
cd "$(dirname "$0")/../.." || exit 2

made=build/check-series
last=12
log=$made/log
kinds="host linux guest"
case ${1-} in
host | linux | guest)
	kinds=$1
	shift
	;;
esac
parts=("$@")
[ $# -gt 0 ] || mapfile -t parts < <(seq 0 $last)
mkdir -p "$made"

# stack PREFIX [, "tests"]: kernels with that many patches, and what some tests need from the kernel.
stack() {
	echo "series = [ \"baseline\", \"apf:$1\"${2-} ];"
}

# setup NAME HOST GUEST PAYLOAD PARAMETERS [FILES]
setup() {
	echo "	{ name = \"$1\"; host = \"$2\"; guest = \"$3\"; expect = \"any\"; settings = {"
	echo "		payload = \"../guest/$4\"; host_parameters = \"slab_nomerge $5\"; $6 }; },"
}

# names PROGRAM COLUMN PREFIX: tests of tests.txt worth their minutes at a prefix: the patch that brings them and the one before;
# at the last all run. Of host_tests, what plain kernels have no option for.
names() {
	awk -v program="$1" -v column="$2" -v prefix="$3" '
		$2 != program || program == "host_tests" && $4 !~ /^CONFIG_/ { next }
		{ from = column == "host" ? $3 : $4 == "guest" ? $5 + 0 : "" }
		$4 ~ /^once/ { next }
		from ~ /^[0-9]+$/ && (prefix == from - 1 || prefix == from) || from == "guard" && prefix == 0 { print $1 }
	' tests/guest/tests.txt
}

setups_host() {
	setup npt plain plain host_tests "" ""
	setup shadow plain plain host_tests kvm_amd.npt=0 ""
}

linux='host_files = [ "../guest/linux_guest=/tests/linux_guest", "../guest/host_tests=/tests/host_tests", "../guest/distribution=/guest/distribution" ];
		host_memory = "3G"; icount_shift = 3; seconds = 1800; read_latency = 8;'

# linux_setup SIDE HOST GUEST TEST
linux_setup() {
	local parameters="kvm.pdpte_accessed=1 "
	[ "$2" != plain ] || parameters=
	setup "$1-$4" "$2" "$3" linux_host "${parameters}linux_tests=$4" "$linux"
}

# kernel_by TEST NEED WITH WITHOUT: the kernel of the two for a test whose row in tests.txt names the need, or does not.
kernel_by() {
	awk -v test="$1" -v need="$2" -v with="$3" -v without="$4" '
		$1 == test { print index($0, need) ? with : without }
	' tests/guest/tests.txt
}

# preempt-matrix shows the host's side only with a guest that can be preempted.
setups_linux() {
	local name
	[ -z "$(names host_tests host "$1")" ] || setup more prefix prefix host_tests "" ""
	for name in $(names linux_host host "$1"); do
		linux_setup linux "$(kernel_by "$name" "tests (host)" prefix plain)" \
			"$(kernel_by "$name" "preempt and untraced" whole-preempt whole)" "$name"
	done
}

setups_guest() {
	local name
	for name in $(names linux_host guest "$1"); do
		linux_setup guest whole prefix "$name"
		case $name in
		kernel-atomic | preempt-matrix) linux_setup preempt whole preempt "$name" ;;
		esac
	done
}

# The plain kernels are those of configs/series.conf.
experiment() { # prefix setups
	local tests=', "tests"'
	cat <<-END
		title = "Tests of series apf at patch $1";
		runs = 1;
		boots = 1;
		settings = { host_memory = "1G"; swap = "256M"; guest_memory = "512M"; container = "160M"; array = "256M"; seconds = 600; read_latency = 200; };
		kernels = {
			plain = { $(stack "$1") config = [ "base" ]; };
			prefix = { $(stack "$1" "$tests") config = [ "base", "tests" ]; };
			whole = { $(stack $last "$tests") config = [ "base", "tests" ]; };
			whole-preempt = { $(stack $last "$tests") config = [ "base", "preempt", "untraced", "tests" ]; };
			preempt = { $(stack "$1" "$tests") config = [ "base", "preempt", "untraced", "tests" ]; };
		};
		setups = (
		${2%,}
		);
	END
}

# part_file PREFIX KIND: prints its experiment's file; nothing if there is nothing to run.
part_file() {
	local file=$made/$1-$2.conf setups
	case $1-$2 in
	"$last-linux") echo tests/guest/linux.conf && return ;;
	"$last-guest") return ;;
	esac
	setups=$("setups_$2" "$1")
	[ -z "$setups" ] || { experiment "$1" "$setups" >"$file" && echo "$file"; }
}

part_run() { # prefix kind
	local name=$1-$2 file
	file=$(part_file "$1" "$2")
	[ -n "$file" ] || return 0
	echo "patch $1, $2: $made/$name.log"
	# 3: invalid runs, which are those with a failed test; the matrix judges them.
	build/apfbench run ${JOBS:+-j "$JOBS"} --campaign "$made/$name" "$file" >"$made/$name.log" 2>&1
	case $? in
	0 | 3) ;;
	*)
		tail -n 3 "$made/$name.log"
		return 1
		;;
	esac
}

# Lines "SETUP NAME ok|not|skip" of all points of a part.
points() { # prefix
	perl -MJSON::PP -e '
		for my $file (@ARGV) {
			local $/;
			open(my $in, "<", $file) or die "$file: $!\n";
			my $record = decode_json(<$in>);
			(my $setup = $file) =~ s,.*/(.*)-b1-r1.json,$1,;
			my $output = $record->{determined}{result}{payload}{output} // "";
			for (split /\n/, $output) {
				next unless /^(not )?ok \d+ - ([^:]+): (.*)/;
				print "$setup $2 ", $1 ? "not" : $3 =~ /# SKIP/ ? "skip" : "ok", "\n";
			}
		}
	' "$made/$1"-*/records/*.json
}

# matrix: a line a test, a column a patch. It is of the setups that show the test at all.
matrix() {
	local prefix
	for prefix in $(seq 0 $last); do
		[ -z "$(find "$made/$prefix"-* -name '*.json' -path '*/records/*' 2>/dev/null)" ] || points "$prefix" | sed "s/^/$prefix /"
	done | awk -v last="$last" -f tests/series/matrix.awk tests/guest/tests.txt -
}

status=0
make --no-print-directory all build/guest/host_tests build/guest/linux_host build/guest/linux_guest >"$log" 2>&1 || {
	tail -n 20 "$log"
	exit 1
}
[ "$kinds" = host ] || tests/guest/distribution.sh || exit 1
for part in "${parts[@]}"; do
	[[ $part =~ ^[0-9]+$ ]] && [ "$part" -le $last ] || { echo "patch '$part': is not 0 to $last"; exit 2; }
	for kind in $kinds; do
		part_run "$part" "$kind" || status=1
	done
done
matrix | tee "$made/matrix.txt"
[ "${PIPESTATUS[0]}" = 0 ] && exit $status
exit 1
