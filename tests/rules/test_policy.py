from dataclasses import fields
from datetime import UTC, date, datetime, time
from importlib.resources import files

import pytest

from db.lifecycle import State
from schedules import policy_file
from schedules.policy import Policy, PolicyFault, load
from schedules.task_facts import TaskFacts

POLICY = Policy()


def shanghai(text):
    """A local moment, written as the office would."""
    return POLICY.at(date.fromisoformat(text[:10]), text[11:])


def test_the_packaged_file_says_every_default_and_nothing_else():
    text = files("schedules").joinpath("policy.toml").read_text("utf-8")
    read = policy_file.values(text)
    assert Policy(**read) == Policy()
    assert set(read) == {each.name for each in fields(Policy)} - {"calendar", "rules", "types"}


def test_an_office_changes_a_few_lines(tmp_path):
    (tmp_path / "ours.toml").write_text('[morning]\nat = "08:30"\n[deadline]\nbefore = [10, 5, 1]\n', "utf-8")
    ours = load(tmp_path / "ours.toml")
    assert (ours.morning, ours.deadline_before, ours.idle_days) == (time(8, 30), (10, 5, 1), 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[morning]\nat = 9", 'morning.at：应为 24 小时制的时刻，如 "09:00"'),
        ('[morning]\nat = "25:00"', "morning.at：应为 24 小时制的时刻"),
        ("[morning]\nitem = 10", "morning.item：没有这一项；是否要写 morning.items"),
        ("[weather]\nxyz = 1", "weather.xyz：没有这一项；请删去这一行"),
        ("[idle]\ndays = true", "idle.days：应为 1 至 250 的整数"),
        ("[idle]\ndays = 0", "idle.days：应为 1 至 250 的整数"),
        ("[deadline]\nbefore = [1, 3]", "deadline.before：应为 1 至 4 个由大到小的工作日数"),
        ("[deadline]\nbefore = [15, 7, 5, 3, 1]", "deadline.before：应为 1 至 4 个"),
        ('zone = "北京"', 'zone：应为时区名称，如 "Asia/Shanghai"'),
        ("zone = 8", "zone：应为时区名称"),
        ('[quiet]\nnoon = "12:00"', "quiet.noon：应为起止两个时刻"),
        ('[urgent]\nwindow = ["21:00", "08:00"]', "urgent.window：应在同一天之内"),
        ("[silence]\nlist = 4", "silence.order 应大于 silence.list"),
        ("[lamp]\nfar_behind = 10", "lamp.far_behind 应大于 lamp.behind"),
        ('[morning]\nat = "12:30"', "morning.at 不应落在 quiet 的免打扰时段之内"),
        ('[morning]\nat = "21:00"', "morning.at 不应落在 quiet 的免打扰时段之内"),
        ("[silence]\nnever_to = 3", "silence.never_to：应为姓名或职务的列表"),
        ("[silence]\nto_leader_unasked = 1", "silence.to_leader_unasked：应为 true 或 false"),
        ("idle = 3", "idle：没有这一项"),
        ('[[rule]]\nwhen = { source = "领导批示" }\nsign.again = 1', "第1条 rule：缺少依据"),
        ('[[rule]]\nbasis = "办法"\nsign.again = 1', "第1条 rule：缺少适用范围"),
        ('[[rule]]\nbasis = "办法"\nwhen = { source = "领导批示" }', "第1条 rule：没有写要改变的值"),
        ('[[rule]]\nbasis = "办法"\nwhen = { colour = "红" }\nsign.again = 1', "when.colour：没有这一项"),
        ('[[rule]]\nbasis = "办法"\nwhen = { mode = "慢" }\nsign.again = 1', "when.mode：应为 限期办结 或 常态推进"),
        (
            '[[rule]]\nbasis = "办法"\nwhen = { urgent = true }\nmorning.at = "08:30"',
            "第1条 rule：morning.at：这一项不能按事项分别设定",
        ),
        (
            '[[rule]]\nbasis = "办法"\nwhen = { urgent = true }\nsilence = { list = 5 }',
            "第1条 rule：silence.order 应大于 silence.list",
        ),
        ("zone = ", "不是有效的 TOML"),
    ],
)
def test_a_bad_value_is_named_with_its_remedy(tmp_path, text, said):
    path = tmp_path / "ours.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PolicyFault) as fault:
        load(path)
    assert said in str(fault.value)


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text("[idle]\ndays = 0\n[waiting]\ndays = -1\n", "utf-8")
    with pytest.raises(PolicyFault) as fault:
        load(path)
    assert len(fault.value.faults) == 2


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(PolicyFault, match="无法读取策略文件"):
        load(tmp_path / "nowhere.toml")


