#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is built is what was named and what the patches say, whatever the person's machine is set to.
# shellcheck source-path=SCRIPTDIR/../..
. "$(dirname "$0")/lib.sh"
. tests/fake/lab.sh
# shellcheck disable=SC2154 # $lab and $work are of the files above

echo "TAP version 13"
if lacking=$(lab_lacks); then
	skip "kernels" "$lacking"
	plan
	exit
fi

lab quoted
lab_patch 'return 1;' 'return 11;' <<'END'
From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
Subject: [PATCH] lab: Return more

An earlier try was wrong:

    --- a/lab/one.c
    +++ b/lab/one.c
    @@ -5,5 +5,5 @@
     
     int b(void)
     {
    -	return 2;
    +	return 666;
     }

---
END
lab_build && lab_has "return 11;" && lab_has "return 2;" && ! lab_has 666
ok "a diff that a message quotes is not applied"
lab_build env POSIXLY_CORRECT=1 GIT_DIR=/nonexistent && lab_has "return 11;"
ok "a second call finds the kernel, in another environment"

lab refused
for what in empty binary cut unended; do
	case $what in
	empty) : >"$work/p" && reason="it is empty (0 bytes)" ;;
	binary)
		printf 'diff --git a/lab/logo.bin b/lab/logo.bin\nBinary files a/lab/logo.bin and b/lab/logo.bin differ\n' >"$work/p"
		reason="line 2: the change of a binary file is left out"
		;;
	*)
		printf -- '--- a/lab/one.c\n+++ b/lab/one.c\n@@ -2,3 +2,3 @@\n {\n-\treturn 1;\n+\treturn 3;\n' >"$work/p"
		reason="the file ends inside the hunk at line 3"
		[ $what = cut ] || { printf ' }' >>"$work/p" && reason="line 7: has no newline"; }
		;;
	esac
	cp "$work/p" "$lab/series/p.patch" && echo p.patch >"$lab/series/series"
	! lab_build && said "patch p.patch does not apply: $reason" && [ -z "$(lab_leftovers)" ]
	ok "a patch that is $what is refused, and says why"
done
printf '\xef\xbb\xbfp.patch\n' >"$lab/series/series"
! lab_build && said "series/series: begins with a byte order mark"
ok "a byte order mark in a series is named"

lab named
cp -r "$lab/k" "$lab/other"
sed -i 's/return 1;/return 777;/' "$lab/other/lab/one.c"
lab_repository "$lab/k" && lab_repository "$lab/other"
[ "$(id -u)" != 0 ] || chown -R 1234 "$lab/k" # whom git would not trust
sed -i 's,"./k","./k#base",' "$lab/lab.conf"
lab_build env GIT_DIR="$lab/other/.git" GIT_WORK_TREE="$lab/other" && lab_has "return 1;" && ! lab_has 777 &&
	grep -q "git $(git -c safe.directory="*" -C "$lab/k" rev-parse --short=12 base)" "$lab"/made/kernels/lab-*/build.json
ok "GIT_DIR in the environment does not change the repository"

lab set
lab_repository "$lab/k"
printf 'int a(void)\n{\n\treturn 5;\n}\n' >"$lab/k/lab/new.c"
mkdir -p "$lab/home/.config/git"
printf '[core]\n\tautocrlf = true\n\tfsmonitor = %s\n[diff]\n\tnoprefix = true\n' "touch $lab/ran" >"$lab/home/.config/git/config"
echo '*.c eol=crlf' >"$lab/home/.config/git/attributes"
cat "$lab/home/.config/git/config" >>"$lab/k/.git/config"
lab_build env HOME="$lab/home" && lab_has "return 5;" && ! lab_has $'\r' && [ ! -e "$lab/ran" ]
ok "git settings change no byte, and run nothing"
rm -f "$lab/k/lab/new.c"
git -C "$lab/k" -c core.fsmonitor= -c core.autocrlf=false apply --check -p1 "$lab"/made/kernels/lab-*/source.diff 2>"$work/last"
ok "the diff that is kept with a kernel applies"
"$apfbench" run "$lab/lab.conf" -o "$lab/dry" --dry-run >"$work/last" 2>&1 && [ ! -e "$lab/ran" ] && [ ! -e "$lab/dry" ]
ok "a dry run runs no program of a repository"

lab link
ln -s k "$lab/linux"
sed -i 's,"./k","./linux",' "$lab/lab.conf"
lab_build && lab_has "return 1;"
ok "a link to a source is that source"

