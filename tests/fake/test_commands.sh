#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command line: each exit status, options, output that cannot be written, the installed program, setup/deps.sh.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
child= # of campaign_start
echo "TAP version 13"

# ends STATUS COMMAND...: what it said is in $work/last.
ends() {
	local wanted=$1 status
	shift
	"$@" >"$work/last" 2>&1
	status=$?
	[ "$status" = "$wanted" ] || { echo "status $status, not $wanted: $*" >>"$work/last"; return 1; }
}

# Statuses
ends 0 "$apfbench" --version && said "apfbench 0."
ok "0: the version"
ends 0 "$apfbench" --help && said "Exit statuses:" && ! said "124"
ok "0: the help, with the table of statuses"
ends 2 "$apfbench" && ends 2 "$apfbench" rum && said "did you mean run" && ends 2 "$apfbench" run --nonesuch &&
	ends 2 "$apfbench" run quick -j 0
ok "2: no command, an unknown one, an unknown option, a bad number"
ends 2 "$apfbench" run quik && said "did you mean quick" && ends 2 "$apfbench" list quik
ok "2: a misspelt experiment, with the nearest name"
ends 2 "$apfbench" run -o "" quick && said "empty" && ends 2 "$apfbench" list -o ""
ok "2: an output folder without a name"
ends 4 "$apfbench" run "$work/nonesuch.conf" && said "$work/nonesuch.conf"
ok "4: a path that is not there"
mkdir "$work/bin"
for tool in bash sh env; do ln -s "$(command -v $tool)" "$work/bin"; done
ends 77 env PATH="$work/bin" "$apfbench" run smoke -o "$work/lacking.made" && said "qemu"
ok "77: no QEMU"
ends 77 env PATH="$work/bin" "$apfbench" doctor -o "$work/lacking.made" && said "missing" && said "make deps"
ok "77: doctor names what is missing"

script='pv-b1-r1:timeout pv-b2-r2:timeout pv-b3-r3:timeout'
campaign hung
[ $? = 3 ] && said "3 invalid runs"
ok "3: hung runs"
ends 3 "$apfbench" show "$work/hung" && said "no valid run of pv"
ok "3: show of a campaign in which a setup has no valid run"
script='pv-b1-r1:panic'
campaign failed
[ $? = 3 ] && said "1 invalid run;"
ok "3: one failed run"
ends 0 "$apfbench" show "$work/failed"
ok "0: show when each setup has a valid run"
script=
campaign failed --set seconds=19
[ $? = 6 ] && said "seconds"
ok "6: the experiment has changed"
script='pv-b1-r1:hang'
campaign_start stopped -j 1
wait_for grep -q hangs "$work/stopped/logs/pv-b1-r1/console.log" && kill -INT "$child"
wait "$child"
[ $? = 130 ]
ok "130: interrupted"
script=

# Options
shorts() { # command: "-s LONG" lines of its short options
	"$apfbench" "$1" --help | sed -n 's/^ *\(-[a-zA-Z?]\), \(--[a-z-]*\).*/\1 \2/p'
}
for command in run build show export plot report verify pack unpack list doctor prune; do shorts $command; done | sort -u |
	awk '{ if ($1 in seen) print $1, seen[$1], $2; seen[$1] = $2 }' >"$work/last"
[ ! -s "$work/last" ]
ok "a short option means the same in all commands"
sed '/^runs = /d' "$replay" >"$work/nok.conf"
ends 2 "$apfbench" list "$work/nok.conf" && said 'nok.conf: an experiment lacks "runs"'
ok "an error of the whole file names no line"
sed 's/^runs = .*/runs = 1;/; s/^boots = .*//' "$replay" >"$work/single.conf"
ends 0 "$apfbench" list "$work/single.conf" && said "1 run of each setup over 1 boot,"
ok "one boot is not called boots"

mkdir -p "$work/several/campaigns/no-campaign" && cp -r "$work/failed" "$work/several/campaigns/mine"
ends 0 "$apfbench" list --campaigns -o "$work/several" && [ "$(cat "$work/last")" = "mine                           9 records" ] &&
	ends 0 "$apfbench" show mine -o "$work/several" && ends 4 "$apfbench" show no-campaign -o "$work/several"
