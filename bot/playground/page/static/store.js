// What all parts of the page look at: the newest state, who is chosen, what is typed but not sent.
export const store = { state: null, who: '', view: 'chats', group: '全部', sought: '' }

export const person = name => store.state.people.find(each => each.name === name)

// A draft belongs to its person and to this story; it survives a reload.
const key = name => `huiyin.${store.state.run}.${store.state.story}.${name}`
const EMPTY = { words: '', reply: 0, edit: 0 }
export function draft(name) {
  try { return { ...EMPTY, ...JSON.parse(localStorage.getItem(key(name)) || '{}') } } catch { return { ...EMPTY } }
}
export function keep(name, given) {
  if (given.words || given.reply || given.edit) localStorage.setItem(key(name), JSON.stringify(given))
  else localStorage.removeItem(key(name))
}
export function forgetOthers() {
  const own = `huiyin.${store.state.run}.${store.state.story}.`
  Object.keys(localStorage).filter(each => each.startsWith('huiyin.') && !each.startsWith(own)).forEach(each => localStorage.removeItem(each))
}

// Moments are seconds since 1970, shown in the office's zone.
const formats = {}
function parts(seconds) {
  const zone = store.state.zone
  formats[zone] = formats[zone] || new Intl.DateTimeFormat('zh-CN', {
    timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  })
  return Object.fromEntries(formats[zone].formatToParts(seconds * 1000).map(each => [each.type, each.value]))
}
export const clockOf = seconds => { const p = parts(seconds); return `${p.hour}:${p.minute}` }
export const dayOf = seconds => { const p = parts(seconds); return `${p.month}月${p.day}日（${p.weekday}）` }
export const shortDay = seconds => { const p = parts(seconds); return `${p.month}-${p.day}` }
