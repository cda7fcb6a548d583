import { Type } from 'typebox'
import { listQueues, listTasksOfQueue, presentTask } from '../../modules/routing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, listQuery, nullable, pageOf } from '../schemas.ts'
import { exampleTask, TaskSchema } from './task-schemas.ts'

/** Queues as they stand now, and what waits in them. */
export function queueRoutes(): Route[] {
  return [listRoute, tasksRoute]
}

const cursor = defineCursor('queue-tasks', Type.Object({ enteredAt: Type.Number(), id: Type.String() }))
const count = () => Type.Integer()

const QueueSchema = component('Queue', {
  slug: Type.String(),
  label: Type.String(),
  waiting: count(),
  longestWaitMs: count(),
  offered: count(),
  active: count(),
  agents: Type.Object(
    { available: count(), busy: count(), away: count(), offline: count() },
    { description: 'Its members by presence; who is draining counts as busy.' },
  ),
  overtakes: Type.Array(
    Type.Object({
      class: Type.String(),
      passes: Type.String(),
      afterMs: nullable(Type.Integer({ description: 'Null = however long it waits, it never does.' })),
    }),
    { description: 'After which wait a task of the priority `class` goes before a new one of the priority `passes`.' },
  ),
})

const exampleQueue = {
  slug: 'payments',
  label: 'Payments',
  waiting: 3,
  longestWaitMs: 184_000,
  offered: 1,
  active: 4,
  agents: { available: 2, busy: 1, away: 0, offline: 3 },
  overtakes: [{ class: 'normal', passes: 'high', afterMs: 1_800_000 }],
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/queues',
  operationId: 'listQueues',
  summary: 'Queues with their live figures',
  description: 'All of them, in the order of the workflow. Paused tasks count nowhere.',
  tag: 'routing',
  permission: 'queue:read',
  answers: { 200: component('QueueList', { data: Type.Array(QueueSchema) }) },
  example: { answer: { data: [exampleQueue] } },
  async handle({ context }) {
    return { data: await listQueues(context) }
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
  params: Type.Object({ slug: Type.String({ maxLength: 100 }) }),
  query: listQuery({}),
  answers: { 200: pageOf('TaskPage', TaskSchema) },
  example: { params: { slug: 'payments' }, answer: { data: [exampleTask], page: { next: null } } },
  async handle({ context, params: { slug: queue }, query: { after, limit = 50 } }) {
    const tasks = await listTasksOfQueue(context, { queue, after: cursor.read(after), limit: limit + 1 })
    if (tasks === null) throw new AppError('not_found', 'There is no such queue.')
    const now = context.now()
    return pageFrom(tasks, limit, {
      next: ({ enteredAt, id }) => cursor.write({ enteredAt, id }),
      item: (task) => presentTask(task, now),
    })
  },
})
