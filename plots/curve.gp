# SPDX-License-Identifier: GPL-2.0-or-later
# Draws curve.dat of `apfbench plot`, of an experiment with an axis: each figure of the workload below the one before, as
# ratios to the baseline's against x, with 95 % intervals; a curve per block of the file.
#
# gnuplot -c curve.gp curve.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

stats data index 1:9999 using 1 nooutput name "x"
curves = x_blocks

# The figures' names, a line each.
count = 1
do for [i = 1:strlen(figures)] { if (figures[i:i] eq "\n") { count = count + 1 } }
array label[count]
do for [k = 1:count] {
	end = strstrt(figures, "\n")
	label[k] = end ? figures[1:end - 1] : figures
	figures = figures[end + 1:*]
}

# Each figure is as tall as two are together on a page; the key has two columns.
height = count > 1 ? 30.0 : 40.0
gap = 5.0
rows = keyrows(curves + 1, longest_line)
top = top + 3
tall = top + (height + gap) * count + 6 + 2.7 * rows
eval terminal(0)
set output picture

# Curves are shifted a little, so that intervals do not overlap.
span = x_max > x_min ? x_max - x_min : 1
shift(i) = 0.008 * (i - (curves - 1) / 2.0)
if (strlen(ticks)) {
	set logscale x 2
	ratio = x_max / x_min
	moved(x, i) = x * ratio ** shift(i)
	set xrange [x_min / ratio ** 0.03 : x_max * ratio ** 0.03]
	eval "set xtics (" . ticks . ")"
} else {
	moved(x, i) = x + span * shift(i)
	set xrange [x_min - span * 0.03 : x_max + span * 0.03]
	# Whole numbers if x counts steps of something; otherwise let gnuplot choose.
	if (span >= 3 && span <= 25) { set xtics 1 }
}
set bars 0.5
set lmargin at screen x(7)
set rmargin at screen x(wide - 1.5)

# Every point is visible. Intervals of few boots can be so wide that they would flatten all curves, so they are cut.
upper(point, interval) = interval < 1.5 * point ? interval : 1.5 * point
# Each figure has four columns: ratio, low, high, top.
array most[count]
do for [k = 1:count] {
	stats data index 1:9999 using (column(4 * k - 1)) nooutput name "point"
	stats data index 1:9999 using (column(4 * k + 2)) nooutput name "interval"
	most[k] = 1.05 * upper(point_max, interval_max)
}

set multiplot
eval heading(0)
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#606060" dt 3 back
lines = 'for [i = 0:curves - 1] data index i + 1 using (moved($1, i)):c:c+1:c+2 with yerrorbars lc rgb colour(i) pt -1 lw 0.8 notitle, ' \
      . 'for [i = 0:curves - 1] data index i + 1 using (moved($1, i)):c with linespoints lc rgb colour(i) pt marker(i) ps 0.55 lw 1 title columnheader(1)'
key_only = 'data index 1 using 1:(NaN):(NaN):(NaN) with yerrorbars lc rgb "#606060" pt -1 lw 0.8 title "95 % interval"'

# The last has the key and the axis.
set key off
set format x ""
do for [k = 1:count] {
	if (k == 2) {
		unset label 101
		unset label 102
		unset label 103
	}
	if (k == count) {
		set key at screen 0.5, y(tall - 2.7 * rows) center top vertical Left reverse noenhanced samplen 1.5 maxrows rows font small
		set xlabel axis noenhanced offset 0, 0.5
		set format x "%g"
	}
	set yrange [0 : most[k]]
	set tmargin at screen y(top + (k - 1) * (height + gap))
	set bmargin at screen y(top + (k - 1) * (height + gap) + height)
	beside = label[k] . ", ratio to " . baseline
	above_at = top + (k - 1) * (height + gap)
	eval above(0)
	c = 4 * k - 1
	eval "plot " . lines . (k == count ? ", " . key_only : "")
}
unset multiplot
