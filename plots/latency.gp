# SPDX-License-Identifier: GPL-2.0-or-later
# Draws latency.dat of `apfbench plot`: which share of the accesses takes longer than x, in the traced runs.
#
# gnuplot -c latency.gp latency.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

stats data index 1:9999 using 2 nooutput name "share"
runs = share_blocks
rows = keyrows(runs, longest_line)
key_height = 2.7 * rows + 1.5 * (rows > 1)
subtitle = "latency of the accesses of the traced runs"
height = 38.0
top = top + 3
tall = top + height + 8 + key_height
eval terminal(0)
set output picture
eval heading(0)

set lmargin at screen x(13)
set rmargin at screen x(wide - 2)
set tmargin at screen y(top)
set bmargin at screen y(top + height)
set logscale xy 10
set yrange [share_min / 1.2 : 1.2]
set format y "%g"
set ytics add ("100 %%" 1, "10 %%" 0.1, "1 %%" 0.01, "0.1 %%" 0.001, "0.01 %%" 0.0001)
set xtics ("1 ns" 1e-6, "" 1e-5 1, "" 1e-4 1, "1 µs" 1e-3, "" 1e-2 1, "" 1e-1 1, "1 ms" 1, "" 10 1, "100 ms" 100, "1 s" 1e3, "10 s" 1e4) offset 0, 0.3
set grid xtics ytics lc rgb "#dddddd" lw 0.5 lt 1
set xlabel "latency" offset 0, 0.7
beside = "share of the accesses that take longer"
above_at = top
eval above(0)
set key at screen 0.5, y(tall - key_height) center top vertical Left reverse noenhanced samplen 1.5 maxrows rows font small
plot for [i = 1:runs] data index i using 1:2 with steps lc rgb colour(i - 1) lw 1 title columnheader(1)
