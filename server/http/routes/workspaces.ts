import { Type } from 'typebox'
import { listWorkspaces, moveClock, readClock, type WorkspaceClock } from '../../modules/access/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, oneOf } from '../schemas.ts'

export const workspaceSchema = component('Workspace', {
  id: id('workspace'),
  slug: Type.String(),
  name: Type.String(),
  purpose: oneOf(['live', 'review']),
})

export const exampleWorkspace = {
  id: 'ws_01jqzv5k3mf8tbn2c4d6e7g9ha',
  slug: 'operations-review',
  name: 'Operations review',
  purpose: 'live',
}

/** The workspaces a caller may enter. */
export function workspaceRoutes(): Route[] {
  return [listRoute, readClockRoute, moveClockRoute]
}

/** A workspace as answers show it. */
export function presentWorkspace({ id: uuid, slug, name, purpose }: Workspace) {
  return { id: encodeId('workspace', uuid), slug, name, purpose }
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/workspaces',
  operationId: 'listWorkspaces',
  summary: 'List the workspaces you may enter',
  description: 'A person picks one with `X-Workspace`; a token belongs to one.',
  tag: 'access',
  permission: 'signed-in',
  answers: { 200: Type.Object({ data: Type.Array(workspaceSchema) }, { $id: 'WorkspaceList' }) },
  example: { answer: { data: [exampleWorkspace] } },
  async handle({ context }) {
    return { data: (await listWorkspaces(context)).map(presentWorkspace) }
  },
})

const ClockSchema = component('WorkspaceClock', {
  now: instant({ description: 'What time it is in the workspace.' }),
  offsetSeconds: Type.Integer({ description: 'How far ahead of the real time that is.' }),
  adjustable: Type.Boolean({ description: 'Whether it may be moved: in a workspace for rehearsal.' }),
})
const exampleClock = { now: '2026-11-20T10:30:00.000Z', offsetSeconds: 5_400, adjustable: true }

const readClockRoute = defineRoute({
  method: 'GET',
  url: '/v1/workspace/clock',
  operationId: 'readClock',
  summary: 'Read what time it is in the workspace',
  description: 'The real time, unless a rehearsal has moved it.',
  tag: 'access',
  permission: 'signed-in',
  answers: { 200: ClockSchema },
  example: { answer: exampleClock },
  async handle({ context }) {
    return presentClock(await readClock(context))
  },
})

const moveClockRoute = defineRoute({
  method: 'POST',
  url: '/v1/workspace/clock',
  operationId: 'moveClock',
  summary: 'Move the clock of a rehearsal ahead',
  description:
    'In a workspace for rehearsal (`review`); elsewhere 409. What comes due by that is done as if the time had passed. It never goes back. Deliveries, tokens and sessions keep the real time.',
  tag: 'access',
  permission: 'workspace:write',
  body: component('ClockMove', {
    forward: Type.String({ minLength: 2, maxLength: 40, description: 'A duration, 31 days at most: `PT90M`, `2h`.' }),
  }),
  answers: { 200: ClockSchema },
  example: { body: { forward: 'PT90M' }, answer: exampleClock },
  async handle({ context, body: { forward } }) {
    return presentClock(await moveClock(context, { forward }))
  },
})

function presentClock({ now, offsetMs, isAdjustable }: WorkspaceClock) {
  return { now: new Date(now).toISOString(), offsetSeconds: Math.round(offsetMs / 1000), adjustable: isAdjustable }
}
