import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Found, Place, Task } from './worker.ts'

// Nearly everything a schedule makes is gone with it: the seldomer the young are gone through, the less of them is copied.
const flags = ['--min-semi-space-size=64', '--max-semi-space-size=64']

/** Gives tasks to processes, each as soon as one is free; results come in the order of the tasks' ends. */
export async function inProcesses(options: {
  readonly count: number
  readonly place: Place
  readonly next: () => Task | null
  readonly onFound: (found: Found, task: Task) => void
}): Promise<void> {
  const workers = Array.from({ length: options.count }, () =>
    fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(options.place)], {
      execArgv: flags,
      serialization: 'advanced',
    }),
  )
  try {
    await Promise.all(workers.map((worker) => keepBusy(worker, options)))
  } finally {
    await Promise.all(workers.map(end))
  }
}

async function keepBusy(
  worker: ChildProcess,
  { next, onFound }: Pick<Parameters<typeof inProcesses>[0], 'next' | 'onFound'>,
): Promise<void> {
  for (let task = next(); task !== null; task = next()) onFound(await answerOf(worker, task), task)
}

function answerOf(worker: ChildProcess, task: Task): Promise<Found> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('A process that plays schedules has ended; what it said of it stands above.'))
    if (worker.exitCode !== null) return fail()
    worker.once('exit', fail)
    worker.once('message', (found) => {
      worker.off('exit', fail)
      resolve(found as Found)
    })
    worker.send(task)
  })
}

function end(worker: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (worker.exitCode !== null || worker.signalCode !== null) return resolve()
    worker.once('exit', () => resolve())
    worker.kill()
  })
}
