#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Reads what a linker traced (ld --trace) and prints the Debian packages of the libraries, "PACKAGE VERSION" a line.
# A package may name a file without the /usr that links in / lead to. For the record of what a figure depends on; nothing where there is no dpkg.
export LC_ALL=C
command -v dpkg-query >/dev/null || exit 0
sed -n 's/^(\{0,1\}\(\/[^)]*\.[ao]\).*/\1/p' | sort -u | xargs -r realpath -- | sort -u |
	sed 'p; s,^/usr/,/,' | xargs -r dpkg-query -S 2>/dev/null | sed 's/[:,].*//' | sort -u | xargs -r dpkg-query -W -f '${Package} ${Version}\n' | sort -u
