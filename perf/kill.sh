#!/usr/bin/env bash
# Kills a delivering process KILLS times (default 200) at random system calls, and looks for one copy of each reading at the simulated Garmin after
# each recovery. A failure names its seed; SEED=N repeats it. Needs strace, and some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export WITHINGS_SYNC_KILLS=${KILLS:-200} WITHINGS_SYNC_KILL_SEED=${SEED:-$RANDOM}
dotnet build tests/WithingsSync.SystemTests --nologo -v quiet -clp:ErrorsOnly
dotnet test --no-build --no-progress --output detailed --project tests/WithingsSync.SystemTests --filter-method '*Killed_between_upload_and_note_each_reading_is_there_once'
