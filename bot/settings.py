"""Settings from the environment and `.env`: read once, typed, everything missing or bad named at once."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.second_reader.language_model.endpoint import Endpoint
from db.session import async_url

TELEGRAM = "https://api.telegram.org"


class SettingsFault(Exception):
    """Its text names every setting that is missing or bad, and the remedy."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HUIYIN_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    token: SecretStr | None = None
    api_url: str = TELEGRAM
    api_in_clear: bool = False  # True: an address outside private networks may be http://
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
    model_url: str | None = None  # an OpenAI-compatible address, ending where /chat/completions is appended
    model_name: str | None = None
    model_key: SecretStr | None = None
    model_public: bool = False  # True: replies may leave for an address outside private networks

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

    @model_validator(mode="after")
    def _api_not_in_clear(self) -> Self:
        host = _host(self.api_url)
        if self.api_url.startswith("http://") and not self.api_in_clear and not (_loopback(host) or _private(host)):
            raise ValueError(
                "HUIYIN_API_URL：令牌和全部对话将不加密地经过外部网络，请改用 https://；"
                "确需如此，请另设 HUIYIN_API_IN_CLEAR=true"
            )
        return self

    @field_validator("model_url")
    @classmethod
    def _model_url(cls, value: str | None) -> str | None:
        return cls._api_url(value) if value else None

    @model_validator(mode="after")
    def _model_whole(self) -> Self:
        if self.model_url is None:
            return self
        if not self.model_name:
            raise ValueError("HUIYIN_MODEL_NAME：已配置 HUIYIN_MODEL_URL，还需要写明模型名称")
        if not self.model_public and not _private(_host(self.model_url)):
            raise ValueError(
                "HUIYIN_MODEL_URL：不在内网地址段，回复原文将离开本单位；确需如此，请另设 HUIYIN_MODEL_PUBLIC=true"
            )
        return self

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

    def model(self, *, seconds: float = 5.0, at_a_time: int = 4) -> Endpoint | None:
        """Where the office's language model stands; None where it has none."""
        if self.model_url is None or self.model_name is None:
            return None
        key = self.model_key.get_secret_value() if self.model_key else None
        return Endpoint(self.model_url, self.model_name, key or None, seconds, at_a_time)

    def needed_token(self) -> str:
        if self.token is None:
            raise SettingsFault("缺少 HUIYIN_TOKEN：请向 BotFather 申请机器人令牌，写入环境变量或 .env 文件。")
        return self.token.get_secret_value()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _private(host: str) -> bool:
    """An address of a private network, or a name that only a private network resolves."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan", ".intranet", ".localdomain"))


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
    said = message.removeprefix("Value error, ")
    name = "HUIYIN_" + "_".join(str(each) for each in place).upper()
    return f"  {name}：{said}" if place else f"  {said}"
