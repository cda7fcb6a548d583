import { Type } from 'typebox'
import { cancelTask, completeTask, pauseTask, resumeTask } from '../../modules/handling/index.ts'
import { explainWhyNot, listDecisions, presentDecision, presentTask } from '../../modules/routing/index.ts'
import { showTask } from '../../modules/waits/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, oneOf, pageOf } from '../schemas.ts'
import { DecisionSchema, exampleDecision, exampleTask, TaskSchema } from './task-schemas.ts'

/** Tasks: read, ended, paused, resumed; their decisions, and why an agent is not asked. */
export function taskRoutes(): Route[] {
  return [getRoute, completeRoute, pauseRoute, resumeRoute, cancelRoute, decisionsRoute, whyNotRoute]
}

const params = Type.Object({ id: id('task') })
const example = { params: { id: exampleTask.id } }
/** All that may stand against an agent: the closed list of the engine. */
const refusalCodes = [
  'not_member',
  'skill_missing',
  'level_low',
  'no_capacity',
  'presence',
  'excluded_declined',
  'outranked',
  'delayed',
  'reserved_elsewhere',
  'no_permission',
  'outside_hours',
  'fairness_cap',
  'language_missing',
  'search_mismatch',
] as const
const cursor = defineCursor('task-decisions', Type.String())

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/tasks/:id',
  operationId: 'getTask',
  summary: 'Read a task',
  description:
    'While it waits with its position and estimated wait; null is unknown. `promise=true` says that a customer is told: ' +
    'the estimate is kept and later held against the wait, see the wait accuracy of its queue.',
  tag: 'routing',
  permission: 'task:read',
  params,
  query: Type.Object({ promise: Type.Optional(Type.Boolean({ default: false })) }),
  answers: { 200: TaskSchema },
  example: { ...example, answer: exampleTask },
  // Never 304: place and estimate change without a new version.
  handle: async ({ context, params: { id: taskId }, query: { promise } }) =>
    versionedAnswer({}, await show(context, taskId, promise)),
})

const action = {
  method: 'POST',
  tag: 'routing',
  permission: 'task:write',
  params,
  answers: { 200: TaskSchema },
} as const

const completeRoute = defineRoute({
  ...action,
  url: '/v1/tasks/:id/complete',
  operationId: 'completeTask',
  summary: 'Complete a task',
  description: 'The work is done and its agent free; the ticket keeps its status.',
  example: { ...example, answer: { ...exampleTask, state: 'done' } },
  async handle({ context, params: { id: taskId } }) {
    const task = await completeTask(context, { taskId })
    if (task === null) throw noSuchTask()
    return presentTask(task, null, context.now())
  },
})

const pauseRoute = defineRoute({
  ...action,
  url: '/v1/tasks/:id/pause',
  operationId: 'pauseTask',
  summary: 'Pause a task',
  description: 'Somebody else must act first; frees the agent’s units where the queue says so.',
  example: { ...example, answer: { ...exampleTask, state: 'paused' } },
  async handle({ context, params: { id: taskId } }) {
    await pauseTask(context, { taskId })
    return show(context, taskId)
  },
})

const resumeRoute = defineRoute({
  ...action,
  url: '/v1/tasks/:id/resume',
  operationId: 'resumeTask',
  summary: 'Resume a paused task',
  description: 'With the agent who had it, else in the queue at its rank.',
  example: { ...example, answer: exampleTask },
  async handle({ context, params: { id: taskId } }) {
    await resumeTask(context, { taskId })
    return show(context, taskId)
  },
})

const cancelRoute = defineRoute({
  ...action,
  url: '/v1/tasks/:id/cancel',
  operationId: 'cancelTask',
  summary: 'Cancel a task',
  description: 'Nobody is asked any more; the ticket keeps its status.',
  body: component('TaskCancel', {
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9_-]*$' })),
  }),
  example: { ...example, body: { reason: 'not_needed' }, answer: { ...exampleTask, state: 'cancelled' } },
  async handle({ context, params: { id: taskId }, body: { reason = 'by_hand' } }) {
    await cancelTask(context, { taskId, reason })
    return show(context, taskId)
  },
})

const decisionsRoute = defineRoute({
  method: 'GET',
  url: '/v1/tasks/:id/decisions',
  operationId: 'listTaskDecisions',
  summary: 'List the decisions about a task',
  description: 'Newest first.',
  tag: 'routing',
  permission: 'task:read',
  params,
  query: listQuery({}),
  answers: { 200: pageOf('DecisionPage', DecisionSchema) },
  example: { ...example, answer: { data: [exampleDecision], page: { next: null } } },
  async handle({ context, params: { id: taskId }, query: { after, limit = 50 } }) {
    const decisions = await listDecisions(context, { taskId, before: cursor.read(after), limit: limit + 1 })
    if (decisions === null) throw noSuchTask()
    return pageFrom(decisions, limit, { next: (last) => cursor.write(last.id), item: presentDecision })
  },
})

const whyNotRoute = defineRoute({
  method: 'GET',
  url: '/v1/tasks/:id/why-not',
  operationId: 'explainWhyNot',
  summary: 'Why is this task not offered to this agent?',
  description:
    'Judged anew on the rows as they are at `asOf`; every reason that applies. With `decision`, as things stood when that ' +
    'decision about the task was made: by the workflow, hours, skills, languages, limits, presence and work of then. An ' +
    'agent’s name is that of now, and `agentChangedSince` says when it was another.',
  tag: 'routing',
  permission: 'task:read',
  params,
  query: Type.Object({ agent: id('agent'), decision: Type.Optional(id('decision')) }),
  answers: {
    200: component('WhyNot', {
      eligible: Type.Boolean(),
      reasons: Type.Array(Type.Object({ code: oneOf(refusalCodes), text: Type.String() })),
      agentChangedSince: Type.Boolean(),
      asOf: Type.Object({ sequence: Type.Integer(), at: instant() }),
    }),
  },
  example: {
    ...example,
    query: { agent: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha' },
    answer: {
      eligible: false,
      reasons: [{ code: 'level_low', text: 'payments 1, needs 2' }],
      agentChangedSince: false,
      asOf: { sequence: 48_112, at: '2026-11-20T09:00:00.000Z' },
    },
  },
  async handle({ context, params: { id: taskId }, query }) {
    const { agent: agentId, decision: decisionId } = query
    const answer = await explainWhyNot(context, { taskId, agentId, ...(decisionId !== undefined && { decisionId }) })
    if (answer === null) throw new AppError('not_found', 'There is no such task, agent, or decision about the task.')
    const { eligible, reasons, isAgentChangedSince: agentChangedSince, asOf } = answer
    return {
      eligible,
      reasons: [...reasons],
      agentChangedSince,
      asOf: { sequence: asOf.sequence, at: instantText(asOf.at) },
    }
  },
})

async function show(context: Context, taskId: string, isPromised = false) {
  const shown = await showTask(context, { taskId, isPromised })
  if (shown === null) throw noSuchTask()
  return presentTask(shown.task, shown.outlook, context.now())
}

function noSuchTask(): AppError {
  return new AppError('not_found', 'There is no such task.')
}
