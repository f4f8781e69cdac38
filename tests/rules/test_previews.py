"""What stands for a message in the playground's list of chats."""

import pytest

from bot.playground.page.previews import preview


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("已记录：101号 改造老旧小区，推进中，进度30%", "101号 改造老旧小区，推进中，进度30%"),
        ("已记录2项：\n101号 改造老旧小区：推进中\n99号 内涝点：受阻", "101号 改造老旧小区：推进中"),
        (
            "【困难协调】市住建局局长反映：\n99号“内涝点”\n困难：资金",
            "【困难协调】市住建局局长反映：99号“内涝点”",
        ),
        (
            "事事有着落，件件有回音\n\n市水利局局长，早上好。2月21日（周一）交办3项事项，请签收：\n\n⚪ 40号 河道整治",
            "交办3项事项，请签收：40号 河道整治",
        ),
        ("常务副市长，您好！账号已绑定，身份：市领导。", "账号已绑定，身份：市领导。"),
        ("已记录：", "已记录："),
        ("收到", "收到"),
        ("/start abc", "打开邀请链接"),
        ("", ""),
        ("长" * 90, "长" * 60),
    ],
)
def test_a_preview_tells_what_the_message_tells(text: str, line: str) -> None:
    assert preview(text) == line
