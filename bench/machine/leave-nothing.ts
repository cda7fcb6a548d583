import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { locateDataFolder } from '../../server/database/embedded/data-folder.ts'

/** A folder that a bench writes to until it calls `remove`. */
export interface BenchFolder {
  readonly path: string
  remove(): Promise<void>
}

const children = new Set<ChildProcess>()
const folders = new Set<BenchFolder>()
const endLimitMs = 30_000
let isTold = false

/** Makes a child end with the bench, should the bench be told to end before it. */
export function endWithBench<Child extends ChildProcess>(child: Child): Child {
  children.add(child)
  for (const ending of ['exit', 'error'] as const) child.once(ending, () => children.delete(child))
  if (isTold) child.kill('SIGTERM')
  return child
}

/** Ends a child as an operator would, by force where that takes too long. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  // Told twice, a server ends at once and leaves its database to itself.
  if (!child.killed) child.kill('SIGTERM')
  const limit = setTimeout(() => child.kill('SIGKILL'), endLimitMs)
  await ended
  clearTimeout(limit)
}

/** Makes a folder for what a bench writes. */
export async function openFolder(): Promise<BenchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
  return keep(path, [path])
}

/** Names a data folder for a server, which makes it; wherever root's database really lies, `remove` removes that too. */
export async function openDataFolder(): Promise<BenchFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
  const path = join(folder, 'data')
  return keep(path, [await locateDataFolder(path), folder])
}

/** Does `work` and gives what it gives. Where that fails, or is told to end before, its children end and its folders go. */
export async function withoutLeavings(work: () => Promise<number>): Promise<number> {
  const { promise: told, resolve } = Promise.withResolvers<number>()
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isTold) return
      isTold = true
      resolve(leaveNothing().then(() => 128 + constants.signals[signal]))
    })
  }
  try {
    return await Promise.race([told, work()])
  } catch (error) {
    // What was under way fails because what it needs has ended.
    if (isTold) return await told
    await leaveNothing()
    throw error
  }
}

async function leaveNothing(): Promise<void> {
  await Promise.all([...children].map(endChild))
  await Promise.all([...folders].map((folder) => folder.remove()))
}

function keep(path: string, written: readonly string[]): BenchFolder {
  const folder: BenchFolder = {
    path,
    remove: async () => {
      for (const each of written) await rm(each, { recursive: true, force: true, maxRetries: 10 })
      folders.delete(folder)
    },
  }
  folders.add(folder)
  return folder
}
