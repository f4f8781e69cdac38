"""The chaos test is tested: each fault planted in the service is seen by the oracle, and by the check that should."""

import pytest

from tests.chaos.lane import Episode
from tests.chaos.planted import FAULTS

LIVES = 10
TRIES = 2  # a fault that needs a kill at one instruction may be missed by a short episode


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_a_planted_fault_is_caught(name, zygote, chaos_folder, template):
    seen = []
    for seed in range(1, TRIES + 1):
        facts = {"planted": name, "trouble": FAULTS[name].trouble, "days": FAULTS[name].days}
        tally = await Episode(seed, chaos_folder, template, zygote, LIVES, **facts).run()
        seen += tally.faults
        if any(f" {FAULTS[name].by}: " in found for found in seen):
            return
    pytest.fail(f"{FAULTS[name].what}: not seen by {FAULTS[name].by}; seen: {seen[:5]}")
