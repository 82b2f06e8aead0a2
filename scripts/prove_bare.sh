#!/bin/sh
# Prove that the commands work on a bare Debian. As root: scripts/prove_bare.sh FOLDER [env|run|test|all]
#
# Makes a minimal Debian in FOLDER (debootstrap; kept, so that a second proof is quick) with python3,
# python3-pip, make and git and nothing else, clones this repository into it as an ordinary user, and there
#   env   makes the environment, twice, and times both
#   run   does `make run`, waits for /healthz, stops it, and times a second start
#   test  does `make test` (T= for a part)
#   all   is run, then test (the default)
#
#   SUITE=trixie       another Debian than bookworm
#   MIRROR=…           where debootstrap takes packages from
#   PORT=8000          the port to serve on (5000)
#   UNCOMMITTED=1      prove the working tree instead of the last commit
#
# Settings of pip, uv, npm and certificates in the environment, and this machine's CA bundle, are passed on,
# so that a proof behind a company's mirror works too.
set -eu

[ "$(id -u)" = 0 ] || { echo "debootstrap and chroot need root." >&2; exit 1; }
# In a mount namespace of its own: /proc and /dev are gone from FOLDER when this ends, however it ends.
if [ -z "${PROVING:-}" ]; then
    PROVING=1 exec unshare --mount --propagation private "$0" "$@"
fi

root=$(realpath -m "$1")
what=${2:-all}
here=$(realpath "$(dirname "$0")/..")
port=${PORT:-5000}
settings='PIP_[A-Z_]+|UV_[A-Z_]+|npm_config_[a-z_]+|[a-z]+_proxy|[A-Z]+_PROXY|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS'

step() { printf '\n== %s\n' "$*"; }
seconds() { date +%s.%N; }
since() { echo "$1 $(seconds)" | awk '{printf "%.1f s\n", $2 - $1}'; }

make_root() {
    [ ! -e "$root/home/newcomer" ] || return 0
    step "A minimal Debian ${SUITE:-bookworm} in $root"
    mkdir -p "$root"
    # shellcheck disable=SC2086 # an empty MIRROR is no argument
    debootstrap --variant=minbase --include=python3,python3-pip,make,git,ca-certificates \
        "${SUITE:-bookworm}" "$root" ${MIRROR:-} >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
    chroot "$root" useradd --create-home newcomer
}

connect_root() {
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
        cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    fi
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    export -p | grep -E "^export ($settings)=" | grep -v '^export PIP_FIND_LINKS=' >"$root/tmp/settings" || true
}

clone() {
    step "A clone, as an ordinary user"
    rm -rf "$root/home/newcomer/product" "$root/tmp/product.git"
    git clone --quiet --bare "$here" "$root/tmp/product.git" 2>/dev/null || git init --quiet --bare "$root/tmp/product.git"
    chroot "$root" chown -R newcomer: /tmp/product.git
    as_newcomer 'cd; git clone --quiet /tmp/product.git product'
    if [ -n "${UNCOMMITTED:-}" ]; then
        (cd "$here" && git ls-files -z --cached --others --exclude-standard |
            tar --create --null --ignore-failed-read --files-from=-) |
            chroot --userspec=newcomer:newcomer "$root" tar --extract --directory=/home/newcomer/product
    fi
}

# No terminal, no input, and no variable of this machine but the settings above.
as_newcomer() {
    chroot --userspec=newcomer:newcomer "$root" env -i HOME=/home/newcomer USER=newcomer LANG=C.UTF-8 \
        PATH=/usr/local/bin:/usr/bin:/bin PORT="$port" T="${T:-tests}" \
        sh -c '. /tmp/settings; cd; [ ! -d product ] || cd product; eval "$1"' sh "$1" </dev/null
}

show_tools() {
    step "What is there, and what is not"
    as_newcomer 'python3 -V; python3 -m pip --version; make --version | head -n 1; id
        for each in cc node psql redis-server chromium curl sudo; do command -v "$each" || echo "no $each"; done
        python3 -c "import ensurepip" 2>/dev/null || echo "no ensurepip"'
}

prove_env() {
    for time in first second; do
        step "make env, the $time time"
        began=$(seconds)
        as_newcomer 'make env'
        since "$began"
    done
}

answers() {
    python3 - "http://127.0.0.1:$port/healthz" <<'END'
import sys, urllib.request
try:
    print(urllib.request.urlopen(sys.argv[1], timeout=2).status)
except OSError:
    sys.exit(1)
END
}

prove_run() {
    ! answers >/dev/null || { echo "Something answers on port $port already: PORT= another one." >&2; exit 1; }
    for time in first second; do
        step "make run, the $time time"
        began=$(seconds)
        as_newcomer 'exec make run' >"$root/tmp/run.log" 2>&1 &
        running=$!
        until answers; do
            kill -0 "$running" 2>/dev/null || { tail -n 40 "$root/tmp/run.log"; echo "it ended" >&2; exit 1; }
            sleep 0.1
        done
        printf 'answered after '
        since "$began"
        sleep 3
        cat "$root/tmp/run.log"
        as_newcomer 'for each in /proc/[0-9]*; do
            [ "$(readlink "$each/cwd" 2>/dev/null)" != "$HOME/product" ] || [ "${each#/proc/}" = $$ ] ||
                kill -TERM "${each#/proc/}" 2>/dev/null || true
        done'
        wait "$running" || true
    done
}

prove_test() {
    step "make test"
    began=$(seconds)
    as_newcomer 'make test'
    since "$began"
}

make_root
connect_root
clone
show_tools
case $what in
env) prove_env ;;
run) prove_run ;;
test) prove_test ;;
all) prove_run && prove_test ;;
*) echo "env, run, test or all" >&2; exit 1 ;;
esac
step "Proved: $what"
