"""When what was set off in quiet hours is delivered: 明早8点, 今天14点, 2月21日（周一）8点."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.texts import words


def delivered(at: datetime, now: datetime) -> str:
    """Both local."""
    return f"现为免打扰时段，将于{_when(at, now)}送达对方。"


def _when(at: datetime, now: datetime) -> str:
    clock = f"{at.hour}点" if at.minute == 0 else f"{at:%H:%M}"
    if at.date() == now.date():
        return f"{'今早' if at.hour < 11 else '今天'}{clock}"
    if at.date() == now.date() + timedelta(days=1):
        return f"{'明早' if at.hour < 11 else '明天'}{clock}"
    return f"{words.day(at.date(), today=now.date())}{clock}"
