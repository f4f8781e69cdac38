"""What is no longer needed goes back to the machine while the service lives."""

import gc
import subprocess
import sys
import weakref

import pytest

from bot.runtime import garbage

HOLES = """
from bot.runtime import garbage

def resident():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * 4096

rows = [bytearray(2000) for _ in range(20_000)]
del rows[:-1]  # 40 MB below one that is in use
before = resident()
garbage.give_back()
print(before - resident())
"""


class Row:
    def __init__(self):
        self.itself = self


def test_garbage_that_came_through_two_looks_is_not_kept_until_millions_of_objects_follow():
    row = Row()
    gone = weakref.ref(row)
    gc.collect(0)
    gc.collect(1)
    del row
    garbage.give_back()
    assert gone() is None


@pytest.mark.skipif(garbage._trim() is None, reason="not glibc")
def test_freed_memory_goes_back_to_the_machine():
    printed = subprocess.run([sys.executable, "-c", HOLES], check=True, capture_output=True, text=True).stdout
    assert int(printed) > 20_000_000
