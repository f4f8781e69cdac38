"""How a command ends that could not do its work: one sentence with a remedy, and the exit code. Never a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import traceback

import click

from bot.console import database_faults
from bot.runtime.operator_errors import REFUSALS
from db.system_reasons import reason

REFUSED, USAGE, INTERRUPTED = 1, 2, 130
_NO_ANSWER = "没有得到答复，这一步未作改动：请在终端中执行，或按 --help 加上免确认的选项。"

_SYSTEM = {
    errno.ENOENT: "没有找到 {place}：请核对路径",
    errno.EACCES: "没有 {place} 的权限：请检查权限，或换一个位置",
    errno.EPERM: "没有 {place} 的权限：请检查权限，或换一个位置",
    errno.EISDIR: "{place} 是文件夹，此处需要文件",
    errno.ENOTDIR: "{place} 的路径中有一段不是文件夹：请核对路径",
    errno.EEXIST: "{place} 已存在：请换一个名字",
    errno.ENOSPC: "磁盘已满，写不进 {place}：请腾出空间后再试",
    errno.EDQUOT: "磁盘配额已满，写不进 {place}：请腾出空间后再试",
    errno.EROFS: "{place} 在只读介质上：请换一个可写的位置",
    errno.ENAMETOOLONG: "文件名过长：请换一个较短的名字",
    errno.EMFILE: "打开的文件过多：请提高 ulimit -n 后再试",
    errno.EADDRINUSE: "端口已被占用：请换一个端口，或停止占用它的程序",
    errno.EADDRNOTAVAIL: "本机没有这个地址：请核对监听地址",
    errno.ELOOP: "{place} 的链接绕成了圈：请核对路径",
    errno.EIO: "读写 {place} 出错：请检查磁盘",
}


def told(error: BaseException) -> int:
    """Says on standard error what is wrong; the exit code."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.UsageError):
        return _wrong_usage(error)
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return _given_up(error)
    _say(f"错误：{error.format_message()}" if isinstance(error, click.ClickException) else sentence(error))
    return REFUSED


def sentence(error: BaseException) -> str:
    """Whatever it is; what nobody has foreseen is written to a file for whoever looks after the program."""
    if isinstance(error, REFUSALS):
        return str(error)
    if found := database_faults.sentence(error, _database_url()):
        return found
    if isinstance(error, OSError) and error.errno is not None:
        place = str(error.filename) if error.filename else "指定的位置"
        words = _SYSTEM.get(error.errno, f"系统不能处理{{place}}（{reason(error)}）：请检查路径和权限")
        return words.format(place=place) + "。"
    return _of_content(error) or f"程序内部出错（{type(error).__name__}），未完成的改动已撤回。{_kept(error)}"


def _of_content(error: BaseException) -> str | None:
    """What was given cannot be taken in, whatever it is."""
    if isinstance(error, UnicodeEncodeError):
        return "参数或文件名中有无法识别的字符：请在 UTF-8 终端中执行，或把文件改名后再试。"
    if isinstance(error, UnicodeDecodeError):
        return "文件不是 UTF-8 编码的文字（可能是 GBK，或不是文本文件）：请另存为 UTF-8，或换一个文件。"
    if isinstance(error, RecursionError):
        return "文件内容嵌套过深，不能读取：请检查是否选错了文件。"
    if isinstance(error, ImportError):
        return f"程序不完整（缺少 {error.name or '一部分'}）：请按安装说明重新安装。"
    if isinstance(error, MemoryError):
        return "内存不足：请关闭其他程序，或把文件分成几份。"
    return None


def _wrong_usage(error: click.UsageError) -> int:
    if error.ctx is not None:
        _say(error.ctx.get_usage())
    message = error.format_message().rstrip(". ").rstrip("。")
    _say(f"错误：{message}。" if not message.endswith(("？", "！")) else f"错误：{message}")
    if error.ctx is not None:
        _say(f"用法详见：{error.ctx.command_path} --help")
    return USAGE


def _given_up(error: BaseException) -> int:
    if isinstance(error, EOFError) or isinstance(error.__cause__ or error.__context__, EOFError):
        _say(_NO_ANSWER)
        return REFUSED
    _say("已中断。")
    return INTERRUPTED


def _database_url() -> str:
    """As the settings say, which may be at fault themselves."""
    from bot import settings

    with contextlib.suppress(Exception):
        return settings.load().database_url
    return "sqlite:///huiyin.db"


def _kept(error: BaseException) -> str:
    try:
        handle, name = tempfile.mkstemp(prefix="huiyin-fault-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        return "请联系维护人员。"
    return f"详情已写入 {name}，请交给维护人员。"


def _say(text: str) -> None:
    click.echo(text, err=True)
