#!/bin/sh
# Measures Dateline against the shared data: measure.sh DIR. It expects the
# program in ./dateline. Every row prints what was seen; a row that has to
# hold and does not ends it with a failure.
set -eu

shared=${1:-}
if [ -z "$shared" ] || [ ! -d "$shared/data" ]; then
	echo "Name the folder of the shared data: make measure SHARED=DIR" >&2
	exit 2
fi
exec sh scripts/with-postgres.sh sh scripts/measure-rows.sh "$shared"
