// The list of chats: newest first, by group, with search in names and messages.
import { $, h, marked, words } from './dom.js'
import { get } from './net.js'
import { clockOf, dayOf, draft, shortDay, store } from './store.js'

const TONES = { '督查室': '#b5202b', '市领导': '#7a4d9f', '部门': '#2f6db5', '其他': '#6b7785' }
let hits = []
let choose = () => {}

export function face(each, small = false) {
  const short = each.name.replace(/^(市政府|市|分管|常务|督查员)/, '').slice(0, 1) || each.name.slice(0, 1)
  const made = h('span', { className: small ? 'face small' : 'face', 'aria-hidden': 'true' }, short)
  made.style.setProperty('--tone', TONES[each.group] || TONES['其他'])
  return made
}

export function begin(chosen) {
  choose = chosen
  if (matchMedia('(pointer: coarse)').matches) $('find').placeholder = '查找人员和消息'
  $('find').oninput = () => { store.sought = $('find').value.trim(); search() }
  $('people').addEventListener('scroll', () => { if ($('people').scrollTop < 8) $('people').parentElement.querySelector('.up')?.remove() })
  $('find').onkeydown = event => {
    if (event.key === 'Escape') { $('find').value = store.sought = ''; hits = []; show(); $('find').blur() }
    if (event.key === 'Enter') $('people').querySelector('.person')?.click()
  }
}

// Another story, or the guide leads somewhere: what was sought is over.
export function forget() {
  $('find').value = store.sought = ''
  hits = []
  asked += 1
}

let asked = 0
async function search() {
  const mine = ++asked
  show()
  const found = store.sought ? await get('search', { words: store.sought }).catch(() => []) : []
  if (mine === asked) { hits = found; show() }
}

export function show() {
  if (!store.state?.ready) return
  groups()
  const people = store.state.people.filter(shown)
  const rows = people.map(row)
  if (store.sought && hits.length) rows.push(h('h3', {}, `消息中找到${hits.length}处`), ...hits.map(hit))
  if (!rows.length) rows.push(h('h3', {}, '没有找到'))
  const top = $('people').scrollTop
  $('people').replaceChildren(...rows)
  $('people').scrollTop = top
  follow(store.state.people[0])
}

// Whoever has not moved the list himself sees the chat that got a message; to others it is said where it is.
let newest = ''
let placed = 0
const moved = () => Math.abs($('people').scrollTop - placed) > 8 && $('people').scrollTop > 8
function place(top) { $('people').scrollTop = top; placed = $('people').scrollTop; $('people').parentElement.querySelector('.up')?.remove() }
export function center() {
  newest = store.state.people[0].name + store.state.people[0].last
  const row = $('people').querySelector('[aria-current="true"]')
  place(row ? row.offsetTop - $('people').offsetTop - $('people').clientHeight / 2 : 0)
}
function follow(first) {
  const box = $('people')
  if (newest === first.name + first.last || store.sought) return
  newest = first.name + first.last
  if (!moved()) return place(0)
  box.parentElement.querySelector('.up')?.remove()
  box.parentElement.append(h('button', { className: 'up', onclick: () => { store.group = '全部'; show(); place(0) } }, `↑ ${first.name}有新消息`))
}

function shown(each) {
  if (store.sought) return (each.name + each.role).includes(store.sought)
  return store.group === '全部' || (store.group === '未读' ? each.unread : each.group === store.group)
}

function groups() {
  const known = ['督查室', '市领导', '部门', '其他'].filter(name => store.state.people.some(each => each.group === name))
  $('groups').replaceChildren(...['全部', '未读', ...known].map(name =>
    h('button', { role: 'tab', 'aria-selected': String(store.group === name), onclick: () => { store.group = name; show() } }, name)))
}

function row(each) {
  const left = draft(each.name)
  const writing = left.words && each.name !== store.who
  const today = shortDay(each.time) === shortDay(store.state.now)
  return h('button', { className: 'person', 'aria-current': String(each.name === store.who), onclick: () => choose(each.name), title: each.role },
    face(each),
    h('span', {},
      h('span', { className: 'line' }, h('b', {}, ...marked(each.name, store.sought)), h('time', {}, !each.time ? '' : today ? clockOf(each.time) : shortDay(each.time))),
      h('span', { className: 'line' },
        h('span', { className: writing ? 'last draft' : 'last' }, ...(writing ? [left.words] : [!each.time ? '还没有说过话' : each.ours ? '' : '我：', ...words(each.text)])),
        each.unread ? h('i', { 'aria-label': `${each.unread}条未读` }, String(each.unread)) : null)))
}

function hit(each) {
  const person = store.state.people.find(one => one.name === each.name)
  return h('button', { className: 'person', onclick: () => choose(each.name, each.id) },
    face(person),
    h('span', {},
      h('span', { className: 'line' }, h('b', {}, each.name), h('time', {}, dayOf(each.time))),
      h('span', { className: 'line' }, h('span', { className: 'last' }, ...marked(each.text, store.sought)))))
}

// The next or previous chat in the list, for the keyboard.
export function neighbour(step) {
  const people = store.state.people.filter(shown)
  const at = people.findIndex(each => each.name === store.who)
  return people[Math.min(people.length - 1, Math.max(0, at + step))]?.name
}
