#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file of harness/ may include headers of its own folder and of folders above it in this list only; silent when all do.
set -u
cd "$(dirname "$0")/.." || exit 2

order="util experiment record stats campaign report kernel image qemu host testbed schedule cmd"
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
exit "${status:-0}"
