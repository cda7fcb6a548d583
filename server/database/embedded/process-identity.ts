import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Gives what tells a living process from a later one with the same pid (boot and start time in ticks), or null when it
 * is gone. A zombie counts as gone, although `kill(pid, 0)` succeeds on it. Off Linux only the pid can be checked.
 */
export function identityOf(pid: number): string | null {
  if (process.platform !== 'linux') return isSignalable(pid) ? 'alive' : null
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return null
  }
}

/** Gives the arguments a living process was started with; null when it is gone or a zombie (empty for zombies). */
export function commandLineOf(pid: number): readonly string[] | null {
  if (process.platform === 'linux') {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return line === '' ? null : line.split('\0')
    } catch {
      return null
    }
  }
  if (!isSignalable(pid)) return null
  if (process.platform === 'win32') return []
  const line = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return line === '' ? null : line.split(' ')
}

/** Sends a signal and tells whether there was a process to receive it. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
