#!/usr/bin/env bash
# Four server processes on one PostgreSQL have more to ask than the 120 requests a minute that Withings allows: how many they make, and how many in the fullest
# 60 seconds at the simulated Withings. Needs PostgreSQL's programs, and some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/WithingsSync.SystemTests --nologo -v quiet -clp:ErrorsOnly
dotnet test --no-build --no-progress --output detailed --project tests/WithingsSync.SystemTests --explicit only --filter-class 'WithingsSync.SystemTests.Nodes.SaturationTests'
