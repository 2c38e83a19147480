#!/bin/sh
# Installs the mock of model providers that AimockTest runs against, from the lock file beside this script, into
# target/aimock of the module. Does nothing, and says nothing, when it is there already.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target="$here/../../../target/aimock"

if [ -f "$target/installed-lock.json" ] && cmp -s "$here/package-lock.json" "$target/installed-lock.json"; then
  exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "aimock: no npm on the PATH (expected: Node.js 20.15 or newer with npm)" >&2
  exit 1
fi
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
if ! (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$target/install.txt" 2>&1; then
  cat "$target/install.txt" >&2
  echo "aimock: npm ci failed in $target" >&2
  exit 1
fi
cp "$here/package-lock.json" "$target/installed-lock.json"
