# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests on the fake testbed: TAP, campaigns of replayed runs, what is left over. Sourced, not run.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
apfbench=${APFBENCH:-build/tests/apfbench}
replay=tests/fake/replay.conf # 3 setups, 3 boots, 3 runs
export APFBENCH_FAKE=$PWD/tests/fake/records
unset APFBENCH_FAKE_SCRIPT
. tests/tap.sh
. tests/figure.sh

# campaign NAME [OPTION...]: runs it in $work/NAME with caches of its own; what it said is in $work/last.
# script: what the fake runs do (harness/testbed/fake_script.h).
script=
campaign() {
	local name=$1
	shift
	APFBENCH_FAKE_SCRIPT=$script "$apfbench" run "$replay" -o "$work/$name.made" \
		--campaign "$work/$name" "$@" >"$work/last" 2>&1
}

# The same beside the test, as $child; signals act as they do at a terminal.
campaign_start() {
	local name=$1
	shift
	APFBENCH_FAKE_SCRIPT=$script env --default-signal=INT,TERM,HUP "$apfbench" run "$replay" \
		-o "$work/$name.made" --campaign "$work/$name" "$@" >"$work/last" 2>&1 &
	# shellcheck disable=SC2034
	child=$!
}

# wait_for COMMAND...: until it succeeds, 20 s at most.
wait_for() {
	local i
	for ((i = 0; i < 400; i++)); do
		"$@" 2>/dev/null && return 0
		sleep 0.05
	done
	echo "# waited in vain for: $*"
	return 1
}

records() { # campaign: how many there are
	find "$work/$1/records" -name '*.json' 2>/dev/null | wc -l
}

records_at_least() { # campaign count
	[ "$(records "$1")" -ge "$2" ]
}

# How many tasks ran at once at most, from the times in their consoles.
overlap() { # campaign
	cat "$work/$1"/logs/*/console.log | tr -d '[]' | sort -n |
		awk '$2 == "begin" { if (++n > most) most = n } $2 == "end" { n-- } END { print most }'
}

# What no campaign may leave: processes of it, half-written files, scratch folders named in its logs.
leftovers() { # campaign
	local file pid words scratch
	for file in /proc/[0-9]*/cmdline; do
		mapfile -d '' -t words 2>/dev/null <"$file" || continue
		[[ " ${words[*]} " = *" $work/$1 "* ]] && echo "process ${words[*]}"
	done
	find "$work/$1" "$work/$1.made" \( -name '*.tmp' -o -name '.write-probe*' \) 2>/dev/null
	while read -r pid scratch; do
		[ -d "/proc/$pid" ] && ! grep -q '^State:.*Z' "/proc/$pid/status" && echo "process $pid"
		[ -e "$scratch" ] && echo "$scratch"
	done < <(sed -n 's/.*hangs; child \([0-9]*\); scratch \(.*\)/\1 \2/p' "$work/$1"/logs/*/console.log)
	return 0
}

gone() { # campaign: none of its processes is left
	! leftovers "$1" | grep -q '^process'
}

clean() { # campaign
	local left
	left=$(leftovers "$1")
	[ -z "$left" ] || { echo "$left" >>"$work/last"; return 1; }
}

said() { # text
	grep -qF -- "$1" "$work/last"
}

# Nothing that acts on a terminal: control characters but newlines, C1, marks of direction, bytes that are not UTF-8.
harmless() {
	perl -CS -e 'use open qw(:std :encoding(UTF-8)); local $SIG{__WARN__} = sub { die @_ }; local $/;
		open(my $in, "<:raw", $ARGV[0]) or die; my $text = <$in>; utf8::decode($text) or die "no UTF-8\n";
		$text =~ /([^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp})/ and die sprintf("has U+%04X\n", ord $1);' "$1" 2>>"$work/last.why" || {
		cat -v "$1" "$work/last.why" >"$work/last"
		return 1
	}
}
