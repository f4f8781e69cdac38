"""What a person is to a task: the roles the table of rights is asked with."""

from datetime import date

import pytest

from db.models import Person, Post, Task
from db.people import roles_towards
from db.rights import Role

DAY = date(2026, 3, 2)


def person(*posts: Post) -> Person:
    return Person(id=1, name="某人", posts=list(posts))


@pytest.mark.parametrize(
    ("who", "task", "roles"),
    [
        (person(), Task(owner_id=1), {Role.HEAD}),
        (person(), Task(owner_id=1, liaison_id=1), {Role.HEAD}),
        (person(), Task(owner_id=2, liaison_id=1), {Role.LIAISON}),
        (person(), Task(owner_id=2, leader_id=1), {Role.LEADER}),
        (person(), Task(owner_id=2), set()),
        (person(Post(role=Role.HEAD)), Task(owner_id=2), set()),
        (person(Post(role=Role.LEADER)), Task(owner_id=2, leader_id=3), set()),
        (person(Post(role=Role.COORDINATOR)), Task(owner_id=1), {Role.COORDINATOR, Role.HEAD}),
        (person(Post(role=Role.DEPUTY, for_person_id=2, begins=DAY, ends=DAY)), Task(owner_id=2), {Role.DEPUTY}),
        (person(Post(role=Role.DEPUTY, for_person_id=2, ends=date(2026, 3, 1))), Task(owner_id=2), set()),
    ],
)
def test_what_he_is_to_the_task(who, task, roles):
    assert roles_towards(who, task, today=DAY) == roles
