"""A language model beside the grammar: what both read is stored, what only it heard is asked, its lies cost nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.language_model import LanguageModel, Mood
from bot.second_reader.language_model.circuit import FAILURES
from bot.second_reader.language_model.kept import unpacked
from db import reading_figures
from tests.office import Office, staffed

EVER, NEVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SAID = "船台的活收了口，估摸6月20号能让渔民开走"
LONG = (  # all of it words an office uses, so that the grammar's reading stands
    "目前正在有序推进，已完成60%，存在的困难是资金尚未到位，请市财政局协调解决，"
    "下一步将加快进度，确保按要求落实，预计6月20日前全部完成"
)
ROW = {
    "ref": 1,
    "state": "in_progress",
    "quote": "船台的活收了口",
    "expected_date": {"value": "2022-06-20", "quote": "6月20号"},
}


@pytest.fixture
async def model() -> AsyncIterator[LanguageModel]:
    stand_in = LanguageModel()
    yield stand_in
    await stand_in.stop()


async def handed_out(office: Office):
    head = await office.head("市海洋局局长")
    task = await office.task("渔船更新", owner=head, due="2022-06-30")
    return head, task


async def test_what_the_model_reads_where_the_grammar_doubts_is_the_first_button(model):
    async with staffed(model_url=await model.start()) as office:
        head, task = await handed_out(office)
        model.recorded = {SAID: {"rows": [{**ROW, "ref": task.number}], "ask": []}}
        await head.says(SAID)
        assert len(model.asked) == 1
        assert "已记录" not in head.last
        assert f"{task.number}号" in head.last
        assert await office.faults() == []


async def test_under_trust_store_it_is_stored_at_once_and_done_never_is(model):
    trusting = '[reader]\ntrust = "store"\n'
    async with staffed(model_url=await model.start(), policy_text=trusting) as office:
        head, task = await handed_out(office)
        model.recorded = {SAID: {"rows": [{**ROW, "ref": task.number}], "ask": []}}
        await head.says(SAID)
        assert "已记录" in head.last
        assert "6月20日" in head.last
        assert f"{task.number}号由辅助读取得出，如有不符请回复“更正”。" in head.last


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.NONSENSE, Mood.INVENTS, Mood.FLATTERS])
async def test_a_model_that_fails_or_lies_leaves_the_grammar_alone(model, mood):
    async with staffed(model_url=await model.start()) as office:
        head, _ = await handed_out(office)
        model.mood = mood
        await head.says(LONG)
        assert len(model.asked) == 1
        assert "进度60%" in head.last
        assert "已记录" in head.last
        await head.says("收到")
        assert head.reactions or "签收" in head.last
        assert await office.faults() == []


async def test_a_message_is_served_after_the_one_its_chat_sent_before_it(model):
    async with staffed(model_url=await model.start()) as office:
        head, _ = await handed_out(office)
        model.mood = Mood.BROKEN
        await head.says("完成三成，正在装发动机，船台空出来以后就接着干下一条，工人也都在")
        await head.says("更正，是四成")
        assert "进度40%" in head.last


async def test_what_only_the_grammar_read_is_asked_and_can_be_refused(model):
    """The model hears small talk: the head says whether it was a report."""
    async with staffed(model_url=await model.start()) as office:
        head, _ = await handed_out(office)
        said = "渔船更新目前已经完成六成左右"
        model.recorded = {said: {"intent": "smalltalk", "rows": []}}
        await head.says(said)
        assert "已记录" not in head.last
        await head.taps("不是进展反馈")
        assert "未作为工作反馈记录" in head.last
        await head.says(said)
        await head.taps(next(each for each in head.latest.labels if "60%" in each))
        assert "进度60%" in head.last


async def test_where_two_readers_differ_on_one_of_two_tasks_one_tap_stores_both(model):
    async with staffed(model_url=await model.start()) as office:
        head, task = await handed_out(office)
        other = await office.task("码头加固", owner=head, due="2022-05-31")
        said = "渔船更新完成六成。石头也垒到顶了，就剩勾缝"
        rows = [
            {"ref": task.number, "state": "in_progress", "quote": "渔船更新完成六成"},
            {"ref": other.number, "state": "in_progress", "quote": "石头也垒到顶了"},
        ]

        model.recorded = {said: {"intent": "update", "rows": rows}}
        await head.says(said)
        await head.taps(next(each for each in head.latest.labels if "60%" in each))
        assert "进度60%" in head.last
        assert f"{other.number}号" in head.last


async def test_the_office_hears_each_week_how_its_readers_fared(model):
    async with staffed(model_url=await model.start()) as office:
        head, task = await handed_out(office)
        model.recorded = {SAID: {"intent": "update", "rows": [{**ROW, "ref": task.number}]}}
        await head.says(SAID)
        await head.taps("不对，我来写明")
        await office.until("2022-03-04 16:30")
        digest = next(each.text for each in reversed(office.coordinator.messages) if "识读反馈" in each.text)
        assert "语言模型请求1次" in digest
        assert "其中经本人改正1项" in digest
        assert not any("识读反馈" in each.text for each in head.messages)


async def test_a_model_that_never_answers_delays_three_replies_and_no_more(model):
    """Over HTTP, the bound of five seconds scaled down: each reply is served when the wait is over, by grammar and
    letters, in its order; from the open circuit on the model is not even asked."""
    impatient = "[reader]\nseconds = 0.2\n"
    async with staffed(model_url=await model.start(), policy_text=impatient) as office:
        head, _ = await handed_out(office)
        model.mood = Mood.SILENT
        for percent in (61, 62, 63, 64, 65):
            await head.says(f"渔船更新目前已经完成{percent}%，发动机装好了，油漆还在做")
            assert f"进度{percent}%" in head.last
        assert len(model.asked) == FAILURES
        async with office.stage.database.reading() as session:
            kept = await reading_figures.supplements(session, since=EVER, until=NEVER)
        assert [answer.answer for each in kept if (answer := unpacked(each))] == [None] * 5
        assert await office.faults() == []
