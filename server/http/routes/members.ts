import { Type } from 'typebox'
import { addMember, listMembers, type Member, permissionsOfRole, roleNames } from '../../modules/access/index.ts'
import { changeRole } from '../../modules/agents/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const memberSchema = component('Member', {
  id: id('member'),
  userId: id('user'),
  name: Type.String(),
  email: Type.String(),
  role: Type.String(),
  partner: nullable(
    Type.Object(
      { id: id('partner'), slug: Type.String(), name: Type.String() },
      { description: 'Whom a member with the role `partner` acts for.' },
    ),
  ),
  markets: nullable(Type.Array(Type.String(), { description: 'Slugs; of the role `market-editor`, null: all.' })),
  franchisees: nullable(Type.Array(Type.String(), { description: 'Whose stores; of the role `franchisee`.' })),
  agentId: nullable(id('agent')),
  createdAt: instant(),
})

const partnerId = nullable(
  id('partner', { description: 'Whom they act for, with the role `partner`; null: a partner of their own.' }),
)

const names = (description: string) =>
  nullable(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 100, description }))

/** What goes with a role. */
const limits = {
  partnerId: Type.Optional(partnerId),
  markets: Type.Optional(names('Slugs of the markets they edit, with the role `market-editor`; null: all.')),
  franchisees: Type.Optional(names('Whose stores they arrange: asked for with the role `franchisee`.')),
}

const exampleMember = {
  id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha',
  userId: 'user_01jqzv5k3mf8tbn2c4d6e7g9ha',
  name: 'Ada Young',
  email: 'ada@example.com',
  role: 'manager',
  partner: null,
  markets: null,
  franchisees: null,
  agentId: null,
  createdAt: '2026-11-20T09:00:00.000Z',
}

const cursor = defineCursor('members', Type.String())

/** Members of a workspace and the roles there are. */
export function memberRoutes(): Route[] {
  return [listRoute, addRoute, changeRoute, rolesRoute]
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/members',
  operationId: 'listMembers',
  summary: 'List members',
  tag: 'access',
  permission: 'member:read',
  query: listQuery({}),
  answers: { 200: pageOf('MemberPage', memberSchema) },
  example: { answer: { data: [exampleMember], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const members = await listMembers(context, { before: cursor.read(query.after), limit: limit + 1 })
    return pageFrom(members, limit, { next: (last) => cursor.write(last.id), item: present })
  },
})

const addRoute = defineRoute({
  method: 'POST',
  url: '/v1/members',
  operationId: 'addMember',
  summary: 'Add a member',
  description: 'A person new to this installation gets an account without a password and signs in by link first.',
  tag: 'access',
  permission: 'member:write',
  body: component('MemberAdd', {
    email: Type.String({ minLength: 3, maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    role: oneOf(roleNames),
    ...limits,
  }),
  answers: { 201: memberSchema },
  example: { body: { email: 'ada@example.com', name: 'Ada Young', role: 'manager' }, answer: exampleMember },
  async handle({ context, body }) {
    return present(await addMember(context, body))
  },
})

const changeRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/members/:id',
  operationId: 'changeMemberRole',
  summary: 'Change a member’s role',
  description:
    'And whom they act for, or what of the markets they arrange. The last admin keeps the role. Who may answer no offers ' +
    'any more goes offline as an agent, and is offered nothing.',
  tag: 'access',
  permission: 'member:write',
  params: Type.Object({ id: id('member') }),
  body: component('MemberChange', { role: oneOf(roleNames), ...limits }),
  answers: { 200: memberSchema },
  example: { params: { id: exampleMember.id }, body: { role: 'manager' }, answer: exampleMember },
  async handle({ context, params, body }) {
    const member = await changeRole(context, { ...body, memberId: params.id })
    if (member === null) throw new AppError('not_found', 'There is no such member.')
    return present(member)
  },
})

const rolesRoute = defineRoute({
  method: 'GET',
  url: '/v1/roles',
  operationId: 'listRoles',
  summary: 'List roles and what they allow',
  tag: 'access',
  permission: 'signed-in',
  answers: {
    200: Type.Object(
      { data: Type.Array(component('Role', { name: oneOf(roleNames), permissions: Type.Array(Type.String()) })) },
      { $id: 'RoleList' },
    ),
  },
  example: { answer: { data: [{ name: 'admin', permissions: ['*'] }] } },
  handle() {
    return { data: roleNames.map((name) => ({ name, permissions: [...permissionsOfRole(name)] })) }
  },
})

function present(member: Member) {
  return {
    ...member,
    id: encodeId('member', member.id),
    userId: encodeId('user', member.userId),
    partner: member.partner === null ? null : { ...member.partner, id: encodeId('partner', member.partner.id) },
    markets: member.markets === null ? null : [...member.markets],
    franchisees: member.franchisees === null ? null : [...member.franchisees],
    agentId: member.agentId === null ? null : encodeId('agent', member.agentId),
    createdAt: instantText(member.createdAt),
  }
}
