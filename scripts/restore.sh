#!/usr/bin/env bash
# Puts a backup in the place of what is here. The server must be stopped.
#
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz             into an empty installation
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz --replace   over the shops that are there
#
# The file is checked to its end before anything is touched. Whoever was erased since is erased again (the ledger beside the file and
# the one of the settings) and the audit log is read before a server can open. Start it when this has ended well. docs/operations.md
# tells the rest; `secretaria restore --help` the options.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || { echo "usage: scripts/restore.sh FILE [--replace] [--other-master-key] [--ledger FILE]" >&2; exit 2; }
. "$home/scripts/program"
exec "$program" restore "$@"
