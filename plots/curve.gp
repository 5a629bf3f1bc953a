# SPDX-License-Identifier: GPL-2.0-or-later
# Draws plot.dat (from `apfbench plot`) of an experiment with an axis: each figure of the workload below the one before,
# as ratios to the baseline's against x, with 95 % intervals; one curve per block of the file.
#
# gnuplot -c plots/curve.gp plot.dat PICTURE png|svg TITLE SUBTITLE BASELINE AXIS FIGURES TICKS
#
# FIGURES has their names, a line each: "total work"; TICKS are the values of x, "1, 2, 4", for a logarithmic axis, or "". Needs gnuplot-nox and a font (fonts-dejavu-core).

data = ARG1
baseline = ARG6
axis = ARG7
figures = ARG8
ticks = ARG9

set encoding utf8
stats data using 1 nooutput name "x"
curves = x_blocks

# Many curves need a key of several rows, below everything else.
rows = curves > 3 ? (curves + 2) / 2 : 1
tall = 820 + 20 * (rows - 1)
if (ARG3 eq "svg") {
	set terminal svg size 900,tall font "sans-serif,15" background rgb "white"
} else {
	set terminal pngcairo size 900,tall font "sans,12" background rgb "white"
}
set output ARG2
# The place at this fraction of the usual height, seen from above.
up(fraction) = 1 - (1 - fraction) * 820.0 / tall

span = x_max > x_min ? x_max - x_min : 1

# Curves are shifted a little, so that intervals do not overlap.
shift(i) = 0.008 * (i - (curves - 1) / 2.0)
if (strlen(ticks)) {
	set logscale x 2
	wide = x_max / x_min
	moved(x, i) = x * wide ** shift(i)
	set xrange [x_min / wide ** 0.03 : x_max * wide ** 0.03]
	eval "set xtics (" . ticks . ")"
} else {
	moved(x, i) = x + span * shift(i)
	set xrange [x_min - span * 0.03 : x_max + span * 0.03]
	# Whole numbers if x counts steps of something; otherwise let gnuplot choose.
	if (span >= 3 && span <= 25) { set xtics 1 }
}

array colours[6] = [0x0b5fa5, 0xc8500a, 0x2e8540, 0x7b3fa0, 0x8a6d00, 0x303030]
colour(i) = colours[i % 6 + 1]
point(i) = 5 + 2 * (i % 5)

set xtics nomirror scale 0.5
set ytics nomirror
set border 3
set grid ytics lc rgb "#dddddd" lw 1 lt 1
set bars 0.5
set lmargin at screen 0.095
set rmargin at screen 0.975

# Every point is visible. Intervals of few boots can be so wide that they would flatten all curves, so they are cut.
upper(point, interval) = interval < 1.5 * point ? interval : 1.5 * point
count = 1
do for [i = 1:strlen(figures)] { if (figures[i:i] eq "\n") { count = count + 1 } }
array label[count]
do for [k = 1:count] {
	end = strstrt(figures, "\n")
	label[k] = end ? figures[1:end - 1] : figures
	figures = figures[end + 1:*]
}

# Each has four columns: ratio, low, high, top.
array top[count]
do for [k = 1:count] {
	stats data using (column(4 * k - 1)) nooutput name "point"
	stats data using (column(4 * k + 2)) nooutput name "interval"
	top[k] = 1.05 * upper(point_max, interval_max)
}

set multiplot title "\n" noenhanced
# Long titles get a smaller font.
fits = 77.0
set label 1 ARG4 at screen 0.5, up(0.965) center noenhanced font sprintf(",%g", strlen(ARG4) > fits ? 15 * fits / strlen(ARG4) : 15)
set label 2 ARG5 at screen 0.5, up(0.93) center noenhanced textcolor rgb "#404040"
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#606060" dt 3 back

points = 'for [i = 0:curves - 1] data index i using (moved($1, i)):c:c+1:c+2 with yerrorbars lc rgb colour(i) pt -1 lw 1.2 notitle, ' \
       . 'for [i = 0:curves - 1] data index i using (moved($1, i)):c with linespoints lc rgb colour(i) pt point(i) ps 0.9 lw 1.6 title columnheader(1)'
key_only = 'data index 0 using 1:(NaN):(NaN):(NaN) with yerrorbars lc rgb "#606060" pt -1 lw 1.2 title "95 % interval"'

# The last has the key and the axis.
gap = 0.035
height = (0.90 - 0.135 - gap * (count - 1)) / count
set key off
set format x ""
do for [k = 1:count] {
	if (k == 2) {
		unset label 1
		unset label 2
	}
	if (k == count) {
		set key below center horizontal Left reverse noenhanced samplen 2 width 1
		if (rows > 1) { set key maxcols 2 }
		# gnuplot takes letters in SVG for wider than they are: one column would not have room.
		if (rows > 1 && ARG3 eq "svg") { set key width -4 }
		set xlabel axis noenhanced
		set format x "%g"
	}
	set yrange [0 : top[k]]
	set tmargin at screen up(0.90 - (k - 1) * (height + gap))
	set bmargin at screen up(0.90 - (k - 1) * (height + gap) - height)
	set ylabel label[k] . ", ratio to " . baseline noenhanced offset 0.5, 0
	c = 4 * k - 1
	eval "plot " . points . (k == count ? ", " . key_only : "")
}
unset multiplot
