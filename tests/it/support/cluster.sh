#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for the tests: made in a temporary folder, reached over 127.0.0.1 only,
# stopped and removed when its user is done. No service, no configuration and no password of the machine is touched.
#
#   cluster.sh find                  prints the folder of the server binaries; fails where there are none
#   cluster.sh serve                 starts a cluster, prints its URL, and keeps it until standard input closes
#   cluster.sh with COMMAND [ARG...] runs COMMAND with TEST_POSTGRES_URL set
#   cluster.sh drill                 as serve, but what is committed is on the disk, and the server does as it is told
#                                    by lines of standard input: stop, start, freeze, thaw. Each is answered by a line
#
# TEST_PG_BINDIRS (folders separated by colons) replaces the folders searched.
set -euo pipefail

say() { printf 'cluster: %s\n' "$*" >&2; }

candidates() {
    if [ -n "${TEST_PG_BINDIRS+set}" ]; then
        printf '%s' "$TEST_PG_BINDIRS" | tr ':' '\n'
        echo
        return
    fi
    local initdb
    if initdb=$(command -v initdb); then dirname "$initdb"; fi
    if command -v pg_config >/dev/null; then pg_config --bindir || true; fi
    # Newest first, where several versions are installed.
    printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin \
        /usr/libexec/postgresql* /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
        /home/linuxbrew/.linuxbrew/opt/postgresql*/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin | sort -rV
}

find_binaries() {
    local folder
    while IFS= read -r folder; do
        if [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return 0
        fi
    done < <(candidates)
    return 1
}

# PostgreSQL refuses to run as root, so root lends it to an account that can do nothing else.
as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v setpriv >/dev/null && setpriv --help 2>&1 | grep -q -- --reuid; then
        setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups -- "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$account" -- "$@"
    else
        su -s /bin/sh "$account" -c "$(printf '%q ' "$@")"
    fi
}

# The server's own process and all that it has started.
processes() {
    local first
    first=$(head -n 1 "$home/data/postmaster.pid")
    printf '%s\n' "$first"
    # A process that ends meanwhile is nothing to complain of.
    grep -ls "^PPid:[[:space:]]*$first\$" /proc/[0-9]*/status 2>/dev/null | cut -d / -f 3 || true
}

signal_all() {
    processes | while IFS= read -r process; do
        kill -s "$1" "$process" 2>/dev/null || true
    done
}

# The server's own process first: frozen, it starts no other meanwhile.
freeze() {
    kill -s STOP "$(head -n 1 "$home/data/postmaster.pid")"
    signal_all STOP
}

stop() {
    local code=$?
    trap '' INT TERM HUP
    trap - EXIT
    if [ -n "$home" ] && [ -f "$home/data/postmaster.pid" ]; then signal_all CONT; fi
    if [ -n "$home" ]; then
        if [ -f "$home/data/postmaster.pid" ]; then
            as_server "$bin/pg_ctl" stop -D "$home/data" -m immediate -w >/dev/null 2>&1 || true
        fi
        rm -rf "$home"
    fi
    exit "$code"
}

start() {
    bin=$(find_binaries) || { say 'no PostgreSQL server binaries found'; exit 69; }
    account=
    if [ "$(id -u)" -eq 0 ]; then
        if id postgres >/dev/null 2>&1; then account=postgres; else account=nobody; fi
    fi
    home=
    trap stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    home=$(mktemp -d "${TMPDIR:-/tmp}/permanence-test-postgres.XXXXXX")
    if [ -n "$account" ]; then chown "$account" "$home"; fi
    # The server starts in a folder that its account can read, whatever the caller's is.
    cd "$home"
    as_server "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C -N >"$home/initdb.log" 2>&1 \
        || { say 'initdb failed:'; cat "$home/initdb.log" >&2; exit 70; }
    # Nothing here outlives the run, so durability is given up for speed.
    cat >>"$home/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
CONF
    local attempt
    for attempt in 1 2 3 4 5 6; do
        port=$((20000 + RANDOM % 12000))
        # The log is the server's own file, so that it holds open none of the caller's pipes.
        if as_server "$bin/pg_ctl" start -D "$home/data" -w -t 60 -l "$home/data/server.log" -o "-p $port" >/dev/null 2>&1; then
            url="postgres://postgres@127.0.0.1:$port/postgres"
            return 0
        fi
    done
    say "the server did not start after $attempt attempts:"
    cat "$home/data/server.log" >&2 || true
    exit 70
}

case ${1:-} in
    find) find_binaries ;;
    serve)
        start
        printf '%s\n' "$url"
        # The end of input is the caller's end, however it came: a return, a panic or a kill.
        cat >/dev/null
        ;;
    drill)
        start
        as_server "$bin/pg_ctl" stop -D "$home/data" -m fast -w >/dev/null
        for setting in fsync synchronous_commit full_page_writes; do
            printf '%s = on\n' "$setting" >>"$home/data/postgresql.conf"
        done
        begin_again() {
            as_server "$bin/pg_ctl" start -D "$home/data" -w -t 60 -l "$home/data/server.log" -o "-p $port" >/dev/null
        }
        begin_again
        printf '%s\n' "$url"
        while IFS= read -r word; do
            case $word in
                stop) as_server "$bin/pg_ctl" stop -D "$home/data" -m fast -w >/dev/null ;;
                start) begin_again ;;
                freeze) freeze ;;
                thaw) signal_all CONT ;;
                *) say "drill knows no '$word'"; exit 64 ;;
            esac
            printf '%s\n' "$word"
        done
        ;;
    with)
        shift
        here=$PWD
        start
        cd "$here"
        TEST_POSTGRES_URL=$url "$@"
        ;;
    *)
        sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
        exit 64
        ;;
esac
