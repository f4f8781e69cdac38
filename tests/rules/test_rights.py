"""Every cell of the table of rights, written out a second time: whoever changes one says so here."""

import pytest

from db.rights import RIGHTS, Action, Reach, Role, may, reach

N, O, F, A = Reach.NONE, Reach.OWN, Reach.FIELD, Reach.ALL  # noqa: E741
CELLS = {
    Role.HEAD: {"see": O, "see_ended": O, "report": O, "claim": O, "confirm": O, "stand_in": O},
    Role.DEPUTY: {"see": O, "report": O, "claim": O, "confirm": O},
    Role.LIAISON: {"see": O, "report": O},
    Role.LEADER: {
        "see": F, "see_ended": F, "see_requests": F, "check": F, "extend": F, "extend_long": F, "choose": F,
        "export": F,
        "direct": F,
    },
    Role.SECRETARY: {"see": F, "see_ended": F, "see_requests": F, "export": F, "pass_word": F},
    Role.COORDINATOR: {
        "see": A, "see_ended": A, "see_requests": A, "check": A, "extend": A, "urge": A, "relay": A,
        "export": A, "import": A,
        "enter": A, "settle": A, "order": A, "appoint": A, "stand_in": A,
    },
}  # fmt: skip
CELLS[Role.DIRECTOR] = {**CELLS[Role.COORDINATOR], "issue": A}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_cell(role, action):
    assert RIGHTS[role, action] is CELLS[role].get(action.value, N)


def test_no_cell_is_left_open():
    assert set(RIGHTS) == {(role, action) for role in Role for action in Action}


def test_of_several_roles_the_widest_reach_counts():
    assert reach([Role.HEAD, Role.LEADER], Action.SEE) is Reach.FIELD
    assert reach([Role.COORDINATOR, Role.HEAD], Action.SEE) is Reach.ALL


def test_who_bears_no_role_may_nothing():
    assert not any(may([], action) for action in Action)
