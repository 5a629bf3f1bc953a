#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Folders and files that others made: what is read of them, and that nothing of them is removed or overwritten.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

campaign own
ok "a campaign of our own"

# Records
cp -r "$work/own" "$work/shared"
printf '\0\5\026\7\0\2\0\0Mac OS X        ' >"$work/shared/records/._pv-b2-r2.json"
echo mine >"$work/shared/records/notes.json" && mkfifo "$work/shared/records/fifo.json"
for command in show gate export; do
	timeout 20 "$apfbench" $command "$work/own" >"$work/whole" 2>&1
	timeout 20 "$apfbench" $command "$work/shared" >"$work/last" 2>&1 && cmp -s "$work/whole" "$work/last"
	ok "$command passes over files in records/ that are no records by name"
done
mkfifo "$work/shared/records/pv-b9-r9.json"
timeout 20 "$apfbench" show "$work/shared" >"$work/last" 2>&1
[ $? = 2 ] && said "pv-b9-r9.json: is not a regular file"
ok "a FIFO in place of a record is named and does not block"
rm -r "$work/shared"

changed() { # what is wrong with SED-SCRIPT in a record of pv
	rm -rf "$work/changed" && cp -r "$work/own" "$work/changed" && sed -i "$2" "$work/changed/records/pv-b2-r2.json"
	for command in show gate; do
		"$apfbench" $command "$work/changed" >"$work/last" 2>&1
		[ $? = 2 ] && said "pv-b2-r2.json: not a whole record: \"determined.result.$1" || return 1
	done
}
changed 'bm.faulting[0].accesses" is no whole number' 's/"accesses": [0-9]*/"accesses": "many"/' &&
	changed 'bm.faulting[0].accesses" is missing' 's/"accesses": [0-9]*/"others": 1/' &&
	changed 'work" is no whole number' 's/"work": [0-9]*,/"work": -5,/'
ok "a count that is a text, missing or negative is refused by name, and not taken for 0"

