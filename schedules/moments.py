"""How a local moment reads in a sentence: 2月25日16:00, as everywhere without leading zeros. Pure."""

from __future__ import annotations

from datetime import date, datetime


def day(local: date) -> str:
    return f"{local.month}月{local.day}日"


def moment(local: datetime) -> str:
    return f"{day(local)}{local:%H:%M}"


def in_year(local: datetime) -> str:
    return f"{local.year}年{moment(local)}"
