// Faults as switches: what each has done, and the proof that nothing was lost.
import { dialog, h } from './dom.js'
import { act } from './net.js'
import { store } from './store.js'

let print = ''
export function show(panel) {
  const now = JSON.stringify([store.state.faults, store.state.proof, store.state.trouble, store.state.passed_over])
  if (now === print && panel.querySelector('.fault')) return
  print = now
  panel.replaceChildren(...[
    h('p', { className: 'quiet' }, '都是真的：断的是真连接，杀的是真进程，锁的是真数据库。扳下开关，照常说话；再扳回来，看一句不少、一句不重。'),
    ...store.state.faults.map(row), trouble(), proof(), passed(),
    h('div', { className: 'end' }, h('button', { onclick: restart }, '重新开始…'))].filter(each => each))
  panel.firstChild.style.marginBottom = '.7rem'
}

function trouble() { return store.state.trouble ? h('p', { className: 'late' }, `服务报告：${store.state.trouble}`) : null }

function row(each) {
  const flip = event => { event.currentTarget.disabled = true; act('switch', { fault: each.name, on: !each.on }).then(() => { print = '' }) }
  return h('div', { className: each.on ? 'fault on' : 'fault' },
    h('b', {}, each.label),
    h('button', { className: 'switch', role: 'switch', 'aria-checked': String(each.on), 'aria-label': each.label, onclick: flip }),
    h('p', {}, each.hint), each.did ? h('p', { className: 'did' }, (each.on ? '' : '上次：') + each.did) : null)
}

function proof() {
  const p = store.state.proof
  if (!p) return null
  const rows = [['人们发来', p.received], ['已入台账收件箱', p.stored], ['已办理', p.served], ['发出消息', p.sent], ['结果不明、注明“重发”', p.again], ['丢失', p.lost], ['未注明的重复', p.doubled]]
  return h('div', { className: p.whole ? 'proof' : 'proof bad', role: 'status' },
    h('h3', {}, p.whole ? '✓ 已核对：一句不少，一句不重' : '有不符之处'),
    h('dl', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value))])),
    h('p', { className: 'quiet' }, `截至${p.at}，以数据库文件与 Telegram 一侧的记录逐条对照，并按设计所定的规则核对。`),
    ...p.breaches.map(each => h('p', { className: 'late' }, each)))
}

function passed() {
  const lines = store.state.passed_over
  return lines.length ? h('details', {}, h('summary', {}, `剧本中有${lines.length}句与您的演法不合，已略过`), ...lines.map(each => h('p', { className: 'quiet' }, each))) : null
}

export function restart() {
  const box = dialog(h('div', { className: 'inner' }, h('h2', {}, '重新开始？'), h('p', {}, `现在这段故事就此结束，回到${store.state.begin}。`),
    h('div', {}, h('button', { onclick: () => box.close() }, '取消'), h('button', { className: 'strong', onclick: () => { box.close(); act('restart') } }, '重新开始'))))
}
