import { Type } from 'typebox'
import { listWorkspaces } from '../../modules/access/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf } from '../schemas.ts'

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
  return [listRoute]
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
