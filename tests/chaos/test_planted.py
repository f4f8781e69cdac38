"""The chaos test is tested: each fault planted in the service is seen by the oracle, and by the check that should."""

import pytest

from tests.chaos.lane import Episode
from tests.chaos.planted import FAULTS


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_a_planted_fault_is_caught(name, zygote, chaos_folder, template):
    seen, fault = [], FAULTS[name]
    for seed in range(1, fault.tries + 1):
        facts = {"planted": name, "trouble": fault.trouble, "days": fault.days, "walls": fault.walls}
        facts["with_model"] = fault.with_model
        tally = await Episode(seed, chaos_folder, template, zygote, fault.lives, **facts).run()
        seen += tally.faults
        if any(f" {fault.by}: " in found for found in seen):
            return
    pytest.fail(f"{fault.what}: not seen by {fault.by}; seen: {seen[:5]}")
