# SPDX-License-Identifier: GPL-2.0-or-later
# Draws balance.dat of `apfbench plot`: where the vCPUs' time goes in each setup's traced run, stacked to the window.
#
# gnuplot -c balance.gp balance.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

longest = 0
stats data index 1 using (longest = strlen(strcol(2)) > longest ? strlen(strcol(2)) : longest, $1) nooutput name "setup"
stats data using 1 nooutput name "all"
parts = all_blocks - 1
left = longest * letter(points) + 3
height = 6.5 * setup_records
subtitle = "vCPUs: % of the window, in each setup's traced run"
tall = top + height + 13
eval terminal(0)
set output picture
eval heading(0)

set lmargin at screen x(left)
set rmargin at screen x(wide - 4)
set tmargin at screen y(top)
set bmargin at screen y(top + height)
set xrange [0:100]
set yrange [setup_max + 0.5 : setup_min - 0.5]
set border 1
set ytics noenhanced scale 0
set xtics 20 offset 0, 0.4
unset grid
set style fill solid 1.0 border rgb "white"
set key at screen 0.5, y(top + height + 5) center top vertical Left reverse noenhanced samplen 0.8 spacing 1.1 maxrows 2 font small

# The guest's work is green, the host's part blue, waiting for a page orange and red, nothing to do grey.
array parted[8] = [0x009e73, 0x56b4e9, 0x0072b2, 0xe69f00, 0xd55e00, 0xcc79a7, 0xbbbbbb, 0x505050]
part(i) = parted[int(i - 1) % 8 + 1]
middle(from, to) = (from + to) / 2
label(from, to) = to - from >= 5 ? sprintf("%.0f", to - from) : ""
plot for [i = 1:parts] data index i using (middle($3, $4)):1:3:4:($1 - 0.38):($1 + 0.38):ytic(2) with boxxyerror lc rgb part(i) lw 0.3 title columnheader(1), \
     for [i = 1:parts] data index i using (middle($3, $4)):1:(label($3, $4)) with labels font small textcolor rgb (i == 1 || i == 3 || i == 5 || i == 8 ? 0xffffff : 0) notitle
