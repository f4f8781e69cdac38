"""Settings from the environment and `.env`: read once, typed, everything missing or bad named at once."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.session import async_url

TELEGRAM = "https://api.telegram.org"


class SettingsFault(Exception):
    """Its text names every setting that is missing or bad, and the remedy."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HUIYIN_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    token: SecretStr | None = None
    api_url: str = TELEGRAM
    database_url: str = "sqlite:///huiyin.db"
    timezone: str | None = None  # None: the policy's
    policy: Path | None = None  # a TOML file that changes the defaults
    calendar: Path | None = None  # a directory of <year>.toml for years the library does not know
    poll_seconds: int = 50
    heartbeat_url: str | None = None
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8081"
    webhook_secret: SecretStr | None = None
    log_format: str = "json"

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        digits, _, rest = value.get_secret_value().partition(":")
        if not digits.isdigit() or not rest:
            raise ValueError("应为 <数字>:<字符>，即 BotFather 给出的整串令牌")
        return value

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or not _host(value):
            raise ValueError("应以 http:// 或 https:// 开头，后接主机名")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        async_url(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError("不是已知的时区，例如 Asia/Shanghai")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("应为 1 至 256 个字符，只能用英文字母、数字、下划线和连字符")
        return value

    @field_validator("log_format")
    @classmethod
    def _log_format(cls, value: str) -> str:
        if value not in ("json", "text"):
            raise ValueError("只能是 json 或 text")
        return value

    @property
    def real_telegram(self) -> bool:
        """Whether people may stand behind the Bot API: true of everything but this very machine, where the sandbox is.

        Not seen: a Bot API server with a real token on loopback. Its ledger is not marked as one that serves.
        """
        return not _loopback(_host(self.api_url))

    def needed_token(self) -> str:
        if self.token is None:
            raise SettingsFault("缺少 HUIYIN_TOKEN：请向 BotFather 申请机器人令牌，写入环境变量或 .env 文件。")
        return self.token.get_secret_value()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load(**given: object) -> Settings:
    """Raises SettingsFault naming every fault at once; values are never shown, a token may be among them."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [_line(each["loc"], each["msg"]) for each in error.errors()]
        raise SettingsFault("设置有误：\n" + "\n".join(lines)) from None


def _line(place: tuple[int | str, ...], message: str) -> str:
    name = "HUIYIN_" + "_".join(str(each) for each in place).upper()
    return f"  {name}：{message.removeprefix('Value error, ')}"
