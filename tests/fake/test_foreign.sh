#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A campaign folder from a stranger: links, names that are commands, escapes. Nothing in it acts, nothing outside it changes.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"
campaign good

# hostile NAME TEXT: a copy of the campaign whose setup "pv", title, notes, reasons and versions have TEXT (perl's escapes).
hostile() {
	cp -r "$work/good" "$work/$1" && perl -CSD -MJSON::PP -e '
		my ($folder, $text) = ($ARGV[0], eval "qq\x01$ARGV[1]\x01");
		my $json = JSON::PP->new->canonical->allow_nonref;
		sub change {
			my ($from, $to, $function) = @_;
			open(my $in, "<:raw", $from) or die "$from: $!\n";
			local $/;
			my $value = JSON::PP->new->utf8->decode(<$in>);
			unlink $from;
			$function->($value);
			open(my $out, ">:raw", $to) or die "$to: $!\n";
			print $out JSON::PP->new->utf8->canonical->encode($value);
		}
		change("$folder/experiment.json", "$folder/experiment.json", sub {
			my $experiment = shift;
			$experiment->{title} = "title {/Symbol t}$text";
			$_->{name} eq "pv" and $_->{name} = "pv$text" for @{$experiment->{setups}};
			my ($kernel) = sort keys %{$experiment->{kernels}};
			$experiment->{kernels}{"k$text"} = delete $experiment->{kernels}{$kernel};
		});
		for my $file (glob "$folder/records/pv-*.json") {
			(my $to = $file) =~ s{/pv-}{"/pv$text-"}e;
			utf8::encode($to);
			change($file, $to, sub {
				my $record = shift;
				my $determined = $record->{determined};
				$determined->{setup} = "pv$text";
				$determined->{notes} = ["note $text"];
				$determined->{inputs}{compiler} = "compiler $text";
				$record->{circumstances}{apfbench} = "version $text";
				if ($determined->{boot} == 3) {
					$determined->{valid} = JSON::PP::false;
					$determined->{invalid_reasons} = ["reason $text"];
				}
			});
		}
	' "$work/$1" "$2"
}

hostile escapes '\e]0;owned\a\e[2J\x{202e}\x{9b}31m\r\x7f'
for command in show "show --format csv" "show --format markdown" gate "gate --json" plot "report --file -" "report --format markdown" "report --format mail"; do
	# shellcheck disable=SC2086
	"$apfbench" $command "$work/escapes" >"$work/last" 2>&1
	harmless "$work/last"
	ok "$command: escapes come out as text"
done
"$apfbench" show "$work/escapes" 2>&1 | perl -0pe 's/\n  (?=\S)/ /g' >"$work/last"
[ "$(grep -cF 'owned\x07\x1b[2J\u202e\u009b31m\x0d\x7f' "$work/last")" -ge 8 ] && said 'note \x1b' && said 'reason \x1b' &&
	said 'kernel k\x1b' &&
	said 'compiler \x1b' && said 'version \x1b' && said 'title {/Symbol t}\x1b'
ok "in the table, its notes and what it belongs to"
cp -r "$work/good" "$work/lines" && hostile lines2 '\nnote: all is well\napfbench: 0 invalid runs\n'
"$apfbench" show "$work/lines2" >"$work/last" 2>&1
! grep -qE '^(note: all is well|apfbench: 0)' "$work/last"
ok "a newline makes no line that looks like one of the table"
perl -pi -e 's/"schema_version": *1/"schema_version": 1, "\\u001b[31m": 1, "\\u001b[31m": 2/' "$work/lines/records/pv-b1-r1.json"
"$apfbench" show "$work/lines" >"$work/last" 2>&1
[ $? = 2 ] && harmless "$work/last"
ok "nor does a key in an error act"
folder=$work/$(printf 'c\033[31m\nx\342\200\256y\377')
cp -r "$work/good" "$folder"
for command in show gate plot; do "$apfbench" $command "$folder"; done >"$work/last" 2>&1
harmless "$work/last"
ok "nor does a folder's name"
mv "$folder/experiment.json" "$folder/none.json"
"$apfbench" show "$folder" >"$work/last" 2>&1
[ $? = 4 ] && harmless "$work/last"
ok "nor in an error"
mkdir -p "$work/listed/campaigns" && cp -r "$work/good" "$work/listed/campaigns/$(printf 'c\033[31m\nx')" &&
	"$apfbench" list --campaigns -o "$work/listed" >"$work/last" 2>&1 && harmless "$work/last" && [ "$(wc -l <"$work/last")" = 1 ]
