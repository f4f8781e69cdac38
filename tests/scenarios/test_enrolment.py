"""A one-time link makes an account a person; everybody else hears one sentence a day."""

import pytest


async def starts(office, chat_id, code=None):
    await office.stage.client.start(chat_id, code, name="某人")
    await office.stage.settle()
    return heard(office, chat_id)


async def says(office, chat_id, words):
    await office.stage.client.text(chat_id, words)
    await office.stage.settle()
    return heard(office, chat_id)


def heard(office, chat_id):
    chat = office.stage.sandbox.world.chats[chat_id]
    return [post.wire["text"] for post in chat.posts.values() if post.outgoing]


async def test_a_link_binds_the_account_and_shows_the_commands_of_its_role(office):
    finance = await office.head("市财政局局长")
    assert finance.last.startswith("市财政局局长，您好！账号已绑定，身份：部门负责人。")
    assert "不是保密渠道" in finance.last
    commands = office.stage.sandbox.world.commands
    [menu] = [given for (scope, _), given in commands.items() if str(finance.chat_id) in scope]
    assert [each["command"] for each in menu] == ["mine", "help"]


async def test_a_link_works_once_and_for_one_account(office):
    finance = await office.head("市财政局局长")
    assert await starts(office, 9001, finance.actor.code) == ["这个邀请链接已使用或已失效，请向督查室索取新的链接。"]
    assert [text[:4] for text in await says(office, 9001, "我的任务")] == ["这个邀请", "您好，这"]


async def test_pressing_the_same_link_again_is_answered_as_the_first_time(office):
    finance = await office.head("市财政局局长")
    again = await starts(office, finance.chat_id, finance.actor.code)
    assert [text[:10] for text in again] == ["市财政局局长，您好！"] * 2


async def test_a_link_expires(office):
    finance = await office.head("市财政局局长", bound=False)
    await office.begins("2022-01-19 10:00")
    assert await starts(office, 9001, finance.actor.code) == ["这个邀请链接已使用或已失效，请向督查室索取新的链接。"]


async def test_a_newer_link_takes_the_place_of_an_older_one(office):
    old = (await office.head("市财政局局长", bound=False)).actor.code
    del office.stage.actors["市财政局局长"]
    await office.head("市财政局局长")
    assert "已失效" in (await starts(office, 9001, old))[-1]


@pytest.mark.parametrize("words", ["你好", "/start", "/start@huiyin_bot", "/status", "31号已办结"])
async def test_a_stranger_gets_one_polite_sentence_a_day(office, words):
    sentence = "您好，这里是督查室“回音”助手。此账号尚未绑定，请向督查室索取本人的邀请链接。"
    await says(office, 9001, words)
    assert await says(office, 9001, words) == [sentence]
    await office.until("2022-01-05 10:00")
    assert await says(office, 9001, words) == [sentence] * 2


async def test_a_wrong_code_is_no_key(office):
    assert "已失效" in (await starts(office, 9001, "x" * 64))[-1]


async def test_a_bound_person_pressing_a_foreign_link_keeps_his_own(office):
    finance = await office.head("市财政局局长")
    other = await office.head("市审计局局长", bound=False)
    await starts(office, finance.chat_id, other.actor.code)
    assert "不是发给您的" in finance.last
    assert (await office.stage.person("市财政局局长")).chat_id == finance.chat_id
    assert "市财政局局长点开了发给市审计局局长的邀请链接" in office.coordinator.last
    await starts(office, 9001, other.actor.code)
    assert (await office.stage.person("市审计局局长")).chat_id == 9001


async def test_whoever_comes_late_is_handed_out_what_he_missed(office):
    task = await office.task("编制年度预算草案", owner="市财政局局长", due="2022-03-10")
    await office.until("2022-01-06 09:30")
    finance = await office.head("市财政局局长")
    await office.until("2022-01-07 09:00")
    assert "请签收" in finance.last
    assert task.title in finance.last
