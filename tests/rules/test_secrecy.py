"""Marks of secrecy however they are typed, and everyday words that contain one."""

import tomllib
from pathlib import Path

import pytest

from bot.ledger_files import secrecy

DATA = tomllib.loads(Path(secrecy.__file__).with_suffix(".toml").read_text("utf-8"))
DISGUISED = [
    *("機密", "绝 密", "机_密", "机-密", "机·密", "机.密", "机*密", "机/密", "祕密", "絕密", "机\u3000密"),
    *("机\u200b密", "机\u202e密", "机\u2060\u00ad密", "機_密", "㊙"),
]


@pytest.mark.parametrize("word", DISGUISED)
def test_a_level_in_disguise_is_seen_in_words_and_names(word):
    said = [f"这份{word}方案请收", f"【{word}】额度3亿", f"{word}：额度3亿", f"密級：{word}"]
    assert [each for each in said if not (secrecy.is_marked([each]) or secrecy.names_a_level([each]))] == []
    assert secrecy.is_marked([f"（{word}）额度3亿"])
    assert secrecy.is_marked_name(f"{word}文件.pdf")
    assert secrecy.is_marked_name(f"{word}_方案.pdf")


@pytest.mark.parametrize("name", ["內部資料.doc", "【内_部】方案.docx", "内·部_评审稿.docx", "关于債券的機密材料.pdf"])
def test_a_file_of_the_house_is_seen_in_any_letters(name):
    assert secrecy.is_marked_name(name) or secrecy.is_marked([name])


@pytest.mark.parametrize("word", DATA["ordinary"].split())
def test_an_everyday_word_is_no_level(word):
    assert not secrecy.names_a_level([f"1号{word}工作完成20%"])


@pytest.mark.parametrize(
    "said",
    [
        *("市保密局已完成检查，进度60%", "内部审计已完成40%", "秘密投票已组织", "内部控制制度已印发，完成50%"),
        *("公安机关 密切配合，完成50%", "手机 密码已改", "收割机密集作业", "拒绝密切接触", "开机，密封检查完成"),
        *("机构内 部分人员到位", "年内部署完成", "本材料不含机密内容", "没有秘密事项", "涉密文件清理完成"),
        *("1号机密文件柜已采购到位", "保密教育完成", "发现秘密通道", "加强商业秘密保护"),
    ],
)
def test_ordinary_words_are_no_mark(said):
    assert not secrecy.is_marked([said])
    assert not secrecy.names_a_level([said])
