import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileWorkflow, parseWorkflow, type WorkflowSnapshot } from '../../../server/core/workflow/index.ts'

const file = join(import.meta.dirname, '../../../workflows/operations-review.yaml')
const compiled = compile()
let pauseFreesCapacity = true

/** The example's workflow with one queue, which hands nothing on: small worlds collide more often. */
export function exploredWorkflow(): WorkflowSnapshot {
  return compiled[pauseFreesCapacity ? 0 : 1]
}

/** Whether the workflow of this schedule frees the units of paused work. */
export function choosePause(frees: boolean): void {
  pauseFreesCapacity = frees
}

function compile(): [WorkflowSnapshot, WorkflowSnapshot] {
  const { document, locate } = parseWorkflow(readFileSync(file, 'utf8'))
  if (document === null) throw new Error('The example workflow does not parse.')
  const whole = compileWorkflow(document, 1, locate)
  const frontline = whole.queues.get('frontline')
  if (frontline === undefined) throw new Error('The example workflow has no frontline.')
  const of = (frees: boolean): WorkflowSnapshot => ({
    ...whole,
    languages: new Set(['en']),
    policies: new Map(),
    calendars: new Map(),
    channels: new Map([...whole.channels].filter(([slug]) => slug === 'email')),
    queues: new Map([['frontline', { ...frontline, pauseFreesCapacity: frees, overflow: [] }]]),
  })
  return [of(true), of(false)]
}
