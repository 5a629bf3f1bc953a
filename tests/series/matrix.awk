# SPDX-License-Identifier: GPL-2.0-or-later
# The matrix of matrix.sh, from tests.txt and lines "PREFIX SETUP TEST ok|not|skip".

function is_number(text) { return text ~ /^[0-9]+$/ }

# A row: a test on a side ("host" or "guest"), with the first patch that must make it pass.
function row_add(test, side, from) {
	rows++
	row_test[rows] = test; row_side[rows] = side; row_from[rows] = from
}

# The sides that a run says something about: at the last patch host and guest are one.
function is_about(setup, side, prefix) {
	return prefix == last || side == (setup ~ /^(guest|preempt)-/ ? "guest" : "host")
}

function count(test, side, prefix, outcome,  key) {
	key = test SUBSEP side SUBSEP prefix
	if (outcome == "not") bad[key]++
	if (outcome == "ok") good[key]++
	if (outcome == "skip") skipped[key]++
}

# One letter: passes, fails, left out, or nothing known.
function result(row, prefix, key) {
	key = row_test[row] SUBSEP row_side[row] SUBSEP prefix
	return bad[key] ? "f" : good[key] ? "p" : skipped[key] ? "s" : " "
}

# What it should be: a test before its patch fails, a guard passes always.
function judge(row, prefix, letter) {
	if (letter == " " || letter == "s")
		return letter == "s" ? "s" : " "
	if (row_from[row] == "guard" || prefix >= row_from[row] + 0)
		return letter == "p" ? "P" : "LATE"
	return letter == "f" ? "." : "EARLY"
}

FNR == NR {
	if ($0 ~ /^#/ || NF < 3)
		next
	if (is_number($3) || $3 == "guard")
		row_add($1, "host", $3)
	if ($2 == "linux_host" && $4 == "guest")
		row_add($1, "guest", $5 + 0)
	next
}

{
	if (is_about($2, "host", $1)) count($3, "host", $1, $4)
	if (is_about($2, "guest", $1)) count($3, "guest", $1, $4)
}

END {
	printf "%-30s", "test"
	for (p = 0; p <= last; p++)
		printf " %5d", p
	print ""
	for (r = 1; r <= rows; r++) {
		printf "%-30s", row_test[r] (row_side[r] == "guest" ? " (guest)" : "")
		ever = run = 0
		for (p = 0; p <= last; p++) {
			verdict = judge(r, p, result(r, p))
			printf " %5s", verdict
			wrong += verdict == "LATE" || verdict == "EARLY"
			ever += verdict == "P"
			run += verdict != " "
		}
		print ever ? "" : run ? "   never passed" : "   not run"
	}
	print "P passes from its patch on, . fails before it, s is left out, LATE fails, EARLY passes before its patch, blank: was not run"
	print wrong + 0 " wrong"
	exit wrong ? 1 : 0
}
