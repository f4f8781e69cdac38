// The story to follow: steps tick themselves off by what has happened.
import { $, h } from './dom.js'
import { act } from './net.js'
import { store } from './store.js'

let print = ''
let folded = false

export function show(go) {
  const steps = store.state.guide
  const at = steps.findIndex(each => !each.done)
  const now = JSON.stringify([steps.map(each => [each.done, each.label]), !!store.state.progress, folded])
  if (now === print) return
  print = now
  if (folded) return $('guide').replaceChildren()
  if (at < 0) {
    return $('guide').replaceChildren(h('div', { className: 'over' }, '✓ 四步都走过了。接下来随您演：换个身份说话、点按钮、拨时钟、断网、限流，都可以。',
      h('button', { className: 'plain', onclick: () => { folded = true; show(go) } }, '收起')))
  }
  $('guide').replaceChildren(h('ol', {}, ...steps.map((each, n) =>
    h('li', { className: each.done ? 'done' : n === at ? 'now' : '', 'data-act': each.act, 'aria-current': n === at ? 'step' : null },
      h('span', { className: 'mark', 'aria-hidden': 'true' }, each.done ? '✓' : String(n + 1)),
      h('div', { className: 'words' }, h('b', { title: each.title }, each.title), h('small', {}, each.hint)),
      h('button', { className: 'strong', disabled: each.act !== 'person' && !!store.state.progress, onclick: () => lead(each, go) }, each.label)))))
}

function lead(step, go) {
  if (step.act === 'person') go.person(step.of, step.words)
  else if (step.act === 'clock') { go.digest(); act('clock', { to: step.of }) }
  else { go.faults(); act('switch', { fault: step.of, on: step.act === 'switch' }) }
}
