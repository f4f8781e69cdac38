"""Characters that nobody sees are taken out before anything reads them; what is seen stays as it was."""

import pytest

from bot.ledger_files.files.grids import words
from bot.reading.text.hidden import without_hidden
from bot.telegram_io.visible_text import visible


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("3号\u202e结办已\u202c", "3号结办已"),
        ("\u2067王局长\u2069", "王局长"),
        ("一切\x00正\x1b常\x7f", "一切正常"),
        ("第一行\u2028第二行\x0b第三行", "第一行\n第二行\n第三行"),
        ("半个\ud83d", "半个"),
        ("👨\u200d👩\u200d👧 都好\t\n", "👨\u200d👩\u200d👧 都好\t\n"),
    ],
)
def test_what_is_hidden_goes_and_what_is_seen_stays(written, kept):
    assert without_hidden(written) == kept
    assert words(written) == kept


def test_an_update_is_cleaned_whole_and_an_honest_one_is_not_copied():
    honest = {"message": {"text": "3号已办结", "from": {"first_name": "王"}, "entities": []}}
    assert visible(honest) is honest
    turned = {
        "message": {"text": "3号\u202e结办", "from": {"first_name": "\u202e王"}, "photo": [{"file_id": "A\u2066"}]}
    }
    assert visible(turned) == {
        "message": {"text": "3号结办", "from": {"first_name": "王"}, "photo": [{"file_id": "A"}]}
    }


def test_entities_of_a_changed_text_that_no_longer_fit_are_left_out():
    text = "/status\u202e 3号 /help"
    command, later = (
        {"type": "bot_command", "offset": 0, "length": 7},
        {"type": "bot_command", "offset": 12, "length": 5},
    )
    assert visible({"text": text, "entities": [command, later]}) == {"text": "/status 3号 /help", "entities": [command]}
    inside = {"type": "bot_command", "offset": 0, "length": 8}
    assert visible({"text": text, "entities": [inside]})["entities"] == []
