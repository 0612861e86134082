#!/bin/sh
# The rows of measure.sh, with a PostgreSQL server in DATELINE_TEST_POSTGRES.
set -eu

shared=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# The yardstick: the seed's day has to come out to the character, on both
# databases, with the video's line alone on standard error.
yardstick() { # name, flags...
	name=$1
	shift
	./dateline demo --once --format text --world "$shared/data/seed-world" "$@" >"$work/out" 2>"$work/err" || true
	printf '%s\n' "$(cat "$shared/data/seed-post.txt")" >"$work/want"
	printf '%s\n' "$(cat "$work/out")" >"$work/got"
	if cmp -s "$work/want" "$work/got" && [ "$(wc -l <"$work/err")" = 1 ] && grep -q '^left out: ' "$work/err"; then
		echo "yardstick on $name: equal to the character"
	else
		echo "yardstick on $name: DIFFERS"
		diff "$work/want" "$work/got" || true
		cat "$work/err"
		failed=1
	fi
}

yardstick SQLite
yardstick PostgreSQL --database "$DATELINE_TEST_POSTGRES"

# Every hostile case as its manifest says, and every article of a simulated
# world stored once.
go build -o "$work/hostile" ./scripts/hostile
go build -o "$work/newsworld" ./scripts/newsworld
"$work/hostile" --shared "$shared" || failed=1
"$work/hostile" --shared "$shared" --database "$DATELINE_TEST_POSTGRES" || failed=1
"$work/newsworld" --shared "$shared" day --outlets 150 --hours 6 || failed=1
"$work/newsworld" --shared "$shared" --database "$DATELINE_TEST_POSTGRES" day --outlets 150 --hours 6 || failed=1
"$work/newsworld" --shared "$shared" cost --outlets 200 || failed=1
"$work/newsworld" --shared "$shared" --database "$DATELINE_TEST_POSTGRES" cost --outlets 200 || failed=1

# How tolerant the feed parser is, on the half of the tests that may be seen.
cat >"$work/parse" <<EOF
#!/bin/sh
exec "$(pwd)/dateline" feed parse
EOF
chmod +x "$work/parse"
python3 "$shared/tools/feeds/score.py" --jobs 2 --out "$work/failures" --report "$work/report" -- "$work/parse" 2>&1 | tail -n 25

# How well pages are read.
python3 "$shared/tools/articles/score.py" run --set fundus --name dateline \
	--batch "$(pwd)/dateline article read --dir {dir} --out {out}" 2>&1 | tail -n 25

exit $failed
