#!/usr/bin/env bash
# The engine on 64-bit ARM, on any machine: Debian's Python for arm64 and arm64 wheels, run by qemu.
# Everything lies in .make/arm; Debian as root is needed. Some minutes, most of them emulation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

place=$PWD/.make/arm
log=$place/setup.log
say() { printf 'exoburn: %s\n' "$*"; }

# Run a command with its output in the log, and say every two seconds that it goes on.
watch() {
    local what=$1 began=$SECONDS
    shift
    say "$what"
    "$@" >>"$log" 2>&1 &
    local work=$!
    while kill -0 "$work" 2>/dev/null; do
        sleep 2
        kill -0 "$work" 2>/dev/null && say "$what, $((SECONDS - began)) s"
    done
    if ! wait "$work"; then
        tail -n 10 "$log" >&2
        say "that failed; the whole log is in .make/arm/setup.log" >&2
        exit 1
    fi
}

# Python 3.11 for arm64 and the libraries that it and the wheels load.
DEBIAN="python3.11-minimal libpython3.11-minimal libpython3.11-stdlib python3.11 libc6 libgcc-s1
    libstdc++6 zlib1g libexpat1 libssl3 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1
    libcrypt1 libtinfo6 libreadline8"
WHEELS="numpy scipy llvmlite pydantic tomlkit pytest hypothesis"

debian_packages() {
    cd "$place/debian"
    # shellcheck disable=SC2086
    apt-get download $(printf '%s:arm64 ' $DEBIAN)
    for package in *.deb; do dpkg -x "$package" "$place/root"; done
}

wheels() {
    # shellcheck disable=SC2086
    .venv/bin/python -m pip download --disable-pip-version-check --no-input --progress-bar off \
        --only-binary=:all: --python-version 3.11 --implementation cp \
        --abi cp311 --abi abi3 --abi none --platform manylinux_2_28_aarch64 \
        --platform manylinux_2_17_aarch64 --platform manylinux2014_aarch64 \
        -c constraints.txt -d "$place/wheels" $WHEELS
    for wheel in "$place"/wheels/*.whl; do .venv/bin/python -m zipfile -e "$wheel" "$place/site"; done
}

set_up() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "this check needs Debian and root: it fetches packages of another architecture" >&2
        exit 2
    fi
    rm -rf "$place"
    mkdir -p "$place/debian" "$place/root" "$place/wheels" "$place/site"
    command -v qemu-aarch64-static >/dev/null ||
        watch "installing qemu" apt-get install -y qemu-user-static
    local had=yes
    dpkg --print-foreign-architectures | grep -qx arm64 || had=no
    if [ "$had" = no ]; then
        trap 'dpkg --remove-architecture arm64' EXIT # also when a step fails
        dpkg --add-architecture arm64
    fi
    watch "reading the list of packages" apt-get update
    watch "getting Python for arm64" debian_packages
    watch "getting wheels for arm64" wheels
    touch "$place/ready"
    if [ "$had" = no ]; then
        trap - EXIT
        dpkg --remove-architecture arm64
    fi
}

python() {
    PYTHONPATH="$PWD/src:$place/site" EXOBURN_CACHE="$place/cache" EXOBURN_ENSEMBLE=prior \
        PYTHONDONTWRITEBYTECODE=1 \
        qemu-aarch64-static -L "$place/root" "$place/root/usr/bin/python3.11" "$@"
}

command -v qemu-aarch64-static >/dev/null || rm -f "$place/ready"
[ -e "$place/ready" ] || set_up
rm -rf "$place/cache" # a verdict of an earlier run proves nothing of this one
say "a kernel of the wound on ARM, tried on its stored column (a minute or two)"
python - <<'END'
import platform

from exoburn.engine import processor
from exoburn.simulate.cohort_kernels import cohort_kernel

print(platform.machine(), processor()["text"])
verdict = cohort_kernel("bare").verdict
print(verdict)
assert platform.machine() == "aarch64"
assert verdict is not None and verdict.agrees and verdict.rates_agree
END
say "tests of the engine on ARM"
python -m pytest -q -p no:cacheprovider tests/engine/test_functions.py tests/engine/test_reduce.py \
    tests/engine/test_events.py
say "the engine works on 64-bit ARM"
