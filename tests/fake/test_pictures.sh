#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Pictures of committed campaigns, as a reader sees them at the width of a paper's column: the size and the place of each text.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"
command -v gnuplot >/dev/null || { skip "pictures" "no gnuplot"; plan; exit; }

# texts FILE: what is wrong with the texts of an SVG. A letter of the font is 0.57 times as wide as it is high, on average;
# 12 dots are a mm, 8 in pictures that are wider than a column.
texts() {
	perl -CSD -e '
		local $/; my $svg = <>;
		my ($wide, $tall) = $svg =~ /<svg[^>]*?width="(\d+)" height="(\d+)"/s or die "no size\n";
		my $points = 72 / 25.4 / ($wide > 1200 ? 8 : 12);
		my @boxes;
		while ($svg =~ /<g transform="translate\(([-\d.]+),([-\d.]+)\)(?: rotate\(([-\d.]+)\))?"[^>]*?font-size="([\d.]+)"\s+text-anchor="(\w+)">\s*<text>(.*?)<\/text>/gs) {
			my ($x, $y, $turned, $size, $anchor, $text) = ($1, $2, $3 || 0, $4, $5, $6);
			$text =~ s/<[^>]*>//g; $text =~ s/&\w+;/x/g; $text =~ s/^\s+|\s+$//g;
			next if $text eq "";
			my $width = 0.57 * $size * length($text);
			my $left = $anchor eq "start" ? 0 : $anchor eq "end" ? -$width : -$width / 2;
			printf "%s: %.1f points\n", $text, $size * $points if $size * $points < 5 || $size * $points > 8;
			my $angle = $turned * atan2(1, 1) / 45;
			for my $along ($left, $left + $width) {
				my ($px, $py) = ($x + $along * cos $angle, $y + $along * sin $angle);
				print "$text: leaves the picture\n" if $px < -6 || $px > $wide + 6 || $py < 0 || $py > $tall;
			}
			next if $turned;
			my @box = ($x + $left, $x + $left + $width, $y - 0.7 * $size, $y, $text);
			for my $other (@boxes) {
				print "$text and $other->[4]: overlap\n" if $box[0] < $other->[1] && $other->[0] < $box[1] && $box[2] < $other->[3] && $other->[2] < $box[3];
			}
			push @boxes, \@box;
		}
		@boxes > 5 or print "only ", scalar @boxes, " texts\n"' "$1" | sort -u
}

# pictures NAME: draws those of $work/NAME, and looks at their texts.
pictures() {
	local name=$1 picture wrong status
	rm -f "$work/$name"/*.svg
	"$apfbench" plot "$work/$name" >"$work/files" 2>&1
	status=$?
	for picture in "$work/$name"/*.svg; do
		wrong=$(texts "$picture")
		[ -z "$wrong" ] || echo "$(basename "$picture"): $wrong"
	done >"$work/last"
	[ $status = 0 ] && [ -s "$work/files" ] && [ ! -s "$work/last" ]
	ok "texts of $name's pictures have 5 to 8 points, are within it, and none is over another"
}

for name in published gate history series sweep-placement pairs; do
	cp -r "results/$name" "$work/$name" && pictures "$name"
done

# No spread, so no intervals; and a setup of which nothing is valid.
cp -r results/quick "$work/one-boot" && find "$work/one-boot/records" -name '*-b[2-9]*' -delete
pictures one-boot
cp -r results/quick "$work/without-pv" && rm -f "$work"/without-pv/records/pv-*
pictures without-pv

# By hand, from the plain data beside them.
(cd "$work/published" && rm -f -- *.png && for data in *.dat; do
	gnuplot -d -c "$OLDPWD/plots/${data%.dat}.gp" "$data" "by-hand-${data%.dat}.png" || exit 1
done) >"$work/last" 2>&1 && [ "$(find "$work/published" -name 'by-hand-*.png' -size +10k | wc -l)" = 5 ]
ok "gnuplot alone draws each picture from its data"

printf 'broken' >"$work/published/records/pv-b1-r1-traced.json" && "$apfbench" plot "$work/published" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b1-r1-traced.json"
ok "a broken record is named"
plan
