"""People, posts, bindings and links by command."""

from __future__ import annotations

import json

import pytest

REGISTER = "类型,名称,简称,负责人,联络员\n单位,市财政局,财政局,{head},\n"


def person(huiyin, name):
    return huiyin("person", name)[1]


def test_a_post_is_given_from_a_day_until_a_day_and_listed_with_its_dates(huiyin, imported):
    assert huiyin("person", "李四", "--new")[0] == 0
    assert huiyin("post", "李四", "liaison", "--department", "财政局", "--to", "2099-03-01")[0] == 0
    assert "市财政局联络员\t至2099-03-01" in person(huiyin, "李四")
    assert huiyin("post", "李四", "liaison", "--department", "财政局")[0] == 1
    assert huiyin("post", "李四", "head")[0] == 2
    assert huiyin("post", "李四", "deputy", "--for", "市财政局局长")[0] == 2


def test_dismissing_hands_over_and_is_listed_as_ended(huiyin, imported):
    huiyin("person", "李四", "--new")
    code, out, _ = huiyin("dismiss", "市财政局局长", "--to", "李四")
    assert code == 0
    assert "已移交李四" in out
    assert "已结束" in person(huiyin, "市财政局局长")
    owners = {task["owner"] for task in json.loads(huiyin("status", "--json")[1])["tasks"]}
    assert owners == {"李四"}
    kinds = [json.loads(line)["kind"] for line in huiyin("journal", "--json")[1].splitlines()]
    assert {"post_end", "hand_over", "appoint"} <= set(kinds)


def test_people_by_state_and_department_as_json(huiyin, imported):
    lines = huiyin("people", "--department", "财政局", "--state", "未绑定", "--json")[1].splitlines()
    found = [json.loads(line) for line in lines]
    assert "市财政局局长" in {each["name"] for each in found}
    assert {each["state"] for each in found} == {"未绑定"}
    assert huiyin("people", "--state", "联系不上")[1] == ""


@pytest.mark.parametrize("command", ["person", "dismiss", "unbind", "revoke"])
def test_an_unknown_name_is_refused_with_what_to_do(huiyin, imported, command):
    code, _, err = huiyin(command, "查无此人")
    assert code == 1
    assert "huiyin person --new" in err


def test_a_register_with_another_head_ends_the_old_post_once_confirmed(huiyin, imported, tmp_path, monkeypatch):
    from pathlib import Path

    register = (Path(__file__).parents[2] / "examples" / "register.csv").read_text("utf-8")
    changed = tmp_path / "register.csv"
    changed.write_text(register.replace("市财政局局长", "李四"), "utf-8")
    monkeypatch.setattr("click.confirm", lambda *_args, **_more: False)
    assert "市财政局由市财政局局长变更为李四" in huiyin("import-people", changed)[1]
    assert "在任" in person(huiyin, "市财政局局长")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert huiyin("import-people", changed, "--yes")[0] == 0
    assert "已结束" in person(huiyin, "市财政局局长")
    owners = {task["owner"] for task in json.loads(huiyin("status", "--json")[1])["tasks"]}
    assert owners == {"李四"}


def test_a_register_imported_again_shows_whatever_it_says_otherwise(huiyin, imported, tmp_path):
    from pathlib import Path

    register = (Path(__file__).parents[2] / "examples" / "register.csv").read_text("utf-8")
    again = tmp_path / "register.csv"
    lines = [each for each in register.splitlines() if not each.startswith("领导,市长")]
    again.write_text("\n".join([*lines, "单位,市数据局,,孙七,周八", "单位组,各县区,市财政局、市数据局,,"]), "utf-8")
    out = huiyin("import-people", again)[1]
    assert "新增单位：市数据局。" in out
    assert "名册未列市领导市长，职务保留" in out
    out = huiyin("import-people", again)[1]
    assert "新增单位" not in out
    again.write_text("\n".join([*lines, "单位,市数据局,,孙七,吴九"]), "utf-8")
    out = huiyin("import-people", again)[1]
    assert "联络员变动：市数据局新增吴九。" in out
    assert "名册未列市数据局联络员周八，职务保留" in out


def test_posts_are_named_in_the_offices_words_too(huiyin, imported):
    huiyin("person", "李四", "--new")
    assert huiyin("post", "李四", "联络员", "--department", "财政局")[0] == 0
    assert "市财政局联络员\t在任" in person(huiyin, "李四")
    assert huiyin("dismiss", "李四", "--role", "联络员")[0] == 0
    code, _, err = huiyin("post", "李四", "科长")
    assert (code, "没有职务“科长”，可写：部门负责人（head）、" in err) == (2, True)
