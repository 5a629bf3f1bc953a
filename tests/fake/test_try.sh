#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `apfbench try`: which change is tried on which base, and what its exit status says. The kernels are toys, the runs replayed.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
. tests/fake/lab.sh
# shellcheck disable=SC2154 # $lab and $work are of the files above

echo "TAP version 13"
if lacking=$(lab_lacks); then
	skip "try" "$lacking"
	plan
	exit
fi

# The records of pv as those of base and changed, whose work is FACTOR times as much.
records_make() { # factor
	local boot from
	mkdir -p "$work/records"
	for boot in 1 2 3 4 5 6 7 8; do
		from=tests/fake/records/pv-b$((boot % 3 + 1))-r$((boot % 3 + 1)).json
		for setup in base changed patch-1 patch-2; do
			perl -MJSON::PP -e '
				my ($setup, $boot, $factor) = splice @ARGV, 0, 3;
				local $/; my $record = decode_json(<>);
				my $d = $record->{determined};
				@$d{qw(setup boot boot_seed run seed)} = ($setup, map { $_ + 0 } ($boot) x 4);
				my $sum = 0;
				for (@{$d->{result}{workers}}) { $_ = int($_ * ($setup eq "base" ? 1 : $factor)); $sum += $_ }
				$d->{result}{work} = $sum;
				print JSON::PP->new->canonical->encode($record)' "$setup" "$boot" "$1" <"$from" >"$work/records/$setup-b$boot-r$boot.json"
		done
	done
}

# attempt [OPTION...]: on the fake testbed, in the current lab.
attempt() {
	(cd "$lab/k" && APFBENCH_FAKE=$work/records "$OLDPWD/$apfbench" try -o "$lab/made" --set testbed=fake --set traced=false "$@") >"$work/last" 2>&1
}

# plan_of [OPTION...]: the experiment that would be run, as $conf. Nothing is built: the lab is no kernel for the project's series.
plan_of() {
	rm -rf "$lab/made/trials"
	(cd "$lab/k" && APFBENCH_FAKE=$work/records "$OLDPWD/$apfbench" try -o "$lab/made" --set testbed=fake -n "$@") >"$work/last" 2>&1 || return 1
	conf=$(cat "$lab"/made/trials/try-*/try-*.conf)
}

conf_has() { # text
	grep -qF -- "$1" <<<"$conf" || { printf '%s\n' "$conf" >"$work/last"; return 1; }
}

lab try
lab_repository "$lab/k"
base=$(git -C "$lab/k" rev-parse base)
git -C "$lab/k" checkout -q -b topic
sed -i 's/return 1;/return 10;/' "$lab/k/lab/one.c" && lab_commit "$lab/k"
sed -i 's/return 2;/return 20;/' "$lab/k/lab/one.c" && lab_commit "$lab/k"
git -C "$lab/k" format-patch -q --base=base -o "$lab/mails" base..topic
topic=$(git -C "$lab/k" rev-parse topic)
records_make 1

! attempt && said "there is nothing to try"
ok "a tree that is as its base is refused"

plan_of --base base && conf_has "k#$base\"" && conf_has './change-1' && conf_has 'mainline' &&
	grep -q 'return 20' "$lab"/made/trials/try-*/change-1/*.patch
ok "without a change it is what the tree has over the base"

echo '/* dirt */' >>"$lab/k/lab/one.c"
plan_of && conf_has "k#$topic\"" && grep -q dirt "$lab"/made/trials/try-*/change-1/*.patch && ! grep -q 'return 20;$' <(grep '^+' "$lab"/made/trials/try-*/change-1/*.patch)
ok "against HEAD it is what is not committed"
plan_of --base base && [ "$(wc -l <"$(echo "$lab"/made/trials/try-*/change-1/series)")" = 2 ]
ok "against an older commit it is both"
[ "$(git -C "$lab/k" status --porcelain)" = " M lab/one.c" ]
ok "the tree is left as it was"
git -C "$lab/k" checkout -q -- .

plan_of base..topic && conf_has "k#$base\"" && [ "$(wc -l <"$(echo "$lab"/made/trials/try-*/change-1/series)")" = 2 ]
ok "a range is tried on its begin"
plan_of "$lab"/mails/*.patch && conf_has "k#$base\""
ok "mails are tried on the base that they name"
plan_of --base topic "$lab/mails/0001-a-commit.patch" && conf_has "k#$topic\""
ok "--base wins"
git -C "$lab/k" format-patch -q --stdout base..topic | sed 's/^base-commit.*//' >"$lab/series.mbox"
(cd "$lab/k" && APFBENCH_FAKE=$work/records "$OLDPWD/$apfbench" try -o "$lab/made" --set testbed=fake -n --base base - <"$lab/series.mbox") >"$work/last" 2>&1
ok "a mailbox comes from standard input"