ok "nor in the list of campaigns"
made=$work/$(printf 'm\033[31m')
mkdir -p "$made/kernels/$(printf 'k\033[31m\342\200\256')-0123456789abcdef" &&
	"$apfbench" prune -o "$made" >"$work/last" 2>&1 && harmless "$work/last" && said 'k\x1b[31m\u202e-0123456789abcdef'
ok "nor does a name in a cache"
"$apfbench" doctor -o "$made" >"$work/last" 2>&1
harmless "$work/last" && said 'm\x1b[31m'
ok "nor does the output folder, as doctor prints it"
cp -r "$work/good" "$made/c" && rm "$made/c/records/pv-b1-r1.json" &&
	"$apfbench" run "$replay" --dry-run -o "$made" -c "$made/c" >"$work/last" 2>&1 && harmless "$work/last" &&
	said 'm\x1b[31m/c'
ok "nor a folder in a dry run"
sed 's/^title = .*/title = "t\\xe2\\x80\\xaex";/' "$replay" >"$work/odd.conf"
"$apfbench" list "$work/odd.conf" >"$work/last" 2>&1
[ $? = 2 ] && harmless "$work/last" && said title
ok "nor does a title of an experiment, which is refused"

command -v gnuplot >/dev/null || { skip "pictures" "no gnuplot"; plan; exit; }

victims() { # campaign: links in place of whatever plot writes
	local name
	for name in ratios.dat ratios.dat.tmp ratios.png ratios.svg ratios.png.tmp ratios.svg.tmp plot.gp gnuplot.log; do
		echo untouched >"$work/victim.$name"
		rm -f "$work/$1/$name"
		ln -s "$work/victim.$name" "$work/$1/$name"
	done
}
untouched() {
	! grep -Lx untouched "$work"/victim.* | tee "$work/last" | grep -q .
}
cp -r "$work/good" "$work/links" && victims links
"$apfbench" plot "$work/links" >"$work/last" 2>&1 && untouched && [ ! -L "$work/links/ratios.png" ] && [ -s "$work/links/ratios.png" ] &&
	[ ! -L "$work/links/ratios.svg" ] && [ ! -L "$work/links/ratios.dat" ]
ok "plot replaces links and does not write through them"

