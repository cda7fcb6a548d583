import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { commandLineOf } from './process-identity.ts'

/** What a postmaster tells about itself in its data: state is starting, stopping, ready or standby. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly state: string
}

/**
 * Reads `postmaster.pid` (pid in line 1, port in line 4, state in line 8); null when there is none. It may be stale and
 * say `ready` for a postmaster that was killed, so the pid must be compared or its process looked at.
 */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]), state: lines[7]?.trim() ?? 'starting' }
}

/** Gives the program that runs this cluster under this pid, or null when the pid is gone or is something else. */
export function postmasterProgram(pid: number, cluster: string): string | null {
  if (!Number.isInteger(pid) || pid <= 1) return null
  const line = commandLineOf(pid)
  if (line === null) return null
  if (process.platform === 'win32') return ''
  return line.includes(cluster) ? (line[0] ?? '') : null
}