def test_the_zone_is_applied_at_the_edges():
    assert POLICY.at(date(2022, 3, 1), "09:00") == datetime(2022, 3, 1, 1, tzinfo=UTC)
    assert POLICY.today(datetime(2022, 3, 1, 16, 30, tzinfo=UTC)) == date(2022, 3, 2)


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2022-02-18 17:00", "2022-02-21 09:00"),  # Friday evening → Monday
        ("2022-02-21 09:00", "2022-02-21 09:00"),
        ("2022-02-21 09:01", "2022-02-22 09:00"),
        ("2022-01-28 10:00", "2022-01-29 09:00"),  # a Saturday worked in exchange
        ("2022-01-30 10:00", "2022-02-07 09:00"),  # over the Spring Festival
    ],
)
def test_the_next_morning_message(moment, morning):
    assert POLICY.morning_at_or_after(shanghai(moment)) == shanghai(morning)


@pytest.mark.parametrize(
    ("moment", "urgent", "loud"),
    [
        ("2022-03-01 09:00", False, "2022-03-01 09:00"),
        ("2022-03-01 08:00", False, "2022-03-01 08:00"),
        ("2022-03-01 07:59", False, "2022-03-01 08:00"),
        ("2022-03-01 12:00", False, "2022-03-01 14:00"),
        ("2022-03-01 20:00", False, "2022-03-02 08:00"),
        ("2022-03-04 20:00", False, "2022-03-07 08:00"),  # Friday evening
        ("2022-03-05 10:00", False, "2022-03-07 08:00"),  # Saturday
        ("2022-03-05 10:00", True, "2022-03-05 10:00"),
        ("2022-03-01 12:30", True, "2022-03-01 12:30"),
        ("2022-03-01 20:30", True, "2022-03-01 20:30"),
        ("2022-03-04 21:00", True, "2022-03-05 08:00"),
        ("2022-03-05 03:00", True, "2022-03-05 08:00"),
    ],
)
def test_quiet_hours_end_when_the_office_works(moment, urgent, loud):
    assert POLICY.allowed_at_or_after(shanghai(moment), urgent) == shanghai(loud)
    assert POLICY.quiet(shanghai(moment), urgent) is (moment != loud)


@pytest.mark.parametrize(
    ("moment", "digest"),
    [
        ("2022-02-21 09:00", "2022-02-25 16:00"),
        ("2022-02-25 16:00", "2022-02-25 16:00"),
        ("2022-02-25 16:01", "2022-03-04 16:00"),
        ("2022-06-01 09:00", "2022-06-02 16:00"),  # Friday is the Dragon Boat Festival
        ("2022-01-31 09:00", "2022-02-11 16:00"),  # a week without a working day has no digest
    ],
)
def test_the_digest_goes_out_on_friday_or_the_weeks_last_working_day(moment, digest):
    assert POLICY.digest_at_or_after(shanghai(moment)) == shanghai(digest)


RULES = """
[[rule]]
basis = "办法第十二条"
when = { source = "领导批示" }
sign.again = 1
deadline.before = [5, 2]

[[rule]]
basis = "办法第十三条"
when = { department = "市财政局", mode = "限期办结" }
sign.again = 3
idle.days = 20
"""


def test_rules_change_values_of_the_tasks_they_fit_the_later_one_last(tmp_path):
    (tmp_path / "ours.toml").write_text(RULES, "utf-8")
    ours = load(tmp_path / "ours.toml")

    def given(**facts):
        found = ours.of(TaskFacts(state=State.SIGNED, began_at=shanghai("2022-03-01 09:00"), **facts))
        return found.sign_again, found.deadline_before, found.idle_days

    assert given(mode="deadline", source="重点工作") == (2, (15, 7, 3, 1), 10)
    assert given(mode="deadline", source="领导批示") == (1, (5, 2), 10)
    assert given(mode="deadline", source="领导批示", department="市财政局") == (3, (5, 2), 20)
    assert given(mode="recurring", source="领导批示", department="市财政局") == (1, (5, 2), 10)


def test_every_section_of_the_packaged_file_names_its_source():
    text = files("schedules").joinpath("policy.toml").read_text("utf-8")
    sections = text.split("\n[")[1:]
    before = text.split("\n[")[:-1]
    for section, above in zip(sections, before, strict=True):
        comment = above.rstrip().rsplit("\n\n", 1)[-1]
        assert comment.startswith("#"), section.splitlines()[0]
