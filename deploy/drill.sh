#!/bin/sh
# 恢复演练：把最近一份备份恢复到临时位置，核对办理记录的封存，读出数字；不触及正在使用的台账。
set -eu
: "${HUIYIN:=huiyin}" "${BACKUPS:=backups}"
umask 077
newest=$(find "$BACKUPS" -name 'huiyin-*.db' -type f | sort | tail -n 1)
[ -n "$newest" ] || { echo "$BACKUPS 中没有备份，演练失败。" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
HUIYIN_DATABASE_URL="sqlite:///$place/drill.db"
export HUIYIN_DATABASE_URL
"$HUIYIN" restore "$newest"
"$HUIYIN" verify
"$HUIYIN" status --json > "$place/status.json"
grep -q '"figures"' "$place/status.json"
echo "恢复演练成功：$newest"