# Folders of others. state FOLDER: every name in it, with what it is and its contents.
state() {
	(cd "$1" && find . -printf '%y %p %l\n' | sort && find . -type f -exec sha256sum {} + | sort)
}
untouched() { # STATUS WORDS COMMAND...: refused in one line, $work/theirs is as it was
	local wanted=$1 words=$2 before
	shift 2
	before=$(state "$work/theirs")
	timeout 60 "$@" >"$work/last" 2>&1
	[ $? = "$wanted" ] && said "$words" && [ "$(grep -c '^apfbench: ' "$work/last")" = 1 ] && [ "$before" = "$(state "$work/theirs")" ]
}
theirs() { # anew, with what is named in it
	rm -rf "$work/theirs" && mkdir "$work/theirs" && (cd "$work/theirs" && while [ $# -gt 0 ]; do mkdir -p "$(dirname "$1")" && echo mine >"$1" && shift; done)
}
into=("$apfbench" run "$replay" -o "$work/made" --campaign "$work/theirs")

for names in "draft.tmp" "photograph.png.tmp" "ratios.dat.tmp" "kernels/photograph" "records/master-b1-r1.json" "thesis.txt experiment.json.tmp" ".bashrc"; do
	# shellcheck disable=SC2086
	theirs $names && untouched 2 "is neither empty nor a campaign of apfbench" "${into[@]}" &&
		untouched 2 "is neither empty nor a campaign" "${into[@]}" --dry-run
	ok "a folder that has $names is refused and left as it is"
done
theirs experiment.json && echo '{"name": "double slit"}' >"$work/theirs/experiment.json" &&
	untouched 2 "experiment.json: is not what apfbench writes" "${into[@]}" &&
	untouched 2 "experiment.json: is not what apfbench writes" "$apfbench" plot "$work/theirs"
ok "and one with another program's experiment.json"
theirs experiment.json && echo '{"schema_version": 1, "name": "slits", "testbed": "my bench", "setups": []}' >"$work/theirs/experiment.json" &&
	untouched 2 "experiment.json: is not what apfbench writes" "${into[@]}"
ok "also where it has some of our keys"
theirs && "${into[@]}" >"$work/last" 2>&1 && [ "$(records theirs)" = 9 ]
ok "an empty folder is accepted"

# What a killed campaign left before it had an experiment.json, and after.
theirs .lock .write-probe-AbCdEf experiment.json.0123abcd.tmp && "${into[@]}" >"$work/last" 2>&1 && clean theirs &&
	touch "$work/theirs/records/pv-b1-r1.json.0123abcd.tmp" "$work/theirs/records/.write-probe-AbCdEf" "$work/theirs/ratios.png.0123abcd.tmp" "$work/theirs/report.html.0123abcd.tmp" \
		"$work/theirs/thesis.tmp" "$work/theirs/photograph.png.tmp" &&
	"${into[@]}" >"$work/last" 2>&1 && [ "$(find "$work/theirs" -name '*.tmp' -o -name '.write*' | sort | xargs -n 1 basename | xargs)" = "photograph.png.tmp thesis.tmp" ]
ok "what a killed campaign left is removed, and nothing else in its folder"

# Links in a campaign that came from elsewhere.
linked() { # NAME TARGET: a campaign with that link in it
	rm -rf "$work/linked" && cp -r "$work/own" "$work/linked" && rm -rf "$work/linked/records/pv-b2-r2.json" "$work/linked/$1" &&
		mkdir -p "$(dirname "$work/linked/$1")" && ln -s "$2" "$work/linked/$1"
}
on=("$apfbench" run "$replay" -o "$work/made" --campaign "$work/linked")
theirs precious below/precious
for name in records logs kernels kernels/one; do
	linked $name "$work/theirs" && untouched 2 "linked/$name: is a link or a file where a campaign has a folder" "${on[@]}"
	ok "a $name that is a link is refused"
done
linked .lock "$work/theirs/precious" && untouched 2 "linked/.lock: is a symbolic link" "${on[@]}"
ok "a lock that is a link is refused"
for name in experiment.json.tmp records/pv-b2-r2.json.tmp logs/pv-b2-r2 logs/pv-b2-r2/harness.log ratios.dat; do
	linked $name "$work/theirs/precious" && before=$(state "$work/theirs") && "${on[@]}" >"$work/last" 2>&1 &&
		[ "$before" = "$(state "$work/theirs")" ] && [ "$(records linked)" = 9 ]
	ok "nothing is written through $name that is a link"
done

# Caches. hash: sixteen digits, as in our names.
hash=0123456789abcdef
theirs images/photograph sources/thesis.c kernels/logs.old/mine preparations/notes.lock ccache/0/0/file ccache/ccache.conf
before=$(state "$work/theirs")
"$apfbench" prune --remove --all -o "$work/theirs" >"$work/last" 2>&1 && [ "$(grep -c "is not a cache of apfbench" "$work/last")" = 5 ] &&
	rm -f "$work/theirs/.in-use" && [ "$before" = "$(state "$work/theirs")" ]
ok "prune leaves folders alone that are not caches of ours"
theirs images/photograph && untouched 2 "images: is not a cache of apfbench" "$apfbench" prune --remove images -o "$work/theirs"
ok "and says so when one of them is named"
theirs "images/host-$hash.cpio" "sources/linux-$hash/Makefile" "kernels/apf-$hash/bzImage" kernels/logs/log "kernels/.lock-$hash" &&
	"$apfbench" prune --remove --all -o "$work/theirs" >"$work/last" 2>&1 && said "3 entries" && [ -z "$(find "$work/theirs" -name '*-*' ! -name '.*')" ]
ok "caches of earlier versions are recognized by their names, and removed"
theirs ccache/0/0/file && printf 'Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of apfbench, which makes again what is missing (`apfbench prune`).\n' >"$work/theirs/ccache/CACHEDIR.TAG" &&
	"$apfbench" prune --remove ccache -o "$work/theirs" >"$work/last" 2>&1 && [ ! -e "$work/theirs/ccache" ]
ok "prune --remove ccache removes all of it"
plan
