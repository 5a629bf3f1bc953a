#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs the Debian packages of setup/packages that this machine lacks. Needs root and network only if some are missing.
# Usage: setup/deps.sh [run|test]   (run, the default: what building and measuring need; test: what the tests need as well)
# APFBENCH_DEPS_ROOT is put before /etc and /usr, for tests/fake/test_commands.sh.
set -eu

here=$(dirname "$0")
root=${APFBENCH_DEPS_ROOT:-}
qemu_least=10.0 # the simulated host is a pc-i440fx-10.0
sources=$(awk '$4 ~ /^linux-source-/ { print $4 }' "$here/packages") # the first is the default
missing=
qemu=
status=0

case ${1:-run} in
run) needs=" build kernel host plot " ;;
test) needs=" build kernel host plot test " ;;
*) echo "usage: deps.sh [run|test]" >&2; exit 2 ;;
esac

present() { # kind name
	case $1 in
	program) command -v "$2" >/dev/null ;;
	module) command -v pkg-config >/dev/null && pkg-config --exists "$2" ;;
	file) [ -e "$root$2" ] ;;
	*) echo "setup/packages: unknown kind \"$1\"" >&2; exit 2 ;;
	esac
}

recent() { # version
	[ -n "$1" ] && [ "$(printf '%s\n' "$qemu_least" "$1" | sort -V | head -n 1)" = "$qemu_least" ]
}

qemu_recent() {
	recent "$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9.]*\).*/\1/p')"
}

candidate() { # package: the version that apt would install, without epoch; nothing if it has none
	apt-cache policy "$1" | sed -n 's/.*Candidate: \([0-9]*:\)\{0,1\}\([0-9][0-9.]*\).*/\2/p'
}

qemu_install() {
	from=
	if ! recent "$(candidate qemu-system-x86)"; then
		add_backports
		apt-get -qq update || { remove_backports; exit 77; }
		from="-t $codename-backports"
	fi
	# shellcheck disable=SC2086 # two words or none
	apt-get -qq install -y --no-install-recommends $from qemu-system-x86 >/dev/null || { remove_backports; exit 77; }
	qemu_recent || {
		remove_backports
		echo "deps: QEMU is still older than $qemu_least" >&2
		exit 77
	}
}

# A deb822 stanza or a one-line entry of the machine's own that serves CODENAME, rewritten for CODENAME-backports.
backports_source() {
	for file in "$root"/etc/apt/sources.list.d/*.sources; do
		[ -e "$file" ] || continue
		awk -v suite="$codename" 'BEGIN { RS = ""; FS = "\n" }
			$0 ~ ("Suites:[^\n]*" suite "([ \n]|$)") { print; exit }' "$file" |
			sed "s/^Suites:.*/Suites: $codename-backports/"
	done | sed '/^#/d' | awk 'BEGIN { RS = "" } NR == 1'
	for file in "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*.list; do
		[ -e "$file" ] || continue
		sed -n "s/^\(deb .*\) $codename main.*/\1 $codename-backports main/p" "$file"
	done | head -n 1 >&3
}

added=
add_backports() {
	# shellcheck source=/dev/null
	codename=$(. "$root/etc/os-release" && echo "$VERSION_CODENAME")
	deb822=$root/etc/apt/sources.list.d/apfbench-backports.sources
	list=$root/etc/apt/sources.list.d/apfbench-backports.list
	backports_source 3>"$list" >"$deb822"
	if [ -s "$deb822" ]; then
		added=$deb822
		rm "$list"
	else
		rm "$deb822"
		if [ -s "$list" ]; then added=$list; else rm "$list"; fi
	fi
	if [ -z "$added" ]; then
		echo "deps: found no apt source of this release, so none of its backports; install QEMU >= $qemu_least by hand" >&2
		exit 77
	fi
	echo "deps: QEMU comes from $codename-backports; the new apt source $added stays, so that QEMU gets updates"
}

remove_backports() {
	[ -z "$added" ] || { rm -f "$added" && echo "deps: failed; removed $added again" >&2; }
}

# Says what to do on a release without a kernel's source; the other packages are installed anyway.
source_check() { # package
	case " $missing " in *" $1 "*) ;; *) return 0 ;; esac
	[ -z "$(candidate "$1")" ] || return 0
	missing=$(printf '%s' " $missing " | sed "s/ $1 / /; s/ *$//")
	cat >&2 <<-END
		deps: apt has no $1 here; Debian 12 (bookworm) has it. Elsewhere unpack a
		  Linux ${1##*-} tree and name it in the experiment's kernels: source = "FOLDER" (docs/experiment-file.md)
	END
	[ "$1" != "${sources%%[!a-z0-9.-]*}" ] || status=77
}

while read -r need kind name package; do
	case $need in ''|'#'*) continue ;; esac
	case $needs in *" $need "*) ;; *) continue ;; esac
	[ "$package" = qemu-system-x86 ] || present "$kind" "$name" || missing="$missing $package"
done <"$here/packages"
qemu_recent || qemu=" qemu-system-x86"

[ -n "$missing$qemu" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	echo "deps: packages are missing; install them as root:" >&2
	[ -z "$missing" ] || echo "  apt-get install --no-install-recommends$missing" >&2
	[ -z "$qemu" ] || echo "  $here/deps.sh   (QEMU >= $qemu_least, from backports where the release is older)" >&2
	exit 77
fi

export DEBIAN_FRONTEND=noninteractive
echo "deps: installing$missing$qemu"
apt-get -qq update
for package in $sources; do source_check "$package"; done
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || apt-get -qq install -y --no-install-recommends $missing >/dev/null
[ -z "$qemu" ] || qemu_install
exit $status
