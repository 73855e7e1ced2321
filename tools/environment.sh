#!/usr/bin/env bash
# Set up .venv for one purpose: core (run exoburn), test (and check it), lint (and its style).
# Called by make, which runs it again only when this file, pyproject.toml or constraints.txt change.
# Exit code 2: something is missing that only the owner of the machine can install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=${1:?core, test or lint}
case $purpose in
    core) what="." ;;
    test) what=".[test]" ;;
    lint) what=".[test,dev]" ;;
    *) echo "exoburn: no environment named $purpose" >&2; exit 2 ;;
esac
mkdir -p .make
log=$PWD/.make/setup.log
: >"$log"

say() { printf 'exoburn: %s\n' "$*"; }
root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Debian packages, quietly; with a fresh list of packages if the old one does not know them.
apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y "$@" >>"$log" 2>&1 && return
    apt-get update >>"$log" 2>&1 && apt-get install -y "$@" >>"$log" 2>&1
}

needs() {
    say "$1; please run this as the owner of the machine, then try again:" >&2
    echo "    apt-get install -y $2" >&2
    exit 2
}

# The first Python that is new enough; a broken one does not count.
find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    if ! python=$(find_python); then
        root && apt python3 python3-venv && python=$(find_python) ||
            needs "Python 3.11 or newer is missing" "python3 python3-venv"
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        if root; then
            say "installing python3-venv"
            apt python3-venv || true
        fi
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
            needs "$python cannot make virtual environments" "python3-venv"
    fi
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
}

install() {
    local constraints=()
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
        constraints=(-c constraints.txt)
    else
        say "not Python 3.11: newest packages instead of the tried ones of constraints.txt"
    fi
    say "installing packages for $purpose (some minutes the first time)"
    if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
        "${constraints[@]}" -e "$what" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "the packages could not be installed; the whole log is in .make/setup.log" >&2
        exit 1
    fi
}

# libroadrunner, which the tests compare us with, is linked to the shared library of Python.
check_roadrunner() {
    .venv/bin/python -c 'import roadrunner' >>"$log" 2>&1 && return
    local library
    library=$(.venv/bin/python -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')
    if root; then
        say "installing $library for libroadrunner"
        apt "$library" || true
        .venv/bin/python -c 'import roadrunner' >>"$log" 2>&1 && return
    fi
    say "libroadrunner does not load without $library: tests against it are skipped"
}

.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
install
[ "$purpose" = core ] || check_roadrunner
touch ".make/$purpose"
say "ready"
