"""The parts of an office file: a zip of XML, read piece by piece so that no small file can grow beyond its limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from bot.ledger_files.files.grids import FileFault

BROKEN = "文件已损坏或带有密码，无法打开。请重新保存后再导入"
MOST_BYTES = 150_000_000  # unpacked, of all parts that are read
MOST_PARTS = 5_000
PIECE = 1 << 16
MOST_OPEN = 4_000_000  # of one tag or text that has no end yet: the parser begins it anew with every piece
TOO_LARGE = "文件解开后超过 150 MB。请删去图片和无关工作表后再导入"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Stop(Exception):
    """Raised by a handler that has seen enough of a part."""


class Parts:
    """Names are matched without regard to case, as Windows does. Raises FileFault."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            items = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileFault("file_unreadable", BROKEN) from error
        if len(items) > MOST_PARTS:
            raise FileFault("file_too_large", "文件里的部件太多。请只留台账所在的工作表，另存后再导入")
        self._items = {item.filename.replace("\\", "/").lstrip("/").lower(): item for item in items}
        self._left = MOST_BYTES

    def has(self, name: str) -> bool:
        return name.lower() in self._items

    def names(self) -> list[str]:
        return list(self._items)

    def pieces(self, name: str) -> Iterator[bytes]:
        item = self._items.get(name.lower())
        if item is None:
            raise FileFault("file_unreadable", BROKEN)
        if item.file_size > self._left:  # more than it declares is never unpacked
            raise FileFault("file_too_large", TOO_LARGE)
        with self._archive.open(item) as part:
            while piece := part.read(PIECE):
                self._left -= len(piece)
                yield piece

    def must_unpack(self) -> None:
        """For whoever unpacks all of it by himself. Raises FileFault where it would be more than our limits."""
        if sum(item.file_size for item in self._items.values()) > MOST_BYTES:
            raise FileFault("file_too_large", TOO_LARGE)

    def walk(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Tell every element by its local name: Strict Open XML and prefixed files differ in name spaces only."""
        local = LocalNames()
        self.walk_raw(
            name,
            lambda tag, attributes: start(local[tag], attributes),
            (lambda tag: end(local[tag])) if end else None,
            text,
        )

    def walk_raw(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """The same by the names as they are written, for whoever meets half a million elements."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        if end:
            parser.EndElementHandler = end
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        given = 0
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
                given += len(piece)
                if given - parser.CurrentByteIndex > MOST_OPEN:
                    raise FileFault("file_unreadable", BROKEN)
            parser.Parse(b"", True)
        except Stop:
            return

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of a part by id: the last word of the type, and the part they lead to."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))

        if self.has(rels):
            self.walk(rels, start)
        return found


class LocalNames(dict[str, str]):
    """A tag's name without its prefix, worked out once."""

    def __missing__(self, tag: str) -> str:
        found = self[tag] = tag.rpartition(":")[2]
        return found


def _refuse_doctype(*_: object) -> None:
    raise FileFault("file_unreadable", "文件内含不允许的声明（DOCTYPE）。请在 Excel 或 WPS 中另存后再导入")


def is_on(attributes: Mapping[str, str], name: str = "val") -> bool:
    """An on/off property: present means on, unless it says otherwise."""
    return attributes.get(name, "1") not in ("0", "false", "off", "none")
