#!/usr/bin/env bash
# Installs what the tests need where it may (apt as root or with sudo), builds, runs every test, ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

need() { # command, Debian package
  command -v "$1" >/dev/null 2>&1 || install_package "$@"
}

install_package() { # what is missing, Debian package
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    sudo="sudo -n"
    if ! $sudo true 2>/dev/null; then
      echo "test.sh: '$1' is missing and there is no root or sudo to install '$2'; the tests that need it will say so." >&2
      return
    fi
  fi
  if command -v apt-get >/dev/null 2>&1; then
    [ -n "${apt_updated:-}" ] || { $sudo apt-get -o DPkg::Lock::Timeout=120 update -qq >/dev/null || true; apt_updated=1; }
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends "$2" >/dev/null || echo "test.sh: could not install '$2'; the tests that need it will say so." >&2
  fi
}

command -v dotnet >/dev/null 2>&1 || { echo "test.sh: the .NET 10 SDK is needed (command 'dotnet' not found)." >&2; exit 2; }
need node nodejs
need npm npm
need strace strace
need zsh zsh
need fish fish
need script bsdutils
need busybox busybox-static
need unshare util-linux
need python3 python3-minimal
python3 -c 'import yaml' 2>/dev/null || install_package "PyYAML" python3-yaml
# Its programs only: the tests run a server of their own in a temporary folder.
ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || install_package "PostgreSQL" postgresql
[ -e /usr/share/zoneinfo/Europe/Paris ] || install_package "the time zone data" tzdata

missing_judges=0
install_judge() { # folder, what it is, further options of npm's
  local folder=$1 what=$2 installed=$1/node_modules/.package-lock.json
  shift 2
  if [ -e "$installed" ] && [ ! "$folder/package-lock.json" -nt "$installed" ]; then
    : # as it was
  elif ! command -v npm >/dev/null 2>&1 || ! npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error "$@" >&2; then
    echo "test.sh: could not install $what (npm ci --prefix $folder). The tests that need it are skipped, so this run fails." >&2
    missing_judges=$((missing_judges + 1))
  fi
}

# Other people's tools, the judges of our files and of our MCP server; for tests only. The latter want a newer node than most machines have, and bring one.
install_judge tests/fit-sdk "Garmin's decoder"
if node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 22 || (major == 22 && minor >= 19) ? 0 : 1)' 2>/dev/null; then own_node=--omit=optional; else own_node=; fi
install_judge tests/mcp-clients "the clients and judges of MCP" --ignore-scripts $own_node

# The summary below is read in English.
export DOTNET_CLI_UI_LANGUAGE=en
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet build --nologo -v quiet -clp:ErrorsOnly
dotnet test --no-build --no-progress "$@" 2>&1 | tee "$log" || status=$?

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
[ "$status" = 0 ] || echo "test.sh: the test runner ended with $status." >&2
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if [ -z "$passed" ]; then
  echo "test.sh: the test runner ended without a summary." >&2
  exit 1
fi

[ "$status" = 0 ] || [ "$failed" != 0 ] || { echo "test.sh: it failed although no test did." >&2; failed=1; }
# A skipped judge has judged nothing.
if [ "$missing_judges" != 0 ]; then
  echo "test.sh: $missing_judges of the judges above could not be installed; each counts as a failure." >&2
  failed=$((failed + missing_judges))
fi
echo
if [ "${skipped:-0}" != 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" = 0 ]
