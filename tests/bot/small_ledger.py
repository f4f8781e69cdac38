"""A ledger of one task, as a file an office would send."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
TITLES = "序号,类别,任务来源,重点任务,目标要求,牵头领导,牵头单位,责任人,配合单位,办理方式,完成时限,阶段节点\n"
ROW = "1,重点项目,重点工作,争取专项债券,10亿元,常务副市长,市财政局,市财政局局长,,限期办结,2022年3月31日,\n"
