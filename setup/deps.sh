#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs from Debian what setup/packages names and this machine lacks; needs root and network only if something is missing.
set -eu

here=$(dirname "$0")
qemu_least=9.0
missing=
qemu=

present() { # kind name
	case $1 in
	program) command -v "$2" >/dev/null ;;
	module) command -v pkg-config >/dev/null && pkg-config --exists "$2" ;;
	file) [ -e "$2" ] ;;
	*) echo "setup/packages: unknown kind \"$1\"" >&2; exit 2 ;;
	esac
}

recent() { # version: icount with several CPUs and file snapshots want QEMU >= 9.0
	[ -n "$1" ] && [ "$(printf '%s\n' "$qemu_least" "$1" | sort -V | head -n 1)" = "$qemu_least" ]
}

qemu_recent() {
	recent "$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9.]*\).*/\1/p')"
}

qemu_install() {
	offered=$(apt-cache policy qemu-system-x86 | sed -n 's/.*Candidate: \([0-9]*:\)\{0,1\}\([0-9.]*\).*/\2/p')
	from=
	if ! recent "$offered"; then
		add_backports
		apt-get -qq update
		from="-t $(. /etc/os-release && echo "$VERSION_CODENAME")-backports"
	fi
	# shellcheck disable=SC2086 # two words or none
	apt-get -qq install -y --no-install-recommends $from qemu-system-x86 >/dev/null
	qemu_recent || { echo "deps: QEMU is still older than $qemu_least" >&2; exit 77; }
}

# A deb822 stanza or a one-line entry of the machine's own that serves CODENAME, rewritten for CODENAME-backports.
backports_source() {
	codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -e "$file" ] || continue
		awk -v suite="$codename" 'BEGIN { RS = ""; FS = "\n" }
			$0 ~ ("Suites:[^\n]*" suite "([ \n]|$)") { print; exit }' "$file" |
			sed "s/^Suites:.*/Suites: $codename-backports/"
	done | sed '/^#/d' | awk 'BEGIN { RS = "" } NR == 1'
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -e "$file" ] || continue
		sed -n "s/^\(deb .*\) $codename main.*/\1 $codename-backports main/p" "$file"
	done | head -n 1 >&3
}

add_backports() {
	deb822=/etc/apt/sources.list.d/apfbench-backports.sources
	list=/etc/apt/sources.list.d/apfbench-backports.list
	backports_source 3>"$list" >"$deb822"
	[ -s "$deb822" ] && rm "$list" && return
	rm "$deb822"
	[ -s "$list" ] && return
	rm "$list"
	echo "deps: no apt source of this release to derive its backports suite from; install QEMU >= $qemu_least by hand" >&2
	exit 77
}

while read -r need kind name package; do
	case $need in ''|'#'*) continue ;; esac
	[ "$package" = qemu-system-x86 ] || present "$kind" "$name" || missing="$missing $package"
done <"$here/packages"
qemu_recent || qemu=" qemu-system-x86"

[ -n "$missing$qemu" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	echo "deps: missing, and only root can install: run as root" >&2
	[ -z "$missing" ] || echo "  apt-get install --no-install-recommends$missing" >&2
	[ -z "$qemu" ] || echo "  $here/deps.sh   (QEMU >= $qemu_least, from backports where the release is older)" >&2
	exit 77
fi

export DEBIAN_FRONTEND=noninteractive
echo "deps: installing$missing$qemu"
apt-get -qq update
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || apt-get -qq install -y --no-install-recommends $missing >/dev/null
[ -z "$qemu" ] || qemu_install
