#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `run --until`: boots are added until the intervals are narrow, never beyond --most, and the campaign stays resumable.
# shellcheck source=tests/fake/lib.sh
. "$(dirname "$0")/lib.sh"
echo "TAP version 13"

# The replayed totals spread by 2 %, so 1 % to either side takes some twenty boots.
campaign grow --until 1 && [ "$(records grow)" -gt 36 ] && [ "$(grep -c 'at this spread' "$work/last")" -ge 1 ] &&
	said "; done"
ok "boots are added in batches, each with a line that says what it has and needs"
grep -q '"grown": true' "$work/grow/experiment.json" && said "computed at 96.5"
ok "the table says that its intervals are those of a campaign that grew"
before=$(records grow)
campaign grow --until 1 && [ "$(records grow)" = "$before" ] && said "already recorded"
ok "the same command again makes nothing"
campaign grow && [ "$(records grow)" = "$before" ] && said "has grown from 3 to"
ok "a run without --until keeps the boots"
campaign grow --until 0.9 && [ "$(records grow)" -gt "$before" ]
ok "narrower intervals go on from there"

campaign few --until 0.1 --most 6
[ $? = 125 ] && [ "$(records few)" = 18 ] && said "larger --most"
ok "--most ends it, with a status of its own"
campaign wide --until 90 && [ "$(records wide)" = 15 ] && ! grep -q grown "$work/wide/experiment.json"
ok "five boots are measured before the first look"
campaign part --until 2 --only pv && [ "$(find "$work/part/records" -name 'nonpv*' | wc -l)" = 0 ] &&
	[ "$(find "$work/part/records" -name 'master*' | wc -l)" -ge 5 ]
ok "--only judges these setups, and measures their baseline, too"

script="pv-b*-r*:quiet" campaign bad --until 1
[ $? = 3 ] && said "no interval of pv"
ok "a setup without valid runs ends it"
script=
campaign usage --most 10
[ $? = 2 ] && said "limits --until"
ok "--most alone is refused"
campaign usage --until 0
[ $? = 2 ] && said "0.001 or more"
ok "a width of nothing is refused"
campaign usage --until 1 --most 4
[ $? = 2 ] && said "--most"
ok "fewer than the boots of the first look are refused"
plan
