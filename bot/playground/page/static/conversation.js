// One chat: messages with days, quotes, files, buttons, marks. Only what has changed is drawn anew.
import { $, dialog, h, icon, notice, words } from './dom.js'
import { act, get } from './net.js'
import { face } from './list.js'
import { clockOf, dayOf, person, store } from './store.js'

let drawn = ''
let messages = []
let boxes = new Map()
let hooks = { reply() {}, edit() {}, back() {}, loaded() {} }
let loading = null
let again = false

export function begin(given) {
  hooks = given
  $('messages').addEventListener('scroll', () => { if (atEnd()) $('messages').querySelector('.down')?.remove() })
  addEventListener('focus', seen)
}

export const current = () => messages
export const message = id => messages.find(each => each.id === id)

// Ask for the chat again where its revision has moved.
export async function refresh(force = false, at = 0) {
  const each = person(store.who)
  if (!each) return
  const wanted = `${store.who}|${each.rev}`
  head(each)
  typing()
  if (!force && wanted === drawn) return
  if (loading) { again = true; return }
  loading = store.who
  try {
    const told = await get('chat', { name: store.who })
    if (told && told.name === store.who) show(told, wanted, at)
  } catch (fault) { notice(fault.message) }
  loading = null
  if (again) { again = false; refresh() }
}

function head(each) {
  $('who').replaceChildren(
    h('button', { className: 'plain back', 'aria-label': '返回列表', onclick: () => hooks.back() }, icon('back')),
    face(each, true),
    h('div', {}, h('h2', {}, each.name), h('small', {}, `您现在是${each.role} · 对面是“回音”机器人`)))
}

function show(told, wanted, at) {
  const box = $('messages')
  const other = !drawn.startsWith(store.who + '|')
  const end = other || atEnd()
  const old = other ? new Map() : boxes
  const known = new Set(old.keys())
  messages = told.messages.filter(each => !each.deleted)
  boxes = new Map()
  let day = ''
  const rows = []
  for (const each of messages) {
    if (dayOf(each.time) !== day) rows.push(h('div', { className: 'day' }, day = dayOf(each.time)))
    const print = JSON.stringify(each)
    const before = old.get(each.id)
    const made = before && before.dataset.print === print ? before : bubble(each)
    made.dataset.print = print
    made.classList.toggle('new', !other && !known.has(each.id))
    boxes.set(each.id, made)
    rows.push(made)
  }
  const read = person(told.name).read
  const fresh = messages.filter(each => each.ours && (other ? each.id > read : !known.has(each.id)))[0]
  if (other && fresh && fresh !== messages.filter(each => each.ours)[0]) rows.splice(rows.indexOf(boxes.get(fresh.id)), 0, h('div', { className: 'fresh' }, '以下是新消息'))
  box.replaceChildren(...rows)
  drawn = wanted
  typing()
  hooks.loaded(told)
  const hoped = expected && messages.filter(each => each.ours && !known.has(each.id) && each.text.includes(expected)).at(-1)
  if (hoped) { expected = ''; at = hoped.id }
  if (at) find(at)
  else if (end) toNew(fresh)
  else if (fresh) down()
  seen()
}

// A message with these words is shown when it comes.
let expected = ''
export function expect(said) { expected = said }

// To the end; where what is new does not fit on the screen, to its beginning.
function toNew(fresh) {
  const box = $('messages')
  const first = fresh && boxes.get(fresh.id)
  const tall = first && box.scrollHeight - first.offsetTop > box.clientHeight
  box.scrollTop = tall ? first.offsetTop - box.offsetTop - 42 : box.scrollHeight
  if (tall) down()
}

const atEnd = () => { const box = $('messages'); return box.scrollHeight - box.scrollTop - box.clientHeight < 90 }
export function toEnd() { $('messages').scrollTop = $('messages').scrollHeight }
function down() {
  if ($('messages').querySelector('.down')) return
  $('messages').append(h('button', { className: 'down', onclick: toEnd }, '到最新 ↓'))
}
function seen() {
  if (!store.state?.ready || document.hidden) return
  const last = messages.filter(each => each.ours).at(-1)
  const each = person(store.who)
  const reading = store.view === 'talk' || innerWidth > 760
  if (last && each && reading && (each.unread || store.unlooked !== `${store.who}${last.id}`)) {
    store.unlooked = `${store.who}${last.id}`
    act('read', { name: store.who, upto: last.id })
  }
}

export function find(id) {
  const made = boxes.get(id)
  if (!made) return
  made.scrollIntoView({ block: made.offsetHeight > $('messages').clientHeight ? 'start' : 'center' })
  made.classList.add('found')
  setTimeout(() => made.classList.remove('found'), 1800)
}

function typing() {
  $('messages').querySelector('.typing')?.remove()
  const last = messages.at(-1)
  if (store.state.busy && last && !last.ours && drawn.startsWith(store.who + '|')) {
    $('messages').append(h('div', { className: 'typing' }, '回音正在办理'))
    if (atEnd()) $('messages').scrollTop = $('messages').scrollHeight
  }
}

