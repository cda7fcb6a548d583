import type { Connection } from './connection.ts'

/** Tells those that asked only for what is about themselves that others did something. */
export interface Stirring {
  /** Something happened: they are told soon, all at once, and once for much. */
  note(): void
  stop(): void
}

const shortestMs = 1_000
/** With 10,000 agents everybody is told every 20 s, and 500 read their lists again in a second. */
const msEach = 2

/** `position` gives the number up to which everybody has what is their own. */
export function createStirring(members: () => readonly Connection[], position: () => number): Stirring {
  let timer: NodeJS.Timeout | undefined
  return {
    note() {
      if (timer !== undefined) return
      const withinMs = Math.max(shortestMs, members().length * msEach)
      timer = setTimeout(() => {
        timer = undefined
        const text = JSON.stringify({ type: 'stir', seq: position(), withinMs })
        for (const member of members()) if (member.isLive) member.sendText(text)
      }, withinMs).unref()
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
