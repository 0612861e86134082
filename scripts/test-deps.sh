#!/bin/sh
# Makes sure that the tests have what they need: PostgreSQL's server programs
# and Chromium. As root on Debian it installs what is missing; otherwise it
# says what to install and fails.
set -eu

missing=""
chromium=""
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null 2>&1; then chromium=$name; break; fi
done
[ -n "$chromium" ] || missing="$missing chromium"
if ! command -v pg_ctl >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; then
	missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing for the tests:$missing" >&2
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086
	apt-get install -y -qq --no-install-recommends $missing >&2
	exit 0
fi
echo "The tests need these programs:$missing" >&2
echo "On Debian or Ubuntu, install them with: sudo apt-get install$missing" >&2
exit 1
