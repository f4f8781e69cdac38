"""What the office answers to an import: whom a name means, what a column holds; asked once, remembered."""

from __future__ import annotations

import json

from bot.commands.unit_answers import asked_answers
from db.ledger_rows import UnknownDepartment
from tests.bot.test_commands import EXAMPLES, huiyin  # noqa: F401

ROWS = "序号,要办的,牵头单位,配合单位,完成时限\n1,修路,市外星局,市财政局,6月底\n2,铺桥,市外星局,,7月底\n"


def test_the_answer_for_an_unknown_name_is_remembered(huiyin, tmp_path):  # noqa: F811
    file = tmp_path / "t.csv"
    file.write_text(ROWS, "utf-8")
    order = ("import", file, "--base-date", "2027-03-01", "--map", "要办的=title", "--yes")
    assert huiyin("import-people", EXAMPLES / "register.csv")[0] == 0
    code, _, err = huiyin(*order)
    assert (code, "--unit" in err, "有错误未读入2行" in err) == (1, True, True)
    assert huiyin(*order, "--unit", "市外星局=市商务局")[0] == 0
    code, out, _ = huiyin("import", file, "--base-date", "2027-03-01", "--map", "要办的=title", "--dry-run", "--json")
    assert code == 0
    assert {task["lead_department"] for task in json.loads(out)["tasks"]} == {"市商务局"}


def test_a_unit_that_nobody_has_is_refused_with_the_usage(huiyin, tmp_path):  # noqa: F811
    file = tmp_path / "t.csv"
    file.write_text(ROWS, "utf-8")
    assert huiyin("import-people", EXAMPLES / "register.csv")[0] == 0
    for option in ("市外星局=市月亮局", "市外星局"):
        assert huiyin("import", file, "--unit", option)[0] == 2
    assert huiyin("import", file, "--map", "要办的=没有的字段")[0] == 2


def test_each_name_is_asked_once_with_the_nearest(monkeypatch):
    asked = []

    def choose(words, **_):
        asked.append(words)
        return 1

    monkeypatch.setattr("click.prompt", choose)
    unknown = [UnknownDepartment("市财征局", ("市财政局",), (("表", 3), ("表", 5)))]
    assert asked_answers(unknown) == {"市财征局": "市财政局"}
    assert len(asked) == 1
    assert "第3、5行" in asked[0]
