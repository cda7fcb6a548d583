import { Type } from 'typebox'
import { data, id, nullable, ofCall, slug } from './event-data.ts'

/** What is told of tasks. */
export const taskEvents = {
  'task.queued': data({
    taskId: id,
    callRef: ofCall,
    queue: slug,
    kind: slug,
    priority: slug,
    taskVersion: Type.Integer(),
  }),
  /** `agentId` is who was given it by hand; left out where nobody was. */
  'task.updated': data({ taskId: id, callRef: ofCall, agentId: Type.Optional(id), taskVersion: Type.Integer() }),
  'task.paused': data({ taskId: id, callRef: ofCall, taskVersion: Type.Integer() }),
  'task.resumed': data({ taskId: id, callRef: ofCall, state: slug, taskVersion: Type.Integer() }),
  'task.completed': data({ taskId: id, agentId: nullable(id), taskVersion: Type.Integer() }),
  'task.cancelled': data({ taskId: id, reason: slug, taskVersion: Type.Integer() }),
  'task.transferred': data({
    taskId: id,
    callRef: ofCall,
    from: data({ agentId: nullable(id), queue: slug }),
    to: data({ agentId: nullable(id), queue: slug }),
    mode: slug,
    restart: Type.Boolean(),
    by: nullable(id),
    taskVersion: Type.Integer(),
  }),
  'task.pulled': data({
    taskId: id,
    callRef: ofCall,
    agentId: id,
    waitMs: Type.Integer(),
    taskVersion: Type.Integer(),
  }),
  'task.returned': data({
    taskId: id,
    callRef: ofCall,
    agentId: id,
    code: nullable(slug),
    taskVersion: Type.Integer(),
  }),
  'task.requeued': data({ taskId: id, callRef: ofCall, agentId: nullable(id), taskVersion: Type.Integer() }),
  'task.parked': data({ taskId: id, reason: slug, taskVersion: Type.Integer() }),
  'task.unparked': data({ taskId: id, callRef: ofCall, state: slug, taskVersion: Type.Integer() }),
  'task.wrapup_started': data({ taskId: id, agentId: id, until: slug, taskVersion: Type.Integer() }),
  'task.wrapup_ended': data({
    taskId: id,
    agentId: id,
    disposition: nullable(slug),
    reason: slug,
    taskVersion: Type.Integer(),
  }),
  'task.consult_requested': data({ taskId: id, callRef: ofCall, agentId: id, fromAgentId: id }),
  'task.consult_ended': data({ taskId: id, callRef: ofCall, agentId: id, fromAgentId: id, reason: slug }),
  'task.abandoned': data({ taskId: id, waitMs: Type.Integer(), taskVersion: Type.Integer() }),
  'task.unroutable': data({ taskId: id, queue: slug, rejects: Type.Record(slug, Type.Integer()) }),
  'task.exhausted': data({ taskId: id, queue: slug }),
  'task.overflowed': data({
    taskId: id,
    callRef: ofCall,
    queue: slug,
    on: slug,
    target: slug,
    to: slug,
    /** By length: how many would have waited, counted to 500 beyond the highest limit there, and the limit. */
    waiting: Type.Optional(Type.Integer()),
    above: Type.Optional(Type.Integer()),
    /** By estimate: what the task had to expect then, and from what that was worked out. */
    estimate: Type.Optional(
      data({
        position: Type.Integer(),
        p50Seconds: Type.Integer(),
        p90Seconds: Type.Integer(),
        basis: slug,
        confidence: slug,
      }),
    ),
    decisionId: Type.Optional(id),
    taskVersion: Type.Integer(),
  }),
  /** Nobody else had been asked since it overflowed to the partner; `reason` is declined, timed_out or absent. */
  'task.partner_ended': data({
    taskId: id,
    callRef: ofCall,
    queue: slug,
    partner: slug,
    reason: slug,
    taskVersion: Type.Integer(),
  }),
  'task.expired': data({
    taskId: id,
    queue: slug,
    waitedMs: Type.Integer(),
    decisionId: Type.Optional(id),
    taskVersion: Type.Integer(),
  }),
} as const
