#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Packs: there and back to the same bytes, runs made again from them alone, and what is refused.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
. tests/fake/lab.sh
# shellcheck disable=SC2154 # $lab and $work are of the files above
echo "TAP version 13"

# ends STATUS COMMAND...: of the program; what it said is in $work/last.
ends() {
	local wanted=$1 status
	shift
	"$apfbench" "$@" >"$work/last" 2>&1
	status=$?
	[ "$status" = "$wanted" ] || { echo "status $status, not $wanted: $*" >>"$work/last"; return 1; }
}
made=(-o "$work/pack.made")

campaign good --set traced=true
before=$(cd "$work/good" && find . -type f ! -path './logs/*' -exec sha256sum {} + | sort)
ends 0 pack "$work/good" "$work/good.tar.zst" "${made[@]}" && said "good.tar.zst: 13 files, " && said "packed "
ok "a campaign is packed, and its size said"
ends 0 unpack "$work/good.tar.zst" "$work/un" && said "$work/un: 13 files, "
ok "and unpacked"
ends 0 pack "$work/un" "$work/again.tar.zst" "${made[@]}" && cmp "$work/good.tar.zst" "$work/again.tar.zst"
ok "what was unpacked is packed to the same bytes"
[ "$before" = "$(cd "$work/good" && find . -type f ! -path './logs/*' -exec sha256sum {} + | sort)" ] &&
	diff -r --exclude=logs --exclude=.lock --exclude='*.png' --exclude='*.svg' --exclude='*.pdf' --exclude='*.dat' --exclude=pack.json "$work/good" "$work/un"
ok "records are the same, and the campaign stays as it is"
"$apfbench" show "$work/good" >"$work/one" && "$apfbench" show "$work/un" >"$work/other" && cmp "$work/one" "$work/other"
ok "so is the table"
ends 0 verify "$work/un" "${made[@]}" && said "replay: 3 verified"
ok "its runs are made again"

ends 4 pack "$work/good" "$work/good.tar.zst" "${made[@]}" && said "is there already" && cmp -s "$work/good.tar.zst" "$work/again.tar.zst" &&
	ends 4 unpack "$work/good.tar.zst" "$work/un" && said "is there already"