ok "campaigns are listed and shown by name, other folders are not"

# Output that cannot be written
full() { # command...
	"$apfbench" "$@" >/dev/full 2>"$work/last"
	[ $? = 4 ] && said "cannot write the output: No space left on device" && [ "$(wc -l <"$work/last")" = 1 ] || { echo "# $*" >>"$work/last"; return 1; }
}
full list && full list --settings && full list quick && full --help && full --version && full run --help && full --manual
ok "a full disk under list, help, version and manual ends with 4"
"$apfbench" doctor -o "$work/doctor.made" >/dev/full 2>"$work/last"
[ $? = 4 ] && said "cannot write the output"
ok "a full disk under doctor ends with 4"
full show results/quick && full show --format csv results/quick && full gate --json results/quick
ok "a full disk under show ends with 4"
full export results/quick && full export --format json results/quick
ok "a full disk under export ends with 4"

"$apfbench" run "$replay" -o "$work/full.made" -c "$work/full" >/dev/full 2>"$work/last"
[ $? = 4 ] && said "cannot write the output: No space left on device" && [ "$(records full)" = 9 ] && { full run "$replay" --dry-run -o "$work/full.made" -q; }
ok "a full disk under run ends with 4 and its reason"
(ulimit -f 4 && campaign small -j 1)
[ $? = 4 ] && said "File too large" && clean small
ok "a limit for the size of files is named"
mkdir -p "$work/versioned/bin" "$work/versioned/libexec/apfbench/version" && cp "$apfbench" "$work/versioned/bin"
ends 4 "$work/versioned/bin/apfbench" run "$replay" -o "$work/unread.made" -c "$work/unread" && said "libexec/apfbench/version: cannot read" && [ ! -e "$work/unread" ]
ok "a version that cannot be read ends all before anything is recorded"

if command -v script >/dev/null; then
	terminal() { # TERM: what a terminal of that name got
		rm -rf "$work/live" "$work/live.made"
		env TERM="$1" APFBENCH_FAKE_SCRIPT='*:60' script -qec "$apfbench run $replay -o $work/live.made -c $work/live --only pv -j1 >/dev/null" "$work/last" >/dev/null
	}
	plain() { # TERM
		terminal "$1" && ! grep -q $'\e' "$work/last" && grep -q "3 runs made" "$work/last"
	}
	terminal xterm && grep -q $'\e' "$work/last" && grep -q "measuring" "$work/last" && plain dumb && plain ''
	ok "a terminal that cannot redraw a line gets no live line and no escapes"
else
	skip "a terminal that cannot redraw a line gets no live line and no escapes" "no script(1)"
fi

env --ignore-signal=CHLD "$apfbench" plot "$work/failed" >"$work/last" 2>&1
[ $? = 0 ] || grep -q "gnuplot is not installed" "$work/last"
ok "a caller that ignores SIGCHLD does not hide the end of our children"

mkdir -p "$work/killed/kernels/.tmp-0123456789abcdef-45" && head -c 5000 /dev/zero >"$work/killed/kernels/.tmp-0123456789abcdef-45/vmlinux"
ends 0 "$apfbench" prune -o "$work/killed" && said "unfinished" && ends 0 "$apfbench" prune -o "$work/killed" --remove kernels &&
	[ -z "$(find "$work/killed" -name vmlinux)" ]
ok "what a killed build left is shown and freed"
ends 2 "$apfbench" plot results/linux-guests && said "no figures that could be drawn"
ok "a campaign of tests says why there is nothing to plot"

# Installed
root=$work/root prefix=$work/root/opt/apf
program=$prefix/bin/apfbench
ends 0 make --no-print-directory install DESTDIR="$root" PREFIX=/opt/apf
ok "make install"
data=$prefix/share
[ -e "$data/apfbench/setup/packages" ] && [ -e "$data/doc/apfbench/README.md" ] && [ -e "$data/doc/apfbench/docs/record.md" ] &&
	[ -e "$data/doc/apfbench/LICENSES/GPL-2.0.txt" ] && [ -x "$prefix/libexec/apfbench/bm" ]
