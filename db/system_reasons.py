"""Why the operating system or SQLite did not do it, in Chinese: their own words are English."""

from __future__ import annotations

import errno
import sqlite3

_BY_NUMBER = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "磁盘空间或文件大小受限",
    errno.EROFS: "只读介质",
    errno.ENAMETOOLONG: "名称过长",
    errno.EMFILE: "打开的文件过多",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "系统不支持",
}
_BY_CODE = {
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_BUSY: "正被其他程序占用",
    sqlite3.SQLITE_READONLY: "只能读",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CORRUPT: "已损坏",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "打不开",
    sqlite3.SQLITE_NOTADB: "不是数据库",
}


def reason(fault: BaseException) -> str:
    """In a few words; of what is neither, its number or its kind."""
    if isinstance(fault, OSError):
        return _BY_NUMBER.get(fault.errno or 0, f"系统错误 {fault.errno}")
    orig = getattr(fault, "orig", fault)  # SQLAlchemy keeps the driver's own
    code = getattr(orig, "sqlite_errorcode", None)
    return _BY_CODE.get((code or 0) & 0xFF, "原因不明" if code is None else f"SQLite 错误 {code}")
