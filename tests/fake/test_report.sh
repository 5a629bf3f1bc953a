#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Pages and letters of measured and replayed campaigns: that they are whole, valid, legible, and alike each time.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# reported STATUS [ARGUMENT...]: what it printed is in $work/last.
reported() {
	local status=$1
	shift
	"$apfbench" report "$@" >"$work/last" 2>&1
	[ $? = "$status" ] || { echo "not status $status: report $*" >>"$work/last"; return 1; }
}

# Files
campaign mine
reported 0 "$work/mine" && [ "$(cat "$work/last")" = "$work/mine/report.html" ] && cp "$work/mine/report.html" "$work/first.html" &&
	reported 0 "$work/mine" && cmp "$work/first.html" "$work/mine/report.html" && [ -z "$(find "$work/mine" -name 'ratios.*.*' -o -name '*.tmp')" ]
ok "a page goes to the campaign's folder, which may have one, and is the same again"
reported 0 "$work/mine" --format markdown && said "## Verdicts" && reported 0 "$work/mine" --format mail && said "To repeat it:" &&
	reported 0 "$work/mine" --file - && said "</html>"
ok "Markdown, letters, and anything with --file - go to standard output"
echo mine >"$work/theirs.html"
reported 4 "$work/mine" --file "$work/theirs.html" && said "theirs.html: is there, and not a report" && [ "$(cat "$work/theirs.html")" = mine ] &&
	ln -s theirs.html "$work/link.html" && reported 4 "$work/mine" --file "$work/link.html" && [ -L "$work/link.html" ] &&
	mkdir "$work/folder.html" && reported 4 "$work/mine" --file "$work/folder.html" && reported 4 "$work/mine" --file /dev/null
ok "a file that is no report of ours, a link, a folder and a device stay as they are"
reported 4 "$work/mine" --file "$work/none/x.html" && said "none/x.html" && reported 2 "$work/mine" --file "" && reported 2 "$work/mine" --format pdf && said "html, markdown, mail"
ok "a file that cannot be, and a format that is none, are named"
"$apfbench" report "$work/mine" --format mail >/dev/full 2>"$work/last"
[ $? = 4 ] && said "cannot write the output"
ok "a full disk under a letter ends with 4"
mv "$work/mine" "$work/a campaign's folder" && reported 0 "$work/a campaign's folder" && cmp "$work/first.html" "$work/a campaign's folder/report.html"
ok "a folder's name may have blanks and quotes, and is not in the page"

# Campaigns that lack something
cp -r "$work/a campaign's folder" "$work/none" && rm "$work/none/records"/* && reported 3 "$work/none" --format markdown && said "There are none." && said "note" &&
	reported 3 "$work/none" --format mail && reported 3 "$work/none" && said "no valid run of master, nonpv, pv"
ok "no record at all: the page says so, and so does the status"
cp -r "$work/a campaign's folder" "$work/one" && rm "$work/one/records"/*-b[23]-* && reported 0 "$work/one" --format markdown && said "with one boot the spread is unknown"
ok "one boot"
cp -r "$work/a campaign's folder" "$work/invalid" && sed -i 's/"valid": true/"valid": false/; s/"invalid_reasons": \[\]/"invalid_reasons": ["for a test"]/' "$work/invalid/records"/* &&
	reported 3 "$work/invalid" --format markdown && said "for a test" && said "| INVALID |" && reported 3 "$work/invalid" --format mail && said "for a test"
ok "invalid runs only"
campaign "gate,pv.vcpus=2" --set pv.vcpus=2 && reported 0 "$work/gate,pv.vcpus=2" --format mail && said "apfbench run replay.conf" && said "cannot be told" &&
	mv "$work/gate,pv.vcpus=2" "$work/replay,pv.vcpus=2" && reported 0 "$work/replay,pv.vcpus=2" --format mail && said "apfbench run replay.conf --set pv.vcpus=2"
ok "what --set changed is in the command if the folder's name says it"
reported 0 results/linux-guests --format mail && ! said "tolerated loss" && said "passed  failed  skipped" && reported 0 results/linux-guests --format markdown && said "payloads"
ok "a campaign of tests has no verdicts, and the counts of its tests"

# Every campaign that there is. ASan watches.
for table in results/*/table.txt; do
	folder=$(dirname "$table") name=$(basename "$(dirname "$table")")
	"$apfbench" report "./$folder" --file "$work/page-$name.html" >"$work/last" 2>&1 || [ $? = 3 ] || break
	"$apfbench" report "./$folder" --format mail >"$work/mail-$name" 2>>"$work/last" || [ $? = 3 ] || break
	"$apfbench" report "./$folder" --format markdown >"$work/markdown-$name" 2>>"$work/last" || [ $? = 3 ] || break
	false
