import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Found, Place, Task } from './worker.ts'

/** Gives tasks to threads, each as soon as one is free; results come in the order of the tasks' ends. */
export async function inThreads(options: {
  readonly count: number
  readonly place: Place
  readonly next: () => Task | null
  readonly onFound: (found: Found, task: Task) => void
}): Promise<void> {
  const workers = Array.from({ length: options.count }, () => {
    return new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: options.place })
  })
  try {
    await Promise.all(workers.map((worker) => keepBusy(worker, options)))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

async function keepBusy(
  worker: Worker,
  { next, onFound }: Pick<Parameters<typeof inThreads>[0], 'next' | 'onFound'>,
): Promise<void> {
  for (let task = next(); task !== null; task = next()) onFound(await answerOf(worker, task), task)
}

function answerOf(worker: Worker, task: Task): Promise<Found> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(error instanceof Error ? error : new Error(String(error)))
    worker.once('error', fail)
    worker.once('message', (found: Found) => {
      worker.off('error', fail)
      resolve(found)
    })
    worker.postMessage(task)
  })
}
