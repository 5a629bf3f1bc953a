#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What README shows of commands is what they print: each block that begins with "$ build/apfbench" is run. A line "..." stands
# for lines that are left out.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# One file per block: the command in its first line, without "$ ".
perl -e 'my ($in, $out, $count) = (0, undef, 0);
	open(my $readme, "<", "README.md") or die;
	while (<$readme>) {
		if (/^```/) {
			($in, $out) = (!$in, undef);
		} elsif ($in && !$out && /^\$ (build\/apfbench .*)/) {
			$count++;
			open($out, ">", "$ARGV[0]/block$count") or die;
			print $out "$1\n";
		} elsif ($out) {
			print $out $_;
		}
	}' "$work"

for block in "$work"/block*; do
	command=$(head -n 1 "$block")
	read -ra words <<<"$command"
	"$apfbench" "${words[@]:1}" >"$work/printed" 2>&1
	tail -n +2 "$block" | perl -e 'open(my $in, "<", $ARGV[0]) or die; my @printed = <$in>; my ($at, $skips) = (0, 0);
		while (my $line = <STDIN>) {
			if ($line eq "...\n") { $skips = 1; next }
			$at++ while $skips && $at < @printed && $printed[$at] ne $line;
			$at < @printed && $printed[$at] eq $line or die "not printed: $line";
			$at++; $skips = 0;
		}
		$skips || $at == @printed or die "more is printed: $printed[$at]"' "$work/printed" >"$work/last" 2>&1
	ok "README shows what this prints: $command"
done
[ "$(find "$work" -name 'block*' | wc -l)" = 3 ]
ok "README shows three commands"
plan
