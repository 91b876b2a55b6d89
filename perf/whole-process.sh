#!/usr/bin/env bash
# Whole-process figures of docs/performance.md: starts each command RUNS times (default 11, after one warm-up), yardstick and command in turn,
# and prints minimum, median and maximum of the seconds, and the median of the pairwise ratios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${RUNS:-11}
./withings-sync --version >/dev/null
app=$PWD/artifacts/run/withings-sync
work=$(mktemp -d)
trap 'kill "${server:-0}" 2>/dev/null; rm -rf "$work"' EXIT

once() { # command...: prints the microseconds it took
  local start=${EPOCHREALTIME/./}
  "$@" >/dev/null 2>"$work/stderr" || { cat "$work/stderr" >&2; echo "failed: $*" >&2; exit 1; }
  echo $((${EPOCHREALTIME/./} - start))
}
spread() { sort -n | awk '{v[NR]=$1} END {printf "%.3f / %.3f / %.3f s", v[1]/1e6, v[int((NR+1)/2)]/1e6, v[NR]/1e6}'; }
median() { sort -n | awk '{v[NR]=$1} END {printf "%.2f", v[int((NR+1)/2)]}'; }

compare() { # label, function A, label of yardstick, function B
  local a=() b=() i
  "$2" >/dev/null; "$4" >/dev/null
  for ((i = 0; i < runs; i++)); do a+=("$("$2")"); b+=("$("$4")"); done
  printf '%-52s %s\n' "$1" "$(printf '%s\n' "${a[@]}" | spread)"
  printf '%-52s %s\n' "  yardstick: $3" "$(printf '%s\n' "${b[@]}" | spread)"
  printf '%-52s %s\n' "  ratio, median of pairs" "$(for ((i = 0; i < runs; i++)); do awk "BEGIN {print ${a[i]} / ${b[i]}}"; done | median)"
}

# The interpreter itself, not a version manager's shim, which would be a slower yardstick.
python=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
help() { once "$app" --help; }
python_start() { once "$python" -c 'import argparse, requests'; }
compare "--help" help "python: import argparse, requests" python_start

launched() { once ./withings-sync --version; }
direct() { once "$app" --version; }
compare "./withings-sync --version (the launcher)" launched "the program itself" direct

dotnet build perf/WithingsSync.Benchmarks -c Release --nologo -v quiet -clp:ErrorsOnly
exec 3< <(exec dotnet artifacts/bin/WithingsSync.Benchmarks/release/WithingsSync.Benchmarks.dll canned)
server=$!
read -r address <&3

fresh() { # an empty home with a session whose token has an unknown age, so that each run renews it
  rm -rf "$work/home"; mkdir "$work/home"
  echo '{"access_token": "x", "refresh_token": "y", "userid": "1"}' >"$work/home/.withings_user.json"
}
ten_years() {
  fresh
  once env -i HOME="$work/home" PATH="$PATH" WITHINGS_API_URL="$address" WITHINGS_CLIENT_ID=i WITHINGS_CLIENT_SECRET=s WITHINGS_REDIRECT_URI=http://localhost/ \
    "$@" "$app" -f 2010-01-01 -t 2030-01-01 -F -J -o "$work/home/out" --no-upload --silent
}
compare "sync: 3,650 weighings x 7 to archive, FIT and JSON" ten_years "python: import argparse, requests" python_start
if [ -x /usr/bin/time ]; then
  ten_years /usr/bin/time -f %M -o "$work/memory" >/dev/null
  awk '{printf "%-52s %.0f MiB\n", "  peak memory", $1 / 1024}' "$work/memory"
fi
rows=$(sqlite3 "$work/home/.local/share/withings-sync/archive.db" 'select count(*) from measures' 2>/dev/null || echo '?')
printf '%-52s %s measures, %s bytes of FIT\n' "  archived and written" "$rows" "$(stat -c %s "$work/home/out.weight.fit")"
