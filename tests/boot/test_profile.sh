#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A profiled run: what the host executes, with the symbols of its kernel, and why the guest exits. It repeats exactly.
. "$(dirname "$0")/lib.sh"

# samples BY [SYMBOL]: of this kind of thread, and symbol, in the profile of the campaign "first".
samples() {
	figure first pv-b1-r1-profile determined.result.profile.samples |
		perl -MJSON::PP -e '
			my ($by, $symbol) = @ARGV;
			my $sum = 0;
			for (@{decode_json(join "", <STDIN>)}) {
				$sum += $_->{samples} if $_->{by} eq $by && (!defined $symbol || ($_->{symbol} // "") eq $symbol);
			}
			print "$sum\n"' "$@"
}

exits() { # REASON: how many, and how long in microseconds
	figure first pv-b1-r1-profile determined.result.profile.exits |
		perl -MJSON::PP -e '
			my ($reason) = @ARGV;
			for (@{decode_json(join "", <STDIN>)}) {
				print $_->{count}, " ", int($_->{ns} / 1000), "\n" if $_->{reason} eq $reason;
			}' "$1"
}

echo "TAP version 13"
campaign first tests/boot/pv.conf --profile
ok "a profiled run is valid"

[ "$(figure first pv-b1-r1-profile determined.result.profile.lost)" = 0 ]
ok "no sample is lost"

# 4 CPUs, 4 s, 199 Hz; opened before the window and closed behind it.
all=0
for by in vcpus emulator kworkers reclaim ballast perf other; do all=$((all + $(samples $by))); done
echo "$all samples" >"$work/last"
[ "$all" -gt 3184 ] && [ "$all" -lt 4500 ]
ok "the CPUs are sampled all the time, at the frequency that the record states"

samples vcpus >"$work/last"
[ "$(samples vcpus)" -gt 500 ] && [ "$(samples ballast)" -gt 100 ]
ok "vCPUs and ballast are told apart"

figure first pv-b1-r1-profile determined.result.profile.samples >"$work/last"
grep -q '"module":"\[guest user\]"' "$work/last" && grep -q '"module":"\[guest kernel\]"' "$work/last"
ok "what the guest executes is known as such"

"$apfbench" profile "$work/first/pv-b1-r1-profile" --top 10000 >"$work/last" 2>&1 &&
	grep -q ' finish_task_switch' "$work/last" && grep -Eq ' (kvm|svm)_[a-z_]+$' "$work/last" &&
	! grep -q ' 0x' "$work/last" && grep -q '\[guest user\]' "$work/last"
ok "samples of the host's kernel have its symbols, KVM's among them"

{ exits npf; exits hlt; exits interrupt; } >"$work/last"
read -r faults _ < <(exits npf)
read -r halts halted < <(exits hlt)
[ "$faults" -gt 100 ] && [ "$halts" -gt 10 ] && [ $((halted / halts)) -gt 100 ]
ok "the guest exits for page faults, and to halt, which takes time"

logs=$work/first/logs/pv-b1-r1-profile
grep -q '^ *[0-9.]*% .*qemu-system-x86' "$logs/callers.txt" && grep -q 'entry_SYSCALL_64' "$logs/callers.txt" &&
	grep -q svm_ "$logs/samples.txt" && grep -q VM-EXIT "$logs/exits.txt"
ok "perf's own reports are beside the logs, with callers"

perf=$(ls -t build/kernels/perf-*/perf | head -n 1)
"$perf" report --stdio --no-children -g none -s sym -i "$logs/samples.data" --kallsyms "$logs/kallsyms" >"$work/last" 2>&1 &&
	grep -Eq '\[k\] (kvm|svm)_[a-z_]+' "$work/last" && ! grep -q '\[k\] 0x' "$work/last"
ok "its data can be read outside with the host's symbols"

cp -r "$work/first" "$work/again"
rm "$work/again/records/pv-b1-r1-profile.json"
campaign again tests/boot/pv.conf --profile && same first pv-b1-r1-profile again pv-b1-r1-profile
ok "a profiled run repeats exactly"

plan
