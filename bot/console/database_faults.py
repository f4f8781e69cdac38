"""What is wrong with the database, in one sentence with its remedy: by the database's own code, never by its text."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.session import async_url

_ADDRESS = "请核对 HUIYIN_DATABASE_URL"

# By SQLite's primary result code.
_SQLITE = {
    1: "不是回音的台账，或结构不完整：" + _ADDRESS + "，或从备份恢复",
    3: "没有读写的权限：请检查文件和文件夹的权限",
    5: "正被其他程序占用，等候半分钟未果：请稍后再试，或停止那个程序",
    6: "正被其他程序占用：请稍后再试，或停止那个程序",
    7: "内存不足：请关闭其他程序后再试",
    8: "只能读，不能写：请检查权限，或把台账复制到可写的位置（只看不改的命令在只读介质上可用）",
    10: "读写出错：请检查磁盘",
    11: "已损坏：请停止服务，用 huiyin restore 从备份恢复",
    13: "所在磁盘已满：请腾出空间后再试",
    14: "打不开：请先建好所在的文件夹，并检查权限；" + _ADDRESS,
    15: "锁文件出错：请检查磁盘",
    24: "格式不认识：" + _ADDRESS,
    26: "不是台账文件（不是 SQLite 数据库）：" + _ADDRESS,
}

# By the first two letters of PostgreSQL's SQLSTATE, the whole one first.
_POSTGRES = {
    "3D000": "上没有这个数据库：请先用 createdb 建好，或核对 HUIYIN_DATABASE_URL 末尾的名称",
    "28": "不接受这个用户名或密码：" + _ADDRESS,
    "42501": "上的用户权限不足：请为其授予建表和读写的权限",
    "25006": "是只读的副本：请连接主库",
    "53": "资源不足（连接过多或磁盘已满）：请联系数据库管理员",
    "57": "正在停止或重启：请稍后再试",
    "42": "中的表不是回音的，或结构不完整：" + _ADDRESS,
}
_UNREACHABLE = "连接不上：请检查数据库是否已启动、网络是否可达；" + _ADDRESS


def sentence(error: BaseException, url: str) -> str | None:
    """None: nothing of the database's. `url` is shown without its password."""
    if isinstance(error, PoolTimeout):
        return f"{place(url)}的连接全部占用，等候未果：请稍后再试。"
    orig = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorcode", None)
        return f"{place(url)}{_SQLITE.get((code or 1) & 0xFF, '出错：请检查磁盘和文件')}。"
    if isinstance(error, DBAPIError):
        return f"{place(url)}{_of_postgres(getattr(orig, 'sqlstate', None))}。"
    return None


def _of_postgres(state: str | None) -> str:
    found = next((_POSTGRES[key] for key in (state or "", (state or "")[:2]) if key in _POSTGRES), None)
    return found or (_UNREACHABLE if state is None else f"出错（SQLSTATE {state}）：请联系数据库管理员")


def place(url: str) -> str:
    """The file, or the host and the name of the database."""
    parsed = async_url(url)
    if parsed.get_backend_name() == "sqlite":
        return f"台账 {parsed.database} "
    port = f":{parsed.port}" if parsed.port else ""
    return f"数据库 {parsed.host or '本机'}{port}/{parsed.database or ''} "
