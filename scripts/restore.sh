#!/usr/bin/env bash
# Puts a backup in the place of what is here. The server must be stopped.
#
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz             into an empty installation
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz --replace   over the shops that are there
#
# The file is checked to its end before anything is touched. Afterwards whoever was erased since is erased again (the ledger beside
# the file and the one of the settings), and the audit log is read. Start the server when this has ended well. docs/operations.md
# tells the rest.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || { echo "usage: scripts/restore.sh FILE [--replace] [--other-master-key]" >&2; exit 2; }
. "$home/scripts/program"
# What only the database knows that is about to be replaced.
case " $* " in
    *" --replace "*) if knows erasure ledger; then "$program" erasure ledger || echo "restore: the ledger is taken as it is" >&2; fi ;;
esac
"$program" restore "$@"
status=0
if knows erasure replay; then
    beside=
    for argument in "$@"; do
        case "$argument" in -*) ;; *) beside=$(dirname -- "$argument")/erasure-ledger.jsonl ;; esac
    done
    if [ -n "$beside" ] && [ -e "$beside" ]; then "$program" erasure replay --ledger "$beside" || status=1; fi
    if ! said=$("$program" erasure replay 2>&1); then
        # Without any erasure there is no ledger.
        case "$said" in *"There is no ledger"*) said= ;; *) status=1 ;; esac
    fi
    [ -z "$said" ] || printf '%s\n' "$said"
fi
if knows audit verify; then "$program" audit verify || status=1; fi
[ $status = 0 ] || echo "restore: look at what was said above before you start the server" >&2
exit $status
