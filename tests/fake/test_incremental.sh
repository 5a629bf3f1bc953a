#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A build with the objects of the last one: it compiles what differs, and its kernel is that of a build from nothing.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
. tests/fake/lab.sh
# shellcheck disable=SC2154 # $lab and $work are of the files above

echo "TAP version 13"
if lacking=$(lab_lacks); then
	skip "incremental builds" "$lacking"
	plan
	exit
fi

# The lab's tree with two objects that make knows the sources of, as kbuild does. They also depend on a program of the build,
# and that on its own path, as objtool does.
lab_objects() { # name
	lab "$1"
	printf '#define TWO 2\n' >"$lab/k/lab/two.h"
	printf '#include "two.h"\nint two(void) { return TWO; }\n' >"$lab/k/lab/two.c"
	cat >"$lab/k/Makefile" <<-'END'
		VERSION = 6
		PATCHLEVEL = 1
		tinyconfig: ; mkdir -p $(O) && : >$(O)/.config
		olddefconfig: ;
		bzImage: $(O)/one.o $(O)/two.o ; mkdir -p $(O)/arch/x86/boot && cat $^ | tee $(O)/vmlinux >$(O)/arch/x86/boot/bzImage
		$(O)/%.o: lab/%.c ; @echo "compiled $*" && $(CC) -MMD -c -o $@ $<
		-include $(O)/one.d $(O)/two.d
		$(O)/one.o $(O)/two.o: $(O)/place
		$(O)/place: always ; @echo $(CURDIR) | cmp -s - $@ || echo $(CURDIR) >$@
		always: ;
	END
	cat >"$lab/lab.conf" <<-'END'
		runs = 1;
		kernels = { lab = { source = "./k"; series = [ "./series", "./sim" ]; config = [ "base" ]; incremental = true; }; };
		setups = ( { name = "lab"; host = "lab"; guest = "lab"; expect = "any"; } );
	END
}

# compiled: what the last build compiled, in one line. The cache is emptied of kernels before each build, but not of objects.
build() {
	find "$lab"/made/kernels -mindepth 1 -maxdepth 1 ! -name CACHEDIR.TAG -exec rm -rf {} + 2>/dev/null
	lab_build || return 1
	compiled=$(sed -n 's/^compiled //p' "$lab"/made/kernels/logs/lab-*.log | sort | tr '\n' ' ')
}

# is_clean: the kernel is that of a build from nothing.
is_clean() {
	cp "$lab"/made/kernels/lab-*/bzImage "$work/incremental"
	rm -rf "$lab/clean"
	sed 's/incremental = true/incremental = false/' "$lab/lab.conf" >"$lab/clean.conf"
	"$apfbench" build -o "$lab/clean" "$lab/clean.conf" >"$work/last" 2>&1 &&
		cmp "$work/incremental" "$lab"/clean/kernels/lab-*/bzImage
}

for kind in folder git tarball; do
	lab_objects "$kind"
	case $kind in
	git) lab_repository "$lab/k" ;;
	tarball)
		tar -C "$lab" -cf "$lab/k.tar" k
		sed -i 's,"./k","./k.tar",' "$lab/lab.conf"
		;;
	esac
	build && [ "$compiled" = "one two " ]
	ok "$kind: the first build compiles all"
	build && [ -z "$compiled" ]
	ok "$kind: the same source compiles nothing"
	lab_patch 'return 1;' 'return 11;' </dev/null
	build && [ "$compiled" = "one " ] && is_clean
	ok "$kind: a patch of one file compiles this file"
	# The file is older now than the object of its patched form.
	: >"$lab/series/series"
	build && [ "$compiled" = "one " ] && is_clean
	ok "$kind: without the patch it is compiled again"
	[ "$kind" = tarball ] || continue
	printf -- '--- a/lab/two.h\n+++ b/lab/two.h\n@@ -1 +1 @@\n-#define TWO 2\n+#define TWO 22\n' >"$lab/series/h.patch"
	echo h.patch >"$lab/series/series"
	build && [ "$compiled" = "two " ] && is_clean
	ok "$kind: a patch of a header compiles what includes it"
	printf -- '--- /dev/null\n+++ b/lab/three.h\n@@ -0,0 +1 @@\n+#define THREE 3\n' >"$lab/series/n.patch"
	echo n.patch >>"$lab/series/series"
	build && [ "$compiled" = "one two " ] && is_clean
	ok "$kind: with a new header all is compiled"
	build && [ -z "$compiled" ] && : >"$lab/series/series" && build && [ "$compiled" = "one two " ] && is_clean
	ok "$kind: and without it again"
	lab_patch 'return 1;' 'return nothing;' </dev/null
	! build && said "nothing" && : >"$lab/series/series" && build && [ "$compiled" = "one " ] && is_clean
	ok "$kind: a build that failed keeps the other objects"
	[ "$(find "$lab/made/objects" -mindepth 1 -maxdepth 1 -name 'objects-*' | wc -l)" = 1 ] && [ -z "$(lab_leftovers)" ] &&
		[ -z "$(find "$lab/made/objects" -name '.tmp-*')" ]
	ok "$kind: one tree is kept, and nothing else is left"
done

# Another commit is unpacked anew. Its files have other modes than those that the last build took over.
lab_objects commits
lab_repository "$lab/k" && sed -i "s,\./k\",./k#HEAD\"," "$lab/lab.conf"
build
for note in 1 2 3; do
	echo "$note" >"$lab/k/lab/note" && git -C "$lab/k" add lab/note && lab_commit "$lab/k" && build && [ -z "$compiled" ] || break
done
[ "$note" = 3 ] && [ -z "$compiled" ] && echo '/* */' >>"$lab/k/lab/one.c" && lab_commit "$lab/k" && build && [ "$compiled" = "one " ] && is_clean
ok "commit after commit, only the files that differ are compiled"
[ -n "$(find "$lab/made/objects" -path '*/linux/lab/two.c' -links +1)" ] && [ -z "$(find "$lab/made" -name '*.link')" ]
ok "and the others are those of the kept commit, not copies"

# Its first build ends before there is any object.
lab_objects unbuilt
echo 'tinyconfig: missing' >>"$lab/k/Makefile"
! build && sed -i '$d' "$lab/k/Makefile" && build && [ "$compiled" = "one two " ]
ok "after a build that failed before the first object, all is compiled"

lab_objects pruned
build && "$apfbench" prune -o "$lab/made" --remove objects >"$work/last" 2>&1 &&
	[ -z "$(find "$lab/made/objects" -mindepth 1 ! -name CACHEDIR.TAG)" ] && build && [ "$compiled" = "one two " ]
ok "prune removes what is kept"
plan
