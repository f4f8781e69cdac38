// Puts the parts together: the state comes in, everything that looks at it is shown anew.
import { $, h, icon, notice } from './dom.js'
import { follow } from './net.js'
import { forgetOthers, person, store } from './store.js'
import * as clock from './clock.js'
import * as composer from './composer.js'
import * as conversation from './conversation.js'
import * as guide from './guide.js'
import * as list from './list.js'
import * as office from './office.js'

const VIEWS = [['chats', '会话'], ['office', '台账'], ['clock', '时钟'], ['faults', '故障']]
let story = ''
let begun = false
let proven = ''

// The view stands in the address: a reload keeps it, and the back key of a telephone leads from a chat to the list.
function view(name, moved = false) {
  if (!moved && name !== store.view) history[name === 'talk' ? 'pushState' : 'replaceState'](null, '', '#' + name)
  store.view = name
  document.body.dataset.view = name
  if (name === 'office') office.open('figures')
  if (name === 'faults') office.open('faults')
  views()
}

function views() {
  const unread = store.state?.people?.reduce((sum, each) => sum + (each.unread ? 1 : 0), 0)
  $('views').replaceChildren(...VIEWS.map(([name, label]) => h('button', { 'aria-current': String(store.view === name), onclick: () => view(name) },
    icon(name), label, name === 'chats' && unread ? h('i', {}, String(unread)) : null,
    name === 'faults' && store.state?.faults?.some(each => each.on) ? h('i', { role: 'img', 'aria-label': '有故障未恢复' }) : null)))
}

function choose(name, at = 0) {
  if (!person(name)) return
  store.who = name
  localStorage.setItem(`huiyin.${store.state.run}.${store.state.story}.who`, name)
  if (innerWidth <= 760) view('talk')
  composer.open()
  conversation.refresh(true, at)
  list.show()
  if (innerWidth > 760) document.querySelector('#composer textarea').focus({ preventScroll: true })
}

const go = {
  person(name, said = '') { list.forget(); choose(name); if (said) composer.fill(said) },
  digest() { list.forget(); choose('督查员甲'); conversation.expect('【督查周报】') },
  faults() { if (innerWidth > 1000) office.open('faults') },
}

const asked = () => [...VIEWS.map(([name]) => name), 'talk'].find(name => location.hash === '#' + name) || 'chats'
addEventListener('popstate', () => { if (innerWidth <= 1000) { view(asked(), true); conversation.refresh() } })

function begin() {
  story = `${store.state.run}.${store.state.story}`
  forgetOthers()
  list.forget()
  clock.forget()
  if (innerWidth <= 760) view(begun ? 'chats' : asked(), !begun)
  begun = true
  store.who = localStorage.getItem(`huiyin.${story}.who`) || store.state.guide[0].of
  if (!person(store.who)) store.who = store.state.people[0].name
  composer.open()
  office.open('figures')
  views()
  list.show()
  list.center()
}

function heard(state) {
  store.state = state
  $('veil').hidden = state.ready
  if (!state.ready) {
    story = ''
    $('preparing').textContent = state.fault ? `没有布置好：${state.fault}` : `正在布置：${state.preparing}……`
    $('prepared').style.width = `${Math.round(state.share * 100)}%`
    return
  }
  if (story !== `${state.run}.${state.story}`) begin()
  clock.show()
  guide.show(go)
  list.show()
  views()
  conversation.refresh()
  office.refresh()
  told(state)
}

// Where the faults are not in sight, what became of one is said at the foot.
function told(state) {
  const found = JSON.stringify(state.proof)
  if (found === proven) return
  const first = proven === ''
  proven = found
  const inSight = innerWidth > 1000 || store.view === 'faults'
  if (!first && !inSight && state.proof) notice(state.proof.whole ? '✓ 已核对：一句不少，一句不重' : '核对有不符之处，见“故障”', !state.proof.whole)
}

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'k') { event.preventDefault(); $('find').focus() }
  if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault()
    const next = list.neighbour(event.key === 'ArrowDown' ? 1 : -1)
    if (next) choose(next)
  }
})

list.begin(choose)
composer.begin()
conversation.begin({ reply: composer.reply, edit: composer.edit, back: () => view('chats'), loaded: composer.loaded })
office.begin()
views()
follow(heard)
