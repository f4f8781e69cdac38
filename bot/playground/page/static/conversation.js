// One chat: messages with days, quotes, files, buttons, marks. Only what has changed is drawn anew.
import { $, h, icon, notice } from './dom.js'
import { bubble } from './bubble.js'
import { act, get } from './net.js'
import { face } from './list.js'
import { dayOf, person, store } from './store.js'

let drawn = ''
let messages = []
let boxes = new Map()
let hooks = { reply() {}, edit() {}, back() {}, loaded() {} }
let loading = null
let again = false
let ended = true

export function begin(given) {
  hooks = given
  $('messages').addEventListener('scroll', () => {
    ended = atEnd()
    if (ended) $('messages').querySelector('.down')?.remove()
  })
  new ResizeObserver(() => { if (ended) toEnd() }).observe($('messages'))   // whoever reads the newest keeps it in sight
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
    const made = before && before.dataset.print === print ? before : bubble(each, { ...hooks, message, find })
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
