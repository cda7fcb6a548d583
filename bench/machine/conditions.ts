import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { runChild } from './child.ts'

/** What a figure was measured under; without it a figure says nothing. */
export interface Conditions {
  readonly at: string
  readonly machine: string
  readonly node: string
  readonly undici: string
  readonly pg: string
  readonly fastify: string
  /** Before anything was started: what other work the machine had. */
  readonly loadBefore: readonly number[]
  readonly commit: string
}

/** Reads the conditions of this machine now. */
export async function readConditions(): Promise<Conditions> {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return {
    at: new Date().toISOString(),
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GiB, ${process.platform}`,
    node: process.version,
    undici: versionOf('undici'),
    pg: versionOf('pg'),
    fastify: versionOf('fastify'),
    loadBefore: loadavg().map((load) => Math.round(load * 10) / 10),
    commit: await commitOf(),
  }
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** The commit of the checkout, `+` when files differ from it. */
async function commitOf(): Promise<string> {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  try {
    const commit = await runChild('git', ['rev-parse', '--short', 'HEAD'], { cwd })
    const changes = await runChild('git', ['status', '--porcelain'], { cwd })
    return `${commit.trim()}${changes === '' ? '' : '+'}`
  } catch {
    return 'unknown'
  }
}
