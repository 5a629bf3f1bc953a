# SPDX-License-Identifier: GPL-2.0-or-later
# A stand-in for a kernel tree that builds in a second by the program's own way, for tests of what gets built. Sourced after lib.sh.
# shellcheck shell=bash

# Without KVM or a boot, but the images are made of the machine's programs.
lab_lacks() {
	local program
	for program in qemu-system-x86_64 busybox cgexec gcc make git; do
		command -v "$program" >/dev/null || { echo "$program is not installed"; return 0; }
	done
	return 1
}

# lab NAME: $lab=$work/NAME with the tree k, a series and an experiment. Its own empty "sim" takes the place of the project's,
# which changes files that only a kernel has.
lab() {
	lab=$work/$1
	mkdir -p "$lab"/{series,sim,k/lab,k/tools/perf,k/scripts/kconfig}
	: >"$lab/series/series"
	: >"$lab/sim/series"
	printf 'int a(void)\n{\n\treturn 1;\n}\n\nint b(void)\n{\n\treturn 2;\n}\n' >"$lab/k/lab/one.c"
	printf 'old bytes \0 \1\n' >"$lab/k/lab/logo.bin"
	cat >"$lab/k/Makefile" <<-'END'
		VERSION = 6
		PATCHLEVEL = 1
		tinyconfig: ; mkdir -p $(O) && : >$(O)/.config
		olddefconfig: ;
		bzImage: object ; mkdir -p $(O)/arch/x86/boot && cat lab/* | tee $(O)/vmlinux >$(O)/arch/x86/boot/bzImage
		object: ; echo 'int x;' >$(O)/x.c && $(CC) -c -o $(O)/x.o $(O)/x.c
	END
	cat >"$lab/k/scripts/kconfig/merge_config.sh" <<-'END'
		#!/bin/sh
		out=$4
		shift 4
		cat "$@" >>"$out"
	END
	chmod +x "$lab/k/scripts/kconfig/merge_config.sh"
	printf 'perf:\n\techo "int main(void) { return 0; }" >p.c && gcc -o perf p.c\n' >"$lab/k/tools/perf/Makefile.perf"
	cat >"$lab/lab.conf" <<-'END'
		runs = 1;
		kernels = { lab = { source = "./k"; series = [ "./series", "./sim" ]; config = [ "base" ]; }; };
		setups = ( { name = "lab"; host = "lab"; guest = "lab"; expect = "any"; } );
	END
}

# lab_patch FROM TO: the next patch of the series, which changes that line of lab/one.c; stdin is its message.
lab_patch() {
	local name
	name=$(wc -l <"$lab/series/series").patch
	{
		cat
		sed "s/$1/$2/" "$lab/k/lab/one.c" | diff -u --label a/lab/one.c --label b/lab/one.c "$lab/k/lab/one.c" -
	} >"$lab/series/$name"
	echo "$name" >>"$lab/series/series"
}

lab_repository() { # folder
	git -C "$1" init -q && git -C "$1" add -A && lab_commit "$1" && git -C "$1" tag base
}

lab_commit() { # folder
	git -C "$1" -c user.name=test -c user.email=test@localhost commit -q --allow-empty -am "a commit"
}

lab_build() { # [COMMAND...]: before the program, as `env X=Y`
	"$@" "$PWD/$apfbench" build -o "$lab/made" "$lab/lab.conf" >"$work/last" 2>&1
}

lab_has() { # text: in what was built
	grep -aqF -- "$1" "$lab"/made/kernels/lab-*/bzImage
}

lab_leftovers() {
	find "$lab"/made/{kernels,sources,images} -maxdepth 1 -name '.tmp-*' 2>/dev/null
}
