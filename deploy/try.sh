#!/bin/bash
# Try the whole deployment on this machine, on loopback, in a temporary folder: nginx with its cache, web, worker,
# pgbouncer, a primary and a standby. Takes about a minute and leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for program in nginx pgbouncer wrk; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null || missing+=("$program")
done
if [ "${#missing[@]}" -gt 0 ]; then
    echo "Missing: ${missing[*]}. On Debian: apt-get install ${missing[*]/#nginx/nginx-light}" >&2
    exit 1
fi
make --silent .venv/.base-installed >&2
export PATH="$PATH:/usr/sbin:/sbin"
exec .venv/bin/python bench/scale/deployment.py "$@"
