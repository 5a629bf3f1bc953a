# SPDX-License-Identifier: GPL-2.0-or-later
# Draws claims.dat of `apfbench plot`: each published ratio as a line, with measured / published, its 95 % interval and verdict.
#
# gnuplot -c claims.gp claims.dat PICTURE.png|svg|pdf

data = ARG1
picture = ARG2
here = ARG0
while (strlen(here) && here[strlen(here):*] ne "/") { here = here[1:strlen(here) - 1] }
load here . "common.gp"

longest = 0
stats data index 1 using (longest = strlen(strcol(2)) > longest ? strlen(strcol(2)) : longest, $1) nooutput name "claim"
# Of one boot there is no interval: its ends are then those of a bar without length.
end(column) = valid(column) ? column(column) : column(3)
stats data index 1 using (end(4)) nooutput name "low"
stats data index 1 using (end(5)) nooutput name "high"
claims = claim_records
left = longest * letter(6) + 3
wide = left + 45 > wide ? left + 45 : wide
subtitle = figure . ": measured ratio / ratio of " . reference
height = 8.0 * claims
tall = top + height + 9
eval terminal(0)
set output picture
eval heading(0)

set lmargin at screen x(left)
set rmargin at screen x(wide - 2)
set tmargin at screen y(top)
set bmargin at screen y(top + height)
low = low_min < 1 ? low_min : 1
high = high_max > 1 ? high_max : 1
margin = 0.1 * (high - low)
set xrange [low - margin : high + margin]
set yrange [claim_max + 0.5 : claim_min - 0.6]
set border 1
unset ytics
set ytics noenhanced scale 0 font small
set grid noytics xtics lc rgb "#dddddd" lw 0.5 lt 1
set xlabel "measured / published" offset 0, 0.7 font small
set format x "%g"
set xtics step(1.2 * (high - low), 5) offset 0, 0.4 font small
set arrow from 1, graph 0 to 1, graph 1 nohead lc rgb "#606060" dt 3 lw 0.8
unset key

# Blue where both agree, orange where the published figure is outside, grey where nothing can be told.
shade(verdict) = verdict eq "agrees" ? colours[1] : verdict eq "cannot tell" ? colours[7] : colours[2]
label(dummy) = sprintf("%#.3g, %s", column(3), strcol(6))
# A label is above the middle of its bar, or as near to it as it fits. Sizes are of the horizontal axis.
half(dummy) = strlen(label(0)) * letter(6) / 2 * (high - low + 2 * margin) / (wide - 2 - left)
clamped(x, least, most) = x < least ? least : x > most ? most : x
label_at(dummy) = clamped(column(3), low - margin + half(0), high + margin - half(0))
plot data index 1 using 3:1:(end(4)):(end(5)):(shade(strcol(6))):ytic(2) with xerrorbars lc rgb variable pt 7 ps 0.5 lw 1, \
     data index 1 using (label_at(0)):1:(label(0)) with labels font small offset 0, 0.75 noenhanced
