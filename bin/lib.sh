# shellcheck shell=bash
# What bin/demo, bin/test and .ci/run share: from a machine with only Python and bash to a
# working .venv. Each step first looks whether there is anything to do, so that a second run
# takes seconds and needs no network.

set -euo pipefail

ROOT=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
VENV=$ROOT/.venv
PY=$VENV/bin/python
VAR=$ROOT/var
LOG=$VAR/setup.log

# Settings of another project or shell must not leak in; PYTHONUTF8 because a log-in list in
# Japanese has to be printed under any locale. Containers often keep Python from writing its
# compiled modules down: then each of our processes would compile them all again.
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONDONTWRITEBYTECODE PIP_TARGET PIP_PREFIX
export PYTHONUTF8=1 PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export DJANGO_SETTINGS_MODULE=cwc.settings

say() { printf '%s\n' "$*"; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# A child that catches Ctrl+C and ends normally would otherwise let the script go on.
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Prints the path of a Python that is new enough. _base_executable: where an activated .venv
# stands first on the PATH, the Python behind it is meant.
find_python() {
    local name found='' version
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$name" >/dev/null || continue
        "$name" -c 'import sys
if sys.version_info >= (3, 11): print(getattr(sys, "_base_executable", sys.executable))
else: sys.exit(1)' 2>/dev/null && return
        version=$("$name" -V 2>/dev/null) && found=${found:-$version}
    done
    die "Python 3.11 or newer is needed, and ${found:+only }${found:-none} was found" \
        "(on Ubuntu 22.04: apt-get install python3.11 python3.11-venv)."
}

# Opens the log and makes two runs at once take turns; file descriptor 9 is the lock.
begin_setup() {
    local path
    [ -d "$VAR" ] || mkdir -m 700 "$VAR" 2>/dev/null || true
    for path in "$ROOT" "$VAR" "$VENV" "$VAR"/*; do
        # What an earlier run as root has made stays closed to others.
        [ ! -e "$path" ] || [ -w "$path" ] ||
            die "$(id -un) may not write to $path: run this as $(stat -c %U "$path"), or give the folder to $(id -un)."
    done
    exec 9>"$VAR/setup.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Waiting for another set-up in this folder to end ..."
        flock 9
    fi
    : >"$LOG"
}
end_setup() { exec 9>&-; }

# Runs a command with its words in the log; shows nothing unless asked to by its caller.
logged() {
    printf '\n$ %s\n' "$*" >>"$LOG"
    "$@" </dev/null >>"$LOG" 2>&1
}

# Whether apt may be used: AS_ROOT becomes the words that give the right, WHY_NOT the reason.
AS_ROOT=()
WHY_NOT=''
may_use_apt() {
    if ! command -v apt-get >/dev/null; then
        WHY_NOT='this system has no apt-get'
    elif [ "$(id -u)" = 0 ]; then
        return 0
    elif ! command -v sudo >/dev/null; then
        WHY_NOT="$(id -un) may not install packages"
    elif sudo -n true 2>/dev/null; then
        AS_ROOT=(sudo -n)
        return 0
    else
        WHY_NOT="$(id -un) may not install packages without giving a password to sudo"
    fi
    return 1
}

# 9>&-: a service that a package starts must not keep our lock.
apt_get() {
    logged "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 "$@" 9>&-
}

# Installs Debian packages; "a|b" is the first that apt knows, "a|" is left out where it knows
# none. The second try is for lists that are missing or old, and for an install that was cut off.
apt_install() {
    may_use_apt || return 1
    apt_try "$@" && return
    if [ -z "$APT_REPAIRED" ]; then
        say "Once more, with apt's lists brought up to date ..."
        APT_REPAIRED=1
        logged "${AS_ROOT[@]}" dpkg --configure -a 9>&- || true
        apt_get update || true
        apt_try "$@" && return
    fi
    WHY_NOT="apt-get could not install it (no network? see $LOG)"
    return 1
}
APT_REPAIRED='' # once a run is enough: without a network each try takes seconds
apt_try() {
    local choice name known=()
    for choice; do
        for name in ${choice//|/ }; do
            apt-cache show "$name" >/dev/null 2>&1 && known+=("$name") && continue 2
        done
        case $choice in *'|') ;; *) return 1 ;; esac
    done
    [ ${#known[@]} -gt 0 ] || return 0
    say "Installing with apt: ${known[*]} ..."
    apt_get install --no-install-recommends "${known[@]}"
}

# Without these WeasyPrint cannot make a PDF (Pango), needs a quarter longer (HarfBuzz's
# subsetter), or prints boxes for kanji (a font). Asked of the loader and not of dpkg, so that
# it is right on every system; fc-list comes with Pango.
missing_for_pdf() {
    "$1" - <<'PYTHON'
import ctypes, glob, shutil, subprocess

def loads(*names):
    try:
        return all(ctypes.CDLL(name) for name in names)
    except OSError:
        return False

def japanese_font():
    if glob.glob("/usr/share/fonts/truetype/fonts-morisawa-bizud-gothic/*.ttf"):
        return True
    lister = shutil.which("fc-list")
    return bool(lister and subprocess.run([lister, ":lang=ja"], capture_output=True).stdout)

if not loads("libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1"):
    print("libpango-1.0-0")
if not loads("libpangoft2-1.0.so.0"):
    print("libpangoft2-1.0-0")
if not loads("libharfbuzz-subset.so.0"):
    print("libharfbuzz-subset0|")
if not japanese_font():
    print("fonts-morisawa-bizud-gothic|fonts-noto-cjk")
PYTHON
}

# Sets PDF_NOTE to what does not work and the command that puts it right, or to nothing.
PDF_NOTE=''
prepare_pdf() {
    local missing effect
    mapfile -t missing < <(missing_for_pdf "$1")
    [ ${#missing[@]} -gt 0 ] || return 0
    apt_install "${missing[@]}" || true
    mapfile -t missing < <(missing_for_pdf "$1")
    case ${missing[*]:-} in
    *libpango*) effect='PDF reports cannot be made before Pango is installed' ;;
    *fonts*) effect='PDF reports show boxes instead of Japanese before a font is installed' ;;
    *) return 0 ;; # all there, or only the subsetter is not: PDFs are slower then, but right
    esac
    # shellcheck disable=SC2034  # read by the callers
    PDF_NOTE="$effect, and $WHY_NOT. Run as root:
  apt-get update && apt-get install --no-install-recommends ${missing[*]%%|*}"
}

# Makes .venv hold what requirements/NAME.txt locks. A stamp holds the lock's hash; the mark
# .unfinished stands while .venv is being changed, so that one left by a kill is built anew.
prepare_venv() {
    local python=$1 name=$2 lock=$ROOT/requirements/$2.txt want
    want=$(sha256sum <"$lock")
    if [ ! -e "$VENV/.unfinished" ] && [ "$(cat "$VENV/.installed-$name" 2>/dev/null)" = "$want" ] &&
        "$PY" -c '' 2>/dev/null; then
        return
    fi
    if [ -e "$VENV/.unfinished" ] || ! "$PY" -m pip --version >/dev/null 2>&1; then
        require_venv_module "$python"
        say "Making $VENV ..."
        rm -rf "$VENV"
        mkdir "$VENV"
        touch "$VENV/.unfinished"
        logged "$python" -m venv "$VENV" || die "Cannot make a virtual environment, see $LOG."
    fi
    say "Installing the Python packages of requirements/$name.txt ..."
    touch "$VENV/.unfinished"
    rm -f "$VENV"/.installed-*
    if ! logged "$PY" -m pip install --quiet --progress-bar off --retries 2 --only-binary :all: \
        --require-hashes -r "$lock"; then
        rm "$VENV/.unfinished" # pip gave up in good order
        if grep -q 'DO NOT MATCH THE HASHES' "$LOG"; then
            die "A downloaded package is not the one that requirements/$name.txt locks, see $LOG."
        fi
        die "The Python packages could not be installed (no network?), see $LOG."
    fi
    # test.txt holds all of app.txt, in the same versions.
    [ "$name" = app ] || sha256sum <"$ROOT/requirements/app.txt" >"$VENV/.installed-app"
    printf '%s\n' "$want" >"$VENV/.installed-$name"
    rm "$VENV/.unfinished"
}

# Makes var/scan hold the scanners of requirements/scan.txt: a venv of their own, because they need other versions of
# packages than the product. --no-deps: the lock is whole. Fails where they cannot be had.
prepare_scan() {
    local python=$1 lock=$ROOT/requirements/scan.txt want
    want=$(sha256sum <"$lock")
    [ "$(cat "$VAR/scan/.installed" 2>/dev/null)" != "$want" ] || return 0
    say "Installing the scanners of requirements/scan.txt ..."
    rm -rf "$VAR/scan"
    logged "$python" -m venv "$VAR/scan" &&
        logged "$VAR/scan/bin/python" -m pip install --quiet --progress-bar off --retries 1 --only-binary :all: \
            --no-compile --no-deps --require-hashes -r "$lock" && printf '%s\n' "$want" >"$VAR/scan/.installed"
}

# Debian and Ubuntu ship Python without the part of venv that brings pip.
require_venv_module() {
    local package
    "$1" -c 'import venv, ensurepip' 2>/dev/null && return
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "$package" && "$1" -c 'import venv, ensurepip' 2>/dev/null && return
    die "Python's venv module is missing and ${WHY_NOT:-apt-get did not bring it}." \
        "Run as root: apt-get update && apt-get install $package"
}

# What bin/test and bin/bench leave nothing of: the program they run, a scratch folder, a PostgreSQL server.
child=''
scratch=''
cluster=''
# shellcheck disable=SC2329,SC2317  # called by the traps
clean_up() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        # xdist's workers would otherwise first finish the test that they are at.
        # shellcheck disable=SC2046  # several numbers, as many arguments
        kill -TERM "$child" $(cat /proc/"$child"/task/*/children)
        wait "$child"
    fi
    if [ -n "$cluster" ]; then
        as_server "$server_bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1
        rm -rf "$cluster"
    fi
    [ -z "$scratch" ] || rm -rf "$scratch"
} 2>/dev/null
clean_up_at_end() { trap 'status=$?; set +e; clean_up; exit $status' EXIT; }

