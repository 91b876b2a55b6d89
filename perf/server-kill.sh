#!/usr/bin/env bash
# Kills server processes, and PostgreSQL, KILLS times in all (default 200) at random moments while notifications come, and looks whether anything acknowledged
# was lost, kept twice, or anybody has to connect again: half of them with each way of signing. A failure names its seed; SEED=N chooses the same moments. Needs
# PostgreSQL's programs, and some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export WITHINGS_SYNC_KILLS=$((${KILLS:-200} / 2)) WITHINGS_SYNC_KILL_SEED=${SEED:-$RANDOM}
dotnet build tests/WithingsSync.SystemTests --nologo -v quiet -clp:ErrorsOnly
for signing in client-secret every-call; do
  WITHINGS_SYNC_KILL_SIGNING=$signing dotnet test --no-build --no-progress --output detailed --project tests/WithingsSync.SystemTests --filter-method '*killed_under_load_lose*'
done