function bubble(each) {
  const quoted = each.reply_to ? message(each.reply_to) : null
  const made = h('div', { className: each.ours ? 'm' : 'm mine', tabIndex: -1 },
    h('div', { className: 'bubble' },
      each.reply_to ? h('button', { className: 'quote', onclick: () => find(each.reply_to) }, ...words(quoted ? line(quoted) : '（原消息）')) : null,
      each.media ? media(each.media) : null,
      each.text ? h('div', { className: 'text' }, ...linked(shown(each.text))) : null,
      each.reactions.length ? h('div', { className: 'reactions' }, ...each.reactions.map(mark => h('span', { title: mark }, MARKS[mark] || mark))) : null,
      h('div', { className: 'foot' }, each.edited ? '已修改' : '', h('time', {}, clockOf(each.time)), each.ours ? null : ticks(each.taken))),
    keyboard(each), deeds(each))
  made.onclick = event => {
    if (event.target.closest('button, a, audio')) return
    document.querySelectorAll('.m.touched').forEach(one => one !== made && one.classList.remove('touched'))
    if (!getSelection().toString()) made.classList.toggle('touched')
  }
  made.ondblclick = () => hooks.reply(each)
  return made
}

// Not every machine has a font for them.
const MARKS = { '👍': '赞', '👌': '好的', '👀': '已阅', '🙏': '谢谢' }

export const line = each => (each.media ? { photo: '［图片］', document: '［文件］', voice: '［语音］' }[each.media.kind] || '［附件］' : '') +
  (each.text.split('\n').find(one => one.trim() && one !== '事事有着落，件件有回音') || each.media?.name || '')
const INVITATION = /(https:[/][/]t[.]me[/]\w+[?]start=[\w-]+)/
// An invitation opens as a new account would open it.
const linked = text => text.split(INVITATION).flatMap(part => INVITATION.test(part)
  ? [h('button', { className: 'link', title: '以一个新账号打开', onclick: () => act('join', { code: part.split('start=')[1] }) }, part)] : words(part))
const shown = text => text.startsWith('/start ') ? '（打开邀请链接）' : text

function ticks(taken) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 17 11')
  svg.setAttribute('class', taken ? 'ticks taken' : 'ticks')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', taken ? '回音已收取' : '已到 Telegram，回音尚未收取')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', taken ? 'M1 6l3 3.5L10.5 2M7 8.4l1 1.1L15 2' : 'M4 6l3 3.5L13.5 2')
  path.setAttribute('fill', 'none')
  path.setAttribute('stroke', 'currentColor')
  path.setAttribute('stroke-width', '1.5')
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title')
  title.textContent = taken ? '回音已收取' : '已到 Telegram，回音尚未收取'
  svg.append(title, path)
  return svg
}

function keyboard(each) {
  if (!each.buttons.length) return null
  const tap = (button, made) => { made.disabled = true; act('tap', { name: store.who, message: each.id, button: button.data }).then(() => { made.disabled = false }) }
  return h('div', { className: 'keys' }, ...each.buttons.map(row =>
    h('div', {}, ...row.map(button => h('button', { onclick: event => tap(button, event.currentTarget) }, ...words(button.text))))))
}

function deeds(each) {
  const react = () => act('react', { name: store.who, message: each.id, emoji: each.reactions.includes('👍') ? '' : '👍' })
  return h('div', { className: 'deeds' },
    h('button', { className: 'plain', onclick: () => hooks.reply(each) }, '回复'),
    !each.ours && !each.text.startsWith('/start ') ? h('button', { className: 'plain', onclick: () => hooks.edit(each) }, '修改') : null,
    each.ours ? h('button', { className: 'plain', onclick: react, 'aria-label': '点赞' }, '赞') : null)
}

const address = (each, keep) => `file?id=${encodeURIComponent(each.id)}${keep ? '&keep=1' : ''}`
const size = bytes => bytes > 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`

function media(each) {
  if (each.kind === 'photo') {
    const image = h('img', { src: address(each), alt: '图片', loading: 'lazy', width: each.width, height: each.height })
    image.style.aspectRatio = each.width && each.height ? `${each.width} / ${each.height}` : ''
    image.style.height = 'auto'
    return h('button', { className: 'photo', title: '查看大图', onclick: () => picture(address(each), address(each, true)) }, image)
  }
  if (each.kind === 'voice' || each.kind === 'audio') return h('audio', { controls: true, src: address(each), preload: 'none' })
  const end = (each.name.split('.').pop() || '文件').toUpperCase().slice(0, 4)
  return h('a', { className: 'paper', href: address(each, true), download: each.name },
    h('span', { className: 'sheet', 'aria-hidden': 'true' }, end),
    h('span', {}, h('b', {}, each.name || '文件'), h('small', {}, `${size(each.size)} · 点按下载`)))
}

export function picture(shownAt, kept) {
  const box = dialog(h('button', { className: 'shut', onclick: () => box.close() }, '关闭'),
    h('a', { className: 'shut', href: kept, download: '', role: 'button' }, '下载'), h('img', { src: shownAt, alt: '图片' }))
}
