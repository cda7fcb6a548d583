import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addMember,
  createToken,
  createWorkspace,
  issueSignInLink,
  type RoleName,
  type TokenGrant,
  unlimitedGrant,
} from '../../../server/modules/access/index.ts'
import { publishWorkflow } from '../../../server/modules/publishing/index.ts'
import type { Context, Workspace } from '../../../server/platform/context.ts'
import { encodeId, newId } from '../../../server/platform/ids.ts'
import { systemPrincipal } from '../../../server/platform/principal.ts'
import { formOf } from './form.ts'
import { publicUrl, type RunningService, type Seen, send } from './running-service.ts'

/** Names of things by what an address calls them: prefixes of ids, and the few that are no ids. */
export type Things = Readonly<Record<string, string>>

export type Headers = Readonly<Record<string, string>>

/** A workspace with the example workflow, an admin's token and one of everything that addresses name. */
export interface Place {
  readonly service: RunningService
  readonly workspace: Workspace
  /** Stands in every text of this place and of no other. */
  readonly mark: string
  /** As the system. */
  readonly context: Context
  readonly admin: Headers
  /** Calls as the admin; throws when the answer is a refusal. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Seen>
  /** The headers of a new token; an admin's unless `more` says otherwise. */
  token(more?: Partial<TokenGrant>): Promise<NewToken>
  /** The headers of a new session of somebody with this role; `email` is theirs. */
  person(role: RoleName, email?: string): Promise<Person>
  /** The secret of a new one-time link of this person. */
  linkSecret(email: string): Promise<string>
  addTicket(more?: object): Promise<Things>
  /** A case somebody else than the admin opened; its `case`, `ticket`, first `evd` and `evt`. */
  addCase(): Promise<Things>
  /** A subscription to all events of tickets; its `wh`. */
  addWebhook(): Promise<Things>
  /** A file of the admin that hangs nowhere; its `file`. */
  addFile(): Promise<Things>
  /** The transcript of a ticket, to be sent; its `mail` and `ticket`. */
  addMail(): Promise<Things>
  /** A call that waits; its `call`, `ticket` and `task`. */
  addCall(): Promise<Things>
}

export interface NewToken {
  readonly headers: Headers
  readonly tokenId: string
}

export interface Person {
  readonly headers: Headers
  readonly email: string
  readonly sessionId: string
  readonly memberId: string
}

const example = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')

/** The document the workspaces of these tests begin with. */
export const exampleWorkflow = example

/** Opens a workspace. Its ticket numbers begin at `firstNumber`, so that no two places share one. */
export async function openPlace(service: RunningService, slug: string, firstNumber = 10_001): Promise<Place> {
  const { installation } = service
  const workspace = await createWorkspace(installation, { slug, name: slug, purpose: 'live' })
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })
  await publishWorkflow(context, { document: example, expectedVersion: null })
  await service.query('update workspace_states set ticket_number = $2 where workspace_id = $1', [
    workspace.id,
    firstNumber - 1,
  ])
  const token = async (more: Partial<TokenGrant> = {}) => {
    const role = more.permissions === undefined ? 'admin' : null
    const made = await createToken(context, { ...unlimitedGrant, name: 'Test', role, ...more })
    return { headers: { authorization: `Bearer ${made.secret}` }, tokenId: encodeId('token', made.token.id) }
  }
  const { headers: admin } = await token()
  const mark = `at ${slug}`
  const place: Place = {
    service,
    workspace,
    mark,
    context,
    admin,
    token,
    call: async (method, url, payload) => {
      const seen = await send(service, { method, url, headers: admin, ...(payload !== undefined && { payload }) })
      if (seen.status >= 400) throw new Error(`${method} ${url} answered ${seen.text}`)
      return seen
    },
    person: (role, email) => signIn(place, role, email),
    linkSecret: async (email) => (await issueSignInLink(installation, email)) ?? '',
    ...addingTo(() => place),
  }
  return place
}

/** What adds things to a place, by its own calls. */
function addingTo(
  at: () => Place,
): Pick<Place, 'addTicket' | 'addCase' | 'addWebhook' | 'addFile' | 'addMail' | 'addCall'> {
  return {
    addTicket: async (more = {}) => {
      const { body } = await at().call('POST', '/v1/tickets', {
        customerId: `customer-${newId()}`,
        customer: { name: `Rui ${at().mark}` },
        channel: 'email',
        serviceLine: 'game-support',
        language: 'en',
        issueSummary: `Cannot sign in ${at().mark}`,
        ...more,
      })
      return { ticket: body.id, number: String(body.number), cust: body.customer.id, task: body.taskId }
    },
    addCase: async () => {
      const { ticket } = await at().addTicket()
      const { headers } = await at().token({ name: `Opener ${at().mark}` })
      const payload = {
        ticketId: ticket,
        reason: 'payment_dispute',
        note: `Looks odd ${at().mark}`,
        evidence: [{ kind: 'note', text: `Seen ${at().mark}` }],
      }
      const { body } = await send(at().service, { method: 'POST', url: '/v1/case/escalate', headers, payload })
      const read = await at().call('GET', `/v1/cases/${body.id}`)
      return { case: body.id, ticket: ticket ?? '', evd: body.evidence[0].id, evt: read.body.history[0].id }
    },
    addWebhook: async () => {
      const subscription = {
        url: 'https://partner.example/hooks',
        description: `CRM ${at().mark}`,
        eventTypes: ['ticket.*'],
      }
      return { wh: (await at().call('POST', '/v1/webhooks', subscription)).body.id }
    },
    addFile: async () => {
      const { admin, mark, service } = at()
      const { payload, headers } = formOf({ content: `Log ${mark}`, name: `Log ${mark}.txt` })
      const request = { method: 'POST', url: '/v1/files', headers: { ...admin, ...headers }, payload } as const
      const { status, text, body } = await send(service, request)
      if (status !== 201) throw new Error(`The upload answered ${text}`)
      return { file: body.id }
    },
    addMail: async () => {
      const { ticket = '' } = await at().addTicket()
      const { body } = await at().call('POST', `/v1/tickets/${ticket}/transcript`, { to: 'rui@example.com' })
      return { mail: body.id, ticket }
    },
    addCall: async () => {
      const { body } = await at().call('POST', '/v1/calls', {
        customerId: `customer-${newId()}`,
        from: '+34600123456',
        to: '+34910000001',
        callRef: `pbx-${newId()}`,
        serviceLine: 'game-support',
        language: 'en',
        issueSummary: `Calls about signing in ${at().mark}`,
      })
      return { call: body.id, ticket: body.ticketId, task: body.taskId }
    },
  }
}

async function signIn(place: Place, role: RoleName, email = `${newId()}@example.com`): Promise<Person> {
  const added = await addMember(place.context, { email, name: 'Ada Young', role })
  const memberId = encodeId('member', added.id)
  const token = await place.linkSecret(email)
  const own = { origin: publicUrl }
  const answer = await send(place.service, {
    method: 'POST',
    url: '/v1/session/link',
    headers: own,
    payload: { token },
  })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const headers = { cookie, ...own, 'x-workspace': place.workspace.slug }
  return { headers, email, sessionId: answer.body.id, memberId }
}
