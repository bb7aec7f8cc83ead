#!/usr/bin/env bash
# Keeps everything of an installation in one file: database, files of messages, settings without their secrets. The server may run.
#
#   scripts/backup.sh                      writes backups/secretaria_<date>_<time>.tar.gz
#   scripts/backup.sh /mnt/backups         another folder
#   BACKUP_KEY_FILE=key scripts/backup.sh  encrypted (the key is never an argument)
#
# The erasure ledger is left beside it: who was erased does not come back with a backup. Settings come from the environment and .env,
# as the server's do. docs/operations.md tells the rest.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
[ $# -le 1 ] || { echo "usage: scripts/backup.sh [FOLDER]" >&2; exit 2; }
. "$home/scripts/program"
exec "$program" backup --to "${1:-backups}"
