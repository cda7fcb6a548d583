import type { Context } from '../../../platform/context.ts'
import { authenticateToken } from '../../access/index.ts'
import { type Desk, openDesk } from '../../handling/testing/desk.ts'
import { issuePortalLink, type PortalMessage, type PortalTicket, signInToPortal } from '../index.ts'
import { getPortalTicket, listPortalTickets } from '../index.ts'

/** A desk whose customers use the portal. */
export interface PortalDesk extends Desk {
  /** Asks for a link; null when no mail was written. */
  link(email: string): Promise<string | null>
  /** Signs whoever has this address in by a new link; gives the token. */
  signIn(email: string): Promise<string>
  /** A call with a token, as every process would take it. */
  callOf(token: string): Promise<Context>
  /** The same for whoever has this address. */
  customer(email: string): Promise<Context>
  numbers(context: Context): Promise<number[]>
  one(context: Context, ticketId: string): Promise<{ ticket: PortalTicket; messages: PortalMessage[] } | null>
}

export async function openPortalDesk(): Promise<PortalDesk> {
  const desk = await openDesk()
  const system = desk.home.contextOf()
  const link = async (email: string) => {
    if (!(await issuePortalLink(system, { email, languages: ['es-MX'] }))) return null
    const [mail] = await desk.home.query<{ text: string }>(
      'select body_text as text from outbox_mails where to_address = $1 order by id desc limit 1',
      [email.toLowerCase()],
    )
    return /#link=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? null
  }
  const signIn = async (email: string) => (await signInToPortal(system, { link: (await link(email)) ?? '' })).secret
  const callOf = async (token: string) => {
    const { workspace, principal } = await authenticateToken(desk.home.elsewhere, token)
    return desk.home.contextOf(principal, workspace)
  }
  return {
    ...desk,
    link,
    signIn,
    callOf,
    customer: async (email) => callOf(await signIn(email)),
    numbers: async (context) => {
      const tickets = await listPortalTickets(context, { state: null, language: null, before: null, limit: 50 })
      return tickets.map(({ number }) => number)
    },
    one: (context, ticketId) => getPortalTicket(context, { ticketId, language: null }),
  }
}