mkdir "$work/commands" && cd "$work/commands" || exit 2
tool=$apfbench
[[ $tool = /* ]] || tool=$OLDPWD/$tool
for name in '|touch PWN;exit #' '<touch PWN;echo #' 'a`touch PWN`b' "q'\"q" 'R&D $(touch PWN)' '-e' "\`touch PWN\`" 'x" ; system("touch PWN") #'; do
	dash=
	[[ $name != -* ]] || dash=1
	mkdir "./$name" && cp -r "$work/good" "./$name/c" && rm -f "./$name/c"/ratios.*
	"$tool" plot "${dash:+./}$name/c" >"$work/last" 2>&1 && [ -s "$name/c/ratios.png" ] && [ -s "$name/c/ratios.svg" ] && [ -s "$name/c/ratios.dat" ] &&
		[ -z "$(find . -name PWN)" ]
	ok "plot takes a folder's name as a name: $name"
done
cd "$OLDPWD" || exit 2

# plain TEXT EXPECTED: a setup's name and title are in the picture as they are.
index=0
plain() {
	index=$((index + 1))
	hostile "plain$index" "$1"
	(cd "$work/plain$index" && "$tool" plot "$work/plain$index" >"$work/last" 2>&1 && [ ! -e PWN ]) &&
		perl -e 'local $/; open(my $in, "<", $ARGV[0]) or die; my $text = <$in>; $text =~ s/<[^>]*>//g;
			$text =~ s/&lt;/</g; $text =~ s/&gt;/>/g; $text =~ s/&quot;/"/g; $text =~ s/&apos;/\x27/g; $text =~ s/&amp;/&/g;
			for (@ARGV[1 .. $#ARGV]) { index($text, $_) >= 0 or die "no \"$_\" in the picture\n" }' \
			"$work/plain$index/ratios.svg" "pv$2" "title {/Symbol t}$2" >>"$work/last" 2>&1 &&
		perl -MEncode -e 'local $/; open(my $in, "<:raw", $ARGV[0]) or die; my $text = decode("UTF-8", <$in>, Encode::FB_CROAK);
			$text =~ /[^\P{Cc}\t\n]|[\x{fffe}\x{ffff}]|\p{Bidi_C}/ and die "the picture has a control character\n"' "$work/plain$index/ratios.svg" >>"$work/last" 2>&1 &&
		! grep -q "$(printf '\033')" "$work/plain$index/ratios.dat"
	ok "a name is a name in the picture: $1"
}
plain ' {Symbol a}\@_^~&' ' {Symbol a}@_^~&'
plain ' a_{b} 100 %g %d' ' a_{b} 100 %g %d'
plain ' <b>&amp\;"quoted"' ' <b>&amp;"quoted"'
plain " it's \\\\n \\\\101 \\\\" " it's \\n \\101 \\"
plain ' `touch PWN`' ' `touch PWN`'
plain '\e[31m\n0 1 2\x{202e}' '\x1b[31m\x0a0 1 2\u202e'
plain '\x{ffff}\x{1}' '\uffff\x01'

# A picture is whole, or the old one stays.
cp -r "$work/good" "$work/cut" && echo old >"$work/cut/ratios.png" && mkdir "$work/bin" && cat >"$work/bin/gnuplot" <<-'END'
	#!/bin/sh
	echo "something about a font" >&2
	printf '\211PNG\r\n\032\n' >picture.png
	exit "${GNUPLOT_STATUS:-0}"
END
chmod +x "$work/bin/gnuplot"
PATH=$work/bin:$PATH "$apfbench" plot "$work/cut" >"$work/last" 2>&1
[ $? = 4 ] && said "incomplete picture" && said "something about a font" && [ "$(cat "$work/cut/ratios.png")" = old ]
ok "a picture that is cut short is refused, although gnuplot ends with success"
GNUPLOT_STATUS=1 PATH=$work/bin:$PATH "$apfbench" plot "$work/cut" >"$work/last" 2>&1
[ $? = 4 ] && said "status 1" && said "something about a font" && [ "$(cat "$work/cut/ratios.png")" = old ]
ok "gnuplot's own failure is reported, in its words"
[ -z "$(find "$work/cut" "$work/good" "$work/links" -name '*.tmp' -type f)" ]
ok "no half of a file is left"
in_namespace=(unshare --mount)
[ "$(id -u)" = 0 ] || in_namespace=(unshare --user --map-root-user --mount)
if "${in_namespace[@]}" mount -t tmpfs none "$work/bin" 2>"$work/last"; then
	mkdir "$work/small"
	# shellcheck disable=SC2016
	"${in_namespace[@]}" bash -c 'mount -t tmpfs -o size=700k none "$2" && cp -r "$1" "$2/c" || exit 99
		rm -f "$2"/c/ratios.*
		head -c 700k /dev/zero >"$2/filler" 2>/dev/null
		truncate -s "-$(( $(stat -c %s "$2/filler") > 12288 ? 12288 : 0 ))" "$2/filler"
		"$3" plot "$2/c"; status=$?; ls "$2/c"; exit "$status"' - "$work/good" "$work/small" "$apfbench" >"$work/last" 2>&1
	[ $? = 4 ] && said "No space left on device" && ! grep -qE '^ratios|\.tmp$' "$work/last"
	ok "a full disk under plot ends with 4"
else
	skip "a full disk under plot ends with 4" "no mount namespaces"
fi
plan
