// The right column: figures, wall chart, ledger with each task's history, faults.
import { $, h, lamp, notice } from './dom.js'
import { get } from './net.js'
import { picture } from './bubble.js'
import * as ledgers from './ledger.js'
import { show as faults } from './faults.js'
import { store } from './store.js'

const TABS = [['figures', '概况'], ['chart', '作战图'], ['ledger', '台账'], ['faults', '故障']]
const { LAMPS } = ledgers
let tab = 'figures'
let ledger = null
let known = -1
let asking = false

export function open(name) { tab = name; ledgers.leave(); known = -1; draw(); refresh() }

export function begin() { draw() }

export function refresh() {
  if (!store.state?.ready) return
  tabs()
  if (tab === 'faults') return faults($('panel'))
  const visible = innerWidth > 1000 || store.view === 'office'
  if (visible && !asking && store.state.rev !== known && !(tab === 'chart' && (store.state.progress || store.state.busy))) fetchNow()
}

async function fetchNow() {
  asking = true
  known = store.state.rev
  try {
    if (tab === 'chart') chart()
    else { ledger = await get('ledger'); if (tab === 'figures') figures(); else if (tab === 'ledger') await ledgers.show(ledger) }
  } catch (fault) { notice(fault.message) }
  setTimeout(() => { asking = false; refresh() }, 900)     // while the clock runs, once a second is enough
}

function tabs() {
  const on = store.state.faults.some(each => each.on)
  $('tabs').replaceChildren(...TABS.map(([name, label]) => h('button', { role: 'tab', 'aria-selected': String(tab === name), onclick: () => open(name) }, label, name === 'faults' && on ? h('i', { role: 'img', 'aria-label': '有故障未恢复' }) : null)))
}

function draw() {
  $('panel').replaceChildren(h('p', { className: 'quiet' }, '正在取数……'))
  if (store.state?.ready) tabs()
}

function stack(counts, closed = 0) {
  const total = LAMPS.reduce((sum, [name]) => sum + counts[name], 0) || 1
  const parts = LAMPS.map(([name]) => [name, name === 'green' ? counts.green - closed : counts[name]])
  if (closed) parts.push(['closed', closed])
  return h('div', { className: 'stack' }, ...parts.filter(([, n]) => n > 0).map(([name, n]) => {
    const part = h('i', { className: name, title: String(n) }, n / total > .05 ? String(n) : '')
    part.style.width = `${100 * n / total}%`
    return part
  }))
}

function figures() {
  const f = ledger.figures
  const cell = (value, label, look = '') => h('div', { className: look }, h('b', {}, String(value)), h('small', {}, label))
  $('panel').replaceChildren(
    h('h3', {}, ledger.title),
    h('div', { className: 'figures' }, cell(f.total, '事项'), cell(f.unfinished, '在办'), cell(f.overdue, '超期', f.overdue ? 'bad' : ''), cell(f.blocked, '受阻', f.blocked ? 'bad' : ''),
      cell(f.unsigned, '未签收'), cell(f.claimed, '申请办结'), cell(f.closed, '已销号', f.closed ? 'good' : ''), cell(f.closed_share === null ? '—' : f.closed_share + '%', '销号率')),
    h('h3', {}, '亮灯'), stack(f.lamps, f.closed),
    h('div', { className: 'legend' }, ...LAMPS.map(([name, label]) => h('span', {}, lamp(name), ` ${label} ${name === 'green' ? f.lamps.green - f.closed : f.lamps[name]}`)), h('span', {}, `已销号 ${f.closed}`)),
    ...attention(ledger.attention),
    h('h3', {}, '牵头单位（差的在前）'),
    h('table', { className: 'rank' }, ...ledger.departments.slice(0, 9).map(each => h('tr', {},
      h('td', {}, h('button', { onclick: () => { open('ledger'); ledgers.narrow(each.name) } }, each.name), each.unsigned ? h('small', {}, `逾期未签收${each.unsigned}`) : null),
      h('td', {}, stack(each.lamps, each.closed))))))
}

// Red, yellow, blocked, and what has slipped: the day moved, a promise not kept.
function attention(told) {
  if (!told.total) return []
  const row = each => h('tr', {}, h('td', {}, h('button', { onclick: () => { open('ledger'); ledgers.narrow(`${each.number}号`) } }, lamp(each.lamp), ` ${each.number}号 ${each.title}`), h('small', {}, each.why)))
  const rest = told.total - told.rows.length
  return [h('h3', {}, `需要关注（${told.total}项）`), h('table', { className: 'rank watch' }, ...told.rows.map(row)), ...(rest ? [h('p', { className: 'quiet' }, `其余${rest}项见台账。`)] : [])]
}

function chart() {
  const address = `chart.png?rev=${known}`
  const image = h('img', { className: 'wall', alt: '挂图作战', onclick: () => picture(address, address) })
  const note = h('p', { className: 'quiet' }, '正在绘制，约需几秒……')
  image.onload = () => { note.textContent = '这就是每周随周报发出的作战图，点按看大图。' }
  image.onerror = () => { note.textContent = '作战图暂时画不出来，请稍后再看。' }
  const old = $('panel').querySelector('img.wall')
  if (old) { image.addEventListener('load', () => old.replaceWith(image)); image.src = address; return }
  image.src = address
  $('panel').replaceChildren(image, note)
}
