#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes tests/boot/smoke-pv-b1-r1.json anew, which test_smoke.sh compares with: after a change that is meant to move figures.
# Options are those of `apfbench run` (-o FOLDER).
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d "${TMPDIR:-/tmp}/apfbench-renew-XXXXXX")
trap 'rm -rf "$work"' EXIT
make --no-print-directory all
build/apfbench run smoke --only pv --set runs=1 --campaign "$work/campaign" "$@"
tests/boot/known.pl --make "$work/campaign/records/pv-b1-r1.json" >"$work/known"
mv "$work/known" tests/boot/smoke-pv-b1-r1.json
