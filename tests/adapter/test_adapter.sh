#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The adapter as an ordinary process: what it makes of a program's lines, and of programs that do not keep to them.
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
adapter=$PWD/build/tests/adapter

# adapt GATE [ARGUMENT...]: runs the adapter on the shell script on stdin, with a line for the gate. Its status is in
# $status, what it printed in $work/last, what went to the record's port in $work/record.
adapt() {
	local gate=$1
	shift
	{ echo '#!/bin/sh' && cat; } >"$work/program"
	chmod +x "$work/program"
	printf '%s\n' "$work/program" "$@" >"$work/argv"
	rm -f "$work/record"
	printf '%b' "$gate" | timeout 20 "$adapter" "$work/argv" "$work/record" >"$work/last" 2>&1
	status=$?
}

# failed TEXT: the run failed, and both the console and the record say so in these words.
failed() {
	cat "$work/record" >>"$work/last"
	[ "$status" = 1 ] && grep -qxF "adapter: $1" "$work/last" && ! grep -q '^total' "$work/last" &&
		grep -qxF "{\"schema_version\":1,\"error\":\"${1//\"/\\\"}\"}" "$work/record"
}

echo "TAP version 13"

adapt '7 3 place pairs\n' -m 1G <<'EOF2'
echo "begin $*"
echo ready
read -r line
echo start
echo "metric line_$(echo "$line" | tr ' ' -) 5"
echo 'metric	probes  12345 1/s'
echo 'metric slowest 0.25 ms better=less'
echo 'metric share 1e-3 better=more'
echo done
EOF2
printf '%s\n' "program: begin -m 1G" ready start "total: 0" >"$work/lines"
[ "$status" = 0 ] && cmp "$work/lines" "$work/last"
ok "a program's lines become bm's, and its other words are marked"

grep -q '"metrics":{"line_7-3":{"value":5,"unit":null,"better":"more"},"probes":{"value":12345,"unit":"1/s","better":null},"slowest":{"value":0.25,"unit":"ms","better":"less"},"share":{"value":0.001,"unit":null,"better":"more"}}}$' "$work/record" &&
	grep -q '^{"schema_version":1,"prefault_ns":[0-9]*,"window_ns":[0-9]*,"metrics"' "$work/record"
ok "its metrics go to the record's port in one line, with units and directions; it got seed and seconds alone"

adapt '1 1\n' <<'EOF2'
printf 'total: 5\nbm: exit status 0\nworker 0: 1\n[ 1.0] WARNING: \033[31m\n' >&2
echo ready; read -r line; echo start; echo metric a 1; echo done
EOF2
[ "$status" = 0 ] && grep -qx 'program: total: 5' "$work/last" && grep -qxF 'program: ( 1.0] WARNING: ?(31m' "$work/last" &&
	[ "$(grep -c '^total' "$work/last")" = 1 ] && ! grep -q '^bm:' "$work/last"
ok "no word of the program can be taken for the adapter's or the kernel's"

adapt '1 1\n' <<'EOF2'
seq 1 500
echo ready; read -r line; echo start; echo metric a 1; echo done
EOF2
[ "$status" = 0 ] && [ "$(grep -c '^program' "$work/last")" = 60 ]
ok "a talkative program is cut short"

adapt '1 1\n' <<'EOF2'
seq 1 5
echo ready; read -r line; echo start; seq 501 600; echo metric a 1; echo done
EOF2
[ "$status" = 0 ] && [ "$(grep -c '^program' "$work/last")" = 5 ]
ok "nothing of it is printed in the window"

adapt '1 1\n' <<'EOF2'
echo ready; read -r line; echo start; seq 501 600; exit 3
EOF2
failed "program ended with status 3 before it said done" && grep -qx 'program: 600' "$work/last"
ok "a program that ends early fails the run, which shows its last words"

adapt '1 1\n' <<'EOF2'
echo ready; read -r line; kill -9 $$
EOF2
failed "program was killed by signal 9 before it said start"
ok "and so does one that is killed"

adapt '' <<'EOF2'
exec >&-; sleep 5
EOF2
failed "program closed its output before it said ready"
ok "and one that closes its output"

adapt '' <<'EOF2'
echo ready; read -r line
EOF2
failed "the console ended before a line \"SEED SECONDS\""
ok "the runner has to say its line"

adapt 'x 1\n' <<'EOF2'
echo ready; read -r line
EOF2
failed "'x 1': expected \"SEED SECONDS\" from the runner"
ok "and not another one"

for line in start 'metric a 1' 'done'; do
	adapt '1 1\n' <<<"echo $line"
	failed "program said ${line%% *} before it said ready" || break
done
ok "words out of turn fail the run"

adapt '1 1\n' <<'EOF2'
echo ready; read -r line; echo start; echo ready
EOF2
failed "program said ready twice"
ok "and so does a second ready"

adapt '1 1\n' <<'EOF2'
echo ready; read -r line; echo start; echo done
EOF2
failed "program said done without a metric"
ok "a program without a metric measured nothing"

adapt '1 1\n' <<'EOF2'
echo ready; read -r line; echo start; echo metric a 1; echo metric a 2; echo done
EOF2
failed "metric a: was given twice"
ok "a metric has one value"

adapt '1 1\n' <<'EOF2'
printf 'a\0b\n'
EOF2
failed "stdout has a line with a NUL"
ok "a NUL is not text"

adapt '1 1\n' <<'EOF2'
head -c 1001 /dev/zero | tr '\0' x
EOF2
failed "stdout has a line of more than 1000 bytes"
ok "an endless line is not stored"

printf '%s\n' "$work/none" >"$work/argv"
"$adapter" "$work/argv" "$work/record2" </dev/null >"$work/last" 2>&1
[ $? = 1 ] && grep -qx 'adapter: none cannot be started: No such file or directory' "$work/last"
ok "a program that cannot be started is named"

"$adapter" >"$work/last" 2>&1
[ $? = 2 ] && grep -q '^usage: adapter ARGUMENTS RECORD' "$work/last"
ok "started by hand it says what it is for"

plan
