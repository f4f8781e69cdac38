"""What the office answers to an import: whom a name means, what a column holds; asked once, remembered."""

from __future__ import annotations

import json

from bot.commands.unit_answers import asked_answers
from db.ledger_rows import UnknownDepartment

ROWS = "序号,要办的,牵头单位,配合单位,完成时限\n1,修路,市外星局,市财政局,6月底\n2,铺桥,市外星局,,7月底\n"


def test_the_answer_for_an_unknown_name_is_remembered(huiyin, registered, tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(ROWS, "utf-8")
    order = ("import", file, "--base-date", "2027-03-01", "--map", "要办的=title", "--yes")
    code, _, err = huiyin(*order)
    assert (code, "--unit" in err, "有错误未读入2行" in err) == (1, True, True)
    assert huiyin(*order, "--unit", "市外星局=市商务局")[0] == 0
    code, out, _ = huiyin("import", file, "--base-date", "2027-03-01", "--map", "要办的=title", "--dry-run", "--json")
    assert code == 0
    assert {task["lead_department"] for task in json.loads(out)["tasks"]} == {"市商务局"}


def test_a_unit_that_nobody_has_is_refused_with_the_usage(huiyin, registered, tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(ROWS, "utf-8")
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


def test_a_leader_known_by_name_is_found_by_the_title_of_his_post(huiyin, tmp_path):
    register, file = tmp_path / "r.csv", tmp_path / "t.csv"
    register.write_text("姓名,职务,单位,类别\n李明,常务副市长,,领导\n王强,局长,市财政局,单位\n", "utf-8")
    file.write_text(
        "序号,重点任务,牵头领导,牵头单位,责任人,完成时限\n1,修订办法,市委常委、常务副市长,市财政局,局长,6月底\n",
        "utf-8",
    )
    assert huiyin("import-people", register)[0] == 0
    code, out, _ = huiyin("import", file, "--base-date", "2027-03-01", "--dry-run", "--json")
    assert code == 0
    assert [(task["leader"], task["owner"]) for task in json.loads(out)["tasks"]] == [("李明", "王强")]
