"""制度参数说明: every value of policy.toml with its default, what it means and where it comes from. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schedules.policy_file import KEYS
from schedules.policy_rules import PER_TASK

WORDS = Path(__file__).with_name("policy_words.toml")
DEFAULTS = Path(__file__).parents[2] / "schedules" / "policy.toml"

_HEAD = """# 制度参数说明

*本页由 `make docs` 根据 `schedules/policy.toml` 生成，请勿手改。*

督查的节奏因地而异，下列每一项都可由本单位改动：另写一个文件，只写要改的行（未写的照默认），以
`HUIYIN_POLICY=文件` 指明，用 `huiyin doctor` 核对。写错的名称和超出范围的值会逐项指出。“内部约定”是本程序的选择，
本单位督查办法另有规定的，以规定为准。天数除另有说明外均为工作日；每一节可加 `basis = "……"` 写明依据。
标 ◇ 的可按事项分别设定（见文末）。
"""
_RULES = """
## 对部分事项另作规定

可写任意多条，后面的优先。`when` 可用：类别 category、来源 source、急件 urgent、办理方式 mode（限期办结、常态推进）、
责任人 person、单位 department，须全部符合。例如领导批示催办更紧：

```toml
[[rule]]
basis = "××市政府督查工作办法第十二条"
when = { source = "领导批示" }
sign.again = 1
silence = { list = 1, order = 2 }
```
"""


def page() -> str:
    words = tomllib.loads(WORDS.read_text("utf-8"))
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    sections: dict[str, list[str]] = {}
    for key in KEYS:
        sections.setdefault(key.partition(".")[0], []).append(key)
    return _HEAD + "".join(_section(name, keys, words, defaults) for name, keys in sections.items()) + _RULES


def _section(name: str, keys: list[str], words: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    about = words.get(name, {})
    title = f"{about['title']}（{name}）" if "title" in about else name
    basis = f"\n依据：{about['basis']}\n" if "basis" in about else ""
    rows = "".join(_row(key, about, defaults) for key in keys)
    return f"\n## {title}\n{basis}\n| 参数 | 默认 | 含义 |\n|---|---|---|\n{rows}"


def _row(key: str, about: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    section, _, name = key.rpartition(".")
    value = defaults.get(section, {}).get(name) if section else defaults.get(key)
    mark = " ◇" if KEYS[key][0] in PER_TASK else ""
    return f"| `{key}`{mark} | `{_shown(value)}` | {about.get(name or key, '见 policy.toml 中的注释')} |\n"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
