// Talking to the playground's server. Faults come back as a sentence in Chinese.
import { notice } from './dom.js'

export async function get(path, asked = {}) {
  const query = new URLSearchParams(asked).toString()
  const answer = await fetch(path + (query ? '?' + query : ''), { cache: 'no-store' })
  const told = await answer.json()
  if (!answer.ok) throw new Error(told.error)
  return told
}

// Whether it was done; what could not be done is said at the foot of the page.
export async function act(name, facts = {}) {
  try {
    const answer = await fetch('act/' + name, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(facts),
    })
    if (answer.ok) return true
    const told = await answer.json().catch(() => ({}))
    notice(told.error || '演练场没有接受这个操作')
  } catch {
    notice('演练场已关闭，请在终端重新运行 make play')
  }
  return false
}

// The state, now and after every change; all tabs hear the same.
export function follow(heard) {
  const stream = new EventSource('events')
  let lost = 0
  stream.onmessage = event => {
    if (lost) { clearTimeout(lost); lost = 0; notice('') }
    heard(JSON.parse(event.data))
  }
  stream.onerror = () => { lost = lost || setTimeout(() => notice('与演练场的连接断开，正在重连……'), 1500) }
}
