"""Papers of the office: their form in Word, what is kept of them, and who may have which."""

import io
import json
import zipfile
from datetime import date

import docx
import pytest

from bot.documents.content import Colour, Document, Heading, Table, Text, read_stored, stored
from bot.documents.docx_file import docx_file
from bot.documents.kinds import RIGHTS, Kind, Wanted, read_key
from bot.texts.papers.names import NAMES, file_name
from db.rights import Reach, Role

ROWS = tuple((str(n), f"老旧小区改造{n}", "市住建局") for n in range(1, 60))
PAPER = Document(
    "督查通报",
    (Heading("一、总体情况"), Text("共59项。\n其中超期3项。"), Table(("编号", "事项", "牵头单位"), ROWS, (10, 60, 30))),
    number="督查通报〔2022〕1号",
    to="各市领导、各有关单位",
    sender="市政府督查室",
    on=date(2022, 3, 15),
    colour=Colour.RED,
    notes=("签发：孙主任",),
)


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(docx_file(PAPER)))


def test_the_order_of_a_paper_is_that_of_the_office(word):
    said = [each.text for each in word.paragraphs if each.text]
    assert said == [
        "督查通报", "督查通报〔2022〕1号", "各市领导、各有关单位：", "一、总体情况", "共59项。", "其中超期3项。",
        "市政府督查室", "2022年3月15日", "签发：孙主任",
    ]  # fmt: skip


def test_a4_with_its_margins_and_page_numbers(word):
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [round(each.mm) for each in (page.top_margin, page.bottom_margin, page.left_margin)] == [37, 35, 28]
    for footer in (page.footer, page.even_page_footer):
        assert "PAGE" in footer.paragraphs[0]._p.xml
        assert footer.paragraphs[0].text.startswith("— ")


def test_a_table_repeats_its_head_and_tears_no_row(word):
    table = word.tables[0]
    assert len(table.rows) == 1 + len(ROWS)
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_letters_are_named_with_what_stands_in_for_them(word):
    from docx.oxml.ns import qn

    fonts = {each.get(qn("w:eastAsia")) for each in word.element.iter(qn("w:rFonts"))}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体"} <= fonts
    with zipfile.ZipFile(io.BytesIO(docx_file(PAPER))) as held:
        table = held.read("word/fontTable.xml").decode()
        assert "python-docx" not in held.read("docProps/core.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table


def test_a_colour_is_that_of_its_title(word):
    assert str(word.paragraphs[0].runs[0].font.color.rgb) == "C00000"


def test_what_was_kept_is_what_was_drawn():
    assert read_stored(json.loads(json.dumps(stored(PAPER)))) == PAPER


def test_letters_that_no_file_takes_are_left_out():
    assert docx_file(Document("情况\x00表\ud800", (Text("a\x08b"),)))
    assert file_name(Kind.ORDER, 'a/b:"c"', "2022-03-15") == "督办单_abc_2022-03-15.docx"


def test_a_key_is_read_back():
    for kind in Kind:
        assert read_key(Wanted(kind, 12).key) == Wanted(kind, 12)
    assert set(NAMES) == set(Kind)


def test_every_role_has_its_right_to_every_paper():
    assert set(RIGHTS) == {(role, kind) for role in Role for kind in Kind}
    for kind in Kind:
        assert RIGHTS[Role.DIRECTOR, kind] is RIGHTS[Role.COORDINATOR, kind] is Reach.ALL
    assert {role for role in Role if RIGHTS[role, Kind.PUBLIC]} == {Role.COORDINATOR, Role.DIRECTOR}
