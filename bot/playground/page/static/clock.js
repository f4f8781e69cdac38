// The clock and how far it may be set; while it runs one sees how far it has come and can stop it.
import { $, h } from './dom.js'
import { act } from './net.js'
import { restart } from './faults.js'
import { store } from './store.js'

const MOVES = [['event', '下一件事'], ['hour', '+1 小时'], ['morning', '下一工作日 9:00'], ['friday', '周五 16:00'], ['date', '指定时间…'], ['weeks', '播放两周']]
let made = null
let day, time, form

export function show() {
  const state = store.state
  if (!made) build()
  made.time.replaceChildren(h('b', {}, state.clock), h('small', { className: state.working ? '' : 'rest' }, state.day + (state.working ? '' : ' · 休息日')))
  made.buttons.forEach(each => { each.disabled = !!state.progress })
  const weeks = made.buttons.at(-1)
  weeks.textContent = state.script.label
  weeks.disabled ||= state.script.over
  progress(state.progress)
}

function build() {
  made = { time: h('time', { 'aria-live': 'off' }), buttons: [] }
  made.buttons = MOVES.map(([to, label]) => h('button', { 'data-to': to, onclick: () => to === 'date' ? ask() : act('clock', { to }) }, label))
  day = h('input', { type: 'date', 'aria-label': '日期', required: true })
  time = h('input', { type: 'time', 'aria-label': '时间', required: true })
  form = h('form', { className: 'date', hidden: true, onsubmit: event => { event.preventDefault(); set() } }, day, time, h('button', { className: 'strong', onclick: told }, '拨到'), h('button', { type: 'button', onclick: () => { form.hidden = true } }, '取消'))
  day.oninput = time.oninput = told
  $('clock').append(made.time, h('div', { className: 'moves' }, ...made.buttons, form, h('button', { className: 'again', title: '重新开始', onclick: restart }, '重来')))
}

// Another story: a day asked for in the last one would bound this one's.
export function forget() { if (form) form.hidden = true }

function ask() {
  form.hidden = !form.hidden
  day.min = store.state.date
  day.value = store.state.next.day
  time.value = store.state.next.clock
  told()
  if (!form.hidden) day.focus()
}
// A moment that has passed is said to be one before it is asked for.
function told() {
  const passed = `${day.value} ${time.value}` <= `${store.state.date} ${store.state.clock}`
  time.setCustomValidity(day.value && time.value && passed ? `时钟只能向前拨，现在已是${store.state.clock}` : '')
}
async function set() { if (await act('clock', { to: 'date', day: day.value, clock: time.value })) form.hidden = true }

let box
function progress(found) {
  const at = $('progress')
  at.hidden = !found
  if (!found) return
  if (!box) {
    box = { label: h('span'), bar: h('i') }
    at.append(box.label, h('div', { className: 'bar' }, box.bar), h('button', { onclick: () => act('halt') }, '停'))
  }
  box.label.textContent = `${found.label}：${store.state.day.slice(5)} ${store.state.clock} → ${found.target}`
  box.bar.style.width = Math.round(found.share * 100) + '%'
}
