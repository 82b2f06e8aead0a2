#!/bin/sh
# Compile requirements*.in into requirements*.lock: every version, every hash, no registry. `--upgrade` takes newer.
set -eu
cd "$(dirname "$0")/.."
export UV_SYSTEM_CERTS=1

compile() {
    source=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 --custom-compile-command "make lock" "$source" -o "${source%.in}.lock" "$@"
}

compile requirements.in "$@"
compile requirements-dev.in --constraint requirements.lock "$@"
compile requirements-s3.in "$@"
