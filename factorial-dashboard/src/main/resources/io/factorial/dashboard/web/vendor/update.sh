#!/bin/sh
# Fetches the browser libraries from npm and makes their imports relative. Run it in this folder.
set -eu
cd -- "$(dirname -- "$0")"
here=$(pwd)

packages='preact@11.2.0 @preact/signals@2.11.4 @preact/signals-core@1.14.5 htm@3.1.1'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086 # several packages, one word each
(cd "$work" && npm install --silent --no-save --ignore-scripts $packages)

take() { # published file, name here
  sed -e 's#//\# sourceMappingURL=.*$##' \
    -e 's#"preact/hooks"#"./hooks.js"#g' \
    -e 's#"@preact/signals-core"#"./signals-core.js"#g' \
    -e 's#"preact"#"./preact.js"#g' "$work/node_modules/$1" >"$here/$2"
}

take preact/dist/preact.mjs preact.js
take preact/hooks/dist/hooks.mjs hooks.js
take @preact/signals-core/dist/signals-core.mjs signals-core.js
take @preact/signals/dist/signals.mjs signals.js
take htm/dist/htm.mjs htm.js
cp "$work/node_modules/preact/LICENSE" LICENSE-preact.txt
cp "$work/node_modules/@preact/signals/LICENSE" LICENSE-signals.txt
cp "$work/node_modules/htm/LICENSE" LICENSE-htm.txt