done
[ $? = 1 ]
ok "every campaign in results/ has a page, Markdown and a letter"
! find "$work" -name 'page-*' -size +1000000c | tee "$work/last" | grep -q .
ok "no page is larger than 1 MB"
! LC_ALL=C grep -n '[^ -~]' "$work"/mail-* >"$work/last" && ! awk 'length > 72 && / *[^ ].* / { print FILENAME ": " $0 }' "$work"/mail-* | tee "$work/last" | grep -q .
ok "letters are ASCII, and no line that could be wrapped has more than 72 columns"
perl -ne 'for my $tag (/<[^>]*>/g) {
		print "$ARGV: $tag\n" if $tag =~ m,^</?(script|link|iframe|object|embed|img|image|base|form|a(?! href="#[a-z-]+">|>))\b,i || $tag =~ /\s(src\w*|action|style|data|poster|on\w+)=|url\(/i || $tag =~ /href="(?!#)/;
	}
	print "$ARGV: $_" if /\@import|url\(/' "$work"/page-*.html >"$work/last"
[ ! -s "$work/last" ]
ok "a page loads nothing and runs nothing"
if command -v gnuplot >/dev/null; then
	grep -l '<svg' "$work/page-quick.html" "$work/page-series.html" >"$work/last" && ! grep -il 'gnuplot' "$work"/page-*.html >>"$work/last" &&
		grep -q '<div class="wide plot" role="img" aria-label="Ratios to none-0 by patches of apf applied' "$work/page-series.html"
	ok "the picture is in the page, and does not say who drew it"
	for name in quick series; do
		echo "$name $(grep -c 'class="wide plot"' "$work/page-$name.html")"
	done >"$work/last"
	[ "$(xargs <"$work/last")" = "quick 5 series 1" ]
	ok "a page has all pictures of which there are records"
else
	skip "the picture is in the page, and does not say who drew it" "gnuplot is not installed"
	skip "a page has all pictures of which there are records" "gnuplot is not installed"
fi

if command -v tidy >/dev/null; then
	for page in "$work"/page-*.html; do tidy -quiet -errors "$page" || break; done >"$work/last" 2>&1
	[ ! -s "$work/last" ]
	ok "tidy has nothing to say on any page"
else
	skip "tidy has nothing to say on any page" "tidy is not installed"
fi

# Contrast by WCAG 2.1, 1.4.3 (AA): at least 4.5, between each colour of text and each of a ground, in both schemes.
perl -e 'local $/; open(my $in, "<", "styles/page.css") or die; my $css = <$in>; $css =~ s,/\*.*?\*/,,gs;
	sub light { my ($r, $g, $b) = map { my $c = hex($_) / 255; $c <= 0.04045 ? $c / 12.92 : (($c + 0.055) / 1.055) ** 2.4 } $_[0] =~ /../g; 0.2126 * $r + 0.7152 * $g + 0.0722 * $b }
	my @schemes = $css =~ /:root\s*\{(.*?)\}/gs; @schemes == 2 or die "not two schemes\n";
	for my $scheme (@schemes) {
		my %colour = $scheme =~ /--(\w+):\s*#([0-9a-f]{6});/g;
		for my $text (grep { !/^(page|panel|line)$/ } sort keys %colour) {
			for my $ground ("page", "panel") {
				my ($low, $high) = sort { $a <=> $b } map { light($colour{$_}) } $text, $ground;
				my $ratio = ($high + 0.05) / ($low + 0.05);
				printf "%s on %s: %.2f\n", $text, $ground, $ratio if $ratio < 4.5;
				$seen++;
			}
		}
	}
	$seen == 24 or print "$seen pairs\n";
	$css =~ s/:root\s*\{.*?\}//gs; $css =~ s/background: #ffffff;//;
	print "a colour that is in neither scheme: $&\n" if $css =~ /#[0-9a-f]{3,}|rgb|hsl|color: (?!var)\w+/' >"$work/last" 2>&1
[ ! -s "$work/last" ]
ok "text of every colour is legible on every ground, light and dark"

# What a browser makes of them.
names="a page is not wider than a screen of 400 pixels
a browser has nothing to report of a page, whose policy forbids it to ask for anything"
browser=$(command -v chromium-headless-shell || command -v chromium) || {
	while read -r name; do skip "$name" "neither chromium-headless-shell nor chromium is installed"; done <<<"$names"
	plan
	exit
}
# browse PAGE: its DOM, as the browser has it in the end; what it reports is in $work/console.
browse() {
	HOME=$work/home timeout 120 "$browser" --headless --hide-scrollbars --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
		--user-data-dir="$work/browser" --enable-logging=stderr --dump-dom "file://$1" 2>"$work/console"
}
# In a frame of that width, with all that is folded open.
for name in quick series sweep-placement linux-guests; do
	perl -e 'local $/; my $page = <>; $page =~ s/<details>/<details open="open">/g; $page =~ s/<meta http-equiv.*?>//;
		$page =~ s/&/&amp;/g; $page =~ s/"/&quot;/g;
		print "<!DOCTYPE html><title>t</title><iframe style=\"width:400px;height:800px;border:0\" srcdoc=\"$page\"></iframe>",
			"<p id=\"p\"></p><script>onload = () => { const d = frames[0].document.documentElement;",
			"document.getElementById(\"p\").textContent = `$ARGV width \${d.clientWidth} of \${d.scrollWidth}` }</script>"' "$work/page-$name.html" >"$work/framed.html"
	browse "$work/framed.html" | grep -o 'width [0-9]* of [0-9]*'
done | sort | uniq -c >"$work/last"
[ "$(tr -s ' ' <"$work/last")" = " 4 width 400 of 400" ]
ok "a page is not wider than a screen of 400 pixels"
for name in quick series linux-guests; do
	browse "$work/page-$name.html" | grep -q "</html>" || echo "$name: no page"
	grep CONSOLE "$work/console"
done >"$work/last"
[ ! -s "$work/last" ]
ok "a browser has nothing to report of a page, whose policy forbids it to ask for anything"
plan
