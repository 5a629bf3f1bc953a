# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests that look into records below $work. Sourced, not run, after tests/tap.sh.
# shellcheck shell=bash

# figure CAMPAIGN RECORD PATH: a value of a record, by its dotted path; "null" when it is not there.
figure() {
	perl -MJSON::PP -e '
		my ($file, $path) = @ARGV;
		local $/;
		open(my $in, "<", $file) or die "$file: $!\n";
		my $value = JSON::PP->new->canonical->decode(<$in>);
		for my $key (split /\./, $path) {
			$value = ref $value eq "ARRAY" ? $value->[$key] : ref $value eq "HASH" ? $value->{$key} : undef;
		}
		print ref $value ? JSON::PP->new->canonical->encode($value) : $value // "null", "\n";
	' "$work/$1/records/$2.json" "$3"
}
