"""What files a ledger may come in: workbooks of every make, documents; and files made to hurt, refused in words."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bot.ledger_files.files import zip_parts
from bot.ledger_files.files.grids import FileFault, Merged
from bot.ledger_files.files.opening import grids_of

CASES = Path(__file__).parent / "cases/ledgers"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def workbook(sheet, **more):
    """The least that Excel opens."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/%s" Target="%s"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{more.pop("before", "")}'
        '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    return zipped(
        **{
            "_rels/.rels": relations % ("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations % ("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
            **more,
        }
    )


def document(body):
    text = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(**{"word/document.xml": text})


def paragraph(text, props=""):
    return f"<w:p><w:r>{props}<w:t>{text}</w:t></w:r></w:p>"


def cell(text, props="", run=""):
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{paragraph(text, run) if text else '<w:p/>'}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


@pytest.mark.parametrize("name", ["strict_open_xml", "core_date_not_iso"])
def test_what_excel_opens_is_opened(name):
    (grid,) = grids_of((CASES / f"{name}.xlsx").read_bytes(), name)
    assert "加固河堤" in grid.rows[2]


def test_elements_may_have_a_prefix_and_cells_no_place():
    sheet = (
        f'<x:worksheet xmlns:x="{SHEET}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
        "<x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert grids_of(workbook(sheet), "")[0].rows == [["甲", 2]]


def test_days_counted_from_1904_are_read():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = openpyxl.utils.datetime.from_excel(44742)
    content = io.BytesIO()
    book.save(content)
    assert f"{grids_of(content.getvalue(), '')[0].rows[0][0]:%Y-%m-%d}" == "2022-06-30"


def test_struck_cells_are_told():
    (grid,) = grids_of((CASES / "struck_through.xlsx").read_bytes(), "")
    assert {(3, 1), (3, 2)} <= grid.struck
    assert not {place for place in grid.struck if place[0] == 4}


STRIKE = "<w:rPr><w:strike/></w:rPr>"


def test_a_word_document_is_one_grid_of_paragraphs_and_rows():
    rows = [
        [cell("序号"), cell("任务"), cell("单位", '<w:gridSpan w:val="2"/>')],
        [cell("1"), cell("修桥", '<w:vMerge w:val="restart"/>'), cell("市住建局"), cell("6月底", run=STRIKE)],
        [cell("2"), cell("", "<w:vMerge/>"), cell("市水利局"), cell("7月底")],
    ]  # fmt: skip
    (grid,) = grids_of(document(paragraph("任务分解表") + table(*rows)), "表")
    assert grid.rows == [
        ["任务分解表"],
        ["序号", "任务", "单位", None],
        ["1", "修桥", "市住建局", "6月底"],
        ["2", None, "市水利局", "7月底"],
    ]
    assert sorted((m.top, m.left, m.bottom, m.right) for m in grid.merged) == [(2, 3, 2, 4), (3, 2, 4, 2)]
    assert (grid.struck, grid.loose) == ({(3, 4)}, {1})


def test_numbers_that_word_gives_by_itself_are_counted():
    number = '<w:tc><w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:p></w:tc>'
    (grid,) = grids_of(document(table([number, cell("修桥")], [number, cell("铺路")])), "表")
    assert [row[0] for row in grid.rows] == [1, 2]


def test_a_table_within_a_cell_is_text_of_the_cell_and_takes_no_row_away():
    inner = table([cell("牵头"), cell("市工信局")], [cell("配合"), cell("市财政局")])
    body = table([cell("1"), cell("促进民营经济"), f"<w:tc>{inner}<w:p/></w:tc>", cell("5月底前")])
    (grid,) = grids_of(document(body), "表")
    assert grid.rows == [["1", "促进民营经济", "牵头：市工信局\n配合：市财政局", "5月底前"]]


def test_the_table_within_a_frame_is_the_table():
    inner = table([cell("序号"), cell("任务"), cell("单位")], [cell("1"), cell("甲"), cell("市工信局")])
    body = table([cell("任务清单")], [f"<w:tc>{inner}<w:p/></w:tc>"])
    (grid,) = grids_of(document(body), "表")
    assert grid.rows == [["任务清单"], ["序号", "任务", "单位"], ["1", "甲", "市工信局"]]
    assert grid.loose == {1}


def test_deleted_words_of_a_tracked_change_are_gone():
    changed = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
    assert grids_of(document(table([f"<w:tc><w:p>{changed}</w:p></w:tc>"])), "表")[0].rows == [["新"]]


def rows_of(count, cells='<c t="inlineStr"><is><t>甲</t></is></c>'):
    return f'<worksheet xmlns="{SHEET}"><sheetData>' + f"<row>{cells}</row>" * count + "</sheetData>%s</worksheet>"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (workbook(rows_of(20_001) % ""), "file_too_large", "20000 行"),
        (workbook(rows_of(1, "<c><v>1</v></c>" * 500) % ""), "file_too_large", "列"),
        (workbook(rows_of(1) % ('<mergeCell ref="A1:B2"/>' * 100_001)), "file_too_large", "合并单元格"),
        (workbook('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), "file_unreadable", "DOCTYPE"),
        (workbook("<worksheet><broken"), "file_unreadable", "损坏"),
        (workbook(" " * 160_000_000), "file_too_large", "150 MB"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file_unreadable", "网页文件"),
        ("\ufeff<meta charset=utf-8><table>".encode(), "file_unreadable", "网页文件"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:excel"/>', "file_unreadable", "XML"),
        (b"%PDF-1.7", "file_unreadable", "PDF"),
        (zipped(mimetype="ods", **{"content.xml": "<a/>"}), "file_unreadable", "ods"),
        (zipped(**{"xl/workbook.bin": "x"}), "file_unreadable", "xlsb"),
        (zipped(**{"台账.xlsx": "x"}), "file_unreadable", "解压"),
        (document(paragraph("没有表格")), "header_missing", "没有表格"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(content, code, said):
    with pytest.raises(FileFault) as fault:
        grids_of(content, "表")
    assert (fault.value.code, said in fault.value.message) == (code, True)


def test_what_a_file_declares_is_looked_at_before_anything_is_unpacked(monkeypatch):
    parts = zip_parts.Parts(zipped(**{"word/document.xml": "A" * 160_000_000}))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    for unpacked in (lambda: next(parts.pieces("word/document.xml")), parts.must_unpack):
        with pytest.raises(FileFault, match="150 MB"):
            unpacked()


def test_a_tag_without_an_end_is_not_begun_anew_for_ever():
    with pytest.raises(FileFault) as told:
        grids_of(zipped(**{"word/document.xml": "<a x='" + "A" * 60_000_000}), "x")
    assert told.value.code == "file_unreadable"
    long = document(table(cell(paragraph("甲" * 2_000_000))))
    assert len(grids_of(long, "x")[0].rows[0][0]) == 2_000_000


def test_a_merge_over_the_whole_sheet_takes_no_more_than_the_sheet():
    (grid,) = grids_of(workbook(rows_of(2) % '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "")
    assert grid.merged == [Merged(1, 1, 1_048_576, 16_384)]
    assert grid.filled() == [["甲"], ["甲"]]


def test_merges_over_each_other_are_refused():
    merges = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 90_000 + "</mergeCells>"
    (grid,) = grids_of(workbook(rows_of(2_000) % merges), "")
    with pytest.raises(FileFault, match="重叠"):
        grid.filled()
