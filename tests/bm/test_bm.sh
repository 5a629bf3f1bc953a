#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bm as its users see it: lines, options, gate, JSON, and its life as the first process.
#
# usage: test_bm.sh BM		prints TAP; exit status 1 when a test failed

set -u
export LC_ALL=C

if [ $# -ne 1 ] || [ ! -x "$1" ]; then
	echo "usage: test_bm.sh BM" >&2
	exit 2
fi
bm=$(realpath "$1")
folder=$(dirname "$(realpath "$0")")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

planned=172
count=0
failed=0

# report STATUS NAME: 0 is a pass; $work/why, if there, says why not.
report()
{
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		for file in why out err; do
			[ -s $file ] && sed "s/^/# $file: /" $file
		done
	fi
	rm -f why
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# run ARGS...: bm's output in out and err, its exit status in $status.
run()
{
	timeout 20 "$bm" "$@" >out 2>err </dev/null
	status=$?
}

# expect NAME STATUS: what run() left, stderr silent when the status is 0.
expect()
{
	{
		[ "$status" -eq "$2" ] || echo "exit status $status, expected $2"
		[ "$2" -ne 0 ] || [ ! -s err ] || echo "stderr is not empty"
		[ "$2" -eq 0 ] || [ "$(wc -l <err)" -eq 1 ] || echo "stderr is not one line"
	} >why
	[ ! -s why ]
	report $? "$1"
}

# refuses NAME WORD ARGS...: a usage error whose line has WORD, and nothing was started.
refuses()
{
	local name=$1 word=$2

	shift 2
	run "$@"
	{
		[ "$status" -eq 2 ] || echo "exit status $status, expected 2"
		[ "$(wc -l <err)" -eq 1 ] || echo "stderr is not one line"
		grep -qF -e "$word" err || echo "stderr does not have '$word'"
		[ ! -s out ] || echo "stdout is not empty"
	} >why
	[ ! -s why ]
	report $? "$name is refused"
}

# gate_refuses NAME LINE: LINE as printf's format.
gate_refuses()
{
	# shellcheck disable=SC2059
	printf "$2" | timeout 20 "$bm" --gate -m 64K >out 2>err
	status=$?
	{
		[ "$status" -eq 2 ] || echo "exit status $status, expected 2"
		[ "$(wc -l <err)" -eq 1 ] || echo "stderr is not one line"
		grep -q '^bm: gate: ' err || echo "stderr does not name the gate"
		[ "$(cat out)" = ready ] || echo "stdout is not just \"ready\""
	} >why
	[ ! -s why ]
	report $? "gate: $1 is refused"
}

# lines_match FILE WORKERS: the lines from "start" on are the reference's, and add up.
lines_match()
{
	awk -v workers="$2" '
		NR == 1 { good = $0 == "start"; next }
		NR <= workers + 1 {
			if ($0 !~ "^worker " (NR - 2) ": [1-9][0-9]*$") good = 0
			sum += $3; next
		}
		NR == workers + 2 {
			if ($0 != sprintf("total: %.0f", sum)) good = 0
			next
		}
		{ good = 0 }
		END { exit !(good && NR == workers + 2) }
	' "$1"
}

n='(0|[1-9][0-9]*)'
faulter="\{\"accesses\":$n,\"longest_stall_ns\":$n\}"
list="\[($n(,$n)*)?\]"
vcpus="\"vcpu_ns\":(null|\[$list(,$list)*\])"
sample="\{\"at_ns\":$n,\"work\":$n,\"accesses\":$n,$vcpus\}"
occupancy="(null|\{\"samples\":$n,$vcpus,\"fair_ns\":$list\})"

# json_match FILE OPTIONS [PLACE]: one line of the one shape that bm writes, with these options.
json_match()
{
	local place=${3:-'"place":"free","pins":null'}

	[ "$(wc -l <"$1")" -eq 1 ] && grep -qxE "\{\"schema_version\":1,\"options\":\{$2,$place\},\
\"prefault_ns\":$n,\"window_ns\":$n,\"total\":$n,\"workers\":$list,\
\"faulting\":\[($faulter(,$faulter)*)?\],\"occupancy\":$occupancy,\
\"intervals\":\[($sample(,$sample)*)?\]\}" "$1"
}

# json_numbers FILE KEY: the values of KEY, one a line.
json_numbers()
{
	grep -oE "\"$2\":[0-9]+" "$1" | cut -d: -f2
}

# all_within MIN MAX: every number on stdin, and there is one.
all_within()
{
	awk -v min="$1" -v max="$2" '$1 < min || $1 > max { bad = 1 } END { exit bad || !NR }'
}

test_ordinary_run()
{
	run -f 2 -w 3 -m 8M -t 1 --json json
	expect "an ordinary run ends well" 0
	lines_match out 3
	report $? "its lines are the reference's, the total is the workers' sum"
	json_match json '"faulting":2,"working":3,"memory":8388608,"seconds":1,"layout":"packed","fill":"zero","seed":null'
	report $? "its JSON is one line of the documented shape"
	[ "total: $(json_numbers json total)" = "$(tail -n 1 out)" ]
	report $? "the JSON's total is the printed one"
	[ "$(json_numbers json accesses | wc -l)" -eq 2 ] && json_numbers json accesses | all_within 1 1e12
	report $? "each faulting thread has accesses"
	json_numbers json longest_stall_ns | all_within 1 30e9
	report $? "each faulting thread has a longest stall"
	json_numbers json window_ns | all_within 1e9 10e9
	report $? "the window is as long as asked for"
	json_numbers json prefault_ns | all_within 1e4 60e9
	report $? "the prefault took time"
	grep -q '"intervals":\[\]' json
	report $? "nothing is sampled unless asked for"
}

test_verbose()
{
	run -v -f 1 -w 0 -m 12345 -t 1 --json json
	expect "a run without working threads ends well" 0
	printf '%s\n' "fault=1 work=0 mem=12345 timeout=1" start "total: 0" | cmp -s - out
	report $? "-v prints the settings, and no worker has no line"
	json_match json '"faulting":1,"working":0,"memory":12345,"seconds":1,"layout":"packed","fill":"zero","seed":null'
	report $? "no worker is an empty array"
}

test_variants()
{
	run -f 0 -w 2 -t 1 -m 64K --layout padded --fill pattern --seed 9 --json json
	expect "padded and pattern end well, without faulting threads" 0
	lines_match out 2
	report $? "padded counters are printed alike"
	json_match json '"faulting":0,"working":2,"memory":65536,"seconds":1,"layout":"padded","fill":"pattern","seed":9'
	report $? "layout, fill and seed are in the JSON"
	run -f 1 -w 1 -t 1 -m 1M --fill pattern --json /dev/stdout
	expect "JSON may go to stdout" 0
	tail -n 1 out >json
	json_match json '"faulting":1,"working":1,"memory":1048576,"seconds":1,"layout":"packed","fill":"pattern","seed":null'
	report $? "it follows the lines there"
}

# A busy machine wakes bm late, and then two samples may follow each other at once.
grows() # KEY of samples
{
	paste -d ' ' <(json_numbers samples at_ns) <(json_numbers samples "$1") | awk '
		NR > 1 && ($2 < before || ($2 == before && $1 > at + 1e8)) { bad = 1 }
		NR == 1 { first = $2 }
		{ at = $1; before = $2 }
		END { exit bad || NR != 4 || before <= first }'
}

test_interval()
{
	run -f 1 -w 1 -t 1 -m 1M --interval 0.25 --json json
	expect "--interval ends well" 0
	json_match json '"faulting":1,"working":1,"memory":1048576,"seconds":1,"layout":"packed","fill":"zero","seed":null'
	report $? "its JSON has the documented shape"
	json_numbers json at_ns | awk '
		$1 < NR * 0.25e9 || $1 > NR * 0.25e9 + 5e9 { bad = 1 } END { exit bad || NR != 4 }'
	report $? "four quarters of a second are sampled at their times"
	sed 's/.*"intervals"//' json >samples
	grows work
	report $? "work grows from sample to sample"
	grows accesses
	report $? "accesses grow from sample to sample"
}

test_help()
{
	run --help
	expect "--help ends well" 0
	for option in -f -w -m -t -v --gate --seed --layout --fill --place --interval --latency --json; do
		grep -q -e "^  $option " out || echo "no $option"
	done >why
	[ ! -s why ]
	report $? "--help names every option"
}

test_refusals()
{
	local option value

	for option in -f -w -m -t --seed --interval; do
		for value in "" -1 +1 1x " 1" 99999999999999999999; do
			refuses "$option '$value'" "${option#-}: '$value'" "$option" "$value"
		done
	done
	refuses "-m of less than a page" "-m: '4095'" -m 4095
	refuses "-m that overflows by its suffix" "-m" -m 99999999999999999G
	refuses "-m with two suffixes" "-m" -m 1GM
	refuses "-t 0" "-t" -t 0
	refuses "--seed 0, which is the same as 1" "--seed" --seed 0
	refuses "--seed above 32 bits" "--seed" --seed 4294967296
	refuses "--interval 0" "--interval" --interval 0 --json json
	refuses "--interval without JSON" "--json" --interval 1
	refuses "an unknown layout" "packed or padded" --layout pad
	refuses "an unknown fill" "zero or pattern" --fill ""
	refuses "--json without a name" "--json" --json ""
	refuses "an unknown long option" "nonsense" --nonsense
	refuses "an unknown short option" "x" -x
	refuses "an option without its value" "t" -t
	refuses "an argument that is no option" "'4'" 4
	refuses "a value with a newline and an escape" "-t: '1??[1m': expected" -t $'1\n\e[1m'
	refuses "a value of 5000 characters" "...': expected zero or pattern" --fill "$(printf '%05000d')"
	refuses "no thread at all" "nothing to run" -f 0 -w 0
	refuses "a seed beside the gate" "--gate" --gate --seed 1
}

test_limits()
{
	(
		ulimit -v 2000000
		timeout 20 "$bm" -v -m 3G >out 2>err
	)
	status=$?
	expect "memory that cannot be had is a failure" 1
	[ "$(cat out)" = "fault=1 work=1 mem=3221225472 timeout=5" ]
	report $? "3G is counted in 64 bits"
	run -t 1 -m 64K --json "$work/missing/json"
	expect "a JSON file that cannot be opened is a failure" 1
	[ ! -s out ]
	report $? "it is found before the run"
	run -t 1 -m 64K --json /dev/full
	expect "JSON that cannot be written is a failure" 1
	timeout 20 "$bm" -t 1 -m 64K >/dev/full 2>err
	status=$?
	: >out
	expect "lines that cannot be written are a failure" 1
}

test_gate()
{
	mkfifo in
	timeout 20 "$bm" --gate -t 9 -m 64K --json json <in >out 2>err &
	local pid=$!
	exec 9>in
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		grep -q ready out && break
		sleep 0.1
	done
	sleep 0.2
	[ "$(cat out)" = ready ]
	report $? "gate: says ready and waits"
	echo "77 1" >&9
	wait $pid
	status=$?
	exec 9>&-
	expect "gate: goes on with the line" 0
	[ "$(head -n 1 out)" = ready ] && tail -n +2 out >lines && lines_match lines 1
	report $? "gate: the reference's lines follow"
	json_match json '"faulting":1,"working":1,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":77'
	report $? "gate: seed and seconds come from the line"

	gate_refuses "an empty line" '\n'
	gate_refuses "the end of stdin" ''
	gate_refuses "a line without its newline" '1 1'
	gate_refuses "a word" 'go\n'
	gate_refuses "a seed alone" '1\n'
	gate_refuses "a third number" '1 1 1\n'
	gate_refuses "a second blank" '1  1\n'
	gate_refuses "a carriage return" '1 1\r\n'
	gate_refuses "seed 0" '0 1\n'
	gate_refuses "a seed above 32 bits" '4294967296 1\n'
	gate_refuses "0 seconds" '1 0\n'
	gate_refuses "a negative number" '1 -1\n'
	gate_refuses "a NUL" '1 1\0\n'
	gate_refuses "an endless line" "$(printf '%05000d' 1) 1\\\\n"
	gate_refuses "a place without vCPUs" '1 1 place \n'
	gate_refuses "a place that is not a list" '1 1 place x\n'
	gate_refuses "a place on a vCPU that is not there" '1 1 place 0,99999\n'
	gate_refuses "a place for one thread of two" '1 1 place 0\n'
	gate_refuses "words in the other order" '1 1 place 0,0 traced\n'
}

# first_process ARGS...: bm as process 1 of a PID namespace. Its console is the file dev/console, which
# it reads and writes at one offset: a line after "ready" in there is what it gets at the gate. Its
# second port is dev/ttyS1 where that exists. Two seconds of CPU time end it by SIGXCPU.
first_process()
{
	# shellcheck disable=SC2016
	timeout 20 unshare --pid --fork --mount sh -c '
		bm=$1; shift
		mount -t tmpfs tmpfs guest && mkdir guest/dev && mount --bind dev guest/dev &&
		cp "$bm" guest/init && ulimit -S -t 2 && exec chroot guest /init "$@"' \
		sh "$bm" "$@" >out 2>err
}

test_first_process()
{
	if ! unshare --pid --fork --mount true 2>/dev/null; then
		for name in "lines" "record" "exit status" "signal"; do
			skip "first process: $name" "no right to make a PID namespace"
		done
		return
	fi
	mkdir guest dev
	printf "12345\n5 1\n" >dev/console
	: >dev/ttyS1
	first_process --gate -f 1 -w 0 -m 64K --json /dev/ttyS1
	printf "%s\n" ready "5 1" start "total: 0" | cmp dev/console - >why 2>&1
	report $? "first process: lines and gate are on the console"
	head -n 1 dev/ttyS1 >json
	json_match json '"faulting":1,"working":0,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":5' &&
		[ "$(tail -n +2 dev/ttyS1)" = "bm: exit status 0" ]
	report $? "first process: JSON and exit status are on the second port"
	rm dev/ttyS1
	: >dev/console
	first_process --nonsense
	[ "$(tail -n 1 dev/console)" = "bm: exit status 2" ] && [ "$(wc -l <dev/console)" -eq 2 ]
	report $? "first process: without a second port the console has the exit status"
	: >dev/console
	first_process -f 0 -w 2 -t 15 -m 64K
	[ "$(tail -n 1 dev/console)" = "bm: killed by signal 24" ]
	report $? "first process: a signal's number is reported"
}

# shellcheck source=tests/bm/place.sh
. "$folder/place.sh"
# shellcheck source=tests/bm/traced.sh
. "$folder/traced.sh"

echo "TAP version 13"
echo "1..$planned"
test_ordinary_run
test_verbose
test_variants
test_interval
test_help
test_refusals
test_limits
test_gate
test_place_pins
test_place_samples
test_place_refusals
test_place_calls
test_latency
test_traced
test_first_process
if [ $count -ne $planned ]; then
	echo "# $count tests ran, $planned were planned"
	failed=$((failed + 1))
fi
[ $failed -eq 0 ]
