import { Type } from 'typebox'
import { presentTask } from '../../modules/routing/index.ts'
import {
  listQueues,
  presentAccuracy,
  presentQueue,
  readWaitAccuracy,
  showTasksOfQueue,
} from '../../modules/waits/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, listQuery, pageOf } from '../schemas.ts'
import { exampleAccuracy, exampleQueue, QueueSchema, WaitAccuracySchema } from './queue-schemas.ts'
import { exampleTask, TaskSchema } from './task-schemas.ts'

/** Queues as they stand now, what waits in them, and how well waits are foretold. */
export function queueRoutes(): Route[] {
  return [listRoute, tasksRoute, accuracyRoute]
}

const cursor = defineCursor('queue-tasks', Type.Object({ enteredAt: Type.Number(), id: Type.String() }))
const params = Type.Object({ slug: Type.String({ maxLength: 100 }) })

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/queues',
  operationId: 'listQueues',
  summary: 'Queues with their live figures',
  description: 'All in scope, in the order of the workflow.',
  tag: 'routing',
  permission: 'queue:read',
  answers: { 200: component('QueueList', { data: Type.Array(QueueSchema) }) },
  example: { answer: { data: [exampleQueue] } },
  async handle({ context }) {
    return { data: (await listQueues(context)).map(presentQueue) }
  },
})

const tasksRoute = defineRoute({
  method: 'GET',
  url: '/v1/queues/:slug/tasks',
  operationId: 'listQueueTasks',
  summary: 'List the tasks of a queue',
  description: 'Those that are not over, longest waiting first.',
  tag: 'routing',
  permission: 'task:read',
  params,
  query: listQuery({}),
  answers: { 200: pageOf('TaskPage', TaskSchema) },
  example: { params: { slug: 'payments' }, answer: { data: [exampleTask], page: { next: null } } },
  async handle({ context, params: { slug: queue }, query: { after, limit = 50 } }) {
    const tasks = await showTasksOfQueue(context, { queue, after: cursor.read(after), limit: limit + 1 })
    if (tasks === null) throw noSuchQueue()
    const now = context.now()
    return pageFrom(tasks, limit, {
      next: ({ task: { enteredAt, id } }) => cursor.write({ enteredAt, id }),
      item: ({ task, outlook }) => presentTask(task, outlook, now),
    })
  },
})

const accuracyRoute = defineRoute({
  method: 'GET',
  url: '/v1/queues/:slug/wait-accuracy',
  operationId: 'readWaitAccuracy',
  summary: 'How true the waits told in a queue came',
  description:
    'Estimates given out from `from` until before `to` (RFC 3339; the last seven days unless told), each held against ' +
    'the wait that followed. Those who left unserved are counted in `excluded`.',
  tag: 'routing',
  permission: 'queue:read',
  params,
  query: Type.Object({ from: Type.Optional(instant()), to: Type.Optional(instant()) }),
  answers: { 200: WaitAccuracySchema },
  example: { params: { slug: 'payments' }, answer: exampleAccuracy },
  async handle({ context, params: { slug: queue }, query: { from, to } }) {
    const span = {
      ...(from !== undefined && { from: Date.parse(from) }),
      ...(to !== undefined && { to: Date.parse(to) }),
    }
    const accuracy = await readWaitAccuracy(context, { queue, ...span })
    if (accuracy === null) throw noSuchQueue()
    return presentAccuracy(accuracy)
  },
})

function noSuchQueue(): AppError {
  return new AppError('not_found', 'There is no such queue.')
}
