#!/bin/sh
# The long forms of what measure-rows.sh runs shortly: bench-rows.sh DIR, with
# a PostgreSQL server in DATELINE_TEST_POSTGRES and the program in ./dateline.
set -eu

shared=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/newsworld" ./scripts/newsworld
world() { "$work/newsworld" --shared "$shared" "$@"; } # flags, mode, flags of the mode

world list --outlets 10000
world --database "$DATELINE_TEST_POSTGRES" list --outlets 10000
world cost --outlets 2000
world --database "$DATELINE_TEST_POSTGRES" cost --outlets 2000
world day --outlets 5000 --hours 24
world live --outlets 5000 --minutes 30 --hostile 0.05