ok "data, documents, licences and bm are installed"
# The last paragraphs are those of the table of statuses.
page=$data/man/man1/apfbench.1
for word in "\-\-retry\-invalid" "\-\-set=KEY=VALUE" "APFBENCH_SNAPSHOT_BUDGET" "the same command resumes"; do
	grep -qF -- "$word" "$page" || { echo "the man page lacks $word"; false; } || break
done >"$work/last"
ok "the man page has options, environment and statuses"
if command -v groff >/dev/null; then
	[ -z "$(groff -man -Tutf8 -ww "$page" 2>&1 >"$work/last")" ]
	ok "groff has nothing to warn of in the man page"
else
	skip "groff has nothing to warn of in the man page" "no groff"
fi
export XDG_CACHE_HOME=$work/cache
source_tree=$PWD
cd / || exit 2
ends 0 "$program" list && said "quick" && ends 0 "$program" list quick && said "setup pv"
ok "installed: list from another folder"
ends 0 "$program" show "$work/failed" && said "pv"
ok "installed: show of a recorded campaign"
ends 0 "$program" report "$work/failed" --file "$work/installed.html" && grep -q "prefers-color-scheme" "$work/installed.html"
ok "installed: a page, with its style sheet"
rm "$data/apfbench/styles/page.css" && ends 4 "$program" report "$work/failed" --file "$work/unstyled.html" && said "styles/page.css" && [ ! -e "$work/unstyled.html" ]
ok "a style sheet that is missing is named, and no half of a page is left"
ends 0 "$program" run "$source_tree/$replay" --dry-run && said "run 9 of 9" && ends 0 "$program" build quick --dry-run
ok "installed: a dry run"
ends 0 "$program" run "$source_tree/$replay" --set seed=2 && [ -e "$work/cache/apfbench/campaigns/replay,seed=2/ratios.png" ]
ok "installed: a campaign goes to the user's cache folder"
ends 77 env PATH="$work/bin" "$program" doctor && said "apt-get install --no-install-recommends" && ! said "make deps"
ok "installed: doctor advises apt-get"
cd "$source_tree" || exit 2
ends 0 make --no-print-directory uninstall DESTDIR="$root" PREFIX=/opt/apf && [ -z "$(find "$root" -type f)" ]
ok "make uninstall leaves no file"
unset XDG_CACHE_HOME

# setup/deps.sh on a machine of scripts: $machine/bin is all that there is, $machine/offered what apt has ("PACKAGE VERSION").
machine=$work/machine
machine_make() { # user id
	rm -rf "$machine"
	mkdir -p "$machine/bin" "$machine/etc/apt/sources.list.d"
	for tool in sh sed sort head awk dirname cat rm; do ln -s "$(command -v $tool)" "$machine/bin"; done
	echo 'VERSION_CODENAME=bookworm' >"$machine/etc/os-release"
	echo 'deb http://mirror.example/debian bookworm main' >"$machine/etc/apt/sources.list"
	printf '#!/bin/sh\necho %s\n' "$1" >"$machine/bin/id"
	cat >"$machine/bin/apt-cache" <<-'END'
		#!/bin/sh
		echo "  Candidate: $(awk -v name="$2" '$1 == name { found = $2 } END { print found ? found : "(none)" }' "$MACHINE/offered")"
	END
	cat >"$machine/bin/apt-get" <<-'END'
		#!/bin/sh
		echo "$*" >>"$MACHINE/asked"
		case "$*" in
		*update*) exit 0 ;;
		*"$(cat "$MACHINE/refused" 2>/dev/null || echo nothing)"*) exit 1 ;;
		*bookworm-backports*qemu*) printf '#!/bin/sh\necho QEMU emulator version 10.0.2\n' >"$MACHINE/bin/qemu-system-x86_64" ;;
		esac
		[ ! -e "$MACHINE/bin/qemu-system-x86_64" ] || env chmod +x "$MACHINE/bin/qemu-system-x86_64"
	END
	ln -s "$(command -v env)" "$(command -v chmod)" "$machine/bin"
	printf 'linux-source-6.1 6.1.192-1\nqemu-system-x86 1:7.2+dfsg-7\n' >"$machine/offered"
	chmod +x "$machine"/bin/id "$machine"/bin/apt-*
}
deps() { # status [run|test]
	local status=$1
	shift
	ends "$status" env -i PATH="$machine/bin" MACHINE="$machine" APFBENCH_DEPS_ROOT="$machine" sh setup/deps.sh "$@"
}

