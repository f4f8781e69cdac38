"""Settings from the environment and `.env`: read once, typed, everything missing or bad named at once."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.runtime import env_file
from bot.second_reader.language_model.endpoint import Endpoint
from db.session import async_url

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_.:-]{1,200}")  # it becomes part of an address
TELEGRAM = "https://api.telegram.org"


class SettingsFault(Exception):
    """Its text names every setting that is missing or bad, and the remedy."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=env_file.PREFIX, env_file=env_file.FILE, env_file_encoding="utf-8-sig", extra="ignore"
    )

    token: SecretStr | None = Field(default=None, description="机器人令牌，BotFather 给出的整串，<数字>:<字符>")
    api_url: str = Field(
        default=TELEGRAM,
        description="Bot API 的地址：Telegram，或本地的 Bot API 服务、演练用的沙箱",
    )
    api_in_clear: bool = Field(default=False, description="true：内网以外也允许以 http:// 访问 Bot API（不加密）")
    database_url: str = Field(
        default="sqlite:///huiyin.db", description="台账所在：sqlite:///文件，或 postgresql://用户:密码@主机/库名"
    )
    timezone: str | None = Field(default=None, description="时区，如 Asia/Shanghai；不写则按制度参数")
    task_types: Path | None = Field(default=None, description="本单位的事项类型文件（TOML），取代随附的类型")
    policy: Path | None = Field(default=None, description="本单位的制度参数文件（TOML），改动默认值")
    calendar: Path | None = Field(default=None, description="放置 <年>.toml 的文件夹：节假日库尚不知道的年份")
    poll_seconds: int = Field(default=40, ge=0, le=50, description="长轮询每次等候的秒数")
    heartbeat_url: str | None = Field(default=None, description="每次巡查无误后访问的地址（约十分钟一次），供外部监控")
    status_listen: str | None = Field(
        default=None, description="本机监控端口 地址:端口，提供 /healthz 与 /metrics，如 127.0.0.1:9464；不写则不开"
    )
    webhook_url: str | None = Field(default=None, description="webhook 方式：Telegram 推送消息的 https 地址")
    webhook_listen: str = Field(default="127.0.0.1:8081", description="webhook 方式：监听的 地址:端口，前置 TLS 代理")
    webhook_secret: SecretStr | None = Field(default=None, description="webhook 方式：与 Telegram 约定的密钥，自拟")
    log_format: str = Field(default="json", description="运行日志的格式：json 或 text")
    model_url: str | None = Field(
        default=None, description="本单位语言模型的地址（OpenAI 兼容，其后接 /chat/completions）；不写则不用"
    )
    model_name: str | None = Field(default=None, description="语言模型的名称")
    model_key: SecretStr | None = Field(default=None, description="语言模型的密钥")
    model_public: bool = Field(default=False, description="true：回复原文可以送往内网以外的语言模型")

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if not _TOKEN.fullmatch(value.get_secret_value()):
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
        url = async_url(value)
        if url.get_backend_name() != "sqlite":
            return value
        if not url.database or url.database == ":memory:":
            raise ValueError("没有写明文件，应如 sqlite:///huiyin.db")
        if url.query:
            raise ValueError("sqlite 地址后面不能带 ? 和参数，请删去")
        try:
            Path(url.database).resolve()
        except FileNotFoundError:
            raise ValueError("当前所在的文件夹已被删除，请先 cd 到别处") from None
        except (OSError, RuntimeError):
            raise ValueError("路径过长，或其中的链接绕成了圈，请换一个位置") from None
        _folder(Path(url.database).parent)
        if os.path.isdir(url.database):
            raise ValueError("指向一个文件夹，应写明其中的文件，如 sqlite:///文件夹/huiyin.db")
        if os.path.exists(url.database) and not os.path.isfile(url.database):
            raise ValueError("指向的不是普通文件（是管道或设备），请换一个位置")
        return value

    @field_validator("policy", "task_types")
    @classmethod
    def _policy(cls, value: Path | None) -> Path | None:
        if value is not None and not os.path.isfile(value):
            raise ValueError(
                "是文件夹，应写明其中的文件"
                if os.path.isdir(value)
                else "不是普通文件（是管道或设备）"
                if os.path.exists(value)
                else "没有找到这个文件"
            )
        return value

    @field_validator("calendar")
    @classmethod
    def _calendar(cls, value: Path | None) -> Path | None:
        if value is not None:
            _folder(value)
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _heartbeat_url(cls, value: str | None) -> str | None:
        return cls._api_url(value) if value else None

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, value: str | None) -> str | None:
        return cls._api_url(value) if value else None

    @field_validator("status_listen")
    @classmethod
    def _status_listen(cls, value: str | None) -> str | None:
        if not value:
            return None
        if not _loopback(listening(value)[0]):
            raise ValueError("只能是本机回环地址，如 127.0.0.1:9464：它不查对方是谁")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _webhook_listen(cls, value: str) -> str:
        listening(value)
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

    def secrets(self) -> list[str]:
        """What no line of the log may hold."""
        kept = [self.token, self.webhook_secret, self.model_key]
        password = async_url(self.database_url).password
        return [each.get_secret_value() for each in kept if each is not None] + ([password] if password else [])

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


def listening(value: str) -> tuple[str, int]:
    """Host and port of 127.0.0.1:8081 or [::1]:8081. Raises ValueError."""
    host, _, port = value.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    named = re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", bare) or (":" in bare and _an_ip(bare))
    if not named or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        raise ValueError("应为 地址:端口，如 127.0.0.1:8081")
    return bare, int(port)


def _an_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _folder(place: Path) -> None:
    if not os.path.isdir(place):  # not Path: of a place that may not be looked into it says no
        if os.path.lexists(place):
            raise ValueError(f"{place} 不是文件夹，请改写路径")
        raise ValueError(f"没有文件夹 {place}，请先建好，或改写路径")


def load(**given: object) -> Settings:
    """Raises SettingsFault naming every fault at once; values are never shown, a token may be among them."""
    faults, readable = env_file.faults(Settings.model_fields)
    if not readable:
        given = {"_env_file": None, **given}
    try:
        if not faults:
            return Settings(**given)  # type: ignore[arg-type]
        Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults += [_line(each) for each in error.errors()]
    raise SettingsFault("设置有误：\n" + "\n".join(f"  {each}" for each in faults))


def _line(fault: ErrorDetails) -> str:
    said = _WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    name = env_file.PREFIX + "_".join(str(each) for each in fault["loc"]).upper()
    return f"{name}：{said.format(**fault.get('ctx', {}))}" if fault["loc"] else said


# By the kinds of pydantic's faults.
_WORDS = {
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_type": "应为整数",
    "int_parsing_size": "数太大",
    "float_parsing": "应为数",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "应小于 {lt}",
    "path_type": "应为路径",
    "string_type": "应为文字",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
}
