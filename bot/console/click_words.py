"""Click's own words in Chinese: usage, help, and what is wrong with an argument.

Click looks its words up by gettext, which goes by the machine's locale and a compiled catalogue. Ours speak Chinese on
every machine, so its look-ups are replaced; a test holds the table against the words of the Click that is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

MODULES = ("_termui_impl", "core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")

WORDS = {
    "%(prog)s, version %(version)s": "%(prog)s，版本 %(version)s",
    "(Did you mean one of: {possibilities}?)": "是否要写 {possibilities}？",
    "(dynamic)": "（视情形）",
    "Aborted!": "已中断。",
    "Argument {name!r} takes {nargs} values.": "“{name}”应有 {nargs} 个值。",
    "Choice({choices})": "选项（{choices}）",
    "Choose from:\n\t{choices}": "可选：{choices}",
    "Commands": "命令",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "Did you mean {possibility}?": "是否要写 {possibility}？",
    "Do you want to continue?": "是否继续？",
    "Error: The two entered values do not match.": "两次输入不一致，请重新输入。",
    "Error: invalid input": "请输入 y（是）或 n（否）。",
    "Error: {message}": "错误：{message}",
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "Got unexpected extra arguments ({args})": "多出了参数：{args}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid value: {message}": "值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "请写明命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少{param_type}",
    "No such command {name!r}.": "没有命令“{name}”。",
    "No such option {name!r}.": "没有选项“{name}”。",
    "Option {name!r} does not take a value.": "选项“{name}”后面不带值。",
    "Option {name!r} requires an argument.": "选项“{name}”后面应有一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面应有 {nargs} 个值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Press any key to continue...": "按任意键继续……",
    "Repeat for confirmation": "请再输入一次",
    "Show the version and exit.": "显示版本。",
    "Show this message and exit.": "显示本说明。",
    "Takes {nargs} values but 1 was given.": "应有 {nargs} 个值，只给出 1 个。",
    "Takes {nargs} values but {len} were given.": "应有 {nargs} 个值，给出了 {len} 个。",
    "Try '{command} {option}' for help.": "用法详见：{command} {option}",
    "Unknown color {colour!r}": "没有颜色“{colour}”",
    "Usage:": "用法：",
    "Value must be an iterable.": "应为若干个值。",
    "d": "天",
    "default: {default}": "默认 {default}",
    "deprecated": "不再使用",
    "directory": "文件夹",
    "env var: {var}": "环境变量 {var}",
    "file": "文件",
    "path": "路径",
    "required": "必填",
    "unknown error": "原因不明",
    "{len_type} values are required, but {len_value} was given.": "应有 {len_type} 个值，给出了 {len_value} 个。",
    "{len_type} values are required, but {len_value} were given.": "应有 {len_type} 个值，给出了 {len_value} 个。",
    "{name} {filename!r} does not exist.": "没有找到{name} {filename}。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是{name}。",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是{name}。",
    "{name} {filename!r} is not executable.": "{name} {filename} 不能执行。",
    "{name} {filename!r} is not readable.": "没有读取{name} {filename} 的权限。",
    "{name} {filename!r} is not writable.": "没有写入{name} {filename} 的权限。",
    "{value!r} does not match the format {format}.": "“{value}”不合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "“{value}”不合格式 {formats}。",
    "{value!r} is not a valid UUID.": "“{value}”不是 UUID。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”应为是或否，可写 {states}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是{number_type}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选之列：{choices}。",
    "{value!r} is not {choice}.": "“{value}”不对，只能是 {choice}。",
    "{value} is not in the range {range}.": "{value} 超出了范围 {range}。",
}


def said(words: str) -> str:
    """What is not in the table stays as Click says it."""
    return WORDS.get(words, words)


def said_of(one: str, several: str, count: int) -> str:
    return said(one if count == 1 else several)


def _not_among(self: click.Choice[Any], value: Any, ctx: click.Context | None) -> str:
    """Click's own sentence shows the choices as a programmer writes them."""
    return f"“{value}”不在可选之列：{'、'.join(map(str, self.choices))}。"


def speak_chinese() -> None:
    """Before a command is defined: Click asks for some of its words then."""
    for name in MODULES:
        module = import_module(f"click.{name}")
        for look_up, ours in (("_", said), ("ngettext", said_of)):
            if hasattr(module, look_up):
                setattr(module, look_up, ours)
    click.Choice.get_invalid_choice_message = _not_among  # type: ignore[method-assign]
    click.INT.name = click.IntRange.name = "整数"
    click.FLOAT.name = click.FloatRange.name = "数"
    click.STRING.name = "文字"
    click.BOOL.name = "是否"
    click.Path.name = "文件"
