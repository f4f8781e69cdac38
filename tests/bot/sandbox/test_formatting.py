"""HTML, MarkdownV2 and Markdown as the Bot API reads them, and its words where it does not."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import htmltext, markdown, markdown2
from bot.sandbox.refusals import Refused
from bot.sandbox.units import units
from bot.sandbox.words import trimmed, with_found


def marks(found):
    return [(mark["type"], mark["offset"], mark["length"]) for mark in found]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("<b>粗</b><i>斜</i>", "粗斜", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b>重<i>点</i>工作</b>", "重点工作", [("bold", 0, 4), ("italic", 1, 1)]),
        ("😀<b>x</b>", "😀x", [("bold", 2, 1)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27; &nbsp;", "a <b> & \"c\" 'd' &nbsp;", []),
        ("<b></b>a", "a", []),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
    ],
)
def test_html(source, text, found):
    plain, entities = htmltext.parse(source)
    assert (plain, marks(entities)) == (text, found)


def test_html_links_and_code_keep_their_facts():
    assert htmltext.parse('<a href="https://a.b/?x=1&amp;y=2">站</a>')[1][0]["url"] == "https://a.b/?x=1&y=2"
    assert htmltext.parse("<a href='nowhere'>站</a>") == ("站", [])
    _, (mark,) = htmltext.parse('<pre><code class="language-python">x=1</code></pre>')
    assert (mark["type"], mark["language"]) == ("pre", "python")
    assert htmltext.parse("<code>a<b>c</b></code>")[1] == [{"type": "code", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("督<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<王局长>", 'Unsupported start tag "王局长" at byte offset 0'),
    ],
)
def test_html_faults(source, why):
    with pytest.raises(Refused) as refused:
        htmltext.parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("*粗* _斜_ __下__ ~删~ ||密||", "粗 斜 下 删 密", ["bold", "italic", "underline", "strikethrough", "spoiler"]),
        ("`a_b` ```py\nx=1\n```", "a_b x=1\n", ["code", "pre"]),
        ("[站](https://a.b/\\(x\\))", "站", ["text_link"]),
        (">引\n>文\n完", "引\n文\n完", ["blockquote"]),
        ("1\\. 好\\!", "1. 好!", []),
        ("*重_点_*", "重点", ["bold", "italic"]),
    ],
)
def test_markdown_v2(source, text, found):
    plain, entities = markdown2.parse(source)
    assert (plain, [mark["type"] for mark in entities]) == (text, found)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("3.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("好!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("督*粗", "Can't find end of Bold entity at byte offset 3"),
        ("_斜", "Can't find end of Italic entity at byte offset 0"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        ("[a](b", "Can't find end of TextUrl entity at byte offset 0"),
        ("||a", "Can't find end of Spoiler entity at byte offset 0"),
    ],
)
def test_markdown_v2_faults(source, why):
    with pytest.raises(Refused) as refused:
        markdown2.parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_legacy_markdown():
    plain, entities = markdown.parse("*粗* _斜_ `码` [站](https://a.b) \\*")
    assert plain == "粗 斜 码 站 *"
    assert [mark["type"] for mark in entities] == ["bold", "italic", "code", "text_link"]
    with pytest.raises(Refused, match="Can't find end of the entity starting at byte offset 3"):
        markdown.parse("督*粗")


def test_white_space_at_both_ends_goes_and_marks_move():
    text, found = trimmed(" \n重点 ", [{"type": "bold", "offset": 0, "length": 5}])
    assert (text, marks(found)) == ("重点", [("bold", 0, 2)])


def test_links_and_commands_are_found_but_not_inside_code():
    text = "/status@huiyin_bot a@b.cn https://a.b/c #督查"
    found = [mark["type"] for mark in with_found(text, [])]
    assert found == ["bot_command", "email", "url", "hashtag"]
    assert with_found("/a", [{"type": "code", "offset": 0, "length": 2}]) == [
        {"type": "code", "offset": 0, "length": 2}
    ]


@pytest.mark.parametrize("parse", [htmltext.parse, markdown.parse, markdown2.parse])
@given(source=st.text("ab督😀<>/b&;\"'*_~|`[]()\\!.=\n ", max_size=30))
def test_any_text_is_parsed_or_refused_and_marks_stay_inside(parse, source):
    with contextlib.suppress(Refused):
        text, found = parse(source)
        inside(text, found)


def inside(text, found):
    for mark in found:
        assert mark["length"] > 0
        assert 0 <= mark["offset"] <= mark["offset"] + mark["length"] <= units(text)
