import { spawn, type SpawnOptions } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { endWithBench } from './leave-nothing.ts'

/** Runs a program to its end and gives what it wrote. Throws with its complaint when it fails. */
export async function runChild(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const child = endWithBench(spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }))
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const [out, complaint, code] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    ended,
  ])
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint.trim() || out.trim()}`)
  return out
}
