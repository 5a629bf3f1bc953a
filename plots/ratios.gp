# SPDX-License-Identifier: GPL-2.0-or-later
# Draws plot.dat (from `apfbench plot`): the first figure of each setup as a ratio to the baseline's,
# measured beside published, with 95 % intervals, and every run as a dot.
#
# gnuplot -c plots/ratios.gp plot.dat PICTURE png|svg TITLE SUBTITLE BASELINE REFERENCE FIGURE
#
# REFERENCE is "" if nothing is published; FIGURE is its name: "total work". Needs gnuplot-nox and a font (fonts-dejavu-core).

data = ARG1
baseline = ARG6
reference = ARG7
figure = ARG8

set encoding utf8

# Each setup needs room for its bars and values. Names that are wider than that are slanted.
longest = 0
stats data index 0 using (length = strlen(strcol(2)), longest = length > longest ? length : longest, $1) nooutput name "setup"
room = (reference eq "") ? 52 : 96
wide = 120 + room * (setup_max + 1)
wide = wide > 900 ? wide : 900
slanted = longest * 8.5 > (wide - 120) / (setup_max + 1)
below = slanted ? 4 + longest * 0.36 : 5
tall = slanted ? 480 + 18 * below : 560

if (ARG3 eq "svg") {
	set terminal svg size wide,tall font "sans-serif,15" background rgb "white"
} else {
	set terminal pngcairo size wide,tall font "sans,12" background rgb "white"
}
set output ARG2

# Long titles get a smaller font.
fits = 77.0 * wide / 900
set title ARG4 noenhanced font sprintf(",%g", strlen(ARG4) > fits ? 15 * fits / strlen(ARG4) : 15) offset 0, 1
set label ARG5 at graph 0.5, 1.045 center noenhanced textcolor rgb "#404040"
set ylabel figure . ", ratio to " . baseline noenhanced
set tmargin 5
set bmargin below

# Two bars per setup, or one in the middle if nothing is published.
width = 0.34
m = (reference eq "") ? 0 : -width / 2 - 0.01
p = width / 2 + 0.01

set xrange [-0.55 : setup_max + 0.55]
set yrange [0 : *]
set offsets 0, 0, graph 0.08, 0
set xtics noenhanced scale 0
if (slanted) {
	set xtics rotate by 40 right offset 1, 0
}
set ytics nomirror
set border 3
set grid ytics lc rgb "#dddddd" lw 1 lt 1
set key below center horizontal Left reverse noenhanced samplen 1.5
set boxwidth width absolute
set style fill solid 1.0 noborder
set style line 1 lc rgb "#8fb8de"
set style line 2 lc rgb "#d3d3d3"
set style line 3 lc rgb "#c8500a" pt 7 ps 0.6
set style arrow 1 heads size graph 0.007, 90 lc rgb "#202020" lw 2

# The height of a bar if a setup makes no difference.
set arrow from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#606060" dt 3 front

if (reference eq "") {
	plot data index 0 using 1:(NaN):xtic(2) with points ps 0 notitle, \
	     data index 0 using ($1 + m):4 with boxes ls 1 title "measured", \
	     data index 0 using ($1 + m):5:(0):($6 - $5) with vectors as 1 title "95 % interval of the ratio", \
	     data index 1 using ($1 + m + $4 * width * 0.8):3 with points ls 3 title "one run", \
	     data index 0 using ($1 + m):7:(sprintf("%.3f", $4)) with labels offset 0, 0.7 notitle
} else {
	plot data index 0 using 1:(NaN):xtic(2) with points ps 0 notitle, \
	     data index 0 using ($1 + m):4 with boxes ls 1 title "measured", \
	     data index 0 using ($1 + p):8 with boxes ls 2 title "published: " . reference, \
	     data index 0 using ($1 + m):5:(0):($6 - $5) with vectors as 1 title "95 % interval of the ratio", \
	     data index 0 using ($1 + p):9:(0):($10 - $9) with vectors as 1 notitle, \
	     data index 1 using ($1 + m + $4 * width * 0.8):3 with points ls 3 title "one run", \
	     data index 0 using ($1 + m):7:(sprintf("%.3f", $4)) with labels offset 0, 0.7 notitle, \
	     data index 0 using ($1 + p):11:(sprintf("%.3f", $8)) with labels offset 0, 0.7 notitle
}
