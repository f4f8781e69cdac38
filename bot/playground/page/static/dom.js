// Building elements: what people wrote always goes in as text, never as markup.
const LAMPS = { '🔴': 'red', '🟡': 'yellow', '🔵': 'blue', '⚪': 'grey', '🟢': 'green' }
const NAMES = { red: '红灯', yellow: '黄灯', blue: '蓝灯', grey: '灰灯', green: '绿灯' }
const PARTS = /([🔴🟡🔵⚪🟢])️?/u

export const $ = id => document.getElementById(id)

export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on') || name in made && !name.includes('-')) made[name] = value
    else made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children.flat().filter(each => each !== null && each !== undefined && each !== false))
  return made
}

export function lamp(colour) {
  return h('span', { className: 'lamp ' + colour, role: 'img', 'aria-label': NAMES[colour] })
}

// Words with their lamps drawn.
export function words(text) {
  return text.split(PARTS).filter(part => part).map(part => LAMPS[part] ? lamp(LAMPS[part]) : part)
}

// Words with what was searched for marked.
export function marked(text, sought) {
  const at = sought ? text.toLowerCase().indexOf(sought.toLowerCase()) : -1
  if (at < 0) return words(text)
  return [...words(text.slice(0, at)), h('mark', {}, text.slice(at, at + sought.length)), ...words(text.slice(at + sought.length))]
}

const SHAPES = {
  chats: 'M4 5h16v11H9l-4 3.5V16H4z', office: 'M4 20h16M6 20V9l6-4 6 4v11M10 20v-5h4v5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2', faults: 'M13 3 5.5 13.5H11L10 21l8-11h-5.6z',
  clip: 'M19 11.5 12 18.6a4.4 4.4 0 0 1-6.2-6.2l7.2-7.2a2.9 2.9 0 0 1 4.1 4.1l-7.1 7.1a1.4 1.4 0 0 1-2-2l6.4-6.4',
  voice: 'M12 3.5a2.7 2.7 0 0 0-2.7 2.7v5.3a2.7 2.7 0 0 0 5.4 0V6.2A2.7 2.7 0 0 0 12 3.5zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5',
  slash: 'M5 4.5h14v15H5zM14 8l-4 8', back: 'M14.5 5 8 12l6.5 7', stop: 'M7 7h10v10H7z',
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const look = { d: SHAPES[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.7, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }
  for (const [key, value] of Object.entries(look)) path.setAttribute(key, value)
  svg.append(path)
  return svg
}

let silence = 0
export function notice(text, bad = true) {
  const box = $('notice')
  box.textContent = text
  box.classList.toggle('bad', bad)
  box.hidden = !text
  clearTimeout(silence)
  silence = setTimeout(() => { box.hidden = true }, 5200)
}

export function dialog(...children) {
  const box = $('dialog')
  box.replaceChildren(...children)
  box.onclick = event => { if (event.target === box) box.close() }
  if (!box.open) box.showModal()
  return box
}
