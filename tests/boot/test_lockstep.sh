#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# preload/lockstep.c holds QEMU's main thread back while a CPU runs. A machine whose CPU never sleeps is the hardest case
# for that: its monitor answers all the same, and it can be ended.
. "$(dirname "$0")/lib.sh"

limit=20 # s that an answer may take; without lockstep.c one comes at once
socket=$work/qmp
qemu=

forget() {
	[ -z "$qemu" ] || kill -KILL "$qemu" 2>/dev/null
	qemu=
}
trap 'forget; rm -rf "$work"' EXIT

# The processor begins in the last 16 bytes of the firmware: cli; jmp to itself.
{
	head -c $((0xfff0)) /dev/zero
	printf '\xfa\xeb\xfe'
	head -c 13 /dev/zero
} >"$work/spin"

machine() { # starts it, stopped
	forget
	rm -f "$socket"
	env LD_PRELOAD=build/lockstep.so qemu-system-x86_64 -nodefaults -no-user-config -display none -S \
		-icount shift=1,sleep=off -rtc base=2020-01-01,clock=vm -bios "$work/spin" \
		-qmp "unix:$socket,server=on,wait=off" 2>"$work/said" &
	qemu=$!
}

# ask COMMAND...: on one connection, one after the other; $work/last has an answer a line, or what came instead.
ask() {
	perl -MIO::Socket::UNIX -e '
		my ($limit, $path, @commands) = @ARGV;
		my $qemu;
		for (1 .. 10 * $limit) {
			last if $qemu = IO::Socket::UNIX->new($path);
			select(undef, undef, undef, 0.1);
		}
		die "nobody listens on $path\n" unless $qemu;
		$| = 1;
		$SIG{ALRM} = sub { die "no answer for $limit s\n" };
		alarm $limit;
		<$qemu>;
		for my $command ("qmp_capabilities", @commands) {
			alarm $limit;
			print $qemu "{\"execute\": \"$command\"}\n";
			while (defined(my $line = <$qemu>)) {
				next if $line =~ /"event"/;
				print "$command: $line";
				last;
			}
		}' "$limit" "$socket" "$@" >"$work/last" 2>&1
}

# ended: QEMU is gone within the limit, and says so with status 0.
ended() {
	local tries=0
	while kill -0 "$qemu" 2>/dev/null && [ "$tries" -lt $((limit * 10)) ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	if kill -0 "$qemu" 2>/dev/null; then
		echo "it did not end" >"$work/last"
		return 1
	fi
	wait "$qemu" && qemu=
}

echo "TAP version 13"

machine
ask cont query-status && grep -q 'cont: {"return": {}}' "$work/last" && grep -q '"running": true' "$work/last"
ok "a CPU that never sleeps does not keep the answer to \"cont\" back"

ask stop query-status && grep -q 'stop: {"return": {}}' "$work/last" && grep -q '"running": false' "$work/last"
ok "it can be stopped"

ask cont stop cont stop cont query-status && [ "$(grep -c '{"return": {}}' "$work/last")" = 6 ] &&
	grep -q '"running": true' "$work/last"
ok "and go on, several times"

ask quit && ended
ok "the monitor can end QEMU"

grep -q '^apfbench: lockstep is on$' "$work/said" || { cp "$work/said" "$work/last" && false; }
ok "lockstep.so was loaded in all hosts"

machine
ask cont query-status && kill -TERM "$qemu" && ended
ok "a signal can, too"

plan
