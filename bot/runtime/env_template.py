"""A commented `.env` from the settings themselves: every one explained, those given set, the others as comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import SecretStr

from bot.runtime.env_file import PREFIX
from bot.settings import Settings

_HEAD = """\
# 回音的设置。由 huiyin init 写出；改动后重启服务生效，huiyin doctor 可核对。
# 本文件含机器人令牌，只应由运行服务的用户读取（chmod 600 .env）。编码须为 UTF-8。
"""


def text(given: Mapping[str, str]) -> str:
    """`given`: by the settings' names, without the prefix."""
    return _HEAD + "\n".join(_entry(name, given) for name in Settings.model_fields) + "\n"


def _entry(name: str, given: Mapping[str, str]) -> str:
    about = Settings.model_fields[name].description or ""
    full = f"{PREFIX}{name.upper()}"
    line = f"{full}={_quoted(given[name])}" if name in given else f"#{full}={_default(name)}"
    return f"\n# {about}\n{line}"


def _quoted(value: str) -> str:
    """As python-dotenv reads it back: a single quote and a backslash are the only letters with a meaning in '…'."""
    if value and all(letter.isalnum() or letter in ":/._-@+%" for letter in value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    if default is None or isinstance(default, SecretStr):
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def settings_of_reference() -> Iterator[tuple[str, str, str]]:
    """Name, default, meaning."""
    for name, field in Settings.model_fields.items():
        yield f"{PREFIX}{name.upper()}", _default(name), field.description or ""
