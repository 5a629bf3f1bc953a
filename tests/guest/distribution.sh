#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetches the kernel of Debian's package for virtual machines, for the test new-guest-old-ABI: build/guest/distribution.
# Nothing is installed, and root is not needed. Without network or package the file is empty, and the test says that it is left out.
set -u
cd "$(dirname "$0")/../.." || exit 2

package=linux-image-cloud-amd64
kernel=build/guest/distribution
work=$kernel.tmp

give_up() {
	echo "distribution: $1; new-guest-old-ABI will be left out"
	: >"$kernel"
	exit 0
}

[ ! -s "$kernel" ] || exit 0
mkdir -p build/guest
rm -rf "$work"
mkdir "$work" || exit 1
trap 'rm -rf "$work"' EXIT

# The package itself is empty, and depends on the one with the kernel.
version=$(apt-cache depends "$package" 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
[ -n "$version" ] || give_up "apt knows no $package"
(cd "$work" && apt-get -qq download "$version") >"$work/log" 2>&1 ||
	give_up "$version cannot be downloaded ($(tail -n 1 "$work/log"))"
dpkg-deb -x "$work"/*.deb "$work/root" || give_up "$version cannot be unpacked"
mv "$work"/root/boot/vmlinuz-* "$kernel" || give_up "$version has no kernel"
