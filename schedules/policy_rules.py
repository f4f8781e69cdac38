"""A slower or faster chase: what an office changes for tasks of a category, a source, a person or another kind.

```toml
[[rule]]
basis = "××市政府督查工作办法第十二条"
when = { source = "领导批示", urgent = true }
sign.again = 1
silence = { list = 1, order = 2 }
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Kind(Protocol):
    """What a rule may ask of a task."""

    @property
    def category(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def urgent(self) -> bool: ...
    @property
    def mode(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def department(self) -> str: ...


TOLD_APART = ("category", "source", "urgent", "mode", "person", "department")
MODES = {"限期办结": "deadline", "常态推进": "recurring"}

# What may differ from task to task: it is read of the task alone.
PER_TASK = frozenset(
    {
        "deadline_before", "near_days", "milestone_before", "merge_days", "period_before", "period_first_needs",
        "sign_days", "sign_again", "urgent_sign_hours", "silence_list_days", "silence_order_days",
        "silence_leader_days", "silence_again", "idle_days", "extension_days", "extension_times",
        "ahead_points", "behind_points", "far_behind_points",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """`when`: what a task must be, all of it; `given`: the values of those it fits, by field of Policy."""

    when: tuple[tuple[str, Any], ...]
    given: tuple[tuple[str, Any], ...]
    basis: str

    def fits(self, task: Kind) -> bool:
        return all(getattr(task, name) == value for name, value in self.when)

    @property
    def values(self) -> Mapping[str, Any]:
        return dict(self.given)
