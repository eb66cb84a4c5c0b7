"""What bin/demo, bin/test and .ci/run say and do, without a network and without apt.

That they bring up a bare Debian is tried by hand in a debootstrap folder; here is what can be
had in a second.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.either

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["bin/demo", "bin/test", "bin/bench", ".ci/run", "bin/lib.sh"]
LOCKS = ["app", "test"]


def run(*command, cwd="/", **env):
    return subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, check=False)


def demo(*arguments, **env):
    return run(str(ROOT / "bin/demo"), *arguments, **env)


def says_one_sentence(result, *words):
    """A plain sentence on stderr, a failure, and nothing else."""
    lines = result.stderr.strip().splitlines()
    return result.returncode == 1 and not result.stdout and len(lines) == 1 and all(w in lines[0] for w in words)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_shell_can_read_it(script):
    assert run("bash", "-n", str(ROOT / script)).stderr == ""


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_shellcheck_finds_nothing():
    assert run("shellcheck", "-x", *SCRIPTS, cwd=ROOT).stdout == ""


@pytest.mark.parametrize("script", ["bin/demo", "bin/test", "bin/bench"])
def test_help(script):
    result = run(str(ROOT / script), "--help")
    assert result.returncode == 0
    assert result.stdout.startswith(f"Usage: {script}")
    assert result.stderr == ""


def test_an_unknown_argument_is_named():
    assert says_one_sentence(demo("--serve-not"), "--serve-not", "--help")


def test_a_council_that_is_none():
    assert says_one_sentence(demo("--council", "nowhere"), "nowhere", "axes.csv")
    assert says_one_sentence(demo("--council"), "--council", "--help")


@pytest.mark.parametrize("port", ["0", "70000", "80a", "-1", "123456"])
def test_a_port_that_is_none(port):
    assert says_one_sentence(demo(PORT=port), "PORT", port)


@pytest.mark.parametrize("reuse", [False, True])
def test_a_taken_port_is_found_before_anything_else(reuse):
    with socket.socket() as taken:
        if reuse:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert says_one_sentence(demo(PORT=port), f"Port {port} is in use")


def old_python(folder, *names):
    for name in names:
        program = folder / name
        program.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.10.12 && exit\nexit 1\n')
        program.chmod(0o755)


def test_a_python_that_is_too_old(tmp_path):
    old_python(tmp_path, "python3", *(f"python3.{n}" for n in range(11, 15)))
    for script in ("bin/demo", "bin/test"):
        result = run(str(ROOT / script), PATH=f"{tmp_path}:/usr/bin:/bin")
        assert says_one_sentence(result, "Python 3.11 or newer", "only Python 3.10.12 was")


def test_a_newer_python_beside_an_old_one_is_taken(tmp_path):
    old_python(tmp_path, "python3")
    new = tmp_path / "python3.13"
    new.write_text("#!/bin/sh\necho /opt/new/python\n")
    new.chmod(0o755)
    result = run("bash", "-c", ". bin/lib.sh; find_python", cwd=ROOT, PATH=f"{tmp_path}:/usr/bin:/bin")
    assert result.stdout == "/opt/new/python\n"


# What is kept running

@pytest.fixture
def kept(tmp_path):
    """keep_running with a command that writes its number down and stays: the process, and the numbers so far."""
    numbers = tmp_path / "numbers"
    command = f'. bin/lib.sh; keep_running bash -c \'echo $$ >>"{numbers}"; exec sleep 60\' &\nkept=$!; trap "kill -TERM $kept; wait; exit" TERM; wait'
    with subprocess.Popen(["bash", "-c", command], cwd=ROOT, env=os.environ | {"RUN_AGAIN_AFTER": "0.1"}, stdout=subprocess.PIPE, text=True) as process:
        yield process, lambda: [*map(int, numbers.read_text().split())] if numbers.exists() else []
        process.kill()


def wait_for(condition):
    ends = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def lives(number):
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_program_that_was_killed_is_started_again_and_ends_with_the_script(kept, by):
    process, numbers = kept
    for runs in (1, 2):
        wait_for(lambda runs=runs: len(numbers()) == runs)
        os.kill(numbers()[-1], by)
    wait_for(lambda: len(numbers()) == 3 and lives(numbers()[-1]))
    process.terminate()
    process.wait(20)
    assert not any(map(lives, numbers())) and process.stdout.read().count("Started again") == 2


def test_the_demo_keeps_its_worker_running():
    assert 'keep_running "$PY" "$ROOT/manage.py" run_worker &' in (ROOT / "bin/demo").read_text()


# The locks

def pins(name):
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M))


def test_the_lock_of_the_tests_holds_that_of_the_application():
    assert pins("app")
    assert pins("app") <= pins("test")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert not re.search(r"^\s*(--(extra-)?index-url|-i|--find-links|-f|--trusted-host)\b", text, re.M)
    for pin, rest in re.findall(r"^(\S+==\S+)(.*(?:\n    .*)*)", text, re.M):
        assert "--hash=sha256:" in rest, pin


# The virtual environment

FAKE_PYTHON = """#!/bin/bash
# Writes down what it is asked for; "-m venv" copies itself there.
case "$*" in
*'-m venv'*) echo venv >>"$CALLS"; mkdir -p "${@: -1}/bin"; cp "$0" "${@: -1}/bin/python" ;;
*'-m pip install'*) echo "${@: -1}" | sed 's|.*/||' >>"$CALLS"; exit ${PIP_STATUS:-0} ;;
esac
"""


@pytest.fixture
def prepare(tmp_path):
    """Calls prepare_venv in a copy of the project; gives the steps it took and what it said."""
    root = tmp_path / "a folder"
    shutil.copytree(ROOT / "requirements", root / "requirements")
    (root / "bin").mkdir()
    shutil.copy(ROOT / "bin/lib.sh", root / "bin")
    python = tmp_path / "python"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    calls = tmp_path / "calls"

    def prepare(name, **env):
        calls.write_text("")
        result = run("bash", "-c", f'. bin/lib.sh; begin_setup; prepare_venv "$0" {name}', str(python),
                     cwd=root, CALLS=str(calls), **env)
        return calls.read_text().split(), result

    prepare.root = root
    return prepare


def test_packages_are_installed_once(prepare):
    assert prepare("app")[0] == ["venv", "app.txt"]
    assert prepare("app")[0] == []


def test_the_demo_needs_nothing_more_after_the_tests_and_the_other_way_round(prepare):
    prepare("app")
    assert prepare("test")[0] == ["test.txt"]
    assert prepare("app")[0] == []
    assert prepare("test")[0] == []


def test_a_changed_lock_is_installed(prepare):
    prepare("test")
    with (prepare.root / "requirements/app.txt").open("a") as lock:
        lock.write("\n")
    assert prepare("app")[0] == ["app.txt"]
    assert prepare("test")[0] == ["test.txt"], "the application's lock may have changed what the tests use"


def test_an_installation_that_was_killed_is_built_anew(prepare):
    prepare("app")
    (prepare.root / ".venv/.unfinished").touch()
    (prepare.root / ".venv/half").touch()
    assert prepare("app")[0] == ["venv", "app.txt"]
    assert not (prepare.root / ".venv/half").exists()


def test_a_venv_whose_python_is_gone_is_built_anew(prepare):
    prepare("app")
    (prepare.root / ".venv/bin/python").unlink()
    assert prepare("app")[0] == ["venv", "app.txt"]


def test_without_a_network_one_sentence_and_the_next_run_goes_on(prepare):
    _, result = prepare("app", PIP_STATUS="1")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "no network?" in result.stderr
    assert prepare("app")[0] == ["app.txt"]


def test_local_state_is_closed_to_others(prepare):
    prepare("app")
    assert (prepare.root / "var").stat().st_mode & 0o077 == 0


def test_the_page_of_measurements_is_only_about_the_whole_suite():
    result = run(str(ROOT / "bin/test"), "--long", "--reliability", "-k", "report")
    assert says_one_sentence(result, "--reliability", "-k")
