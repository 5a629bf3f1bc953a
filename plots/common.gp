# SPDX-License-Identifier: GPL-2.0-or-later
# Loaded by the scripts beside it, after `data` and `picture`: the texts of index 0, the terminal, and what all pictures share.
# Lengths are mm on paper: a picture is as wide as a column (84 mm), and its letters have 7 points, 5 at least.
# Needs gnuplot-nox 5.4 and a font (fonts-dejavu-core).

set encoding utf8
kind = picture[strlen(picture) - 2:*]

# Lines of index 0 are: KEY "TEXT". There may be several of a figure, and of a line that the key names.
title = ""; subtitle = ""; baseline = ""; reference = ""; figure = ""; figures = ""; axis = ""; ticks = ""; longest_line = 12
take(key, value) = \
	(key eq "title" ? (title = value, 0) : 0) + \
	(key eq "subtitle" ? (subtitle = value, 0) : 0) + (key eq "baseline" ? (baseline = value, 0) : 0) + \
	(key eq "reference" ? (reference = value, 0) : 0) + (key eq "axis" ? (axis = value, 0) : 0) + \
	(key eq "ticks" ? (ticks = value, 0) : 0) + \
	(key eq "line" && strlen(value) > longest_line ? (longest_line = strlen(value), 0) : 0) + \
	(key eq "figure" ? (figure = value, figures = strlen(figures) ? figures . "\n" . value : value, 0) : 0)
stats data index 0 using (take(strcol(1), strcol(2))) nooutput name "texts"

# A wide picture of many setups has fewer dots per mm.
wide = 84.0
tall = 60.0
dots(wide) = wide > 100 ? 8.0 : 12.0
points = 7.0
mm(points) = points * 25.4 / 72
# Of the text in this many points; letters are about this much wide.
letter(points) = 0.57 * mm(points)
face(points) = kind eq "svg" ? sprintf(",%.1f", mm(points) * dots(wide)) : \
	kind eq "png" ? sprintf(",%.1f", mm(points) * dots(wide) * 0.75) : sprintf(",%.1f", points)
terminal(dummy) = kind eq "svg" ? \
	sprintf("set terminal svg size %.0f,%.0f font 'sans-serif%s' linewidth %.2f background rgb 'white'", \
		wide * dots(wide), tall * dots(wide), face(points), dots(wide) / 6) : \
	kind eq "png" ? \
	sprintf("set terminal pngcairo size %.0f,%.0f font 'sans%s' linewidth %.2f pointscale %.2f background rgb 'white'", \
		wide * dots(wide), tall * dots(wide), face(points), dots(wide) / 6, dots(wide) / 6) : \
	sprintf("set terminal pdfcairo size %.2fcm,%.2fcm font 'sans%s' fontscale 0.75 linewidth 0.6 pointscale 0.6", \
		wide / 10, tall / 10, face(points))

# Places on the picture, in mm from its left and from its top.
x(mm) = mm / wide
y(mm) = 1 - mm / tall

# A paper and a page have the title elsewhere. Long ones get a second line, or smaller letters.
bare = kind eq "pdf" || title eq ""
top = bare ? 6.0 : 10.0
fitting(text, points) = strlen(text) * letter(points) < wide - 2 ? points : points * (wide - 2) / (strlen(text) * letter(points))
cut = strlen(title) * letter(points) < wide - 2 ? 0 : strstrt(title, ": ")
line1 = cut ? title[1:cut] : title
line2 = cut ? title[cut + 2:*] : ""
if (cut && !bare) { top = top + 3.5 }
subtitle_at = top - 3
# `small` is a variable since `set key font` takes nothing else; how many dots it has depends on the width.
heading(dummy) = "small = face(6);" . \
	(bare ? "" : \
	 "set label 101 line1 at screen 0.5, y(3) center noenhanced font face(fitting(line1, points));" . \
	 "set label 102 line2 at screen 0.5, y(6.5) center noenhanced font face(fitting(line2, points));") . \
	"set label 103 subtitle at screen 0.5, y(subtitle_at) center noenhanced font face(fitting(subtitle, 6.0)) textcolor rgb '#404040'"

# A key of small letters: as many columns as have room for the longest name.
columns(longest) = floor((wide - 2) / (longest * letter(6) + 8)) < 1 ? 1 : floor((wide - 2) / (longest * letter(6) + 8))
keyrows(count, longest) = ceil(count * 1.0 / columns(longest))

# What the y axis shows stands above it, as there is more room.
above(dummy) = "set label 104 beside at graph 0, screen y(above_at - 1.6) left noenhanced font face(fitting(beside, 6.0))"

# A round step that gives about this many tics.
step(span, tics) = span / tics > 5 * 10 ** floor(log10(span / tics)) ? 10 * 10 ** floor(log10(span / tics)) : \
	span / tics > 2 * 10 ** floor(log10(span / tics)) ? 5 * 10 ** floor(log10(span / tics)) : \
	span / tics > 10 ** floor(log10(span / tics)) ? 2 * 10 ** floor(log10(span / tics)) : 10 ** floor(log10(span / tics))

# Colours that people with any kind of colour blindness can tell apart (Okabe and Ito), with markers for print in black.
array colours[8] = [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x505050, 0x000000]
colour(i) = colours[int(i) % 8 + 1]
marker(i) = 5 + 2 * (int(i) % 5)

set border 3 lw 0.5 lc rgb "#404040"
set tics nomirror scale 0.5
set grid ytics lc rgb "#dddddd" lw 0.5 lt 1
