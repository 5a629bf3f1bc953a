# SPDX-License-Identifier: GPL-2.0-or-later
# --latency, and the gate's line that turns on all that shows where time goes. Sourced by test_bm.sh, whose functions it
# uses.
# shellcheck shell=bash disable=SC2154

# buckets FILE: lower bound and count of each bucket of "latency", a line each.
buckets()
{
	grep -oE '"buckets":\[(\[[0-9]+,[0-9]+\],?)*\]' "$1" | grep -oE '[0-9]+,[0-9]+' | tr , ' '
}

# The buckets ascend, none is empty, each begins where a power of two is divided by 16, and the longest access is in
# the last one.
buckets_match()
{
	buckets "$1" | awk -v max="$(json_numbers "$1" max_ns)" '
		$1 <= before || !$2 { bad = 1 }
		{
			width = 1
			while ($1 >= 32 * width) width *= 2
			if ($1 % width) bad = 1
			before = $1
		}
		BEGIN { before = -1 }
		END { exit bad || !NR || max < before || max >= before + width }'
}

counts_match()
{
	[ "$(buckets "$1" | awk '{ sum += $2 } END { printf "%.0f", sum }')" = \
		"$(sed 's/"intervals".*//' "$1" >counted && json_numbers counted accesses |
			awk '{ sum += $1 } END { printf "%.0f", sum }')" ]
}

test_latency()
{
	run -f 2 -w 1 -t 1 -m 1M --latency --json json
	expect "--latency ends well" 0
	buckets_match json
	report $? "its buckets are in order, and the longest access is in the last"
	counts_match json
	report $? "every access is counted"
	[ "$(json_numbers json max_ns)" -le "$(json_numbers json longest_stall_ns | sort -n | tail -n 1)" ]
	report $? "no access took longer than the longest stall"
	grep -q '"intervals":\[\]' json && ! grep -q guest_cpu json
	report $? "and nothing else is measured"
	run -f 0 -w 1 -t 1 -m 64K --latency --json json
	grep -q '"latency":{"unit":"ns","sub_buckets":16,"max_ns":0,"buckets":\[\]}}$' json
	report $? "without faulting threads no bucket has a count"
	refuses "--latency without JSON" "--json" --latency
}

# The guest has been busy in user mode, all of its vCPUs together, for about a second.
cpus_match()
{
	local times='\{"user_ns":[0-9]+,"system_ns":[0-9]+,"irq_ns":[0-9]+,"idle_ns":[0-9]+,"steal_ns":[0-9]+\}'

	grep -qE "\"guest_cpu\":\[$times(,$times)*\]\}\$" "$1" &&
		[ "$(json_numbers "$1" user_ns | wc -l)" -eq "$(getconf _NPROCESSORS_CONF)" ] &&
		json_numbers "$1" user_ns | awk '{ sum += $1 } END { print sum }' | all_within 0.2e9 1e12
}

test_traced()
{
	echo "9 2 traced" | timeout 20 "$bm" --gate -f 1 -w 1 -t 9 -m 1M --json json >out 2>err
	status=$?
	expect "traced: the line is taken" 0
	[ "$(json_numbers json seed)" = 9 ] && [ "$(json_numbers json at_ns | wc -l)" -eq 2 ]
	report $? "traced: each second is sampled"
	buckets_match json && counts_match json
	report $? "traced: latencies are counted"
	cpus_match json
	report $? "traced: each CPU has its times"
	echo "9 1 traced" | timeout 20 "$bm" --gate -m 64K --interval 0.25 --json json >out 2>err
	[ "$(json_numbers json at_ns | wc -l)" -eq 4 ]
	report $? "traced: --interval stays what it is"
	gate_refuses "traced, without JSON" '1 1 traced\n'
	gate_refuses "another word" '1 1 trace\n'
	gate_refuses "a word too many" '1 1 traced traced\n'
	gate_refuses "a second blank before traced" '1 1  traced\n'
}
