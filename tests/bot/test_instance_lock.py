"""One service on one ledger, by whatever name it is called."""

import subprocess
import sys

import pytest

from bot.runtime.instance_lock import only_one
from bot.runtime.office_ledger import ledger
from bot.runtime.operator_errors import Refused
from bot.settings import Settings


def settings_of(file):
    return Settings(database_url=f"sqlite:///{file}", _env_file=None)


def test_a_ledger_behind_a_link_is_the_same_ledger(tmp_path):
    disk, link = tmp_path / "disk", tmp_path / "huiyin.db"
    disk.mkdir()
    link.symlink_to(disk / "huiyin.db")
    with only_one(settings_of(link), "run"), pytest.raises(Refused, match="请先停止服务"):  # noqa: SIM117
        with only_one(settings_of(disk / "huiyin.db"), "run"):
            pass
    with only_one(settings_of(disk / "huiyin.db"), "run"):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=f"没有文件夹 {tmp_path}/none"):
        settings_of(tmp_path / "none" / "huiyin.db")


@pytest.mark.parametrize(("alone", "pages"), [(True, 4000), (False, 0)])
async def test_only_who_is_alone_with_the_ledger_moves_what_its_wal_holds(tmp_path, alone, pages):
    async with ledger(settings_of(tmp_path / "huiyin.db"), alone=alone) as database, database.writing() as session:
        connection = await session.connection()
        assert (await connection.exec_driver_sql("PRAGMA wal_autocheckpoint")).scalar() == pages


def test_a_ledger_under_another_hard_link_is_the_same_ledger(tmp_path):
    file = tmp_path / "huiyin.db"
    with only_one(settings_of(file), "run"):
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "same.db").hardlink_to(file)
        with (
            pytest.raises(Refused, match="请先停止服务"),
            only_one(settings_of(tmp_path / "other" / "same.db"), "tick"),
        ):
            pass
    with only_one(settings_of(tmp_path / "other" / "same.db"), "tick"):
        pass


SECOND = """
import sys
from bot.runtime.instance_lock import only_one
from bot.settings import Settings
with only_one(Settings(database_url=sys.argv[1], _env_file=None), "run"):
    pass
"""


def test_a_deleted_lock_file_lets_no_second_service_in(tmp_path):
    settings = settings_of(tmp_path / "huiyin.db")
    with only_one(settings, "run"):
        (tmp_path / "huiyin.db.lock").unlink()
        command = [sys.executable, "-c", SECOND, settings.database_url]
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "请先停止服务" in second.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_where_no_ledger_stands_none_is_made_by_who_only_looks(tmp_path):
    with only_one(settings_of(tmp_path / "huiyin.db"), "restore"):
        assert not (tmp_path / "huiyin.db").exists()
