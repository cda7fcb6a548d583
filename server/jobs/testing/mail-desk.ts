import { expect, vi } from 'vitest'
import { addMember, type RoleName } from '../../modules/access/index.ts'
import { addMessage } from '../../modules/handling/index.ts'
import { mailSettings, writeMails } from '../../modules/mail/index.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { type Desk, openRouterWorld, type RouterWorld } from './router-world.ts'
import { soon } from './watched-desks.ts'

/** A mail as it is stored. */
export interface StoredMail {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly keptBecause: string | null
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly language: string
  readonly attempts: number
  readonly headers: Record<string, string>
}

/** A desk that writes mails, and short ways to what it has written. */
export interface MailDesk extends Desk {
  /** A ticket by mail of Ben, who has an address. */
  addMailTicket(more?: Parameters<Desk['addTicket']>[0]): Promise<string>
  /** Something said on a ticket in public; by the desk unless `by` says otherwise. */
  say(ticketId: string, body: string, more?: { by?: Context; isNote?: boolean; asCustomer?: boolean }): Promise<void>
  addPerson(role: RoleName, name: string): Promise<{ memberId: string; email: string; context: Context }>
  /** Writes about everything that has happened, as a worker does. */
  write(): Promise<void>
  mails(): Promise<StoredMail[]>
}

export async function openMailWorld(): Promise<RouterWorld> {
  const world = await openRouterWorld()
  world.installation.memory.keep(mailSettings, { publicUrl: 'https://desk.acme.example', hasServer: true })
  return world
}

/** Opens a desk; `mail` is what its workflow says of mail. */
export async function openMailDesk(world: RouterWorld, mail = ''): Promise<MailDesk> {
  const desk = await world.openDesk((text) =>
    mail === '' ? text : text.replace('\nlanguages:', `\n${mail}\nlanguages:`),
  )
  const { context } = desk
  const workspaceId = context.workspace.id
  const person = { ...context.principal, kind: 'member' as const }
  const by = desk.contextOf({ ...person, id: newId(), name: 'Desk' })
  const mails = () =>
    world.query<StoredMail>(
      `select id, kind, state, kept_because as "keptBecause", to_address as "to", from_address as "from", subject,
         body_text as "text", body_html as "html", language, attempts, headers
       from outbox_mails where workspace_id = $1 order by id`,
      [workspaceId],
    )
  return {
    ...desk,
    mails,
    addMailTicket: (more = {}) =>
      desk.addTicket({ customer: { name: 'Ben Okafor', email: 'ben@example.com' }, customerId: 'ben', ...more }),
    say: async (ticketId, body, more = {}) => {
      await addMessage(more.by ?? by, {
        ticketId,
        body,
        visibility: more.isNote === true ? 'internal' : 'public',
        clientId: null,
        lastSeenSeq: null,
        asCustomer: more.asCustomer ?? false,
      })
    },
    addPerson: async (role, name) => {
      const email = `${name.toLowerCase()}-${newId().slice(-12)}@acme.example`
      const { id: memberId } = await addMember(context, { email, name, role })
      return { memberId, email, context: desk.contextOf({ ...person, id: memberId, name }) }
    },
    write: async () => {
      const [last] = await world.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
      const upTo = last?.seq ?? 0
      await vi.waitFor(() => expect(world.feed.mark()).toBeGreaterThanOrEqual(upTo), soon)
      while (!(await writeMails(context, { upTo })));
    },
  }
}
