import { Type } from 'typebox'
import { describeMe } from '../../modules/access/index.ts'
import { listPresenceReasons } from '../../modules/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable, oneOf } from '../schemas.ts'
import { exampleWorkspace, presentWorkspace, workspaceSchema } from './workspaces.ts'

const meSchema = component('Me', {
  kind: oneOf(['member', 'token']),
  user: nullable(Type.Object({ id: id('user'), name: Type.String(), email: Type.String() })),
  member: nullable(Type.Object({ id: id('member'), role: Type.String() })),
  agent: nullable(Type.Object({ id: id('agent'), name: Type.String() })),
  partner: nullable(
    Type.Object(
      { id: id('partner'), slug: Type.String(), name: Type.String() },
      { description: 'The partner a member acts for.' },
    ),
  ),
  workspace: workspaceSchema,
  workspaces: Type.Array(workspaceSchema),
  permissions: Type.Array(Type.String()),
  workflow: Type.Object({
    version: Type.Integer({ description: 'The published version; 0 before the first.' }),
    presenceReasons: Type.Array(Type.String(), {
      description: 'Reasons it lists for a presence; where it lists none, any code will do.',
    }),
  }),
})

/** Who calls and what they may do. */
export function meRoutes(): Route[] {
  return [meRoute]
}

const meRoute = defineRoute({
  method: 'GET',
  url: '/v1/me',
  operationId: 'getMe',
  summary: 'Who you are and what you may do here',
  tag: 'access',
  permission: 'signed-in',
  answers: { 200: meSchema },
  example: {
    answer: {
      kind: 'member',
      user: { id: 'user_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ada Young', email: 'ada@example.com' },
      member: { id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', role: 'agent' },
      agent: null,
      partner: null,
      workspace: exampleWorkspace,
      workspaces: [exampleWorkspace],
      permissions: ['ticket:read'],
      workflow: { version: 1, presenceReasons: ['break', 'lunch', 'training'] },
    },
  },
  async handle({ context }) {
    const me = await describeMe(context)
    const reasons = me.workflowVersion === 0 ? [] : await listPresenceReasons(context)
    const { kind, user, member, agent, partner, permissions } = me
    return {
      kind,
      user: user === null ? null : { id: encodeId('user', user.id), name: user.name, email: user.email },
      member: member === null ? null : { id: encodeId('member', member.id), role: member.role },
      agent: agent === null ? null : { id: encodeId('agent', agent.id), name: agent.name },
      partner: partner === null ? null : { ...partner, id: encodeId('partner', partner.id) },
      workspace: presentWorkspace(me.workspace),
      workspaces: me.workspaces.map(presentWorkspace),
      permissions: [...permissions],
      workflow: { version: me.workflowVersion, presenceReasons: [...reasons] },
    }
  },
})
