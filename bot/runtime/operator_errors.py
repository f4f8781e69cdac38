"""What a command refuses with: texts made for the operator, shown without a traceback."""

from __future__ import annotations

from bot.settings import SettingsFault
from db.schema_fault import SchemaFault
from schedules.calendar_files import CalendarFault
from schedules.given_file import GivenFault
from schedules.policy_file import PolicyFault


class Refused(Exception):
    """The command cannot do it; the text says why and what to do."""


class TokenRefused(Refused):
    """Telegram does not know the token."""


REFUSALS: tuple[type[Exception], ...] = (Refused, SettingsFault, PolicyFault, CalendarFault, SchemaFault, GivenFault)
