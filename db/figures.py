"""Figures of a week, as counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Week:
    reports: int
    hollow: int
    claims: int
    closed: int
    returned: int
    urged: int
    messages: int
    asked_people: int
    new: int  # handed out for the first time
