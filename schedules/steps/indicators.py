"""Figures of 指标 are kept with the report that names them."""

from __future__ import annotations

from db import indicators
from db.measures import Figures
from db.models import Indicator, IndicatorFigure, Report, Saying
from schedules import period_names
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide


async def keep(context: StepContext, report: Report, saying: Saying, figures: Figures) -> list[IndicatorFigure]:
    """What was read stands with its report."""
    period = report.period or _named(context, saying)
    kept = [
        IndicatorFigure(
            indicator_id=each.measure_id,
            report_id=report.id,
            at=context.now,
            period=_period(each.of, context) or period,
            value=each.value,
            total=each.total,
        )
        for each in figures.given
    ]
    context.session.add_all(kept)
    await context.session.flush()
    return kept


async def settle(context: StepContext, indicator_id: int, report_id: int, value: float) -> Indicator:
    """He has said which of the values he meant. Raises NotHisToDecide where the report no longer stands."""
    report = await context.session.get(Report, report_id)
    indicator = await indicators.by_id(context.session, indicator_id)
    if report is None or report.withdrawn_at is not None or indicator is None or indicator.ended_at is not None:
        raise NotHisToDecide("这条反馈已撤销或已更正，请重新填报。")
    context.session.add(
        IndicatorFigure(
            indicator_id=indicator_id,
            report_id=report_id,
            at=context.now,
            period=report.period,
            value=value,
            total=False,
        )
    )
    await context.session.flush()
    return indicator


def _named(context: StepContext, saying: Saying) -> str | None:
    """Of which stretch of the year the figure is, where the words say so; the longest they name."""
    return _period(saying.words, context)


def _period(words: str, context: StepContext) -> str | None:
    names = (period_names.named(words, kind, context.today) for kind in ("year", "half-year", "quarter", "month"))
    return next((name for name in names if name is not None), None)
