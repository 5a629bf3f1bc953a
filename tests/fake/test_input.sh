#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Experiments and options that cannot be meant: each is refused before anything is made, by what is wrong with it.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# refused STATUS WORDS [OPTION...]: what is said, in one line, has the words.
refused() {
	local status=$1 words=$2
	shift 2
	timeout 60 "$apfbench" run -o "$work/made" --campaign "$work/none" "$@" >"$work/last" 2>&1
	[ $? = "$status" ] && said "$words" && [ "$(grep -c '^apfbench' "$work/last")" = 1 ] && [ ! -e "$work/none" ]
}

# edited SED-SCRIPT: the replayed experiment, changed.
edited() {
	sed "$1" "$replay" >"$work/edited.conf"
	echo "$work/edited.conf"
}

refused 2 "title: is not UTF-8" "$replay" --set $'title=\xff\xfe' &&
	refused 2 "edited.conf:7: source: is not UTF-8" "$(edited $'s/linux-source-6.1/\xff/')" &&
	refused 2 "edited.conf:7: config: is not UTF-8" "$(edited $'s/"base"/"\xff"/')"
ok "text that is not UTF-8"
refused 2 "title: character 1 (U+001B) is a control character" "$replay" --set $'title=\e[31mred' &&
	refused 2 "reference: character 2 (U+000A) is a control character" "$replay" --set $'reference=a\nb'
ok "control characters, which would reach terminal and picture"
cp "$replay" "$work/"$'\xff.conf' && refused 2 "is not UTF-8" "$work/"$'\xff.conf'
ok "an experiment whose name is not UTF-8"

refused 2 "reference typo: there is no file" "$replay" --set reference=typo &&
	echo '{' >"$work/bad.json" && refused 2 "bad.json:" "$replay" --set reference="$work/bad.json"
ok "a missing or broken reference is reported before anything is measured"
mkdir "$work/"$'c\xff' && echo '{' >"$work/"$'c\xff/x.json' && sed 's/^title.*/&\nreference = ".\/x.json";/' "$replay" >"$work/"$'c\xff/e.conf' &&
	refused 2 "reference: is not UTF-8" "$work/"$'c\xff/e.conf'
ok "a reference whose folder is not UTF-8"
"$apfbench" run "$replay" --campaign "" >"$work/last" 2>&1
[ $? = 2 ] && said "name is empty" && refused 2 "--only: names no setup" "$replay" --only ""
ok "empty names of a campaign and of setups"

mkfifo "$work/fifo.conf" "$work/fifo.json" && sed 's/^title.*/&\n@include "fifo.conf"/' "$replay" >"$work/included.conf" &&
	refused 2 "fifo.conf: is not a regular file" "$work/fifo.conf" && refused 2 "/dev/zero: is not a regular file" /dev/zero &&
	refused 2 "fifo.conf: is not a regular file" "$work/included.conf" &&
	refused 2 "fifo.json: is not a regular file" "$replay" --set reference="$work/fifo.json" &&
	refused 2 "/dev/zero: is not a regular file" "$replay" --set reference=/dev/zero
ok "FIFOs and devices as experiment, included file and reference do not block"
refused 4 "cannot read: Is a directory" "$work/"
ok "a folder in place of an experiment"
mkdir "$work/folder.conf" && echo '@include "folder.conf"' >"$work/includes.conf" &&
	refused 2 "folder.conf: cannot read: Is a directory" "$work/includes.conf" &&
	echo '@include "includes.conf"' >"$work/includes.conf" && refused 2 "includes.conf: includes itself" "$work/includes.conf"
ok "a folder that is included, and a circle"
{ printf '/*\n@include "gone.inc"\n*/\n# @include "gone.inc"\n' && cat "$replay"; } >"$work/comment.conf" &&
	"$apfbench" list "$work/comment.conf" >"$work/last" 2>&1
ok "an include in a comment is ignored"
refused 2 "4294967295 is too large for libconfig" "$(edited 's/^runs = .*/seed = 4294967295;\n&/')"
ok "a number that libconfig would truncate is refused"
edited 's/^runs = .*/seed = 4294967293L;\n&/' >"$work/last" && "$apfbench" list "$work/edited.conf" >"$work/last" 2>&1
ok "the advised form of that number is accepted"

# Paths begin at the experiment's folder, wherever the program runs.
mkdir "$work/own" && sed 's/"fake"/"sim"/; s/series = [^]]*/series = [ ".\/patches"/; s/config = [^]]*/config = [ ".\/own.config"/' "$replay" >"$work/own/own.conf"
refused 2 "$work/own/./patches: no such series folder" "$work/own/own.conf" -n
status=$?
if [ -z "$(PATH=$PATH:/usr/sbin command -v qemu-system-x86_64)" ]; then
	skip "relative paths of series and fragments" "qemu-system-x86_64 is not installed"
	skip "a git source without a repository" "qemu-system-x86_64 is not installed"
	skip "files that an image cannot take" "qemu-system-x86_64 is not installed"
else
	mkdir "$work/own/patches" && touch "$work/own/patches/series" && [ "$status" = 0 ] &&
		refused 2 "$work/own/./own.config: no such config fragment" "$work/own/own.conf" -n
	ok "relative paths of series and fragments"
	refused 2 "#main: REPOSITORY#REF needs both" "$(edited 's/"fake"/"sim"/; s/linux-source-6.1/#main/; s/"mainline"//')" -n
	ok "a git source without a repository"
	refused 2 "/tmp cannot be run as a payload: not a regular file" quick -n --set payload=/tmp &&
		refused 2 "/dev/zero: cannot put it into an image" quick -n --set host_files=/dev/zero=/zero &&
		refused 4 "two different things have the path /init" quick -n --set host_files=/etc/passwd=/init &&
		refused 4 "two different things have the path /usr/bin/perf" quick -n --set host_files=/etc/passwd=/bin/perf &&
		refused 4 "two different things have the path /a:" quick -n --set host_files=/etc/passwd=/a,/etc/group=/a/b
	ok "files that an image cannot take"
fi
plan
