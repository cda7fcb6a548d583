import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'

const module = join(import.meta.dirname, 'leave-nothing.ts')

/** A bench with a child that runs for ever and a folder that something was written to. */
const program = `
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { endWithBench, openDataFolder, withoutLeavings } from '${module}'
process.exit(await withoutLeavings(async () => {
  const data = await openDataFolder()
  await mkdir(data.path)
  const child = endWithBench(spawn(process.execPath, ['-e', 'console.log(); setInterval(() => {}, 1000)']))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  console.log(JSON.stringify({ folder: data.path, pid: child.pid }))
  await ended
  if (process.argv.includes('--fails')) throw new Error('Its child has ended.')
  await new Promise((resolve) => setInterval(resolve, 1e6))
}))`

async function startBench(...args: string[]) {
  const bench = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args])
  const ended = once(bench, 'close')
  let complaint = ''
  bench.stderr.on('data', (text: Buffer) => void (complaint += text.toString()))
  const [line] = (await once(createInterface(bench.stdout), 'line')) as [string]
  const { folder, pid } = JSON.parse(line) as { folder: string; pid: number }
  return { bench, folder, pid, ended: ended.then(([code]) => ({ code: code as number | null, complaint })) }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a bench that is told to end', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends its children and removes its folders', async (signal, code) => {
    const { bench, folder, pid, ended } = await startBench()
    expect([existsSync(folder), isRunning(pid)]).toEqual([true, true])
    bench.kill(signal)
    expect(await ended).toEqual({ code, complaint: '' })
    expect([existsSync(join(folder, '..')), isRunning(pid)]).toEqual([false, false])
  })

  it('says nothing of what fails because its children have ended', async () => {
    const { bench, ended } = await startBench('--fails')
    bench.kill('SIGTERM')
    expect(await ended).toEqual({ code: 143, complaint: '' })
  })
})

it('a bench that fails by itself says why, and leaves nothing either', async () => {
  const { pid, folder, ended } = await startBench('--fails')
  process.kill(pid)
  const { code, complaint } = await ended
  expect([code, complaint]).toEqual([1, expect.stringContaining('Its child has ended.')])
  expect(existsSync(join(folder, '..'))).toBe(false)
})
