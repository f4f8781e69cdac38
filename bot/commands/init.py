"""`huiyin init`: the first start, step by step: settings, register, ledger, the first coordinator's invitation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from bot import settings as given
from bot.commands import examples, import_people, importing, invite
from bot.commands.bot_account import account
from bot.commands.working import running, say
from bot.commands.writing import write_private
from bot.runtime import env_file, env_template
from bot.runtime.operator_errors import Refused, TokenRefused
from bot.settings import SettingsFault
from db.models import Role

T = TypeVar("T")

_TOKEN = "1. 机器人令牌（在 Telegram 中向 @BotFather 发送 /newbot 取得；暂时没有可直接回车）"
_ZONE = "2. 时区"
_DATABASE = "3. 台账存放在（SQLite 写 sqlite:///文件；PostgreSQL 写 postgresql://用户:密码@主机/库名）"
_REGISTER = "4. 名册文件（csv 或 xlsx；输入“示例”用示例名册和示例台账试用；直接回车则以后再导入）"
_LEDGER = "5. 台账文件（xlsx、docx 或 csv；输入“跳过”则以后再导入）"
_SKIP = "跳过"
_COORDINATOR = "6. 督查员姓名（为其生成邀请链接；直接回车则以后再办）"
_EXAMPLE = "示例"
_BEGIN = "回音初次设置。每一步都可直接回车跳过，随时可按 Ctrl-C 退出，已完成的步骤不会丢失。"
_SECRECY = "提醒：Telegram 不是保密渠道，涉密事项不得录入；标有绝密、机密、秘密、内部的行一律拒绝导入。"
_END = """
设置完成。接下来：
  huiyin run        启动服务（Ctrl-C 停止；长期运行见运维手册）
  huiyin invite --all   为名册中各责任人生成邀请链接
  huiyin preview    预览下一个工作日早上将发出什么
  huiyin doctor     体检"""


@click.command("init", help="初次设置，逐步询问：令牌、时区、台账位置、名册、台账、督查员邀请；写出带注释的 .env。")
def command() -> None:
    """Ask for the first settings, write a commented `.env`, import register and ledger, invite the coordinator."""
    say(_BEGIN)
    say(_SECRECY)
    values = _settings()
    _write(values)
    if folder := _register():
        _ledger(folder)
    if "token" in values:
        _coordinator()
    say(_END)


def _settings() -> dict[str, str]:
    """Asked until each is right; by the settings' names."""
    values: dict[str, str] = {}
    api_url = os.environ.get("HUIYIN_API_URL")
    if api_url:
        values["api_url"] = api_url
    token = _asked_until(_TOKEN, lambda said: _token(said, values), hide=sys.stdin.isatty())
    if token:
        values["token"] = token
    values["timezone"] = _asked_until(_ZONE, lambda said: _checked(timezone=said), default="Asia/Shanghai")
    values["database_url"] = _asked_until(
        _DATABASE, lambda said: _checked(database_url=said), default="sqlite:///huiyin.db"
    )
    return values


def _token(said: str, values: dict[str, str]) -> str:
    """The token once Telegram knows it, or nobody can ask and the operator wants it all the same."""
    if not said:
        return ""
    checked = _checked(token=said)
    settings = given.load(token=said, **{key: value for key, value in values.items() if key == "api_url"})
    try:
        found = running(account(settings))
    except TokenRefused:
        raise  # asked again
    except Refused as fault:
        say(f"   {fault}")
        if click.confirm("仍用这个令牌？", default=False):
            return checked
        raise Refused("请重新输入。") from None
    say(f"   机器人 @{found.username} 可用。")
    return checked


def _checked(**one: str) -> str:
    """Raises SettingsFault."""
    given.load(**one)
    [value] = one.values()
    return value


def _asked_until(question: str, right: Callable[[str], T], *, default: str = "", hide: bool = False) -> T:
    """What is wrong is said, and asked again."""
    while True:
        said = click.prompt(question, default=default, show_default=bool(default), hide_input=hide).strip()
        try:
            return right(said)
        except (Refused, SettingsFault) as fault:
            say(f"   {fault}")


def _write(values: dict[str, str]) -> None:
    file = Path(env_file.FILE)
    if file.exists():
        if not click.confirm(f"已有 {file}，是否改写（原文件另存为 {file}.old）？", default=False):
            raise Refused(f"{file} 未作改动。")
        os.replace(file, f"{file}.old")
    write_private(file, env_template.text(values).encode())
    say(f"   已写入 {file.resolve()}（只有本用户可读）。")


def _register() -> Path | None:
    """Where the example ledger lies, or the folder we are in; None: no register came in."""

    def imported(said: str) -> Path | None:
        if not said:
            return None
        folder, file = Path(), Path(said)
        if said == _EXAMPLE:
            folder = Path("example")
            file = folder / "register.csv"
            if not file.exists():
                examples.written(folder)
        _must_stand(file)
        _run(import_people.command, file=file)
        return folder

    return _asked_until(_REGISTER, imported)


def _ledger(folder: Path) -> None:
    ready = folder / "ledger.xlsx"

    def imported(said: str) -> None:
        if not said or said == _SKIP:
            return
        file = Path(said)
        _must_stand(file)
        if sys.stdin.isatty():  # the command asks for itself
            _run(importing.command, file=file)
            return
        _run(importing.command, file=file, dry_run=True)
        if click.confirm("写入台账？", default=True):
            _run(importing.command, file=file, yes=True)

    _asked_until(_LEDGER, imported, default=str(ready) if ready.exists() else _SKIP)


def _run(command: click.Command, **given: object) -> None:
    click.get_current_context().invoke(command, **given)


def _must_stand(file: Path) -> None:
    if not file.is_file():
        raise Refused(f"没有找到文件 {file}，请核对路径。")


def _coordinator() -> None:
    def invited(said: str) -> str | None:
        return running(invite.link(said, Role.COORDINATOR)) if said else None

    if found := _asked_until(_COORDINATOR, invited):
        say(f"   请把这个一次性链接发给本人，用其手机点开并按“开始”：\n   {found}")
