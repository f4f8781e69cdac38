// The box one writes in: several lines, suggestions, commands, files, voice, editing, replying. A draft is never lost.
import { $, h, icon, notice, words } from './dom.js'
import { act, get } from './net.js'
import { current, message, toEnd } from './conversation.js'
import { draft, keep, store } from './store.js'

const LARGEST = 20 * 2 ** 20
let area, hints, strip, menu, send, recorder
let commands = []
let left = { words: '', reply: 0, edit: 0 }

export function begin() {
  area = h('textarea', { rows: 1, placeholder: '说一句话', 'aria-label': '消息', maxLength: 4096 })
  hints = h('div', { className: 'hints', 'aria-label': '可以这样说' })
  strip = h('div', { className: 'strip', hidden: true })
  menu = h('div', { className: 'menu', hidden: true, role: 'listbox' })
  send = h('button', { className: 'strong send', onclick: submit }, '发送')
  const file = h('input', { type: 'file', hidden: true, multiple: true, onchange: () => { [...file.files].forEach(upload); file.value = '' } })
  const slash = h('button', { className: 'tool', title: '命令菜单', 'aria-label': '命令菜单', onclick: () => toggleMenu() }, icon('slash'))
  const clip = h('button', { className: 'tool clip', title: '发送文件或图片', 'aria-label': '发送文件或图片', onclick: () => file.click() }, icon('clip'))
  const voice = h('button', { className: 'tool', title: '录一段语音', 'aria-label': '录一段语音', onclick: () => record(voice) }, icon('voice'))
  $('composer').append(menu, hints, strip, h('div', { className: 'box' }, slash, clip, voice, area, send, file))
  area.oninput = () => { left.words = area.value; keep(store.who, left); fit(); offer() }
  area.onkeydown = typed
  area.onpaste = event => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); files.forEach(upload) } }
  const talk = document.querySelector('.talk')
  talk.ondragover = event => { event.preventDefault(); talk.classList.add('dropping') }
  talk.ondragleave = () => talk.classList.remove('dropping')
  talk.ondrop = event => { event.preventDefault(); talk.classList.remove('dropping'); [...event.dataTransfer.files].forEach(upload) }
}

// Another person: his own draft comes back.
export function open() {
  left = draft(store.who)
  area.value = left.words
  menu.hidden = true
  fit()
  strips()
  suggest()
}

export function loaded(told) { commands = told.commands; strips() }

export async function suggest() {
  const who = store.who
  const found = await get('suggestions', { name: who }).catch(() => [])
  if (who !== store.who) return
  hints.replaceChildren(...found.map(each => h('button', { onclick: () => fill(each) }, each)))
}

export function fill(text) {
  area.value = left.words = text
  keep(store.who, left)
  fit()
  area.focus()
}

export function reply(each) { left = { ...left, reply: each.id, edit: 0 }; keep(store.who, left); strips(); area.focus() }
export function edit(each) { left = { words: each.text, reply: 0, edit: each.id }; area.value = each.text; keep(store.who, left); fit(); strips(); area.focus() }
function release() { const was = left.edit; left = { words: was ? '' : area.value, reply: 0, edit: 0 }; area.value = left.words; keep(store.who, left); fit(); strips() }

function strips() {
  const each = message(left.edit || left.reply)
  strip.hidden = !each
  send.textContent = left.edit ? '保存' : '发送'
  if (each) strip.replaceChildren(h('b', {}, left.edit ? '修改' : '回复'), h('span', {}, ...words(each.line)), h('button', { className: 'plain', onclick: release, 'aria-label': '取消' }, '✕'))
}

function fit() { area.style.height = 'auto'; area.style.height = Math.min(180, area.scrollHeight + 2) + 'px' }

async function submit() {
  const said = area.value.trim()
  if (!said) return
  const who = store.who
  const was = { ...left, words: said }
  left = { words: '', reply: 0, edit: 0 }
  area.value = ''
  keep(who, left)
  fit(); strips(); menu.hidden = true
  const done = was.edit ? await act('edit', { name: who, message: was.edit, words: said }) : await act('say', { name: who, words: said, reply_to: was.reply || null })
  if (done) { if (who === store.who) toEnd(); return }
  keep(who, was)                       // nothing typed is lost
  if (who === store.who && !area.value) open()
}

function typed(event) {
  if (event.isComposing) return
  if (!menu.hidden && moved(event)) return
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); submit() }
  else if (event.key === 'Escape') release()
  else if (event.key === 'ArrowUp' && !area.value) {
    const own = current().filter(each => !each.ours && each.text && !each.text.startsWith('/start ')).at(-1)
    if (own) { event.preventDefault(); edit(own) }
  }
}

// commands

let on = 0
function offered() { return commands.filter(each => ('/' + each.command).startsWith(area.value.trim() || '/')) }
function toggleMenu() { if (menu.hidden) { draw(commands) ; area.focus() } else menu.hidden = true }
function offer() { if (/^\/\w*$/.test(area.value)) draw(offered()); else menu.hidden = true }
function draw(list) {
  on = 0
  menu.hidden = !list.length
  menu.replaceChildren(...list.map((each, at) => h('button', { className: at ? '' : 'on', role: 'option', onclick: () => pick(each) }, h('b', {}, '/' + each.command), h('span', {}, each.description))))
}
function pick(each) { menu.hidden = true; area.value = left.words = '/' + each.command; submit() }
function moved(event) {
  const all = [...menu.children]
  if (event.key === 'Escape') menu.hidden = true
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    on = (on + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length
    all.forEach((each, at) => each.classList.toggle('on', at === on))
  } else if (event.key === 'Enter' || event.key === 'Tab') all[on]?.click()
  else return false
  event.preventDefault()
  return true
}

// files

async function upload(file) {
  if (file.size > LARGEST) return notice('文件超过20 MB，Telegram 的机器人收不了')
  const kind = /^image\/(png|jpe?g)$/.test(file.type) ? 'photo' : /^audio\//.test(file.type) ? 'voice' : 'document'
  const caption = left.edit ? '' : area.value.trim()
  const who = store.who
  const done = await act('send', { name: who, kind, file_name: file.name, content: await base64(file), caption, reply_to: left.reply || null })
  if (done && !left.edit) { left = { words: '', reply: 0, edit: 0 }; area.value = ''; keep(who, left); fit(); strips(); toEnd() }
}

const base64 = file => new Promise((done, failed) => {
  const reader = new FileReader()
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1))
  reader.onerror = failed
  reader.readAsDataURL(file)
})

async function record(button) {
  if (recorder) return recorder.stop()
  let stream
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }) } catch { return notice('没有可用的麦克风；可用回形针发送音频文件') }
  const pieces = []
  recorder = new MediaRecorder(stream)
  recorder.ondataavailable = event => pieces.push(event.data)
  recorder.onstop = () => {
    stream.getTracks().forEach(each => each.stop())
    recorder = null
    button.classList.remove('live')
    button.replaceChildren(icon('voice'))
    upload(new File(pieces, 'voice.ogg', { type: 'audio/ogg' }))
  }
  recorder.start()
  button.classList.add('live')
  button.replaceChildren(icon('stop'))
}
