import pytest

from db.lifecycle import NEXT, UNFINISHED, State, Step, StepNotAllowed, advance, allowed


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ([Step.SIGN, Step.REPORT, Step.CLAIM, Step.ACCEPT], State.CLOSED),
        ([Step.REPORT], State.IN_PROGRESS),
        ([Step.BLOCK, Step.REPORT], State.BLOCKED),
        ([Step.BLOCK, Step.UNBLOCK], State.IN_PROGRESS),
        ([Step.CLAIM, Step.RETURN, Step.CLAIM, Step.ACCEPT], State.CLOSED),
        ([Step.CLAIM, Step.WITHDRAW], State.IN_PROGRESS),
        ([Step.CLAIM, Step.ACCEPT, Step.REOPEN, Step.REPORT], State.IN_PROGRESS),
        ([Step.SIGN, Step.REDATE], State.HANDED_OUT),
        ([Step.SIGN, Step.STOP, Step.RESUME], State.HANDED_OUT),
    ],
)
def test_a_task_goes_its_way(steps, end):
    state = State.HANDED_OUT
    for step in steps:
        state = advance(state, step)
    assert state is end


def test_a_second_claim_is_refused_with_what_may_be_done_instead():
    with pytest.raises(StepNotAllowed) as refusal:
        advance(State.CLAIMED, Step.CLAIM)
    assert "现为“申请办结”" in str(refusal.value)
    assert "撤销办结申请" in str(refusal.value)
    assert Step.ACCEPT in refusal.value.allowed


def test_only_an_accepted_claim_closes():
    assert [pair for pair, after in NEXT.items() if after is State.CLOSED] == [(State.CLAIMED, Step.ACCEPT)]


def test_every_state_has_a_way_on_and_a_word_and_every_unfinished_one_a_way_to_the_end():
    for state in State:
        assert allowed(state)
        assert state.label
    for state in UNFINISHED:
        assert Step.STOP in allowed(state)
    assert all(step.label for step in Step)
    assert {step for _, step in NEXT} == set(Step)
