"""Set-up on machines that lack something, acted out with stand-ins for python3, id and apt-get."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "environment.sh"
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")

#: A python3 that can make environments only once python3-venv is installed. The environment's
#: python agrees to everything but loads libroadrunner only once libpython3.11 is installed.
PYTHON = """#!/bin/bash
here=$(dirname "${BASH_SOURCE[0]}")
case "$*" in
    *version_info\\ \\<*) exit 0 ;;
    *ensurepip*) [ -e "$here/python3-venv" ] ;;
    *--version*) echo "Python 3.11.2" ;;
    "-m venv .venv") mkdir -p .venv/bin; cp "$here/inner" .venv/bin/python ;;
    *) exit 1 ;;
esac
"""
READY = PYTHON.replace('[ -e "$here/python3-venv" ]', "true")
INNER = """#!/bin/bash
echo "$@" >>pip.txt
case "$*" in
    *import\\ roadrunner*) [ -e bin/libpython3.11 ] ;;
    *libpython*) echo libpython3.11 ;;
esac
"""
APT = '#!/bin/bash\nfor word; do touch "$(dirname "${BASH_SOURCE[0]}")/$word"; done\n'


@pytest.fixture
def machine(tmp_path):
    """Run the script in an empty checkout on a machine with these commands only."""
    (tmp_path / "tools").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tools")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("bash", "dirname", "mkdir", "rm", "touch", "tail", "cp", "sleep"):
        (commands / name).symlink_to(str(shutil.which(name)))

    def run(purpose: str, *, user: int, **programs: str) -> subprocess.CompletedProcess[str]:
        for name, text in {"id": f"#!/bin/bash\necho {user}\n", "inner": INNER, **programs}.items():
            path = commands / name.replace("_", "-")
            path.write_text(text)
            path.chmod(0o755)
        return subprocess.run(
            ["bash", "tools/environment.sh", purpose], cwd=tmp_path, capture_output=True,
            text=True, check=False, env={"PATH": str(commands), "HOME": os.environ["HOME"]},
        )  # fmt: skip

    return run


def test_without_python3_venv_a_user_is_told_the_line_and_gets_exit_2(machine):
    """Architecture, set-up: the line to run as the owner, exit code 2, no half-made .venv."""
    done = machine("core", user=1000, python3=PYTHON, apt_get=APT)
    assert done.returncode == 2
    assert "apt-get install -y python3-venv" in done.stderr


def test_as_root_python3_venv_is_installed_and_the_stamp_is_set(machine, tmp_path):
    """Architecture, set-up: root gets the package; the constraints hold on Python 3.11."""
    done = machine("core", user=0, python3=PYTHON, apt_get=APT)
    assert done.returncode == 0, done.stderr
    assert "ready" in done.stdout
    assert (tmp_path / ".make" / "core").exists()
    assert "-c constraints.txt -e ." in (tmp_path / "pip.txt").read_text()


def test_libroadrunner_that_does_not_load_is_one_line_and_no_failure(machine):
    """Architecture, set-up: without libpython the ring is skipped, with one line."""
    done = machine("test", user=1000, python3=PYTHON.replace("[ -e", "true || [ -e"), apt_get=APT)
    assert done.returncode == 0, done.stderr
    assert "libroadrunner does not load without libpython3.11" in done.stdout


def test_as_root_the_library_that_libroadrunner_needs_is_installed(machine, tmp_path):
    """Architecture, set-up: libpython3.11 on Debian's Python, found out by importing."""
    done = machine("test", user=0, python3=PYTHON, apt_get=APT)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bin" / "libpython3.11").exists()
    assert "does not load" not in done.stdout


def test_without_a_new_python_a_user_is_told_what_to_install(machine):
    """A python3 that says it is too old, and no other."""
    done = machine("test", user=1000, python3="#!/bin/bash\nexit 1\n")
    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr


SLOW = """#!/bin/bash
case "$*" in
    *pip\\ install*)
        echo "Collecting numpy>=1.26 (from exoburn==0.1.0)"
        sleep 5
        echo "Successfully installed numpy" ;;
esac
"""


def test_a_long_installation_says_that_it_goes_on(machine, tmp_path):
    """Nothing silent for more than 3 s: a line each two seconds, with the package; the rest is
    in the log."""
    done = machine("core", user=1000, python3=READY, inner=SLOW)
    assert done.returncode == 0, done.stderr
    beats = [line for line in done.stdout.splitlines() if ": getting numpy, " in line]
    assert len(beats) >= 2
    assert "Successfully" not in done.stdout
    assert "Successfully" in (tmp_path / ".make" / "setup.log").read_text()


def test_an_installation_that_fails_shows_the_end_of_its_log(machine, tmp_path):
    """The exit code is pip's affair, not that of what watches it."""
    failing = INNER + 'case "$*" in *pip\\ install*) echo "no space left"; exit 1 ;; esac\n'
    done = machine("core", user=1000, python3=READY, inner=failing)
    assert done.returncode == 1
    assert "no space left" in done.stderr
    assert not (tmp_path / ".make" / "core").exists()


def test_an_unknown_purpose_is_refused(machine):
    """Only what the Makefile asks for."""
    assert machine("everything", user=0).returncode == 2
