// The right column: figures, wall chart, ledger with each task's history, faults.
import { $, h, lamp, notice, words } from './dom.js'
import { get } from './net.js'
import { picture } from './conversation.js'
import { show as faults, proofKnown } from './faults.js'
import { store } from './store.js'

const TABS = [['figures', '概况'], ['chart', '作战图'], ['ledger', '台账'], ['faults', '故障']]
const LAMPS = [['red', '红'], ['yellow', '黄'], ['blue', '蓝'], ['grey', '灰'], ['green', '绿']]
let tab = 'figures'
let ledger = null
let known = -1
let task = 0
let filter = { words: '', lamp: '', by: '' }
let asking = false

export function open(name) { tab = name; task = 0; known = -1; draw(); refresh() }

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
    else { ledger = await get('ledger'); if (task) await history(task); else body() }
  } catch (fault) { notice(fault.message) }
  setTimeout(() => { asking = false; refresh() }, 900)     // while the clock runs, once a second is enough
}

function tabs() {
  const on = store.state.faults.some(each => each.on)
  $('tabs').replaceChildren(...TABS.map(([name, label]) => h('button', { role: 'tab', 'aria-selected': String(tab === name), onclick: () => open(name) }, label, name === 'faults' && (on || proofKnown()) ? h('i') : null)))
}

function draw() {
  $('panel').replaceChildren(h('p', { className: 'quiet' }, '正在取数……'))
  if (store.state?.ready) tabs()
}

function body() { if (tab === 'figures') figures(); else if (tab === 'ledger') rows() }

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
  const groups = new Map()
  for (const row of ledger.rows) {
    const at = groups.get(row.department) || { red: 0, yellow: 0, blue: 0, grey: 0, green: 0, closed: 0 }
    at[row.lamp] += 1
    if (row.state === '已销号') at.closed += 1
    groups.set(row.department, at)
  }
  const worst = [...groups].sort((a, b) => b[1].red - a[1].red || b[1].yellow - a[1].yellow || b[1].blue - a[1].blue).slice(0, 9)
  $('panel').replaceChildren(
    h('h3', {}, ledger.title),
    h('div', { className: 'figures' }, cell(f.total, '事项'), cell(f.unfinished, '在办'), cell(f.overdue, '超期', f.overdue ? 'bad' : ''), cell(f.blocked, '受阻', f.blocked ? 'bad' : ''),
      cell(f.unsigned, '未签收'), cell(f.claimed, '申请办结'), cell(f.closed, '已销号', f.closed ? 'good' : ''), cell(f.closed_share === null ? '—' : f.closed_share + '%', '销号率')),
    h('h3', {}, '亮灯'), stack(f.lamps, f.closed),
    h('div', { className: 'legend' }, ...LAMPS.map(([name, label]) => h('span', {}, lamp(name), ` ${label} ${name === 'green' ? f.lamps.green - f.closed : f.lamps[name]}`)), h('span', {}, `已销号 ${f.closed}`)),
    h('h3', {}, '牵头单位（差的在前）'),
    h('table', { className: 'rank' }, ...worst.map(([name, at]) => h('tr', {}, h('td', {}, h('button', { onclick: () => { filter = { words: name, lamp: '', by: '' }; open('ledger') } }, name)), h('td', {}, stack(at, at.closed))))))
}

function chart() {
  const address = `chart.png?rev=${known}`
  const image = h('img', { className: 'wall', alt: '挂图作战', onclick: () => picture(address, address) })
  const note = h('p', { className: 'quiet' }, '正在绘制……')
  image.onload = () => { note.textContent = '这就是每周随周报发出的作战图，点按看大图。' }
  image.onerror = () => { note.textContent = '作战图暂时画不出来，请稍后再看。' }
  const old = $('panel').querySelector('img.wall')
  if (old) { image.addEventListener('load', () => old.replaceWith(image)); image.src = address; return }
  image.src = address
  $('panel').replaceChildren(image, note)
}

function rows() {
  const found = ledger.rows.filter(row => (!filter.lamp || row.lamp === filter.lamp) &&
    (!filter.words || `${row.number}号 ${row.title} ${row.department} ${row.owner} ${row.leader} ${row.state}`.includes(filter.words)))
  const field = h('input', { type: 'search', value: filter.words, placeholder: '编号、事项、单位、领导', 'aria-label': '筛选台账', oninput: event => { filter.words = event.target.value.trim(); list() } })
  const box = h('div')
  const count = h('span', { className: 'quiet' })
  function list() {
    const now = ledger.rows.filter(row => (!filter.lamp || row.lamp === filter.lamp) && (!filter.words || `${row.number}号 ${row.title} ${row.department} ${row.owner} ${row.leader} ${row.state}`.includes(filter.words)))
    count.textContent = `${now.length}项`
    box.replaceChildren(...now.map(rowOf))
  }
  if ($('panel').querySelector('.row-of input') === document.activeElement && document.activeElement?.matches('.row-of input')) {
    return $('panel').querySelector('.row-of').nextSibling.nextSibling.replaceChildren(...found.map(rowOf))
  }
  const top = $('panel').scrollTop
  $('panel').replaceChildren(h('div', { className: 'row-of' }, field, count),
    h('div', { className: 'chips lamps' }, ...[['', '全部'], ...LAMPS].map(([name, label]) =>
      h('button', { 'aria-selected': String(filter.lamp === name), onclick: () => { filter.lamp = name; rows() } }, name ? lamp(name) : null, label))), box)
  list()
  $('panel').scrollTop = top
}

function rowOf(row) {
  const days = row.days === null ? '' : row.days < 0 ? `超${-row.days}天` : row.days === 0 ? '今天' : `${row.days}天`
  return h('button', { className: 'task', onclick: () => { task = row.number; $('panel').scrollTop = 0; history(task) } },
    lamp(row.lamp), h('span', { className: 'no' }, `${row.number}号`),
    h('span', {}, h('b', {}, row.title), h('small', {}, row.department)),
    h('span', { className: 'right' }, h('span', {}, row.percent || row.state), h('small', { className: row.days < 0 ? 'late' : '' }, days)))
}

async function history(number) {
  const one = await get('task', { number })
  if (!one || task !== number) return
  const fact = (name, value) => value ? [h('dt', {}, name), h('dd', {}, ...(Array.isArray(value) ? value : [value]))] : []
  $('panel').replaceChildren(
    h('button', { className: 'plain', onclick: () => { task = 0; rows() } }, '← 返回台账'),
    h('h3', {}, `${one.number}号 ${one.title}`),
    h('dl', { className: 'facts' }, ...fact('灯色', [lamp(one.lamp), ' ' + one.pace]), ...fact('状态', one.state), ...fact('进度', one.percent), ...fact('目标', one.target),
      ...fact('时限', one.due && `${one.due}${one.recurring ? '（本期）' : ''}`), ...fact('牵头单位', one.department), ...fact('责任人', one.owner), ...fact('牵头领导', one.leader), ...fact('来源', one.source)),
    h('h3', {}, '办理历史'),
    one.steps.length ? h('ol', { className: 'steps' }, ...one.steps.map(step => h('li', {}, h('span', {}, step.what), h('small', {}, `${step.at} ${step.who}`), step.said ? h('q', {}, ...words(step.said)) : null))) : h('p', { className: 'quiet' }, '尚无记录。'))
}
