import { readdirSync, readFileSync } from 'node:fs'

/** The clock ticks of /proc; 100 a second on every Linux that Node runs on. */
const tickMs = 10

/**
 * CPU milliseconds that a process and the children it has had used so far; null where /proc is not there. Unlike
 * elapsed time it hardly depends on what else the machine does.
 */
export function cpuMsOf(pid: number): number | null {
  try {
    const live = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return live.reduce((sum, name) => {
      const used = ticksOf(name)
      if (used === null) return sum
      if (Number(name) === pid) return sum + (used.own + used.ofEndedChildren) * tickMs
      return used.parent === pid ? sum + used.own * tickMs : sum
    }, 0)
  } catch {
    return null
  }
}

/** A process may end while it is looked at. */
function ticksOf(pid: string): { parent: number; own: number; ofEndedChildren: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks; the fields that count stand after it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const at = (index: number) => Number(fields[index])
    return { parent: at(1), own: at(11) + at(12), ofEndedChildren: at(13) + at(14) }
  } catch {
    return null
  }
}
