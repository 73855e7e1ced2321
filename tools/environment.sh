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

# Run a command with its output in the log, and say every two seconds that it goes on, and with
# which package where pip tells: watch WHAT COMMAND ... -> the command's exit code.
watch() {
    local what=$1
    shift
    "$@" 2>&1 | follow "$what"
}

follow() {
    local step="" line began=$SECONDS told=$SECONDS
    while :; do
        if IFS= read -r -t 1 line; then
            printf '%s\n' "$line" >>"$log"
            case $line in
                "Collecting "*) line=${line#Collecting }; step=": getting ${line%%[!A-Za-z0-9._-]*}" ;;
                "Installing collected"*) step=": unpacking what was got" ;;
            esac
        elif [ $? -le 128 ]; then
            return 0 # the end of the output, not a second without any
        fi
        if [ $((SECONDS - told)) -ge 2 ]; then
            told=$SECONDS
            say "$1$step, $((SECONDS - began)) s"
        fi
    done
}

# Debian packages; with a fresh list of packages if the old one does not know them.
apt() {
    export DEBIAN_FRONTEND=noninteractive
    watch "installing $*" apt-get install -y "$@" && return
    watch "reading the list of packages" apt-get update &&
        watch "installing $*" apt-get install -y "$@"
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
    if ! watch "making .venv" "$python" -m venv .venv; then
        tail -n 20 "$log" >&2
        say "the environment could not be made; the whole log is in .make/setup.log" >&2
        exit 1
    fi
}

install() {
    local constraints=()
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
        constraints=(-c constraints.txt)
    else
        say "not Python 3.11: newest packages instead of the tried ones of constraints.txt"
    fi
    say "installing packages for $purpose (some minutes the first time)"
    if ! watch "packages" .venv/bin/python -m pip install --disable-pip-version-check --no-input \
        --progress-bar off "${constraints[@]}" -e "$what"; then
        tail -n 20 "$log" >&2
        say "the packages could not be installed; the whole log is in .make/setup.log" >&2
        exit 1
    fi
}

# A browser for the tests that open our pages; without one they are skipped.
check_browser() {
    command -v chromium >/dev/null && return
    if root; then
        say "installing chromium for the tests of our pages"
        apt chromium || true
        command -v chromium >/dev/null && return
    fi
    say "no chromium: tests that open our pages in a browser are skipped"
}

# libroadrunner, which the tests compare us with, is linked to the shared library of Python.
check_roadrunner() {
    watch "trying libroadrunner" .venv/bin/python -c 'import roadrunner' && return
    local library
    library=$(.venv/bin/python -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')
    if root; then
        say "installing $library for libroadrunner"
        apt "$library" || true
        watch "trying libroadrunner" .venv/bin/python -c 'import roadrunner' && return
    fi
    say "libroadrunner does not load without $library: tests against it are skipped"
}

.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
install
if [ "$purpose" = test ]; then
    check_roadrunner
    check_browser
fi
touch ".make/$purpose"
say "ready"
