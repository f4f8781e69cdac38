"""Settings are read once, typed, and every fault is named at once, with no value shown."""

from pathlib import Path

import pytest

from bot import settings

NAMES = ("TOKEN", "API_URL", "DATABASE_URL", "TIMEZONE", "POLICY", "CALENDAR", "LOG_FORMAT", "POLL_SECONDS")


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """No environment of the developer's, no .env of his."""
    for name in NAMES:
        monkeypatch.delenv(f"HUIYIN_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing():
    found = settings.load()
    assert (found.token, found.api_url, found.database_url) == (None, settings.TELEGRAM, "sqlite:///huiyin.db")
    assert found.real_telegram


def test_all_faults_are_named_at_once_and_no_value_is_shown(monkeypatch):
    given = {
        "TOKEN": "geheim-ohne-doppelpunkt",
        "API_URL": "ftp://x",
        "DATABASE_URL": "mysql://u:pw@h/d",
        "TIMEZONE": "Mars/North",
        "LOG_FORMAT": "xml",
        "POLL_SECONDS": "lang",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"HUIYIN_{name}", value)
    with pytest.raises(settings.SettingsFault) as fault:
        settings.load()
    said = str(fault.value)
    assert all(f"HUIYIN_{name}" in said for name in given)
    assert not any(value in said for value in ("geheim", "pw@h", "Mars/North"))


@pytest.mark.parametrize("token", ["", "abc:def", ":x", "123:", "123", "12a:x"])
def test_a_token_has_digits_and_a_secret(monkeypatch, token):
    monkeypatch.setenv("HUIYIN_TOKEN", token)
    if token:
        with pytest.raises(settings.SettingsFault, match="HUIYIN_TOKEN"):
            settings.load()
    else:
        assert settings.load().token is None


@pytest.mark.parametrize("secret", ["密", "a b", "geheim!", "x" * 257, "geheim\n", " "])
def test_a_webhook_secret_is_one_that_telegram_takes(monkeypatch, secret):
    monkeypatch.setenv("HUIYIN_WEBHOOK_SECRET", secret)
    with pytest.raises(settings.SettingsFault, match="HUIYIN_WEBHOOK_SECRET：应为") as fault:
        settings.load()
    assert "geheim" not in str(fault.value)


def test_an_empty_webhook_secret_is_none(monkeypatch):
    monkeypatch.setenv("HUIYIN_WEBHOOK_SECRET", "")
    assert settings.load().webhook_secret is None
    assert settings.load(webhook_secret="x-_" * 80).webhook_secret is not None


def test_a_missing_token_says_where_to_get_one():
    with pytest.raises(settings.SettingsFault, match="BotFather"):
        settings.load().needed_token()


@pytest.mark.parametrize(
    "root",
    [
        "https://api.telegram.org",
        "https://API.telegram.org",
        "https://api.telegram.org:443",
        "https://tg-proxy.city.gov.example/bot-api",
        "http://10.0.0.5:8081",
        "https://127.0.0.1.example:8081",
        "http://[fd00::1]:8081",
    ],
)
def test_whatever_is_not_on_this_machine_may_be_telegram(root):
    assert settings.load(api_url=root).real_telegram


@pytest.mark.parametrize(
    "root", ["http://127.0.0.1:8081/", "http://127.9.9.9", "http://[::1]:80", "http://LocalHost:1"]
)
def test_a_server_on_this_machine_is_not_telegram(root):
    found = settings.load(api_url=root)
    assert (found.api_url, found.real_telegram) == (root.rstrip("/"), False)


@pytest.mark.parametrize("root", ["http://api.telegram.org", "http://8.8.8.8:81", "http://tg-proxy.city.gov.example"])
def test_an_address_in_clear_outside_private_networks_needs_a_switch(root):
    with pytest.raises(settings.SettingsFault, match="HUIYIN_API_IN_CLEAR"):
        settings.load(api_url=root)
    assert settings.load(api_url=root, api_in_clear=True).api_url == root


@pytest.mark.parametrize("root", ["http://", "http://[::1", "https:///bot"])
def test_a_root_without_a_host_is_a_fault(root):
    with pytest.raises(settings.SettingsFault, match="HUIYIN_API_URL"):
        settings.load(api_url=root)


def test_the_file_in_the_folder_is_read_and_the_environment_wins(monkeypatch):
    Path(".env").write_text("HUIYIN_TOKEN=1:aus-der-datei\nHUIYIN_POLL_SECONDS=7\nANDERES=1\n", "utf-8")
    assert settings.load().needed_token() == "1:aus-der-datei"
    monkeypatch.setenv("HUIYIN_TOKEN", "2:aus-der-umgebung")
    found = settings.load()
    assert (found.needed_token(), found.poll_seconds) == ("2:aus-der-umgebung", 7)


def test_the_token_does_not_show_itself():
    assert "geheim" not in repr(settings.load(token="1:geheim"))
