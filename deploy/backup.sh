#!/bin/sh
# 备份台账（服务运行中也可），核对后按日期存放，保留 KEEP 天。备份失败时不删除旧的备份。
# 请再把 BACKUPS 定期复制到另一台机器：同一块磁盘上的备份救不了磁盘。
set -eu
: "${HUIYIN:=huiyin}" "${BACKUPS:=backups}" "${KEEP:=30}"
umask 077
mkdir -p "$BACKUPS"
"$HUIYIN" backup "$BACKUPS/huiyin-$(date +%Y%m%d-%H%M%S).db"
find "$BACKUPS" -name 'huiyin-*.db' -type f -mtime "+$KEEP" -exec rm -f {} +
