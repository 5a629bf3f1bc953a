#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file of harness/ may include headers of its own folder and of folders above it in this list only; a file of the
# runner (Makefile: host/ and SHARED) headers of the runner only. Silent when all do.
set -u
cd "$(dirname "$0")/.." || exit 2

order="util stats settings workload experiment record campaign report plot publish kernel change trial image artefact qemu host testbed schedule selftest verify inspect pack cmd"
for file in harness/*/*.[ch]; do
	folder=$(basename "$(dirname "$file")")
	for included in $(sed -n 's,^#include "\([a-z_]*\)/.*,\1,p' "$file"); do
		case " ${order%% "$folder"*} $folder " in
		*" $included "*) ;;
		*)
			echo "$file includes $included/, which comes after $folder/"
			status=1
			;;
		esac
	done
done

# is_shared NAME: is it one of SHARED, where "*" stands for any characters?
is_shared() {
	local pattern
	for pattern in $shared; do
		# shellcheck disable=SC2053
		[[ $1 == $pattern ]] && return
	done
	return 1
}

shared=$(sed -n 's/^SHARED *:= *//p' Makefile)
for name in $shared; do
	compgen -G "harness/$name.[ch]" >/dev/null && continue
	echo "Makefile: SHARED: there is no harness/$name"
	status=1
done
for file in harness/host/*.[ch] $(printf 'harness/%s.[ch] ' $shared); do
	for included in $(sed -n 's,^#include "\(.*\)\.h".*,\1,p' "$file"); do
		is_shared "$included" || [ "${included%/*}" = host ] && continue
		echo "$file includes $included.h, which is no part of the runner"
		status=1
	done
done
exit "${status:-0}"
