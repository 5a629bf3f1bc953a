# SPDX-License-Identifier: GPL-2.0-or-later
# --place. Sourced by test_bm.sh, whose functions it uses.
# shellcheck shell=bash disable=SC2154

# The CPUs that bm may use, lowest first.
usable=()
# shellcheck disable=SC2207
usable=($(taskset -cp $$ | sed 's/.*: //' | tr , '\n' |
	awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }'))
low=${usable[0]}
high=${usable[-1]}

# pinned NAME EXPECTED COMMAND...: while bm waits at its gate, its threads in the order of their
# creation may use these CPUs (a list of /proc for each), and the run ends well.
pinned()
{
	local name=$1 expected=$2 pid

	shift 2
	# An old "ready" must not be taken for the new one.
	rm -f in out
	mkfifo in
	"$@" --gate -m 64K --json json <in >out 2>err &
	pid=$!
	exec 9>in
	for _ in {1..300}; do
		grep -q ready out 2>/dev/null && break
		sleep 0.1
	done
	for task in $(printf '%s\n' /proc/$pid/task/* | sort -V | tail -n +2); do
		sed -n 's/^Cpus_allowed_list:\t//p' "$task/status"
	done | tr '\n' ' ' >found
	echo "1 1" >&9
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

	pinned "place: a list pins each thread, faulting ones first" "$low $high $high $low" \
		"$bm" -f 2 -w 2 --place "$low,$high,$high,$low"
	json_match json '"faulting":2,"working":2,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":1' \
		"\"place\":\"list\",\"pins\":\[$low,$high,$high,$low\]"
	report $? "place: the JSON has the list"
	pinned "place: pairs share a vCPU, one after the other" \
		"$low ${usable[1 % cpus]} ${usable[2 % cpus]} $low ${usable[1 % cpus]}" \
		"$bm" -f 3 -w 2 --place pairs
	json_match json '"faulting":3,"working":2,"memory":65536,"seconds":1,"layout":"packed","fill":"zero","seed":1' \
		"\"place\":\"pairs\",\"pins\":\[$low,${usable[1 % cpus]},${usable[2 % cpus]},$low,${usable[1 % cpus]}\]"
	report $? "place: the JSON has the pairs"
	pinned "place: pairs use what bm may use" "$high $high $high $high" \
		taskset -c "$high" "$bm" -f 2 -w 2 --place pairs
	own=$(sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status)
	pinned "place: free threads may use what bm may use" "$own $own" "$bm" --place free
	pinned "place: nothing is pinned unless asked for" "$high $high" taskset -c "$high" "$bm"
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
