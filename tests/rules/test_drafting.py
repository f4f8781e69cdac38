"""A text becomes drafts of ledger rows, each with its sentence, and nothing that the sentence does not say."""

import io
import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bot.commands.draft import command, duties_of
from bot.drafting.document_text import text_of
from bot.drafting.drafts import SENTENCE, Draft, drafted, faults
from bot.drafting.units import UnitNames
from bot.ledger_files.files.grids import FileFault
from bot.ledger_files.files.opening import grids_of

PLAN = """各位同志：
刚才，几位同志作了很好的发言，我都赞成。
一、过去一年取得的成绩
2021年，我们完成了老旧小区改造。
二、抓好今年重点工作
（一）推进城乡建设。市住建局要加快推进老旧小区改造，6月底前完成18个小区改造，确保惠及居民3200户以上。完善垃圾收运体系，由市城管执法局建设转运站6座。
（二）保护生态环境。建设美丽乡村。常态化开展清河行动，严禁新上高耗能项目，让群众有更多获得感。编制地下水保护规划，11月底前印发。
会议强调，大家要振奋精神。
"""
NAMES = {"市住建局": "市住建局", "住建局": "市住建局", "市城管执法局": "市城管执法局", "市水利局": "市水利局"}


def read(**more):
    return drafted(PLAN, names=NAMES, duties=more.get("duties", {}), earlier=more.get("earlier", ()))


def test_work_is_told_from_headings_praise_and_the_past():
    words = [each.title for each in read()]
    assert "推进城乡建设" not in "".join(words)
    assert "建设美丽乡村" not in words
    assert not any("刚才" in each or "2021年" in each or "获得感" in each or "振奋精神" in each for each in words)
    assert "严禁新上高耗能项目" in words
    assert words[0] == "市住建局要加快推进老旧小区改造，6月底前完成18个小区改造，确保惠及居民3200户以上"


def test_each_has_its_sentence_its_type_and_what_the_words_hold():
    found = {each.title: each for each in read()}
    flats = next(iter(found.values()))
    assert (flats.due, flats.place, flats.lead, flats.lead_from) == ("6月底前", "二（一）第2句", "市住建局", SENTENCE)
    assert "确保惠及居民3200户以上" in flats.target
    assert found["由市城管执法局建设转运站6座"].lead == "市城管执法局"
    assert found["严禁新上高耗能项目"].type == "红线"
    assert found["编制地下水保护规划，11月底前印发"].due == "11月底前"
    assert found["编制地下水保护规划，11月底前印发"].lead == ""  # open: nobody is invented
    assert all(each.sentence in PLAN for each in found.values())


def test_a_lead_is_proposed_by_duties_then_by_what_a_unit_has_led():
    by_duty = {each.title: each for each in read(duties={"市水利局": "负责河道管理、清河行动、地下水保护"})}
    assert by_duty["常态化开展清河行动"].lead == "市水利局"
    assert by_duty["常态化开展清河行动"].lead_from == "职责"
    before = {each.title: each for each in read(earlier=[("编制地下水保护规划纲要", "市水利局")])}
    plan = before["编制地下水保护规划，11月底前印发"]
    assert (plan.lead, plan.lead_from) == ("市水利局", "以往事项")


def test_nothing_in_a_draft_is_beyond_its_sentence():
    assert [faults(each, UnitNames(NAMES)) for each in read()] == [[] for _ in read()]
    wrong = Draft(
        "建设转运站", "由市城管执法局建设转运站6座。", "第1句", due="9月底前", lead="市住建局", lead_from=SENTENCE
    )
    assert faults(wrong, UnitNames(NAMES)) == ["时限“9月底前”不在原文中", "单位“市住建局”不在原文中"]


def docx(*paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return content.getvalue()


def test_text_comes_from_txt_in_two_encodings_and_from_word():
    assert text_of(PLAN.encode()) == text_of(PLAN.encode("gb18030")) == PLAN
    assert text_of(docx("一、抓落实", "编制规划。")) == "一、抓落实\n编制规划。"
    for bad in (b"", b"PK\x03\x04broken", docx("甲").replace(b"word/document.xml", b"word/documend.xml")):
        with pytest.raises(FileFault):
            text_of(bad)


def test_the_command_writes_a_workbook_to_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    (tmp_path / "讲话.txt").write_text(PLAN, "utf-8")
    (tmp_path / "名册.csv").write_text("单位名称,职责\n市水利局,负责河道管理和清河行动\n", "utf-8")
    register = grids_of((tmp_path / "名册.csv").read_bytes(), "名册.csv")
    assert duties_of(register) == {"市水利局": "负责河道管理和清河行动"}
    given = [str(tmp_path / "讲话.txt"), str(tmp_path / "草稿.xlsx"), "--duties", str(tmp_path / "名册.csv")]
    done = CliRunner().invoke(command, given)
    assert done.exit_code == 0, done.output
    rows = list(load_workbook(tmp_path / "草稿.xlsx").active.iter_rows(min_row=3, values_only=True))
    assert rows[0][:5] == ("序号", "重点任务", "目标要求", "牵头单位", "完成时限")
    (river,) = [row for row in rows if row[1] == "常态化开展清河行动"]
    assert river[3] == "市水利局"
    assert "牵头单位" not in (river[9] or "")


def test_what_was_not_drafted_but_orders_or_dates_stands_on_a_sheet_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    left = "省委全会提出，要把粮食安全抓在手上，年内建成一批产业园。"
    (tmp_path / "讲话.txt").write_text(f"{PLAN}{left}\n", "utf-8")
    done = CliRunner().invoke(command, [str(tmp_path / "讲话.txt"), str(tmp_path / "草稿.xlsx")])
    assert "句有要求或日期而未列入" in done.output
    book = load_workbook(tmp_path / "草稿.xlsx")
    assert book.sheetnames == ["台账草稿", "未列入"]
    shown = [row[1] for row in book["未列入"].iter_rows(min_row=4, values_only=True)]
    assert left in shown
    assert not any("老旧小区改造，6月底前" in each for each in shown)
