# SPDX-License-Identifier: GPL-2.0-or-later
# Draws ratios.dat of `apfbench plot`: the first figure of each setup as a ratio to the baseline's, measured beside published,
# with 95 % intervals, and every run as a dot.
#
# gnuplot -c ratios.gp ratios.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

# Each setup needs room for its bars and values. Names that are wider than that are slanted.
longest = 0
stats data index 1 using (longest = strlen(strcol(2)) > longest ? strlen(strcol(2)) : longest, $1) nooutput name "setup"
setups = setup_max + 1
room = (reference eq "") ? 8.5 : 15
wide = 9 + room * setups > wide ? 9 + room * setups : wide
slanted = longest * letter(points) > (wide - 9) / setups - 1
below = slanted ? 3 + longest * letter(points) * 0.65 : 3
top = top + 3
tall = top + 38 + below + 10
eval terminal(0)
set output picture
eval heading(0)

beside = figure . ", ratio to " . baseline
above_at = top
eval above(0)
left = slanted && longest * letter(points) * 0.77 - room / 2 > 7 ? longest * letter(points) * 0.77 - room / 2 : 7
set lmargin at screen x(left)
set rmargin at screen x(wide - 1.5)
set tmargin at screen y(top)
set bmargin at screen y(top + 38)

# Two bars per setup, or one in the middle if nothing is published.
width = 0.34
m = (reference eq "") ? 0 : -width / 2 - 0.01
p = width / 2 + 0.01

set xrange [-0.55 : setup_max + 0.55]
set yrange [0 : *]
set offsets 0, 0, graph 0.08, 0
set xtics noenhanced scale 0 offset 0, 0.3
if (slanted) {
	set xtics rotate by 40 right offset 1, 0.3
}
set key at screen 0.5, y(top + 38 + below + 1) center top vertical Left reverse noenhanced samplen 1 maxrows 2 font small
set boxwidth width absolute
set style fill solid 1.0 noborder
set style line 1 lc rgb "#8fb8de"
set style line 2 lc rgb "#d3d3d3"
set style line 3 lc rgb "#c8500a" pt 7 ps 0.35
set style arrow 1 heads size graph 0.007, 90 lc rgb "#202020" lw 0.8

# The height of a bar if a setup makes no difference.
set arrow from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#606060" dt 3 front

shown(ratio) = sprintf("%#.3g", ratio)
if (reference eq "") {
	plot data index 1 using 1:(NaN):xtic(2) with points ps 0 notitle, \
	     data index 1 using ($1 + m):4 with boxes ls 1 title "measured", \
	     data index 1 using ($1 + m):5:(0):($6 - $5) with vectors as 1 title "95 % interval", \
	     data index 2 using ($1 + m + $4 * width * 0.8):3 with points ls 3 title "one run", \
	     data index 1 using ($1 + m):7:(shown($4)) with labels font small offset 0, 0.6 notitle
} else {
	plot data index 1 using 1:(NaN):xtic(2) with points ps 0 notitle, \
	     data index 1 using ($1 + m):4 with boxes ls 1 title "measured", \
	     data index 1 using ($1 + p):8 with boxes ls 2 title "published: " . reference, \
	     data index 1 using ($1 + m):5:(0):($6 - $5) with vectors as 1 title "95 % interval", \
	     data index 1 using ($1 + p):9:(0):($10 - $9) with vectors as 1 notitle, \
	     data index 2 using ($1 + m + $4 * width * 0.8):3 with points ls 3 title "one run", \
	     data index 1 using ($1 + m):7:(shown($4)) with labels font small offset 0, 0.6 notitle, \
	     data index 1 using ($1 + p):11:(shown($8)) with labels font small offset 0, 0.6 notitle
}
