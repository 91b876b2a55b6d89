#!/usr/bin/env bash
# The simulated day of docs/performance.md: PEOPLE (default 1000) live two days on a turned clock, of which the second is counted; SIGNING is client-secret or
# every-call, both by default. Prints a table for each, and fails where a promise is not kept. DAY_FOLDER says where the data lies (default: /dev/shm, where
# durable commits cost no disk).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
table=$(mktemp)
trap 'rm -f "$table"' EXIT
dotnet build tests/WithingsSync.DayTests -c Release --nologo -v quiet -clp:ErrorsOnly
status=0
PEOPLE=${PEOPLE:-1000} SIGNING=${SIGNING:-} DAY_REPORT=$table dotnet artifacts/bin/WithingsSync.DayTests/release/WithingsSync.DayTests.dll \
  -method '*A_day_asks_little_and_everything_arrives' -noColor >&2 || status=$?
cat "$table"
exit "$status"
