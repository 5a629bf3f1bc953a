#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Prints a traced run's balance sheet, one part a line in percent of the window: "vcpu 0 guest_user 97.3",
# "cpu 2 ballast 40.0"; "remainder" is what the parts lack.
# Usage: balance.pl RECORD
use strict;
use warnings;
use JSON::PP;

local $/;
open(my $in, '<', $ARGV[0]) or die "$ARGV[0]: $!\n";
my $result = JSON::PP->new->decode(<$in>)->{determined}{result};
my $balance = $result->{balance} or die "$ARGV[0]: it has no balance\n";
my $window = $balance->{window_ns};

sub parts_print {
	my ($what, $parts) = @_;
	my $sum = 0;
	for my $name (sort keys %$parts) {
		$sum += $parts->{$name} unless $what =~ /^vcpu/ && $name eq 'reclaim_ns';
		printf "%s %s %.1f\n", $what, $name =~ s/_ns$//r, 100 * $parts->{$name} / $window;
	}
	printf "%s remainder %.1f\n", $what, 100 - 100 * $sum / $window;
}

for my $i (0 .. $#{ $balance->{vcpus} }) {
	my ($parts, $guest) = ($balance->{vcpus}[$i], $result->{bm}{guest_cpu}[$i]);
	my $busy = $guest->{user_ns} + $guest->{system_ns} + $guest->{irq_ns};
	my $user = $busy ? $guest->{user_ns} / $busy : 0;
	parts_print("vcpu $i", $parts);
	printf "vcpu %d guest_user %.1f\n", $i, 100 * $user * $parts->{guest_ns} / $window;
}
parts_print("cpu $_", $balance->{cpus}[$_]) for 0 .. $#{ $balance->{cpus} };
print "lost $balance->{lost}\n";
