import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

const root = join(import.meta.dirname, '..', '..')
/** What is being built stands here, on the disk where it is put in place, until it is whole. */
const workshop = join(root, 'node_modules', '.switchyard-builds')

/** What is built by the same tool: its folder, the page that is there when it is, and what it is made from. */
const parts = [
  {
    name: 'console',
    folder: 'console',
    page: 'index.html',
    sources: [
      'console/src',
      'console/public',
      'console/index.html',
      'console/platform.html',
      'console/vite.config.ts',
      'sdk/src',
    ],
  },
  {
    name: 'widget',
    folder: 'widget',
    page: 'frame.html',
    sources: ['widget/src', 'widget/frame.html', 'widget/demo.html', 'widget/vite.config.ts'],
  },
  {
    name: 'portal',
    folder: 'widget/portal',
    page: 'index.html',
    sources: ['widget/portal/src', 'widget/portal/index.html', 'widget/portal/vite.config.ts', 'widget/src'],
  },
] as const
type Part = (typeof parts)[number]

/** A build under way. */
export interface ConsoleBuild {
  /** Settles when it has ended, however it did. */
  readonly ended: Promise<void>
  stop(): void
}

/** Builds console, widget and portal where they are missing or older than their sources, each in a process of its own; says what it does. */
export function buildConsole(tell: (line: string) => void): ConsoleBuild {
  const ending = new AbortController()
  const builds = parts.map((part) => build(part, tell, ending.signal))
  return { ended: Promise.all(builds).then(() => undefined), stop: () => ending.abort() }
}

async function build(part: Part, tell: (line: string) => void, ending: AbortSignal): Promise<void> {
  const { name, folder } = part
  if (await isFresh(part)) return
  const program = viteProgram()
  if (program === null) {
    return tell(`The ${name} is not built, and its build tool is missing: run npm install. The API works.`)
  }
  if (ending.aborted) return
  const startedAt = performance.now()
  tell(`Building the ${name}…`)
  const made = join(workshop, `${name}-${process.pid}`)
  const options = ['--outDir', made, '--emptyOutDir', '--logLevel', 'error']
  const child = spawn(process.execPath, [program, 'build', folder, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: ending,
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', resolve)
  })
  const [complaint, code] = await Promise.all([text(child.stderr), ended])
  if (code === 0) await putInPlace(made, join(root, folder, 'dist'))
  await rm(made, { recursive: true, force: true })
  if (ending.aborted) return
  if (code === 0) return tell(`The ${name} is built (${seconds(performance.now() - startedAt)}).`)
  const reason = complaint.trim().split('\n')[0] ?? ''
  tell(`The ${name} could not be built (${reason}); npm run build tells more. The API works.`)
}

/** A page that is open finds its parts while another process builds the same, and never half of them. */
async function putInPlace(made: string, place: string): Promise<void> {
  const former = `${made}-former`
  await rename(place, former).catch(() => undefined)
  // Where another process has put its own there meanwhile, that one stays: both are made from the same.
  await rename(made, place).catch(() => undefined)
  await rm(former, { recursive: true, force: true })
}

/** Fresh is a page that is younger than everything it is made from. */
async function isFresh({ folder, page, sources }: Part): Promise<boolean> {
  const builtAt = await changedAt(join(root, folder, 'dist', page))
  if (builtAt === 0) return false
  const times = await Promise.all(sources.map((source) => newestIn(join(root, source))))
  return Math.max(...times) <= builtAt
}

async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null)
  if (entries === null) return changedAt(path)
  const times = await Promise.all(entries.map((entry) => changedAt(join(entry.parentPath, entry.name))))
  return Math.max(0, ...times)
}

/** Epoch ms of the last change; 0 where there is nothing. */
async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}

function viteProgram(): string | null {
  try {
    const require = createRequire(join(root, 'console', 'package.json'))
    const program = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js')
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
