#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The runs of measured and replayed campaigns, exported: what programs read of them.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# exported STATUS [ARGUMENT...]: what it printed is in $work/out, what it said in $work/last.
exported() {
	local status=$1
	shift
	"$apfbench" export "$@" >"$work/out" 2>"$work/last"
	[ $? = "$status" ]
}

# rows PERL [CAMPAIGN]: true if the expression holds for the rows of the CSV, @rows, by the names of their columns;
# cells are as they were written, with their quotes.
rows() {
	perl -e '
		local $/;
		my ($head, @lines) = split /\n/, <STDIN>, -1;
		pop @lines;
		my @names = split /,/, $head;
		my @rows = map {
			my @cells = /\G((?:"(?:[^"]|"")*")|[^,"]*)(?:,|$)/g;
			pop @cells if @cells == @names + 1;
			die "cells in: $_\n" if @cells != @names;
			my %row;
			@row{@names} = @cells;
			\%row;
		} @lines;
		exit !(eval($ARGV[0]) // die $@);
	' "$1" <"$work/out" 2>>"$work/last"
}

# read_as_benchstat PERL FILE...: true if the expression holds for what the files say in the Go benchmark format. @runs:
# file, name (whole), the part of it at each "/key=", config (text of all keys and values), the value of each unit; %units.
# As benchstat does, "-9" at the end of a name is a number of CPUs, and lines that the format does not know are ignored:
# of ours these begin with "#".
read_as_benchstat() {
	perl -e '
		my $holds = shift;
		for my $file (@ARGV) {
			my %config;
			open(my $in, "<:utf8", $file) or die "$file: $!\n";
			while (my $line = <$in>) {
				chomp $line;
				my @fields = split /\s+/, $line;
				if ($line =~ /^Benchmark/) {
					my ($name, $count, %values) = (shift @fields, shift @fields);
					die "fields: $line\n" if @fields < 2 || @fields % 2 || $count !~ /^\d+$/;
					while (my ($value, $unit) = splice @fields, 0, 2) {
						die "value: $line\n" if $value !~ /^-?\d+(\.\d+)?(e[+-]\d+)?$/;
						$values{$unit} = $value;
					}
					$name =~ s/^Benchmark//;
					(my $parts = $name) =~ s/-\d+$//;
					my ($base, @parts) = split m{/}, $parts;
					push @runs, { file => $file, name => $name, %values, config => join("; ", map { "$_=$config{$_}" } sort keys %config),
						map { /^(.*?)=(.*)$/ ? ("/$1" => $2) : () } @parts };
				} elsif ($line =~ /^Unit (\S+) better=(higher|lower)$/) {
					die "$1 anew: $line\n" if ($units{$1} // $2) ne $2;
					$units{$1} = $2;
				} elsif ($line =~ /^(\p{Ll}[^\s\p{Lu}:]*):[ \t]+(.+)$/) {
					$config{$1} = $2;
				} elsif ($line !~ /^# /) {
					die "neither: $line\n";
				}
			}
		}
		sub distinct { my %seen; grep { !$seen{$_}++ } @_ }
		sub without { my ($run, $key) = @_; (my $name = $run->{name}) =~ s{\Q$key\E=[^/]*}{}; $name }
		exit !(eval($holds) // die $@);
	' "$@" 2>>"$work/last"
}

cp -r results/quick results/gate results/sweep-turns results/linux-guests "$work/"
exported 0 "$work/quick" && rows '@rows == 9 && 9 == grep { $_->{valid} eq "true" && $_->{invalid_reasons} eq "" && $_->{line} eq "" } @rows'
ok "csv has a row of each run"
wanted=$(for key in boot_seed seed result.work result.counters.async_not_present result.counters.major_faults inputs.host_kernel; do
	figure quick pv-b2-r2 "determined.$key"
done | xargs)
rows "my (\$pv) = grep { \$_->{setup} eq '\"pv\"' && \$_->{boot} == 2 && \$_->{run} == 2 } @rows;
	my @wanted = split / /, '$wanted';
	\"@wanted[0 .. 4]\" eq join(' ', @\$pv{qw(boot_seed seed work async_not_present major_faults)}) &&
		\$pv->{host_kernel} eq '\"apf\"' && \$pv->{host_kernel_hash} eq '\"' . substr(\$wanted[5], 0, 12) . '\"'"
ok "with the figures of its record"
cp "$work/out" "$work/first" && exported 0 --format csv "$work/quick" && cmp "$work/first" "$work/out" >>"$work/last"
ok "csv is what it prints if nothing else is asked for"
"$apfbench" export --format json "$work/quick" 2>"$work/last" >"$work/json" && perl -MJSON::PP -e '
	my ($csv, $json) = @ARGV;
	sub get { open(my $in, "<", $_[0]) or die; local $/; scalar <$in> }
	my $read = JSON::PP->new->boolean_values("false", "true")->decode(get($json));
	my ($head, @lines) = split /\n/, get($csv);
	my @names = split /,/, $head;
	my @rows = map { my $run = $_; join ",", map { my $value = $run->{$_};
		ref $value ? "" : !defined $value ? "" : $value =~ /^[a-z][a-z]*$/ && $_ eq "valid" ? $value :
			$value =~ /^[0-9.]+$/ && !/hash/ ? $value : "\"$value\"" } @names } @{$read->{runs}};
	exit !($read->{schema_version} == 1 && $read->{experiment} eq "quick" && $read->{baseline} eq "master" && "@lines" eq "@rows")' \
	"$work/first" "$work/json" 2>>"$work/last"
ok "json has the same values"

exported 0 "$work/gate" && rows '@rows == 18' && [ -e "$work/gate/records/pv-b1-r1-traced.json" ]
ok "traced runs are in no export"
exported 0 "$work/sweep-turns" && rows '27 == grep { $_->{line} =~ /^"(master|nonpv|pv)"$/ && $_->{x} =~ /^(0|1024|8192)$/ } @rows'
ok "setups on an axis have line and x"
exported 0 "$work/linux-guests" && rows '@rows > 10 && @rows == grep { $_->{work} eq "" && $_->{halts} eq "" && $_->{valid} eq "true" } @rows'
ok "runs of programs in the host have no figures"

exported 0 --format benchstat "$work/gate" && cp "$work/out" "$work/gate.txt" &&
	read_as_benchstat '"master nonpv pv" eq join(" ", distinct(map { $_->{"/setup"} } @runs)) && 1 == distinct(map { without($_, "/setup") } @runs) &&
		1 == distinct(map { $_->{config} } @runs) && @runs == 18 && $runs[0]{config} =~ /seconds=20.*turns=1024/' "$work/gate.txt" &&
	read_as_benchstat "\$runs[7]{work} == $(figure gate nonpv-b2-r2 determined.result.work) && \$units{work} eq 'higher' && \$units{'longest_stall-ms'} eq 'lower'" "$work/gate.txt"
ok "benchstat -col /setup compares the setups of a campaign with its baseline"
cp -r "$work/gate" "$work/faster" && sed -i 's/"read_latency": 8/"read_latency": 2/' "$work"/faster/experiment.json "$work"/faster/records/*
exported 0 --format benchstat "$work/faster" && cp "$work/out" "$work/faster.txt" &&
	read_as_benchstat '@runs == 36 && 3 == distinct(map { $_->{name} } @runs) && 2 == distinct(map { $_->{config} } @runs) &&
		1 == distinct(map { $_->{config} =~ s/read_latency=\d+//r } @runs)' "$work/gate.txt" "$work/faster.txt"
ok "two campaigns have the same names, and differ in the keys of their settings only"
exported 0 --format benchstat "$work/sweep-turns" &&
	read_as_benchstat '3 == distinct(map { $_->{"/setup"} } @runs) && 3 == distinct(map { without($_, "/setup") } @runs) &&
		"0 1024 8192" eq join(" ", distinct(map { $_->{"/place"} } @runs)) && $runs[0]{config} !~ /turns/' "$work/out"
ok "setups of a sweep are compared place by place"
exported 0 --format benchstat results/series && read_as_benchstat '13 == distinct(map { $_->{"/setup"} } @runs) && 39 == @runs' "$work/out"
ok "a number at the end of a setup's name is part of it"
exported 0 --format benchstat "$work/linux-guests" && read_as_benchstat '!@runs' "$work/out" && grep -q '^# left out: .* without figures: 16$' "$work/out"
ok "benchstat gets no run without figures"

script='pv-b2-r2:quiet pv-b3-r3:panic'
campaign invalid
exported 0 "$work/invalid" && rows '@rows == 9 && 2 == grep { $_->{valid} eq "false" && $_->{setup} eq "\"pv\"" && length $_->{invalid_reasons} > 2 } @rows' &&
	rows '1 == grep { $_->{valid} eq "false" && $_->{work} eq "" } @rows'
ok "invalid runs are exported as such, with reasons and what is known of them"
exported 0 --format benchstat "$work/invalid" && read_as_benchstat '@runs == 7' "$work/out" && grep -q '^# left out: invalid runs: 2 ' "$work/out"
ok "but not for benchstat, which has no word for them"
rm "$work"/invalid/records/pv-b[12]-*.json "$work"/invalid/records/[mn]*.json
exported 0 "$work/invalid" && rows '@rows == 1' && exported 0 --format benchstat "$work/invalid" && read_as_benchstat '!@runs' "$work/out"
ok "a campaign of one invalid run is exported"
rm "$work"/invalid/records/*.json
exported 0 "$work/invalid" && rows '@rows == 0' && exported 0 --format json "$work/invalid" && grep -q '"runs": \[\]' "$work/out" &&
	exported 0 --format benchstat "$work/invalid" && read_as_benchstat '!@runs' "$work/out"
ok "and one without any run"

exported 2 --format cvs "$work/quick" && said "formats are: csv, json, benchstat" && [ ! -s "$work/out" ] && exported 4 "$work/nonesuch" && said "no campaign there" &&
	exported 2 "$work/quick" "$work/gate"
ok "what cannot be exported is named"
plan
