"""A file by its first bytes: a workbook, a document, a csv; or in words why it cannot be read and what to do."""

from __future__ import annotations

import re

from bot.ledger_files.files.csv_grids import csv_grid
from bot.ledger_files.files.grids import FileFault, Grid
from bot.ledger_files.files.zip_parts import BROKEN, Parts

MOST_BYTES = 50_000_000
HTML = re.compile(
    rb"^\s*(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b", re.I | re.S
)
SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0",
        "这是旧版 Excel 或 Word 文件（xls、doc、et、wps）或带密码的文件。请另存为不带密码的 xlsx 再导入",
    ),
    (b"%PDF", "这是 PDF 文件，不能按表格读取。请用原来的 Excel、WPS 表格或 Word 文件"),
    (b"\x89PNG", "这是图片，不能按表格读取。请用原来的 Excel、WPS 表格或 Word 文件"),
    (b"\xff\xd8\xff", "这是图片，不能按表格读取。请用原来的 Excel、WPS 表格或 Word 文件"),
    (b"{\\rtf", "这是 RTF 文件。请在 Word 或 WPS 中另存为 docx，或把表格另存为 xlsx 再导入"),
    (b"Rar!", "这是压缩包。请解压后导入其中的 xlsx、docx 或 csv"),
    (b"7z\xbc\xaf", "这是压缩包。请解压后导入其中的 xlsx、docx 或 csv"),
)
MARKUP = "这是网页文件（另存成了 xls），不是 Excel 工作簿。请在 Excel 或 WPS 中打开，另存为 xlsx 再导入"
XML = "这是 XML 表格，不是 xlsx 工作簿。请在 Excel 或 WPS 中打开，另存为 xlsx 再导入"


def grids_of(content: bytes, name: str) -> list[Grid]:
    """Raises FileFault, and nothing else whatever the bytes are."""
    if not content.strip():
        raise FileFault("file_empty", "文件是空的。请确认选对了文件")
    if len(content) > MOST_BYTES:
        raise FileFault("file_too_large", "文件超过 50 MB。请删去图片和无关工作表后再导入")
    _refuse_others(content)
    if not content.startswith(b"PK"):
        return [csv_grid(content, name)]
    try:
        return _office_file(Parts(content), name)
    except FileFault:
        raise
    except Exception as error:  # a broken zip or XML raises whatever its parsers raise
        raise FileFault("file_unreadable", BROKEN) from error


def _office_file(parts: Parts, name: str) -> list[Grid]:
    from bot.ledger_files.files.docx_grids import docx_grids
    from bot.ledger_files.files.xlsx_grids import xlsx_grids

    if parts.has("word/document.xml"):
        return docx_grids(parts, name)
    if parts.has("xl/workbook.bin"):
        raise FileFault("file_unreadable", "这是二进制工作簿（xlsb）。请另存为 xlsx 再导入")
    if parts.has("content.xml") and parts.has("mimetype"):
        raise FileFault("file_unreadable", "这是 OpenDocument 文件（ods）。请另存为 xlsx 再导入")
    if not parts.has("[Content_Types].xml") and any(
        part.endswith((".xlsx", ".docx", ".csv")) for part in parts.names()
    ):
        raise FileFault("file_unreadable", "这是压缩包。请解压后导入其中的 xlsx、docx 或 csv")
    return xlsx_grids(parts)


def _refuse_others(content: bytes) -> None:
    for signature, message in SIGNATURES:
        if content.startswith(signature):
            raise FileFault("file_unreadable", message)
    head = content[:2000].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    if HTML.match(head):
        raise FileFault("file_unreadable", MARKUP)
    if head.lstrip().startswith(b"<?xml"):
        raise FileFault("file_unreadable", MARKUP if b"<html" in head.lower() else XML)
