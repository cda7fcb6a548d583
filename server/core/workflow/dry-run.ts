import type { Clock } from '../clocks/clock.ts'
import { startClocks } from '../clocks/start-clocks.ts'
import type { Classification, ClassifyRequest, Requirements, TraceEntry } from './classification.ts'
import { classify } from './classify.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** What would become of a request; nothing is created. */
export interface DryRun {
  readonly classification: Classification
  readonly queue: { readonly slug: string; readonly label: string }
  readonly requirements: Requirements
  readonly clocks: readonly Clock[]
  readonly trace: readonly TraceEntry[]
}

/** Plays a request against a workflow: rules, queue, requirements and clocks (`POST /v1/workflow/dry-run`). */
export function dryRun(snapshot: WorkflowSnapshot, request: ClassifyRequest, nowMs: number): DryRun {
  const classification = classify(snapshot, request, nowMs)
  const { queue, priority, requirements, slaPolicy, trace } = classification
  const policy = slaPolicy === null ? undefined : snapshot.policies.get(slaPolicy)
  const clocks = policy === undefined ? [] : startClocks(policy, { priority, createdAt: nowMs, queue }).clocks
  return {
    classification,
    queue: { slug: queue, label: snapshot.queues.get(queue)?.label ?? queue },
    requirements,
    clocks,
    trace,
  }
}