# at_terminal COLUMNS [NAME=VALUE...] -- COMMAND...: prints what the command writes on a terminal of that width.
at_terminal() {
	local columns=$1 settings=()
	shift
	while [ "$1" != -- ]; do settings+=("$1"); shift; done
	shift
	env -u NO_COLOR TERM=xterm "${settings[@]}" script -qec "stty cols $columns; $*" /dev/null
}
if command -v script >/dev/null; then
	at_terminal 80 -- "$apfbench" gate ./results/published >"$work/last" && grep -q $'\033\\[32mbetter\033\\[0m' "$work/last" &&
		at_terminal 80 NO_COLOR=1 -- "$apfbench" gate ./results/published >"$work/last" && ! grep -q $'\033' "$work/last" && said "  better" &&
		at_terminal 80 TERM=dumb -- "$apfbench" gate ./results/published >"$work/last" && ! grep -q $'\033' "$work/last"
	ok "verdicts have colours on a terminal, unless NO_COLOR or a dumb one forbids them"
	at_terminal 60 -- "$apfbench" show ./results/sweep-placement | tr -d '\r' >"$work/last" && [ "$(wc -L <"$work/last")" -le 60 ] &&
		at_terminal 60 -- "$apfbench" show --width 90 ./results/sweep-placement | tr -d '\r' >"$work/last" && [ "$(wc -L <"$work/last")" -gt 80 ]
	ok "a table is as wide as the terminal, or as --width says"
else
	skip "verdicts have colours on a terminal, unless NO_COLOR or a dumb one forbids them" "script is not installed"
	skip "a table is as wide as the terminal, or as --width says" "script is not installed"
fi
"$apfbench" gate ./results/published >"$work/last" && ! grep -q $'\033' "$work/last" && ends 2 "$apfbench" show --width 39 && said "from 40 to"
ok "a pipe gets no colours, and a width without sense is refused"

ends 4 "$apfbench" selftest --records "$work/none" && said "none/selftest: no campaign there" && ends 2 "$apfbench" selftest --testbed none && said '"none": no such testbed' &&
	ends 2 "$apfbench" selftest quick && ends 0 "$apfbench" selftest --dry-run -o "$work/selftest" && said "thief-5" && said "aligned" && [ ! -e "$work/selftest/campaigns" ]
ok "a self-test says what it would do, and what it lacks"

machine_make 1000
deps 77 && said "gcc" && said "gnuplot-nox" && said "binutils" && said "QEMU >= 10.0" && ! said "cppcheck" && [ ! -e "$machine/asked" ]
ok "deps without root says what to do; run does not need what tests need"
deps 77 test && said "cppcheck" && said "gcc"
ok "deps test names what tests need as well"
deps 2 everything && said "usage"
ok "deps refuses an unknown argument"
machine_make 0
deps 0 && grep -q "install.*linux-source-6.1" "$machine/asked" && ! grep -q cppcheck "$machine/asked" &&
	said "stays, so that QEMU gets updates" && grep -qx "deb http://mirror.example/debian bookworm-backports main" "$machine/etc/apt/sources.list.d/apfbench-backports.list"
ok "an old QEMU comes from backports, and deps says that their source stays"
machine_make 0
echo qemu-system-x86 >"$machine/refused"
deps 77 && said "deps: failed; removed" && [ -z "$(ls "$machine/etc/apt/sources.list.d")" ]
ok "when that fails the new apt source is removed again"
machine_make 0
echo 'qemu-system-x86 1:7.2' >"$machine/offered"
deps 77 && said "bookworm" && said 'source = "FOLDER"' && ! grep "install" "$machine/asked" | grep -q linux-source && grep -q "install.*gcc" "$machine/asked"
ok "a release without the kernel's source gets advice, and the other packages"
machine_make 0
deps 0 test && said "apt has no linux-source-6.12 here" && grep -q "install.*linux-source-6.1 " "$machine/asked" && ! grep "install" "$machine/asked" | grep -q linux-source-6.12
ok "one without the source of another version lacks only that"
plan
