import type { CaseParties, CaseStatus } from '../../core/cases/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Ticket } from '../tickets/index.ts'

/** What mails say of a ticket, and whom they go to. */
export interface TicketOfMail {
  readonly id: string
  readonly number: number
  readonly summary: string
  readonly channel: string
  readonly queue: string
  readonly createdBy: Ticket['createdBy']
  readonly language: string
  readonly priority: string
  readonly assigneeId: string | null
  /** It, or one that goes on in it, has or had a chat: what is said on it while none goes on is heard in no chat. */
  readonly hasChat: boolean
  readonly customer: {
    readonly id: string
    readonly name: string | null
    readonly language: string | null
    /** Null when it has no mail address. */
    readonly address: string | null
  }
}

/** A ticket with its customer's address, a verified one first; null when there is none. */
export function findTicketOfMail(tx: Tx, workspaceId: string, ticketId: string): Promise<TicketOfMail | null> {
  return tx.first(sql<TicketOfMail>`
    select ticket.id, ticket.number, ticket.issue_summary as summary, ticket.channel, ticket.queue,
      ticket.created_by as "createdBy", ticket.language, ticket.priority,
      ticket.assignee_id as "assigneeId",
      exists (
        select
        from chat_sessions as chat
        where chat.workspace_id = ticket.workspace_id and chat.ticket_id in (
          select ticket.id
          union all
          select joined.source_id
          from ticket_merges as joined
          where joined.workspace_id = ticket.workspace_id and joined.target_id = ticket.id
            and joined.undone_at is null)) as "hasChat",
      jsonb_build_object('id', customer.id, 'name', customer.name, 'language', customer.language, 'address', (
        select contact.value
        from customer_contacts as contact
        where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id and contact.kind = 'email'
        order by contact.verified_at is null, contact.verified_at desc, contact.value
        limit 1)) as customer
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
}

export interface CaseOfMail {
  readonly id: string
  readonly number: number
  readonly reason: string
  readonly reasonText: string | null
  readonly severity: string
  readonly ticketId: string
  readonly status: CaseStatus
  readonly isBreached: boolean
  readonly parties: CaseParties
}

export function findCaseOfMail(tx: Tx, workspaceId: string, caseId: string): Promise<CaseOfMail | null> {
  return tx.first(sql<CaseOfMail>`
    select cases.id, cases.number, cases.reason, cases.reason_text as "reasonText", cases.severity,
      cases.ticket_id as "ticketId", cases.status, coalesce(cases.clock -> 'fired' @> '["breach"]', false) as "isBreached",
      jsonb_build_object('openedBy', cases.opened_by, 'putForwardBy', cases.put_forward_by, 'referredBy', (
        select coalesce(jsonb_agg(made.by), '[]')
        from case_decisions as made
        where made.workspace_id = cases.workspace_id and made.case_id = cases.id and made.outcome = 'referred')) as parties
    from cases
    where cases.workspace_id = ${workspaceId} and cases.id = ${caseId}`)
}

/** Where a subscription is told, or null. */
export async function findWebhookUrl(tx: Tx, workspaceId: string, webhookId: string): Promise<string | null> {
  const row = await tx.first(sql<{ url: string }>`
    select endpoint.url
    from webhook_endpoints as endpoint
    where endpoint.workspace_id = ${workspaceId} and endpoint.id = ${webhookId}`)
  return row?.url ?? null
}

/** Where a delivery was to go, or null. */
export async function findDeliveryUrl(tx: Tx, workspaceId: string, deliveryId: string): Promise<string | null> {
  const row = await tx.first(sql<{ url: string }>`
    select delivery.url
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId} and delivery.id = ${deliveryId}`)
  return row?.url ?? null
}

/** A member's name and address, and the language in which they asked to be one; that is null for who did not. */
interface MemberOfMail {
  readonly address: string
  readonly name: string
  readonly askedIn: string | null
}

/** A member, or null. */
export function findMemberOfMail(tx: Tx, workspaceId: string, memberId: string): Promise<MemberOfMail | null> {
  return tx.first(sql<MemberOfMail>`
    select users.email as address, users.name, (
      select request.language
      from access_requests as request
      where request.workspace_id = member.workspace_id
        and request.state = 'approved'
        and request.granted ->> 'as' = 'member'
        and request.granted ->> 'id' = member.id::text
      limit 1) as "askedIn"
    from members as member
    join users on users.id = member.user_id
    where member.workspace_id = ${workspaceId} and member.id = ${memberId}`)
}

/** Who asked for access, what became of it, and in which language they are written to. */
interface AccessOfMail {
  readonly address: string
  readonly name: string
  readonly language: string
  readonly state: string
  readonly grantedAs: string | null
}

/** A request for access, or null. */
export function findAccessOfMail(tx: Tx, workspaceId: string, requestId: string): Promise<AccessOfMail | null> {
  return tx.first(sql<AccessOfMail>`
    select request.email as address, request.name, request.language, request.state,
      request.granted ->> 'as' as "grantedAs"
    from access_requests as request
    where request.workspace_id = ${workspaceId} and request.id = ${requestId}`)
}

/** A person who works here and can be written to. */
export interface Reader {
  readonly memberId: string | null
  readonly agentId: string | null
  /** Null for an agent who is no member. */
  readonly role: string | null
  readonly partnerId: string | null
  readonly address: string
  readonly name: string
  readonly languages: readonly string[]
  /** What this person does not want to be told. */
  readonly kindsOff: readonly string[]
}

/**
 * People among these agents, in these teams, or members of these roles; nobody twice. Written so that one plan serves
 * whoever is asked for: a workspace is not looked through for teams and roles that nobody named.
 */
export async function findReaders(
  tx: Tx,
  workspaceId: string,
  wanted: { agentIds: readonly string[]; teams: readonly string[]; roles: readonly string[] },
): Promise<Reader[]> {
  return tx.rows(sql<Reader>`
    select distinct on (lower(person.address)) person."memberId", person."agentId", person.role,
      person."partnerId", person.address, person.name, person.languages, coalesce(setting.kinds_off, '{}') as "kindsOff"
    from (
      select member.id as "memberId", agent.id as "agentId", member.role,
        case when member.id is null then agent.partner_id else member.partner_id end as "partnerId",
        coalesce(own.email, agent.email) as address,
        coalesce(own.name, agent.name) as name, agent.languages
      from (
        select named.*
        from agents as named
        where named.workspace_id = ${workspaceId} and named.id = any(${wanted.agentIds}::uuid[])
        union all
        select teammate.*
        from agents as teammate
        where cardinality(${wanted.teams}::text[]) > 0
          and teammate.workspace_id = ${workspaceId}
          and teammate.team = any(${wanted.teams}::text[])) as agent
      left join members as member on member.workspace_id = agent.workspace_id and member.id = agent.member_id
      left join users as own on own.id = member.user_id
      where agent.kind = 'person' and agent.archived_at is null
      union all
      select member.id, agent.id, member.role, member.partner_id, own.email, own.name, coalesce(agent.languages, '{}')
      from members as member
      join users as own on own.id = member.user_id
      left join agents as agent on agent.workspace_id = member.workspace_id and agent.member_id = member.id
      where cardinality(${wanted.roles}::text[]) > 0
        and member.workspace_id = ${workspaceId}
        and member.role = any(${wanted.roles}::text[])) as person
    left join notice_settings as setting
      on setting.workspace_id = ${workspaceId} and setting.member_id = person."memberId"
    where person.address is not null
    order by lower(person.address), person."memberId" nulls last
    limit 200`)
}