plan_of --each base..topic && conf_has 'patch-2' && conf_has ':1"' && conf_has 'x = 2' && conf_has 'axis = "patches applied"'
ok "--each has a setup for each patch"
plan_of --host-only base..topic && conf_has '{ name = "changed"; host = "changed"; guest = "base"'
ok "--host-only leaves the guest as it was"
plan_of --setup nonpv base..topic && conf_has 'expect = "nonpv"' && conf_has 'no-kvmapf'
ok "--setup nonpv has a guest that does not ask for notifications"
! attempt --setup nonpv --series none base..topic && said "needs the series mainline"
ok "nonpv without its series is refused"
! attempt --host-only --guest-only base..topic && said "nothing that is changed"
ok "neither host nor guest changed is refused"
! attempt --base nowhere base..topic && said "has no commit nowhere"
ok "a base that is not there is named"
sed 's/^base-commit: .*/base-commit: 0123456789012345678901234567890123456789/' "$lab"/mails/0001* >"$lab/far.patch"
! attempt "$lab/far.patch" && said "the base that the patch names"
ok "so is the base of a mail"

sed -i 's/PATCHLEVEL = 1$/PATCHLEVEL = 12/' "$lab/k/Makefile" && lab_commit "$lab/k"
sed -i 's/return 20/return 30/' "$lab/k/lab/one.c"
plan_of && conf_has 'fill = "pattern"' && git -C "$lab/k" reset -q --hard topic
ok "6.12 gets an array that it swaps"
plan_of base..topic --set "workload=./join -m 1" && ! grep -qE 'array|placement|fill' <<<"$conf"
ok "a program of the user gets no settings of bm"

attempt base..topic && said "same" && said "all tables: apfbench show"
ok "an equal kernel is judged the same, with status 0"
name=$(basename "$(echo "$lab"/made/campaigns/try-*)")
attempt base..topic && ! said "work 2" && [ "$(find "$lab/made/campaigns" -mindepth 1 -maxdepth 1)" = "$lab/made/campaigns/$name" ]
ok "the same change is not measured twice"
attempt base..topic --set traced=true && said "async faults  guest notified  major faults" && said "Where the vCPUs' time goes" &&
	said "halted" && said "How long an access takes" && ! said "Where the host CPUs' time goes"
ok "below the verdict stands what the change did"
records_make 0.9
rm -rf "$lab/made/campaigns"
attempt base..topic
[ $? = 1 ] && said worse
ok "a loss is status 1"
rm -rf "$lab/made/campaigns"
attempt --bisect --base base
[ $? = 1 ]
ok "and in a bisection, too"
attempt --bisect --base nowhere
[ $? = 125 ]
ok "a failure is 125 in a bisection"
attempt --base base --no-such-option --bisect
[ $? = 255 ]
ok "a wrong option ends a bisection"

# The real testbed builds first, and gets no further than that with these.
fails() { # status text CHANGE
	local status=$1 text=$2
	shift 2
	(cd "$lab/k" && "$OLDPWD/$apfbench" try -o "$lab/made" --series ../sim "$@") >"$work/last" 2>&1
	[ $? = "$status" ] && said "$text" && [ -z "$(lab_leftovers)" ]
}
sed 's/return 1;/return 3;/; s/^-.*return.*/-	return 4;/' "$lab/mails/0001-a-commit.patch" >"$lab/stale.patch"
fails 5 "does not apply" "$lab/stale.patch"
ok "a patch that does not apply is status 5"
(cd "$lab/k" && "$OLDPWD/$apfbench" try -o "$lab/new" --series ../sim "$lab/stale.patch") >"$work/last" 2>&1
[ $? = 5 ] && said "does not apply" && ! grep -q "kernel base: building" "$work/last"
ok "which is found before the base is built"
fails 125 "does not apply" --bisect "$lab/stale.patch"
ok "and 125 in a bisection"

(cd "$lab" && tar -cf k.tar k && "$OLDPWD/$apfbench" try -o "$lab/made" --series ./sim --tree k.tar mails/0002-a-commit.patch) >"$work/last" 2>&1
[ $? = 5 ] && said "does not apply" && said "on $lab/k.tar"
ok "a tarball is a tree, too"
! "$apfbench" try -o "$lab/made" --tree "$work" "$lab/mails/0001-a-commit.patch" >"$work/last" 2>&1
ok "a folder that is no kernel source is refused"
plan
