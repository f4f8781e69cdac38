"""How tidy the house is: patterns, bare kind strings, folders, loose modules, import rings, wall-clock reads.

    python benchmarks/house.py [CHECKOUT …]

Prints one column for each checkout, by default this one. To see a change before and after:

    git worktree add /tmp/before b0cc106 && python benchmarks/house.py /tmp/before .

A pattern text is a string of `bot/reading`, `bot/ledger_files` or a `patterns` list of the lexicon that is written as
an expression; plain words of the lexicon are none. Late and TYPE_CHECKING imports count as imports.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

READER = ("bot/reading", "bot/ledger_files")
PACKAGES = ("bot", "schedules", "db")
EXPRESSION = ("(?", "|", "[", "\\d", ".*")
TAKES_PATTERN = {"compile", "search", "match", "fullmatch", "sub", "split", "finditer", "findall", "later", "any_of"}
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "time_ns")}


def sources(root: Path, *folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def texts(node: ast.AST) -> Iterator[str]:
    """The strings of a tree, each whole as it is put together; no docstrings and nothing said to a type checker."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "cast":
            continue
        written = _written(child) if isinstance(child, ast.expr) else None
        if written is None:
            yield from texts(child)
        else:
            yield written


def _written(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part) or "…" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [_written(node.left), _written(node.right)]
        return "".join(part or "…" for part in parts) if any(parts) else None
    return None


def pattern_texts(root: Path) -> list[str]:
    code = [text for _, tree in sources(root, *READER) for text in (*texts(tree), *_handed_over(tree))]
    written = {text for text in code if any(sign in text for sign in EXPRESSION)}
    return [*written, *_of_the_lexicon(root)]


def _handed_over(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] in TAKES_PATTERN:
            written = _written(node.args[0])
            if written and len(written) > 1:
                yield written


def _of_the_lexicon(root: Path) -> Iterator[str]:
    for path in sorted((root / "bot/reading").rglob("*.toml")):
        for rows in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for row in rows:
                yield from row.get("patterns", ())


def bare_kinds(root: Path) -> list[str]:
    """Strings of the reply reader where a kind is compared, asked for or given: `mark.kind == "late"`."""
    return [text for _, tree in sources(root, READER[0]) for node in _kind_places(tree) for text in _strings(node)]


def _kind_places(tree: ast.Module) -> Iterator[ast.AST]:
    sets = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "kind":
            yield from node.comparators
            sets |= {name.id for name in node.comparators if isinstance(name, ast.Name)}
        if isinstance(node, ast.Call):
            yield from _given(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in sets:
            yield node.value
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "_TABLE":
            yield from (row.elts[0] for row in ast.walk(node) if isinstance(row, ast.Tuple) and len(row.elts) == 3)


def _given(call: ast.Call) -> Iterator[ast.AST]:
    name = ast.unparse(call.func).split(".")[-1]
    place = {"Fact": 0, "Mention": 2, "Mark": 2}.get(name)
    if place is not None and len(call.args) > place:
        yield call.args[place]
    if name in ("first", "every"):
        yield from call.args
    yield from (word.value for word in call.keywords if word.arg == "kind")


def _strings(node: ast.AST) -> Iterator[str]:
    yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def largest_folder(root: Path, *folders: str) -> tuple[int, str]:
    files = Counter(path.parent for folder in folders for path in (root / folder).rglob("*.py"))
    folder, count = files.most_common(1)[0]
    return count, str(folder.relative_to(root))


def loose_modules(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "bot").glob("*.py") if path.name != "__init__.py")


def imports(root: Path) -> dict[str, set[str]]:
    """Which modules each module imports, wherever in it."""
    trees = {_module(root, path): (path, tree) for path, tree in sources(root, *PACKAGES)}
    return {
        name: {target for node in ast.walk(tree) for target in _targets(node, name, path, trees)} - {name}
        for name, (path, tree) in trees.items()
    }


def _module(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _targets(node: ast.AST, name: str, path: Path, known: object) -> Iterator[str]:
    assert isinstance(known, dict)
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    if isinstance(node, ast.ImportFrom):
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        package = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*package, *([node.module] if node.module else [])])
        for alias in node.names:
            whole = f"{base}.{alias.name}"
            if whole in known or base in known:
                yield whole if whole in known else base


def rings(graph: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import one another, directly or by way of others."""
    reached = {name: _reachable(graph, name) for name in graph}
    found = {tuple(sorted(o for o in reached[name] if name in reached[o])) for name in graph if name in reached[name]}
    return sorted(map(list, found))


def _reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead.extend(graph.get(name, ()))
    return seen


def clock_reads(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path, tree in sources(root, *PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCK
    ]


def figures(root: Path) -> dict[str, str]:
    patterns = sorted(map(len, pattern_texts(root)))
    bare = bare_kinds(root)
    reader, anywhere = largest_folder(root, *READER), largest_folder(root, *PACKAGES)
    return {
        "pattern texts": f"{len(patterns)}",
        "  their p95 length": f"{patterns[int(len(patterns) * 0.95)]}",
        "  longer than 200": f"{sum(length > 200 for length in patterns)}",
        "bare kind strings": f"{len(set(bare))} in {len(bare)} places",
        "largest reader folder": f"{reader[0]} ({reader[1]})",
        "largest folder": f"{anywhere[0]} ({anywhere[1]})",
        "loose modules in bot/": f"{len(loose_modules(root))}",
        "import rings": f"{len(rings(imports(root)))}",
        "wall-clock reads": f"{len(clock_reads(root))}",
    }


def main(*checkouts: str) -> None:
    columns = [figures(Path(checkout).resolve()) for checkout in checkouts or (".",)]
    for name in columns[0]:
        print(f"{name:24s}" + "".join(f"{column[name]:28s}" for column in columns).rstrip())
    for checkout in checkouts or (".",):
        root = Path(checkout).resolve()
        print(f"\n{checkout}")
        print("  loose:", " ".join(loose_modules(root)))
        print("  clock:", " ".join(clock_reads(root)))
        for ring in rings(imports(root)):
            print("  ring: ", " ".join(ring))


if __name__ == "__main__":
    main(*sys.argv[1:])
