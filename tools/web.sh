#!/bin/sh
# The web: `sh tools/web.sh setup` installs what its lock file names, `build` builds it. Both are skipped when nothing
# changed since; without npm both are left out, and the marketplace runs without its pages.
set -eu
cd "$(dirname "$0")/../clients"

state_of() {
    cat "$@" | cksum
}

sources() {
    find apps packages -type d \( -name node_modules -o -name dist -o -name generated \) -prune -o -type f ! -name dist.stamp -print | sort
}

left_out() {
    echo "web: $1, so there are no pages, only the API." >&2
    echo "     Install Node.js 20.19 or newer with its npm (Debian, Ubuntu: apt-get install nodejs npm)." >&2
    exit 0
}

setup() {
    command -v npm >/dev/null 2>&1 || left_out "npm was not found"
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
        left_out "Node.js $(node --version) is too old"
    state="$(pwd) $(node --version) $(state_of package-lock.json .npmrc)"
    if [ "$(cat node_modules/.installed 2>/dev/null)" != "$state" ]; then
        echo "setup: installing the web's packages with npm $(npm --version 2>/dev/null)"
        npm ci --silent --ignore-scripts
        printf '%s' "$state" >node_modules/.installed
    fi
    node packages/api-client/generate.js
    node packages/ui/fonts.js
}

build() {
    setup
    state="$(sources | xargs cat ../contracts/openapi.json package-lock.json | cksum)"
    if [ "$(cat apps/web/dist.stamp 2>/dev/null)" != "$state" ] || [ ! -f apps/web/dist/manifest.json ]; then
        echo "web: building the pages"
        npm run --silent build
        printf '%s' "$state" >apps/web/dist.stamp
    fi
}

"$1"
