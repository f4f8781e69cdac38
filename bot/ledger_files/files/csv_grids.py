"""A csv file as a grid: UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io

from bot.ledger_files.files.grids import MOST_ROWS, FileFault, Grid

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def csv_grid(content: bytes, name: str) -> Grid:
    """Raises FileFault."""
    text = decoded(content)
    if not text.strip():
        raise FileFault("file_empty", "文件是空的。请确认选对了文件")
    return Grid(name, _rows(text))


def decoded(content: bytes) -> str:
    """Raises FileFault where no encoding that Chinese offices use fits."""
    encodings = ["utf-16"] if content.startswith(UTF16_MARKS) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileFault(
        "file_unreadable", "无法识别文件的文字编码。请在 Excel 或 WPS 中另存为 xlsx，或另存为 UTF-8 编码的 csv"
    )


def _rows(text: str) -> list[list[object]]:
    rows: list[list[object]] = []
    limit = csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise FileFault("file_too_large", f"表格超过 {MOST_ROWS} 行。请删去空行或分成几个文件导入")
    except csv.Error as error:
        raise FileFault("file_unreadable", "文件不是规范的 csv。请在 Excel 或 WPS 中另存为 xlsx 再导入") from error
    finally:
        csv.field_size_limit(limit)
    return rows


def _delimiter(text: str) -> str:
    """The sign that parts most cells in the first lines; a comma if none does."""
    head = text[:4000]
    return max(",\t;", key=head.count)