ok "nothing is overwritten"
tool=$apfbench
[[ $tool = /* ]] || tool=$PWD/$tool
mkdir "$work/here" && cd "$work/here" || exit 2
"$tool" pack "$work/good" "${made[@]}" >"$work/last" 2>&1 && said "good.tar.zst: 13 files" && "$tool" unpack good.tar.zst >"$work/last" 2>&1 &&
	said "./good: 13 files" && [ -e good/experiment.json ]
ok "names are those of the campaign, in the current folder"
cd "$OLDPWD" || exit 2
ends 2 pack && ends 2 unpack && ends 2 pack "$work/good" '' && ends 2 unpack "$work/good.tar.zst" '' && said "a name is empty" && ends 2 pack "$work/good" a b && ends 4 pack nonesuch "${made[@]}" && said "no campaign there" && ends 4 unpack "$work/nonesuch.tar.zst" &&
	cp "$work/good.tar.zst" "$work/good.bin" && ends 2 unpack "$work/good.bin" && said "say which FOLDER"
ok "wrong arguments are refused"
mkfifo "$work/fifo.tar.zst" && ends 2 unpack "$work/fifo.tar.zst" "$work/fifo" && said "not a regular file"
ok "and files that are none"
ends 4 pack "$work/good" "$work/nowhere/x.tar.zst" "${made[@]}" && said "nowhere" && ends 4 unpack "$work/good.tar.zst" "$work/nowhere/x" && said "nowhere"
ok "and folders that are not there"
printf 'x\033[31m' >"$work/$(printf 'e\033[31m.tar.zst')" && ends 2 unpack "$work/$(printf 'e\033[31m.tar.zst')" "$work/e" && harmless "$work/last"
ok "escapes come out as text"
cp -r "$work/good" "$work/bad" && truncate -s 1000 "$work/bad/records/pv-b1-r1.json" && ends 2 pack "$work/bad" "$work/bad.tar.zst" "${made[@]}" &&
	said "pv-b1-r1.json" && [ ! -e "$work/bad.tar.zst" ]
ok "a campaign with a bad record is not packed"
[ -z "$(find "$work" -maxdepth 2 -name '*.tmp' -o -maxdepth 2 -name '.apfbench-*')" ]
ok "no half of anything is left"
(ulimit -f 1 && ends 4 pack "$work/good" "$work/small.tar.zst" "${made[@]}") && said "File too large" && [ ! -e "$work/small.tar.zst" ] &&
	(ulimit -f 1 && ends 4 unpack "$work/good.tar.zst" "$work/small") && said "File too large" && [ ! -e "$work/small" ]
ok "what cannot be written is named, and nothing is left"

# With kernels and images
if lacking=$(lab_lacks); then
	skip "kernels" "$lacking"
	plan
	exit
fi
lab packed && sed -i '1i testbed = "fake-built";' "$lab/lab.conf" && cp -r "$APFBENCH_FAKE" "$lab/records" &&
	cp "$lab/records/pv-b1-r1.json" "$lab/records/lab-b1-r1.json"
export APFBENCH_FAKE=$lab/records
pack=$work/lab.tar.zst
ends 0 run "$lab/lab.conf" -o "$lab/made" -c "$lab/c" && ends 0 pack "$lab/c" "$pack" -o "$lab/made" && said "6 files"
ok "kernels and images are packed, too"
# Another machine: no cache, no source, no programs for an image.
mkdir "$work/bin" && for name in bash sh env; do ln -s "$(command -v $name)" "$work/bin"; done
mv "$lab/made" "$lab/elsewhere" && mv "$lab/k" "$lab/k.elsewhere" && mv "$lab/lab.conf" "$lab/lab.elsewhere"
again() { # STATUS
	PATH=$work/bin ends "$1" verify "$work/lab" -o "$lab/made"
}
ends 0 unpack "$pack" "$work/lab" && again 0 && said "lab-b1-r1: verified" && ! said "other inputs"
ok "runs are made again without caches, source and programs"
(cd "$work" && PATH=$work/bin "$tool" verify ./lab -o "$lab/made" >"$work/last" 2>&1) && said "lab-b1-r1: verified"
ok "also from a folder named from here"
[ -z "$(find "$lab/made" -name bzImage -o -name '*.cpio')" ]
ok "and nothing is built or put into a cache"
PATH=$work/bin ends 0 pack "$work/lab" "$work/lab2.tar.zst" -o "$lab/made" && cmp "$pack" "$work/lab2.tar.zst"
ok "what was unpacked is packed there to the same bytes"

# tampered WORDS FILE COMMAND...: after a change of the file the run cannot be verified; then all is as before.
tampered() {
	local words=$1 file=$2
	shift 2
	cp "$file" "$work/kept" && "$@" && again 77 && said "lab-b1-r1: cannot verify: " && said "$words" && cp "$work/kept" "$file"
}
image=$(ls "$work"/lab/images/*.cpio)
tampered "bzImage is not the recorded one" "$work/lab/kernels/lab/bzImage" sed -i 's/return 1/return 2/' "$work/lab/kernels/lab/bzImage" &&
	tampered "is not the recorded image" "$image" truncate -s -1 "$image" &&
	tampered "the pack lacks the host's image" "$image" rm "$image" &&
	tampered "has no bzImage" "$work/lab/kernels/lab/bzImage" rm "$work/lab/kernels/lab/bzImage" &&
	tampered "is another build" "$work/lab/kernels/lab/build.json" sed -i 's/"hash": "./"hash": "-/' "$work/lab/kernels/lab/build.json" &&
	tampered "is not what apfbench writes" "$work/lab/kernels/lab/build.json" sed -i 's/"compiler"/"c"/' "$work/lab/kernels/lab/build.json" &&
	again 0
ok "77: a file that has not the recorded hash, or is not there"
# What cannot be had is not packed.
mv "$lab/elsewhere" "$lab/made.kept" && cp -r "$lab/made.kept" "$lab/made2" && ends 0 prune images --remove -o "$lab/made2" &&
	printf '#!/bin/sh\n' >"$work/busybox" && chmod +x "$work/busybox" && mkdir "$work/programs" && mv "$work/busybox" "$work/programs" &&
	PATH=$work/programs:$PATH ends 77 pack "$lab/c" "$work/other.tar.zst" -o "$lab/made2" && said "makes another one" && [ ! -e "$work/other.tar.zst" ]
ok "77: an image that is gone, and would be another one, is not packed"
ends 0 prune kernels --remove -o "$lab/made2" && ends 77 pack "$lab/c" "$work/other.tar.zst" -o "$lab/made2" && said "source ./k"
ok "77: nor is a campaign whose kernel is gone"

# What ends it
half() { # of a pack, which has no name yet, or of what is unpacked
	readlink /proc/"$child"/fd/* | grep -q "^$work/cut/" || compgen -G "$work/cut/.apfbench-unpack-*" >/dev/null
}
mkdir "$work/cut"
for what in pack unpack; do
	from=$pack
	[ $what = unpack ] || from=$lab/c
	env --default-signal=INT "$apfbench" $what "$from" "$work/cut/x" -o "$lab/made.kept" >"$work/last" 2>&1 &
	child=$!
	wait_for half && kill -INT "$child"
	wait "$child"
	[ $? = 130 ] && said "interrupted" && [ -z "$(ls -A "$work/cut")" ]
	ok "Ctrl-C during $what ends with 130, and nothing is left"
done
"$apfbench" pack "$lab/c" "$work/cut/x" -o "$lab/made.kept" >"$work/last" 2>&1 &
child=$!
wait_for half && kill -KILL "$child"
wait "$child" 2>/dev/null
[ $? = 137 ] && [ -z "$(ls -A "$work/cut")" ]
ok "a killed pack leaves nothing"
"$apfbench" unpack "$pack" "$work/cut/x" >"$work/last" 2>&1 &
child=$!
wait_for half && kill -KILL "$child"
wait "$child" 2>/dev/null
[ -n "$(ls -A "$work/cut")" ] && ends 0 unpack "$pack" "$work/cut/x" && [ "$(ls -A "$work/cut")" = x ]
ok "what a killed unpack left is removed by the next"
plan
