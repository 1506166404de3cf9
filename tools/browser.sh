#!/bin/sh
# People's ways through the pages, in a real browser against a marketplace of its own. Where there is no Chromium and
# apt cannot bring one, this is skipped, and says so.
set -eu
cd "$(dirname "$0")/.."

skipped() {
    echo "==================================================================" >&2
    echo "SKIPPED: the browser tests. $1" >&2
    echo "==================================================================" >&2
    exit 0
}

found() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

[ -d clients/node_modules ] || skipped "The web is not installed (see make setup)."
if ! found >/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skipped "There is no Chromium; install one."
    echo "browser: installing Chromium"
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 ||
        skipped "apt could not install Chromium."
fi
CHROMIUM=$(found)
export CHROMIUM
cd clients
npm run --silent browser -- "$@"
