import { Type } from 'typebox'
import { endMonitor, monitorTask } from '../../modules/handling/index.ts'
import { getTask, monitorModes } from '../../modules/routing/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf } from '../schemas.ts'
import { shownTask } from './task-moves.ts'
import { exampleMonitor, exampleTask, MonitorSchema, TaskSchema } from './task-schemas.ts'

/** Supervisors who watch a task that an agent works on. */
export function monitorRoutes(): Route[] {
  return [monitorRoute, endRoute, listRoute]
}

const params = Type.Object({ id: id('task') })
const held = { ...exampleTask, state: 'active', agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha' }

const monitorRoute = defineRoute({
  method: 'POST',
  url: '/v1/tasks/:id/monitor',
  operationId: 'monitorTask',
  summary: 'Watch a task',
  description:
    'One that another agent works on (`active`), in your own name; it costs no units. Again it goes on in the mode that is ' +
    'asked. It ends when you end it, and by itself when the task ends or leaves its agent. The sound of a call is its ' +
    'exchange’s: the events `monitor.*` carry `callRef` and `agentId`, by which it lets you hear and speak.',
  tag: 'routing',
  permission: 'agents:act',
  params,
  body: component('TaskMonitor', { mode: oneOf(monitorModes) }),
  answers: { 200: TaskSchema },
  example: {
    params: { id: exampleTask.id },
    body: { mode: 'whisper' },
    answer: { ...held, monitors: [exampleMonitor] },
  },
  handle: async ({ context, params: { id: taskId }, body: { mode } }) =>
    shownTask(context, await monitorTask(context, { taskId, mode })),
})

const endRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tasks/:id/monitor',
  operationId: 'endMonitor',
  summary: 'Stop watching a task',
  description: 'Your own watching; without one nothing changes. A task that is over is a conflict: nobody watches it.',
  tag: 'routing',
  permission: 'agents:act',
  params,
  answers: { 200: TaskSchema },
  example: { params: { id: exampleTask.id }, answer: held },
  handle: async ({ context, params: { id: taskId } }) => shownTask(context, await endMonitor(context, { taskId })),
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tasks/:id/monitors',
  operationId: 'listMonitors',
  summary: 'Read who watches a task',
  description: 'Now, in the order they began. Who did before stands in the timeline of its ticket.',
  tag: 'routing',
  permission: 'task:read',
  params,
  answers: { 200: component('MonitorList', { data: Type.Array(MonitorSchema) }) },
  example: { params: { id: exampleTask.id }, answer: { data: [exampleMonitor] } },
  async handle({ context, params: { id: taskId } }) {
    const { monitors } = shownTask(context, await getTask(context, { taskId }))
    return { data: monitors }
  },
})
