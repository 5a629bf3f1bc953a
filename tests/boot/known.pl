#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Compares a record with a committed one of the same run. Status 0: the results are equal to the digit. 3: they are not, since the
# archive gave other programs; stdout names them. 1: they are not, and the tree has changed, or nothing has.
# Usage: known.pl COMMITTED RECORD, or known.pl --make RECORD (prints what is to be committed)
use strict;
use warnings;
use JSON::PP;

my $json = JSON::PP->new->canonical;

sub determined {
	my ($path) = @_;
	local $/;
	open(my $in, '<', $path) or die "$path: $!\n";
	return $json->decode(<$in>)->{determined};
}

sub text { return ref $_[0] ? $json->encode($_[0]) : $_[0] // 'nothing' }

# "PACKAGE VERSION HASH" without the hash: what the archive decides; the hash alone of our own files.
sub package_of { my ($name) = @_; $name =~ s/ ?[0-9a-f]{16}$//; return $name }

# What differs, "NAME: OLD -> NEW": what the archive decides, what the tree decides, and what is made from both.
sub differences {
	my ($old, $new, $archive, $tree, $both) = @_;
	my %list = ((map { $_ => $archive } qw(source compiler qemu_outside qemu_inside firmware)),
		(map { $_ => $tree } qw(host_patches guest_patches host_files qemu_command /init)));
	my ($was, $is) = map { $_->{host_contents} // {} } $old, $new;

	for my $name (sort keys %{{ %$old, %$new }}) {
		next if $name eq 'host_contents' || text($old->{$name}) eq text($new->{$name});
		push @{ $list{$name} // $both }, "$name: " . text($old->{$name}) . ' -> ' . text($new->{$name});
	}
	for my $path (sort keys %{{ %$was, %$is }}) {
		my ($one, $other) = map { text($_->{$path}) } $was, $is;
		next if $one eq $other;
		push @{ package_of($one) ne package_of($other) ? $archive : $list{$path} // $both }, "$path: $one -> $other";
	}
}

if ($ARGV[0] eq '--make') {
	print $json->pretty->indent_length(1)->encode({ determined => determined($ARGV[1]) });
	exit 0;
}
my ($old, $new) = map { determined($_) } @ARGV;
exit 0 if text($old->{result}) eq text($new->{result});
my (@archive, @tree, @both);
differences($old->{inputs}, $new->{inputs}, \@archive, \@tree, \@both);
if (@archive && !@tree) {
	# Programs share packages: each change of one once.
	my %seen;
	print join('; ', grep { !$seen{$_}++ } map { s/^[^:]*: (\S+ \S+) [0-9a-f]{16} -> (\S+ \S+) [0-9a-f]{16}$/$1 -> $2/r } @archive), "\n";
	exit 3;
}
print "the result is another one: work $old->{result}{work} -> $new->{result}{work}\n";
print map { "$_\n" } @tree, @archive, @both;
print @tree || @both ? "if that is meant: tests/boot/renew.sh\n" : "with the same inputs\n";
exit 1;
