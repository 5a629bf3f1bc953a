#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Campaigns of thousands of records: what is made of them takes time in proportion to their number.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"
campaign good

# many NAME SETUPS: as many setups of three runs, valid ones and invalid ones, each with a note of its own.
many() {
	cp -r "$work/good" "$work/$1" && rm -rf "$work/$1/records" "$work/$1"/ratios.* && mkdir "$work/$1/records" && perl -MJSON::PP -e '
		my ($good, $folder, $count) = @ARGV;
		my $json = JSON::PP->new->canonical;
		sub get { open(my $in, "<", $_[0]) or die "$_[0]: $!\n"; local $/; return $json->decode(scalar <$in>) }
		sub put { open(my $out, ">", $_[0]) or die "$_[0]: $!\n"; print $out $json->encode($_[1]) }
		my $experiment = get("$good/experiment.json");
		my ($pv) = grep { $_->{name} eq "pv" } @{$experiment->{setups}};
		$experiment->{setups} = [map { { %$pv, name => "s$_" } } 1 .. $count];
		$experiment->{baseline} = "s1";
		put("$folder/experiment.json", $experiment);
		for my $run (1 .. 3) {
			my $record = get("$good/records/pv-b$run-r$run.json");
			for my $setup (1 .. $count) {
				my $determined = $record->{determined};
				$determined->{setup} = "s$setup";
				$determined->{valid} = $setup % 4 ? JSON::PP::true : JSON::PP::false;
				$determined->{invalid_reasons} = $setup % 4 ? [] : ["reason $setup"];
				$determined->{notes} = ["note $setup"];
				put("$folder/records/s$setup-b$run-r$run.json", $record);
			}
		}' "$work/good" "$work/$1" "$2"
}

# cpu COMMAND...: its CPU time in ms.
cpu() {
	local TIMEFORMAT='%3U'
	{ time "$@" >"$work/last" 2>&1; } 2>&1 | tr -d .
}

many some 100
many more 800
for command in show gate export; do
	few=$((10#$(cpu "$apfbench" $command "$work/some")))
	lots=$((10#$(cpu "$apfbench" $command "$work/more")))
	echo "# $command: $few ms for 300 records, $lots ms for 2400"
	# Eight times as many: 8 times the time, and 64 times were it quadratic.
	[ "$few" -gt 0 ] && [ "$lots" -lt $((few * 20)) ]
	ok "$command takes time in proportion to the records"
done

# 300 MiB for 10 000 records are 72 for 2400; 30 are for the program, its libraries and the stacks of its threads. The
# program is the one that users run: the address sanitizer's takes some three times as much.
(ulimit -d $(((72 + 30) * 1024)) && build/apfbench show "$work/more" >"$work/last" 2>&1)
[ $? = 3 ] && grep -q 's800 ' "$work/last"
ok "show keeps 2400 records in a quarter of 300 MiB"
plan
