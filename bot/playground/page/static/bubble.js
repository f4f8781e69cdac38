// One message: quotes, files, words with drawn lamps, buttons, marks, and what can be done with it.
import { dialog, h, words } from './dom.js'
import { act } from './net.js'
import { clockOf, store } from './store.js'

// `hooks`: message (by its number), find, reply, edit.
export function bubble(each, hooks) {
  const quoted = each.reply_to ? hooks.message(each.reply_to) : null
  const made = h('div', { className: each.ours ? 'm' : 'm mine', tabIndex: -1 },
    h('div', { className: 'bubble' },
      each.reply_to ? h('button', { className: 'quote', onclick: () => hooks.find(each.reply_to) }, ...words(quoted ? quoted.line : '（原消息）')) : null,
      each.media ? media(each.media) : null,
      each.text ? h('div', { className: 'text' }, ...linked(shown(each.text))) : null,
      each.reactions.length ? h('div', { className: 'reactions' }, ...each.reactions.map(mark => h('span', { title: mark }, MARKS[mark] || mark))) : null,
      h('div', { className: 'foot' }, each.edited ? '已修改' : '', h('time', {}, clockOf(each.time)), each.ours ? null : ticks(each.taken))),
    keyboard(each), deeds(each, hooks))
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

function deeds(each, hooks) {
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

// A picture fills the screen; tapped, it is shown as large as it is drawn, and one moves about in it.
export function picture(shownAt, kept) {
  const image = h('img', { src: shownAt, alt: '图片', onclick: event => enlarge(box, image, event) })
  const box = dialog(h('div', { className: 'bar-of' }, h('span', { className: 'quiet' }, '点按图片放大或还原'),
    h('a', { href: kept, download: '', role: 'button' }, '下载'), h('button', { onclick: () => box.close() }, '关闭')), h('div', { className: 'canvas' }, image))
  box.classList.add('picture')
  box.onclose = () => box.classList.remove('picture')
  image.onload = () => { if (image.clientWidth * 3 < image.naturalWidth) enlarge(box, image) }
}

function enlarge(box, image, event) {
  const canvas = box.querySelector('.canvas')
  const place = image.getBoundingClientRect()
  const [x, y] = event ? [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height] : [0, 0]
  const large = canvas.classList.toggle('large')
  image.style.width = large ? `${Math.min(image.naturalWidth, Math.max(2.3 * place.width, image.naturalWidth / devicePixelRatio))}px` : ''
  canvas.scrollTo(x * image.clientWidth - canvas.clientWidth / 2, y * image.clientHeight - canvas.clientHeight / 2)
}
