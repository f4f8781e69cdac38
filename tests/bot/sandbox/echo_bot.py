"""A plain bot that knows nothing of the sandbox: it answers /start, text, buttons, edits, photographs, documents."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("再来", callback_data="more")]])


async def start(update, context):
    await update.message.reply_text("您好", reply_markup=MORE)


async def echo(update, context):
    message = update.effective_message
    if update.edited_message:
        await message.reply_text(f"已改：{message.text}")
    elif message.photo:
        await message.reply_photo(message.photo[-1].file_id, caption=message.caption)
    elif message.document:
        content = await (await message.document.get_file()).download_as_bytearray()
        await message.reply_document(bytes(content), filename=message.document.file_name)
    else:
        await message.reply_text(message.text)


async def tapped(update, context):
    await update.callback_query.answer("好")
    await update.callback_query.edit_message_text("再见")


def build(token: str, root: str) -> Application:
    app = Application.builder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    app.add_handlers([CommandHandler("start", start), MessageHandler(filters.ALL, echo), CallbackQueryHandler(tapped)])
    return app
