#!/bin/sh
# Turns a fresh clone into a working .venv. Only what the lock files name is installed, by hash; a stamp makes the
# second call free. The stamp knows the folder too, because a virtual environment does not survive being moved.
set -eu
cd "$(dirname "$0")/.."

lock=backend/requirements-dev.lock
stamp=.venv/.installed
state="$(pwd) $(cat "$lock" tools/setup.sh | cksum)"

installed() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && .venv/bin/python -c '' 2>/dev/null
}

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3}; do
        if usable "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "setup: no Python 3.11 or newer with its venv module was found (tried: ${PYTHON:-python3 and python3.11 to 3.14})." >&2
    echo "       Install one (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python make setup" >&2
    exit 1
}

quiet_pip() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check install "$@"
}

# uv, itself out of the lock, installs in seconds; where pip's own settings are needed to reach a registry, pip does it.
install_all() {
    awk '/^[^ #]/ { wanted = /^uv==/ } wanted' "$lock" >.venv/uv.lock
    quiet_pip --require-hashes -r .venv/uv.lock
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$lock" ||
        quiet_pip --require-hashes -r "$lock"
}

installed && exit 0
python=$(find_python)
echo "setup: installing into .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv
install_all
# The build backend comes from the lock, so this last step asks no registry.
quiet_pip --no-deps --no-build-isolation --no-index -e backend
printf '%s' "$state" >"$stamp"
