import { Type } from 'typebox'
import {
  consultAgent,
  endConsult,
  endWrapup,
  parkTask,
  pullTask,
  requeueTask,
  returnTask,
  transferTask,
  unparkTask,
} from '../../modules/handling/index.ts'
import { presentTask, type ShownTask } from '../../modules/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable, oneOf } from '../schemas.ts'
import { exampleTask, TaskSchema } from './task-schemas.ts'

/** How tasks change hands: transferred, pulled, returned, requeued, parked; with advice before and wrap-up after. */
export function taskMoveRoutes(): Route[] {
  return [
    transferRoute,
    consultRoute,
    endConsultRoute,
    pullRoute,
    returnRoute,
    requeueRoute,
    parkRoute,
    unparkRoute,
    endWrapupRoute,
  ]
}

const params = Type.Object({ id: id('task') })
const example = { params: { id: exampleTask.id } }
const agentId = 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha'
const byAgent = {
  method: 'POST',
  tag: 'routing',
  permission: 'task:write',
  params,
  answers: { 200: TaskSchema },
} as const
const bySupervisor = { ...byAgent, permission: 'agents:act' } as const

const note = Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 20_000, description: 'An internal note.' })))
const code = Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9_-]*$' })

const transferRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/transfer',
  operationId: 'transferTask',
  summary: 'Transfer a task',
  description:
    'Your own, or any with `agents:act`. To a queue: it waits there at its rank, unless `restart` is asked, and whom it ' +
    'leaves is not asked again for a while (`declineCooldown` of its queue). To an agent: it is offered to that one alone; 409 says why the agent ' +
    'cannot take it, `force` (with `agents:act`) assigns it all the same; declined, it waits in its queue at its rank. ' +
    'Warm: the agent of the open consult has it at once.',
  body: component('TaskTransfer', {
    to: Type.Object({ agentId: Type.Optional(id('agent')), queue: Type.Optional(Type.String({ maxLength: 60 })) }),
    mode: Type.Optional(oneOf(['cold', 'warm'], { default: 'cold' })),
    restart: Type.Optional(Type.Boolean({ default: false })),
    force: Type.Optional(Type.Boolean({ default: false })),
    note,
  }),
  example: {
    ...example,
    body: { to: { queue: 'payments' }, note: 'The deposit was charged twice.' },
    answer: exampleTask,
  },
  async handle({ context, params: { id: taskId }, body }) {
    const { to, mode = 'cold', restart = false, force = false, note: said = null } = body
    return shownTask(context, await transferTask(context, { taskId, to, mode, restart, force, note: said }))
  },
})

const consultRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/consult',
  operationId: 'consultAgent',
  summary: 'Ask another agent about a task',
  description: 'Your own, or any with `agents:act`. You keep the task; the other gives no capacity for it.',
  body: component('TaskConsult', { agentId: id('agent'), note }),
  example: {
    ...example,
    body: { agentId, note: 'Is this a known outage?' },
    answer: {
      ...exampleTask,
      state: 'active',
      agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9hb',
      consult: { agentId, fromAgentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9hb', since: '2026-11-20T09:02:00.000Z' },
    },
  },
  handle: async ({ context, params: { id: taskId }, body }) =>
    shownTask(context, await consultAgent(context, { taskId, agentId: body.agentId, note: body.note ?? null })),
})

const endConsultRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/consult/end',
  operationId: 'endConsult',
  summary: 'Answer or end a consult',
  description: 'By the agent who asks or the one who is asked, or with `agents:act`; `note` is the answer.',
  body: component('TaskConsultEnd', { note }),
  example: { ...example, body: { note: 'Yes, since nine.' }, answer: { ...exampleTask, state: 'active', agentId } },
  handle: async ({ context, params: { id: taskId }, body }) =>
    shownTask(context, await endConsult(context, { taskId, note: body.note ?? null })),
})

const pullRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/pull',
  operationId: 'pullTask',
  summary: 'Take a waiting task yourself',
  description:
    'For yourself, or with `agents:act` for the agent named. As an offer it needs an available agent with room. 409 says ' +
    'what it lost to; an offer to somebody goes before.',
  body: component('TaskPull', { agentId: Type.Optional(id('agent')) }),
  example: { ...example, body: { agentId }, answer: { ...exampleTask, state: 'active', agentId } },
  handle: async ({ context, params: { id: taskId }, body }) =>
    shownTask(context, await pullTask(context, { taskId, agentId: body.agentId ?? null })),
})

const returnRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/return',
  operationId: 'returnTask',
  summary: 'Give an accepted task back',
  description:
    'Your own, or any with `agents:act`. It waits in its queue at its rank; you are not asked for it again for a ' +
    'while (`declineCooldown` of the queue, ten minutes). `reason` is kept as an internal note.',
  body: component('TaskReturn', {
    reason: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 1000, description: 'Free text.' }))),
    code: Type.Optional(nullable(code)),
  }),
  example: { ...example, body: { reason: 'My shift ends.', code: 'shift_over' }, answer: exampleTask },
  handle: async ({ context, params: { id: taskId }, body: { reason = null, code: why = null } }) =>
    shownTask(context, await returnTask(context, { taskId, reason, code: why })),
})

const requeueRoute = defineRoute({
  ...bySupervisor,
  url: '/v1/tasks/:id/requeue',
  operationId: 'requeueTask',
  summary: 'Put a task back in its queue',
  description: 'Taken from whoever has it or is asked for it, at its rank. One that waits already stays so.',
  example: { ...example, answer: exampleTask },
  handle: async ({ context, params: { id: taskId } }) => shownTask(context, await requeueTask(context, { taskId })),
})

const parkRoute = defineRoute({
  ...bySupervisor,
  url: '/v1/tasks/:id/park',
  operationId: 'parkTask',
  summary: 'Park a waiting task',
  description: 'It keeps its rank and is offered to nobody until it is unparked; a pending offer is cancelled.',
  body: component('TaskPark', { reason: Type.Optional(code) }),
  example: {
    ...example,
    body: { reason: 'known_outage' },
    answer: { ...exampleTask, state: 'paused', parkedAt: '2026-11-20T09:02:00.000Z' },
  },
  handle: async ({ context, params: { id: taskId }, body: { reason = 'by_hand' } }) =>
    shownTask(context, await parkTask(context, { taskId, reason })),
})

const unparkRoute = defineRoute({
  ...bySupervisor,
  url: '/v1/tasks/:id/unpark',
  operationId: 'unparkTask',
  summary: 'Unpark a task',
  description: 'It waits on at its rank, unless its ticket waits for somebody else meanwhile.',
  example: { ...example, answer: exampleTask },
  handle: async ({ context, params: { id: taskId } }) => shownTask(context, await unparkTask(context, { taskId })),
})

const endWrapupRoute = defineRoute({
  ...byAgent,
  url: '/v1/tasks/:id/wrapup/end',
  operationId: 'endWrapup',
  summary: 'End a wrap-up',
  description: 'Your own, or any with `agents:act`, before its time ends it.',
  body: component('WrapupEnd', { disposition: Type.Optional(nullable(code)) }),
  example: {
    ...example,
    body: { disposition: 'refund_promised' },
    answer: { ...exampleTask, state: 'done', agentId, disposition: 'refund_promised' },
  },
  handle: async ({ context, params: { id: taskId }, body: { disposition = null } }) =>
    shownTask(context, await endWrapup(context, { taskId, disposition })),
})

/** A task as a move of it answers; throws `not_found` for none. */
export function shownTask(context: Context, task: ShownTask | null) {
  if (task === null) throw new AppError('not_found', 'There is no such task.')
  return presentTask(task, null, context.now())
}