# In the background, because bash answers a signal only after a child in the foreground has ended.
run() {
    local status=0
    "$@" <&0 &
    child=$!
    wait "$child" || status=$?
    child=''
    return "$status"
}

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$server_user" -- "$@"
    else
        su -s /bin/sh "$server_user" -c "$(printf '%q ' "$@")"
    fi
}

# Starts a server that only this user can reach (a socket in a private folder) and that keeps
# nothing, so it need not wait for the disk. Sets url; fails with the reason in WHY_NOT.
start_cluster() {
    local initdb
    initdb=$(command -v initdb || printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    if [ ! -x "$initdb" ]; then
        WHY_NOT='no server found: install the package postgresql, or set DATABASE_URL'
        return 1
    fi
    server_bin=$(dirname "$(readlink -f "$initdb")")
    server_user=$(id -un postgres 2>/dev/null || echo nobody)
    cluster=$(mktemp -d /tmp/cwc-pg.XXXXXX) # not TMPDIR: a socket's path must be short
    if [ "$(id -u)" = 0 ]; then chown "$server_user" "$cluster"; fi
    if (cd "$cluster" && as_server "$server_bin/initdb" -D "$cluster/data" -U cwc -A trust -E UTF8 --locale=C -N &&
        as_server "$server_bin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -t 60 -o "-c listen_addresses='' \
            -c unix_socket_directories=$cluster -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off" \
            start) >"$scratch/cluster.log" 2>&1; then
        # shellcheck disable=SC2034  # read by the callers
        url="postgres://cwc@/postgres?host=$cluster"
        unset PGHOST PGHOSTADDR PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS PGSSLMODE
        return 0
    fi
    tail -n 20 "$scratch/cluster.log" "$cluster/log" >&2 2>/dev/null || true
    WHY_NOT="the server in $server_bin did not start, its words are above"
    return 1
}

# Runs a command in the background of a script, again whenever it ended by itself, until this is told to end (TERM), which
# ends the command too. A moment is waited first: Ctrl+C ends the command and only then the script.
# shellcheck disable=SC2329,SC2317  # stop_child is called by the trap
keep_running() {
    local child='' ending=''
    stop_child() {
        ending=1
        [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true
    }
    trap stop_child TERM INT HUP
    while [ -z "$ending" ]; do
        "$@" &
        await_child
        [ -n "$ending" ] && break
        sleep "${RUN_AGAIN_AFTER:-3}" &
        await_child
        [ -n "$ending" ] || say "止まったプログラムを、もう一度動かします。 / Started again, because it had ended: ${*: -1}"
    done
}

# Waits until the last child has ended, also when the waiting is interrupted; belongs to keep_running.
await_child() {
    child=$!
    [ -z "$ending" ] || stop_child # the signal came before there was a child to tell
    while kill -0 "$child" 2>/dev/null; do wait "$child" || true; done
}
