import type { EngineConfig } from '../../../../server/core/routing/index.ts'
import type { WorkflowSnapshot } from '../../../../server/core/workflow/index.ts'
import { plantable } from '../planted.ts'
import * as real from '../../../../server/modules/routing/engine-config.ts'

export * from '../../../../server/modules/routing/engine-config.ts'

const known = new WeakMap<WorkflowSnapshot, Map<number, EngineConfig>>()

/** Routers begin anew all the time here, and what is made of a workflow is always the same. */
const once: typeof real.engineConfigOf = (workflow, open, servedSince) => {
  let ofWorkflow = known.get(workflow)
  if (ofWorkflow === undefined) known.set(workflow, (ofWorkflow = new Map()))
  let key = servedSince
  for (const slug of workflow.queues.keys()) key = 2 * key + Number(open.has(slug))
  let config = ofWorkflow.get(key)
  if (config === undefined) ofWorkflow.set(key, (config = real.engineConfigOf(workflow, open, servedSince)))
  return config
}

export const engineConfigOf: typeof real.engineConfigOf = plantable('engineConfigOf', once)
