#!/bin/sh
# Runs a command with a throwaway PostgreSQL server on a Unix socket and
# loopback, whose address is in DATELINE_TEST_POSTGRES. The server and its
# files are gone when the command ends.
set -eu

bin=$(dirname "$(command -v pg_ctl 2>/dev/null || true)")
if [ ! -x "$bin/pg_ctl" ] || [ ! -x "$bin/initdb" ]; then
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
# The programs beside the server, not a wrapper of them elsewhere.
if ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then
	bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
fi

dir=$(mktemp -d /tmp/dateline-postgres.XXXXXX)
chmod 755 "$dir"
as=""
if [ "$(id -u)" = 0 ]; then
	chown postgres "$dir"
	as="su postgres -s /bin/sh -c"
fi
run() { if [ -n "$as" ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }

stop() {
	run "$bin/pg_ctl -D $dir/data -m immediate stop" >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

run "cd $dir && $bin/initdb -D $dir/data -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8" >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
# A free port is found by asking the system for one.
port=$(go run ./scripts/freeport)
run "cd $dir && $bin/pg_ctl -D $dir/data -w -l $dir/server.log -o '-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=400' start" >>"$dir/log" 2>&1 || { cat "$dir/log" "$dir/server.log" >&2; exit 1; }

DATELINE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
export DATELINE_TEST_POSTGRES
"$@"
