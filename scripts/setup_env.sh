#!/bin/sh
# Install a lock file into an environment, made if need be: scripts/setup_env.sh LOCK
#
# Needs only Python >= 3.11 with pip: no root, no compiler, no ensurepip, no node.
#   VENV    where the environment is (default .venv)
#   PYTHON  which Python makes it (default python3)
set -eu
cd "$(dirname "$0")/.."
lock=$1
venv=${VENV:-.venv}
system_python=${PYTHON:-python3}
python=$venv/bin/python

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

command -v "$system_python" >/dev/null ||
    fail "Python 3.11 or newer is needed, and there is no $system_python here (Debian: apt install python3 python3-pip)."
"$system_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed, and $system_python is $("$system_python" -V 2>&1). Name a newer one: make PYTHON=python3.12 run"
"$system_python" -m pip --version >/dev/null 2>&1 ||
    fail "$system_python has no pip (Debian: apt install python3-pip)."

# Without pip inside: a bare Debian has no ensurepip to put it there. A stale one (its Python is gone) is laid anew.
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$system_python" -m venv --without-pip --clear "$venv"
fi

pip() {
    "$system_python" -m pip --python "$python" --disable-pip-version-check "$@"
}

# uv knows neither pip's settings nor the system's certificates: tell it both, so that a mirror works.
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1
if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    index=${PIP_INDEX_URL:-$("$system_python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
fi

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    uv=$venv/bin/uv
    pip install --quiet uv || echo "uv is not to be had here; pip installs instead, which takes longer." >&2
fi

install_with_uv() {
    [ -x "$uv" ] && "$uv" pip install --quiet --python "$python" --only-binary :all: --require-hashes -r "$lock"
}

install_with_uv || {
    echo "Installing $lock with pip." >&2
    pip install --quiet --only-binary :all: --require-hashes -r "$lock"
}
