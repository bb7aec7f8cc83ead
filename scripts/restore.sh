#!/usr/bin/env bash
# Puts a backup in the place of what is here. The server must be stopped.
#
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz             into an empty installation
#   scripts/restore.sh backups/secretaria_20261121_105400.tar.gz --replace   over the shops that are there
#
# The file is checked to its end before anything is touched. docs/operations.md tells the rest.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || { echo "usage: scripts/restore.sh FILE [--replace] [--other-master-key]" >&2; exit 2; }
. "$home/scripts/program"
exec "$program" restore "$@"