lab versions
sed -i 's/PATCHLEVEL = 1/PATCHLEVEL = 77/' "$lab/k/Makefile"
sed -i 's,"./series","mainline",' "$lab/lab.conf"
! lab_build && said "there is no kernel-patches/linux-6.77: series come from linux-6.12, the nearest" &&
	said "does not apply: Documentation/admin-guide/kernel-parameters.txt: No such file" && said "write the series for it in a new folder kernel-patches/linux-6.77"
ok "the nearest version's series are tried, and who has none of its own is told so if they do not apply"

lab ccache
: >"$lab/file"
lab_build env CCACHE_DIR="$lab/file" && { ! command -v ccache >/dev/null || said "ccache does not work"; }
ok "a broken ccache folder costs a warning, not the build"
rm -r "$lab/made"
! lab_build env TMPDIR="$lab/nowhere" && said "TMPDIR: $lab/nowhere: compilers cannot write there"
ok "a missing TMPDIR is named"

lab killed
pack() {
	tar -C "$lab" -czf "$lab/k.tar.gz" k
}
orphans_are_gone() { # make ends a moment later than the program
	! grep -qsa "$lab/made/kernels" /proc/[0-9]*/cmdline
}
made() {
	(cd "$lab/made" && find kernels sources images -type f ! -path '*/logs/*' -exec sha256sum {} + | sort)
}
mkdir -p "$lab/made" && : >"$lab/made/slow"
cp "$lab/k/Makefile" "$work/Makefile"
sed -i 's,"./k","./k.tar.gz",' "$lab/lab.conf"
sed -i 's,object: ;,& while [ -e ../../../slow ]; do sleep 0.1; done;,' "$lab/k/Makefile" && pack
"$apfbench" build -o "$lab/made" "$lab/lab.conf" >"$work/last" 2>&1 &
killed=$!
wait_for compgen -G "$lab/made/kernels/.tmp-*/linux/apfbench-objects/.config" >/dev/null
kill -KILL "$killed" && wait "$killed" 2>/dev/null
wait_for orphans_are_gone && "$apfbench" prune -o "$lab/made" | grep -q "unfinished (.tmp-"
ok "what a killed build left is shown"
# The next one wants another kernel, and so never comes to the same entry.
mkdir -p "$lab"/made/{images,sources}/.tmp-0123456789abcdef-1
cp "$work/Makefile" "$lab/k/Makefile" && pack && lab_build && lab_has "return 1;" && [ -z "$(lab_leftovers)" ]
ok "and swept by the next start"
before=$(made) && lab_build && [ "$before" = "$(made)" ]
ok "which makes nothing twice"

# The second kernel's patches are tried before the first one is built. Its tree is locked as that of a build: another process
# would take it for a killed one's, and remove it.
lab locked
pack
cat >"$lab/lab.conf" <<-'END'
	runs = 1;
	kernels = {
		first = { source = "./k.tar.gz"; series = [ "./sim" ]; config = [ "base" ]; };
		second = { source = "./k.tar.gz"; series = [ "./series", "./sim" ]; config = [ "base" ]; };
	};
	setups = ( { name = "lab"; host = "first"; guest = "second"; expect = "any"; } );
END
lab_patch "return 1;" "return 3;" </dev/null && lab_patch "return 1;" "return 4;" </dev/null
hash=$("$apfbench" run --dry-run -o "$lab/made" "$lab/lab.conf" | grep -o 'kernels/second-[0-9a-f]*' | head -n 1)
mkdir -p "$lab/made/kernels" && cp "$work/killed/made/kernels/CACHEDIR.TAG" "$lab/made/kernels/"
exec 9>"$lab/made/kernels/.lock-${hash##*-}" && flock 9
"$apfbench" build -o "$lab/made" "$lab/lab.conf" >"$work/last" 2>&1 9>&- &
trying=$!
wait_for said "waiting: $lab/made/kernels/.lock-${hash##*-}: in use by process"
waited=$?
exec 9>&-
wait "$trying"
[ $? = 5 ] && [ $waited = 0 ] && said "does not apply" && ! said "building" && [ -z "$(lab_leftovers)" ]
ok "a kernel that another process makes is not tried out meanwhile"

# As root nothing is read-only.
lab store
if [ "$(id -u)" = 0 ] && ! command -v setpriv >/dev/null; then
	skip "a read-only source is built from and leaves nothing" "setpriv is not installed"
else
	chmod -R a-w "$lab/k"
	person=()
	if [ "$(id -u)" = 0 ]; then
		chown -R 1234 "$lab" && chmod 755 "$work"
		person=(setpriv --reuid 1234 --regid 1234 --clear-groups env HOME="$lab")
	fi
	lab_build "${person[@]}" && lab_has "return 1;" && [ -z "$(lab_leftovers)" ]
	ok "a read-only source is built from and leaves nothing"
	chmod -R u+w "$lab/k"
fi
plan
