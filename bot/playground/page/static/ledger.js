// The ledger row by row, and one task with its history.
import { $, h, lamp, words } from './dom.js'
import { get } from './net.js'

export const LAMPS = [['red', '红'], ['yellow', '黄'], ['blue', '蓝'], ['grey', '灰'], ['green', '绿']]
let ledger = { rows: [] }
let filter = { words: '', lamp: '' }
let task = 0

export function narrow(words) { filter = { words, lamp: '' }; task = 0 }
export function leave() { task = 0 }

// Draw what was asked for: the rows, or the one task that was opened. Somebody who is typing keeps his place.
export async function show(told) {
  ledger = told
  if (task) return history()
  if (document.activeElement?.matches('.row-of input')) return list()
  rows()
}

function rows() {
  const field = h('input', { type: 'search', value: filter.words, placeholder: '编号、事项、单位、领导', 'aria-label': '筛选台账', oninput: event => { filter.words = event.target.value.trim(); list() } })
  const pick = name => { filter.lamp = name; rows() }
  const top = $('panel').scrollTop
  $('panel').replaceChildren(h('div', { className: 'row-of' }, field, h('span', { className: 'quiet count' })),
    h('div', { className: 'chips lamps' }, ...[['', '全部'], ...LAMPS].map(([name, label]) =>
      h('button', { 'aria-selected': String(filter.lamp === name), onclick: () => pick(name) }, name ? lamp(name) : null, label))), h('div', { className: 'tasks' }))
  list()
  $('panel').scrollTop = top
}

function list() {
  const said = row => `${row.number}号 ${row.title} ${row.department} ${row.owner} ${row.leader} ${row.state}`
  const found = ledger.rows.filter(row => (!filter.lamp || row.lamp === filter.lamp) && said(row).includes(filter.words))
  $('panel').querySelector('.count').textContent = `${found.length}项`
  $('panel').querySelector('.tasks').replaceChildren(...found.map(rowOf))
}

function rowOf(row) {
  const days = row.days === null ? '' : row.days < 0 ? `超${-row.days}天` : row.days === 0 ? '今天' : `${row.days}天`
  return h('button', { className: 'task', onclick: () => { task = row.number; $('panel').scrollTop = 0; history() } },
    lamp(row.lamp), h('span', { className: 'no' }, `${row.number}号`),
    h('span', {}, h('b', {}, row.title), h('small', {}, row.department)),
    h('span', { className: 'right' }, h('span', {}, row.percent || row.state), h('small', { className: row.days < 0 ? 'late' : '' }, days)))
}

async function history() {
  const number = task
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
