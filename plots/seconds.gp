# SPDX-License-Identifier: GPL-2.0-or-later
# Draws seconds.dat of `apfbench plot`: work, accesses, swap-ins and async faults of each second of the traced runs.
#
# gnuplot -c seconds.gp seconds.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

stats data index 1:9999 using 1 nooutput name "x"
runs = x_blocks
subtitle = "each second of the traced runs"
rows = keyrows(runs, longest_line)
key_height = 2.7 * rows + 1.5 * (rows > 1)
height = 15.0
gap = 5.0
top = top + 3
tall = top + 4 * (height + gap) + 5 + key_height
eval terminal(0)
set output picture

array label[4] = ["work/s", "accesses/s", "swap-ins/s", "async faults/s"]
set lmargin at screen x(9)
set rmargin at screen x(wide - 3)
set xrange [0 : x_max]
set key off
set format x ""
set multiplot
eval heading(0)
do for [k = 1:4] {
	if (k == 2) {
		unset label 101
		unset label 102
		unset label 103
	}
	if (k == 4) {
		set format x "%g"
		set xlabel "time in the window, s" offset 0, 0.5
		set key at screen 0.5, y(tall - key_height) center top vertical Left reverse noenhanced samplen 1.5 maxrows rows font small
	}
	set tmargin at screen y(top + (k - 1) * (height + gap))
	set bmargin at screen y(top + (k - 1) * (height + gap) + height)
	beside = label[k]
	above_at = top + (k - 1) * (height + gap)
	eval above(0)
	set yrange [*:*] # stats looks at what is in range only
	stats data index 1:9999 using (column(k + 1)) nooutput name "y"
	most = y_max > 0 ? y_max : 1
	set yrange [0 : 1.05 * most]
	set ytics step(most, 3) font small
	set format y "%.0s%c"
	plot for [i = 1:runs] data index i using 1:(column(k + 1)) with lines lc rgb colour(i - 1) lw 0.9 title columnheader(1)
}
unset multiplot
