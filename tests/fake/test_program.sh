#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Campaigns whose workload is a user's program: made-up records with metrics of its own, on the way of every record.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

replay=$work/join.conf
export APFBENCH_FAKE=$work/records

# made PERL: records with the metrics of a join, in place of bm's; PERL may change %$metrics, by $setup and $boot.
made() {
	rm -rf "$work/records" && mkdir "$work/records" && perl -MJSON::PP -e '
		my ($folder, $change) = splice @ARGV, 0, 2;
		for my $path (@ARGV) {
			open(my $in, "<", $path) or die; local $/; my $record = decode_json(<$in>);
			my ($setup, $boot) = $path =~ m{([^/]*)-b(\d)-r\d\.json$} or die;
			my $result = $record->{determined}{result};
			my $joins = int($result->{work} / 1000);
			my $metrics = {
				joins => { value => $joins, unit => "1/s", better => "more" },
				slowest => { value => 2e6 / $joins, unit => "ms", better => "less" },
				yield => { value => 50 + $boot, unit => "%", better => undef } };
			eval $change; die $@ if $@;
			delete @$result{qw(work workers bm bm_status)};
			$result->{metrics} = $metrics;
			$result->{program} = { prepare_ns => 5, window_ns => 20e9 };
			$record->{determined}{settings}{workload} = "./join -m 1G";
			open(my $out, ">", "$folder/$setup-b$boot-r$boot.json") or die;
			print $out JSON::PP->new->canonical->encode($record), "\n";
		}' "$work/records" "${1:-}" tests/fake/records/*.json
}

sed 's,settings = { seconds = 20; },settings = { seconds = 20; workload = "./join -m 1G"; },' tests/fake/replay.conf >"$replay"

made && campaign join && said "yield" && [ "$(records join)" = 9 ]
ok "a campaign of a program runs to its end"
grep -q '"workload": "./join -m 1G"' "$work/join/records/pv-b1-r1.json" && ! grep -qF "$work" <(figure join pv-b1-r1 determined)
ok "records have the program's name and arguments, and no path of the machine"
said "slowest ms  mean (std error)  ratio" && said "joins ratio" && said "yield %" && ! said accesses && ! said "total work"
ok "the table has its metrics, by name and unit"

"$apfbench" gate "$work/join" >"$work/last" 2>&1 && said "Ratio of joins to that of master" && said better
ok "the gate judges its first metric"
"$apfbench" gate "$work/join" --metric slowest >"$work/last" 2>&1 && said "slowest (less is better)" && said better
ok "and another one by name, of which less is better"
"$apfbench" gate "$work/join" --metric slowest --baseline pv >"$work/last" 2>&1
[ $? = 1 ] && said worse
ok "a rise of it is a loss"
"$apfbench" gate "$work/join" --metric yield >"$work/last" 2>&1
[ $? = 2 ] && said "workload join has no yield to judge" && ! "$apfbench" gate "$work/join" --accesses >"$work/last" 2>&1 && said "has no accesses"
ok "what has no direction, or is bm's, is not judged"

"$apfbench" export "$work/join" --format csv >"$work/last" 2>&1 && head -n 1 "$work/last" | grep -q 'joins_1_s,\|joins_1/s,' && said '"pv"'
ok "runs are exported with its metrics"
"$apfbench" export "$work/join" --format benchstat >"$work/last" 2>&1 && grep -q 'Unit slowest-ms better=lower' "$work/last" && said "workload=join 1 "
ok "also for benchstat"
"$apfbench" plot "$work/join" >"$work/last" 2>&1 && grep -q 'figure "joins 1/s"' "$work/join/ratios.dat"
ok "the picture names it"
"$apfbench" report "$work/join" --format mail >"$work/last" 2>&1 && said "The benchmark is join. It was started as" && said "./join -m 1G"
ok "a mail says what the benchmark was"
"$apfbench" report "$work/join" >"$work/last" 2>&1
ok "and a page can be made"

campaign traced --set traced=true && [ "$(records traced)" = 12 ] && "$apfbench" plot "$work/traced" >"$work/last" 2>&1 &&
	"$apfbench" show "$work/traced" >"$work/last" 2>&1 && said "joins"
ok "traced runs show what the host saw, and nothing that only bm says"

"$apfbench" show "$work/join" --against "$work/traced" >"$work/last" 2>&1 && said "joins"
ok "campaigns of the same metrics are held against each other"
APFBENCH_FAKE=$PWD/tests/fake/records "$apfbench" run tests/fake/replay.conf -o "$work/bm.made" --campaign "$work/bm" >"$work/last" 2>&1
! "$apfbench" show "$work/join" --against "$work/bm" >"$work/last" 2>&1 && said "there is nothing to compare"
ok "and not against one of bm"

made '$metrics->{slowest}{unit} = "s" if $setup eq "pv"' && ! campaign units && said "metric slowest is in s here, and in ms in another run"
ok "runs that contradict each other in a unit are refused"
made '$metrics->{slowest}{better} = "more" if $setup eq "pv"' && ! campaign better && said "has another better="
ok "and in a direction"
made '$metrics->{more} = { value => 1, unit => undef, better => undef } if $setup eq "pv"' && campaign more && said "more"
ok "a metric of some runs is shown beside the others'"
made '%$metrics = ()' && ! campaign none && said "the program gave no metrics"
ok "a run without a metric is no result"
"$apfbench" show "$work/none" >"$work/last" 2>&1
[ $? = 3 ] && said "the program gave no metrics"
ok "and a campaign of such runs has a table"

made && campaign evil && sed -i 's/"slowest"/"slow\\u001b[31mest"/' "$work/evil/records/pv-b1-r1.json"
"$apfbench" show "$work/evil" >"$work/last" 2>&1
[ $? = 2 ] && said "has a name that no metric can have" && harmless "$work/last"
ok "a stranger's metrics are checked"
perl -0pi -e 's/"joins": *\{[^}]*\},?//' "$work/evil/records/master-b1-r1.json" && sed -i 's/slow\\u001b\[31mest/slowest/' "$work/evil/records/pv-b1-r1.json"
"$apfbench" show "$work/evil" >"$work/last" 2>&1
[ $? = 2 ] && said "its first metric, by which runs are compared, is joins, and slowest in another run"
ok "and valid runs must all have the metric that is judged"

for set in array=2G placement=pairs interval=1; do
	! campaign settings --set $set && said "${set%=*} = ${set#*=} is for bm" || break
done
ok "settings of bm are refused"
! campaign other --set "pv.workload=./other" && said "workload ./other differs"
ok "and so are two programs in one experiment"
! campaign two --set sweep.workload=./a,./b && said "cannot be swept"
ok "programs are not swept"

plan
