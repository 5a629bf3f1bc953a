#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes any program a workload of apfbench (workloads.md): workload.sh SCRIPT COMMAND [ARGUMENT...] runs COMMAND in the
# window, with the run's seed and seconds where its arguments have SEED and SECONDS. SCRIPT is for sed -nE, and makes
# lines "metric NAME VALUE [UNIT] [better=more|less]" of what COMMAND printed.
script=$1
shift
echo ready
read -r seed seconds || exit
# Each word in turn goes from the front to the end.
for word; do
	shift
	case $word in
	SEED) word=$seed ;;
	SECONDS) word=$seconds ;;
	esac
	set -- "$@" "$word"
done
echo start
"$@" >/tmp/output 2>&1 || { status=$?; cat /tmp/output; exit "$status"; }
sed -nE "$script" /tmp/output
echo "done"
