"""Why something was not sent, or nothing was owed: kept on its row, read by whoever looks into it."""

from __future__ import annotations

NOT_BOUND = "尚未绑定"
NOT_REACHED = "尚未绑定或已联系不上"
NOBODY = "没有收件人"
NO_TASKS = "没有事项"
HANDLED = "已处理"
DONE = "已办结"
ALL_HANDLED = "所列事项均已处理"
NOTHING_TO_REMIND = "所列事项均已不需提醒"
OVER_MEANWHILE = "其间已恢复正常"
NO_LONGER_COORDINATOR = "收件人已不是督查员"
NO_LONGER_HIS = "收件人已不负责这些事项"
FILE_GONE = "附件已不存在"
FILE_PURGED = "附件已过保存期限"
FILE_UPLOADING = "同一附件正在上传"

NOT_PRIVATE = "不是私聊"
NO_MESSAGE = "不是消息"
MEMBERSHIP = "成员状态变化"
STRANGER_ANSWERED = "一天之内已答复过未绑定的账号"
BLOCKED_US = "已停用本助手"
