"""A telephone answer that names one task by number tells nothing of another whose title is alike."""


async def test_what_was_said_of_one_number_is_of_it_alone(office):
    farms = await office.head("市农业农村局局长")
    field, houses = await office.tasks(["建设高标准农田", "新建一批设施农业项目"], owner=farms, due="2022-11-15")
    await office.until("2022-01-05 09:00")
    await office.coordinator.says(f"电话问过了，农业农村局说{field.number}号完成两成，4月开工")
    assert f"{field.number}号 建设高标准农田" in office.coordinator.last
    assert f"{houses.number}号 " not in office.coordinator.last
    await office.coordinator.taps("确认")
    assert len(await office.reports(field)) == 1
    assert await office.reports(houses) == []
