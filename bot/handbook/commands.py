"""命令与设置参考: every command with its options and every setting, from the program itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from bot.cli import COMMANDS, cli
from bot.runtime.env_template import settings_of_reference
from bot.texts import sentences

_HEAD = """# 命令与设置参考

*本页由 `make docs` 根据程序生成，请勿手改。*

每条命令都可加 `--help` 查看用法。退出码：0 成功，1 被拒绝（说明原因和办法），2 用法有误。只看不改的命令（`status`、
`people`、`journal`、`preview`、`export`、`chart`、`verify`、`doctor` 等）从不建立台账，只读介质上也能用；
只有 `run` 和 `invite` 需要令牌。

## 命令
"""
_CHAT = """
## 聊天中的命令

也可直接用话说（发“用法”查看）；菜单按角色给出。

| 角色 | 命令 |
|---|---|
"""
_SETTINGS = """
## 设置

写在环境变量或工作目录下的 `.env` 文件中（UTF-8 编码；`huiyin init` 会写出带注释的一份）。环境变量优先。
名称写错、值不对，任何命令都会一次全部指出，不显示值本身。

| 设置 | 默认 | 含义 |
|---|---|---|
"""
_PROXY = "| `HTTPS_PROXY`（无前缀） | | 只能经代理访问 Telegram 时：`http://主机:端口`；不支持 socks |\n"


def page() -> str:
    with click.Context(cli, info_name="huiyin") as context:
        commands = "".join(_command(name, context) for name in COMMANDS)
    rows = "".join(
        f"| `{name}` | {_code(default)} | {_cell(meaning)} |\n" for name, default, meaning in settings_of_reference()
    )
    return _HEAD + commands + _CHAT + "".join(_in_chat()) + _SETTINGS + rows + _PROXY


def _in_chat() -> Iterator[str]:
    for role, offered in sentences.COMMANDS.items():
        yield f"| {sentences.ROLE_WORDS[role]} | {'；'.join(f'/{name} {about}' for name, about in offered)} |\n"


def _command(name: str, parent: click.Context) -> str:
    command = cli.get_command(parent, name)
    assert command is not None, "it is in the table"
    with click.Context(command, info_name=name, parent=parent) as context:
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        rows = "".join(_options(command, context))
    table = f"\n| 选项 | 说明 |\n|---|---|\n{rows}" if rows else ""
    return f"\n### {name}\n\n{command.help}\n\n```\n{usage}\n```\n{table}"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for each in command.params:
        record = each.get_help_record(context) if isinstance(each, click.Option) else None
        if record is not None:
            yield f"| `{_cell(record[0])}` | {_cell(record[1])} |\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else "—"
