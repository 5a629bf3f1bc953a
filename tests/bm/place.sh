# SPDX-License-Identifier: GPL-2.0-or-later
# --place, and what the JSON says of where threads were. Sourced by test_bm.sh, whose functions it uses.
# shellcheck shell=bash disable=SC2154

# The CPUs that bm may use, lowest first.
usable=()
# shellcheck disable=SC2207
usable=($(taskset -cp $$ | sed 's/.*: //' | tr , '\n' |
	awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }'))
low=${usable[0]}
high=${usable[-1]}

# pinned NAME EXPECTED LINE COMMAND...: once bm has got LINE at its gate, its threads in the order of
# their creation may use these CPUs (a list of /proc for each), and the run ends well.
pinned()
{
	local name=$1 expected=$2 line=$3 pid

	shift 3
	# An old "start" must not be taken for the new one.
	rm -f in out
	mkfifo in
	"$@" --gate -m 64K --json json <in >out 2>err &
	pid=$!
	exec 9>in
	echo "$line" >&9
	for _ in {1..300}; do
		grep -q start out 2>/dev/null && break
		sleep 0.1
	done
	for task in $(printf '%s\n' /proc/$pid/task/* | sort -V | tail -n +2); do
		sed -n 's/^Cpus_allowed_list:\t//p' "$task/status"
	done | tr '\n' ' ' >found
	wait $pid
	status=$?
	exec 9>&-
	{
		[ "$(cat found)" = "$expected " ] || echo "expected $expected, found $(cat found)"
		[ "$status" -eq 0 ] || echo "exit status $status"
	} >why
	[ ! -s why ]
	report $? "$name"
}

test_place_pins()
{
	local own cpus=${#usable[@]}

	pinned "place: a list pins each thread, faulting ones first" "$low $high $high $low" "1 1" \
		"$bm" -f 2 -w 2 --place "$low,$high,$high,$low"
	json_match json '"faulting":2,"working":2,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":1' \
		"\"place\":\"list\",\"pins\":\[$low,$high,$high,$low\]"
	report $? "place: the JSON has the list"
	pinned "place: pairs share a vCPU, one after the other" \
		"$low ${usable[1 % cpus]} ${usable[2 % cpus]} $low ${usable[1 % cpus]}" "1 1" \
		"$bm" -f 3 -w 2 --place pairs
	json_match json '"faulting":3,"working":2,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":1' \
		"\"place\":\"pairs\",\"pins\":\[$low,${usable[1 % cpus]},${usable[2 % cpus]},$low,${usable[1 % cpus]}\]"
	report $? "place: the JSON has the pairs"
	pinned "place: pairs use what bm may use" "$high $high $high $high" "1 1" \
		taskset -c "$high" "$bm" -f 2 -w 2 --place pairs
	own=$(sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status)
	pinned "place: free threads may use what bm may use" "$own $own" "1 1" "$bm" --place free
	pinned "place: nothing is pinned unless asked for" "$high $high" "1 1" taskset -c "$high" "$bm"
	pinned "place: the gate's line can place threads" "$low $high" "1 1 place $low,$high" "$bm"
	json_match json '"faulting":1,"working":1,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":1' \
		"\"place\":\"list\",\"pins\":\[$low,$high\]"
	report $? "place: the JSON has the gate's list"
	pinned "place: the gate's line comes after the option" "$own $own" "1 1 place free" "$bm" --place pairs
	pinned "place: a traced run can be placed, too" "$high $low" "1 1 traced place $high,$low" "$bm"
}

# known NAME...: false, and the tests are skipped, if the last run does not know where threads were.
known()
{
	grep -q '"occupancy":null' json || return 0
	for name; do
		skip "$name" "this kernel has no rseq"
	done
	return 1
}

# rows FILE: for each thread a line with its times on the vCPUs, comma-separated.
rows()
{
	sed -E 's/.*"occupancy":\{"samples":[0-9]+,"vcpu_ns":\[\[(.*)\]\],"fair_ns".*/\1/; s/\],\[/\n/g' "$1"
}

# sampled FILE PIN...: the threads were on these vCPUs for the whole window, and nowhere else.
sampled()
{
	local file=$1

	shift
	rows "$file" | awk -F, -v pins="$*" -v window="$(json_numbers "$file" window_ns)" '
		BEGIN { threads = split(pins, pin, " ") }
		{
			for (i = 1; i <= NF; i++)
				if (i == pin[NR] + 1 ? $i < window * 0.99 || $i > window + 5e9 : $i != 0)
					print "thread " NR ": " $0 " in " window
		}
		END { if (NR != threads) print NR " threads, expected " threads }' >why
	[ ! -s why ]
}

# fair_is FILE PART: the fair share of each working thread, as part of the time that was sampled.
fair_is()
{
	local time

	time=$(rows "$1" | head -n 1 | tr , '\n' | sort -n | tail -n 1)
	sed 's/.*"fair_ns":\[\([0-9,]*\)\].*/\1/' "$1" | tr , '\n' |
		awk -v time="$time" -v part="$2" '{ print $1 / time / part }' | all_within 0.999 1.001
}

test_place_samples()
{
	run -f 2 -w 2 -m 64M -t 1 --place "$low,$high,$high,$low" --interval 0.25 --json json
	expect "place: a list with samples ends well" 0
	if known "place: samples agree with the pins" "place: intervals agree with the pins"; then
		sampled json "$low" "$high" "$high" "$low"
		report $? "place: samples agree with the pins"
		grep -oE '"at_ns":[0-9]+|"vcpu_ns":\[\[[0-9,]*' json | tail -n 8 |
			awk -F'[:,[]+' -v pin="$low" '
				/at_ns/ { at = $2; next }
				{ for (i = 2; i <= NF; i++)
					if (i == pin + 2 ? $i < at * 0.9 || $i > at + 5e9 : $i) bad = 1 }
				END { exit bad || NR != 8 }'
		report $? "place: intervals agree with the pins"
	fi
	run -f 1 -w 3 -m 64K -t 1 --place "$high,$high,$high,$high" --json json
	expect "place: all on one vCPU ends well" 0
	if known "place: a shared vCPU is shared equally"; then
		sampled json "$high" "$high" "$high" "$high" && fair_is json 0.25
		report $? "place: a shared vCPU is shared equally"
	fi
	if [ "$low" = "$high" ]; then
		skip "place: an unshared vCPU belongs to its thread" "one CPU"
	else
		run -f 1 -w 1 -m 64K -t 1 --place "$low,$high" --json json
		known "place: an unshared vCPU belongs to its thread" && {
			sampled json "$low" "$high" && fair_is json 1
			report $? "place: an unshared vCPU belongs to its thread"
		}
	fi
	run -f 2 -w 2 -m 64K -t 1 --json json
	known "place: free threads' times add up to the window" && {
		rows json | awk -F, -v window="$(json_numbers json window_ns)" '
			{ sum = 0; for (i = 1; i <= NF; i++) sum += $i }
			sum < window * 0.99 || sum > window + 5e9 { bad = 1 }
			END { exit bad || NR != 4 }' && json_numbers json samples | all_within 5 1e6
		report $? "place: free threads' times add up to the window"
	}
	run -f 0 -w 2 -m 64K -t 1 --json json
	known "place: without faulting threads there is one sample, at the end" && {
		json_numbers json samples | all_within 1 1
		report $? "place: without faulting threads there is one sample, at the end"
	}
	GLIBC_TUNABLES=glibc.pthread.rseq=0 run -f 1 -w 1 -m 64K -t 1 --interval 0.5 --json json
	expect "place: a run without rseq ends well" 0
	json_match json '"faulting":1,"working":1,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":null' &&
		grep -q '"occupancy":null' json && [ "$(grep -o '"vcpu_ns":null' json | wc -l)" -eq 2 ]
	report $? "place: without rseq the JSON says null"
}

test_place_refusals()
{
	local list

	for list in "" "," "$low," ",$low" "$low,,$low" "$low, $low" "$low;$low" "-1,$low" "+$low,$low" \
		"0x$low,$low" all Pairs "pairs,$low" "$low,99999999999999999999"; do
		refuses "--place '$list'" "--place: '$list': expected free, pairs" --place "$list"
	done
	refuses "a list with a newline" "--place: '$low?$low': expected" --place "$low"$'\n'"$low"
	refuses "a list of more than 4095 characters" "at most 4095 characters" \
		-f 2048 -w 1 --place "$(printf "%.s$low," {1..2048})$low"
	refuses "a list that is too short" "1 vCPUs for 2 threads" --place "$low"
	refuses "a list that is too long" "5 vCPUs for 4 threads" -f 1 -w 3 --place "$low,$low,$low,$low,$low"
	refuses "a list before the numbers of threads" "2 vCPUs for 3 threads" --place "$low,$low" -f 2
	refuses "a vCPU that is not there" "vCPU $((high + 1)) is offline" --place "$low,$((high + 1))"
	refuses "a vCPU beyond all" "vCPU 8192 is offline" --place "8192,$low"
}

# Nothing but the main thread's sleep: bm must not disturb what it measures.
test_place_calls()
{
	if ! strace -f -o /dev/null true 2>/dev/null; then
		skip "place: free makes no call about affinity" "no strace here"
		skip "place: a window has one call, the main thread's sleep" "no strace here"
		return
	fi
	strace -f -o calls "$bm" -f 1 -w 2 -m 64M -t 1 --json json >out 2>err
	! grep affinity calls >why
	report $? "place: free makes no call about affinity"
	awk '/write\(1, "start/ { window = 1; next } window; /clock_nanosleep.* = 0$/ { exit }' calls |
		sed -E '/resumed>/d; s/^[0-9]+ +//; s/\(.*//' >window
	{
		# Those are isatty(), the barrier, and the start of a thread that came late to the barrier.
		grep -vxE 'clock_nanosleep|ioctl|futex|rseq|set_robust_list|rt_sigprocmask' window
		[ "$(grep -c "clock_nanosleep(" calls)" -eq 1 ] || echo "not one sleep"
	} >why
	[ ! -s why ]
	report $? "place: a window has one call, the main thread's sleep"
}
