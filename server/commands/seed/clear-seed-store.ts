import { Client } from 'pg'
import { lifeTables } from './life-tables.ts'
import { seedDomain, seedTag } from './plan-seed.ts'

/**
 * Deletes the tickets that a seeding brought with all that hangs on them, then its agents and customers as far as nothing
 * else names them. As the owner: the service itself may delete no fact. Gives the number of tickets.
 */
export async function clearSeed(ownerUrl: string, workspaceId: string): Promise<number> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`set local statement_timeout = 0`)
    await client.query(`set local work_mem = '128MB'`)
    const cleared = await deleteTickets(client, workspaceId)
    await deletePeople(client, workspaceId)
    await client.query('commit')
    return cleared
  } finally {
    await client.end()
  }
}

async function deleteTickets(client: Client, workspaceId: string): Promise<number> {
  await client.query(
    `create temporary table lives on commit drop as
     select tickets.id
     from tickets
     join customers on customers.workspace_id = tickets.workspace_id and customers.id = tickets.customer_id
     where tickets.workspace_id = $1
       and tickets.tags @> array[$2]
       and customers.external_id like $2 || '-customer-%'`,
    [workspaceId, seedTag],
  )
  await client.query('create unique index on lives (id)')
  await client.query('analyze lives')
  await giveUnitsBack(client, workspaceId)
  for (const { table, where } of lifeTables) {
    await client.query(`delete from ${table} where ${table}.workspace_id = $1 and ${where}`, [workspaceId])
  }
  await deleteCases(client, workspaceId)
  const deleted = await client.query(
    `delete from tickets
     where tickets.workspace_id = $1
       and tickets.id in (select lives.id from lives)`,
    [workspaceId],
  )
  return deleted.rowCount ?? 0
}

/** In one statement, since a case and its decision name each other. Of a case that stays, what names a seeded ticket goes. */
async function deleteCases(client: Client, workspaceId: string): Promise<void> {
  await client.query(
    `with leaving as (
       select cases.id
       from cases
       where cases.workspace_id = $1 and cases.ticket_id in (select lives.id from lives)),
     timers_of as (
       delete from timers
       where timers.workspace_id = $1 and timers.kind = 'case' and timers.subject_id in (select leaving.id from leaving)),
     tickets_of as (
       delete from case_tickets
       where case_tickets.workspace_id = $1
         and (case_tickets.case_id in (select leaving.id from leaving)
           or case_tickets.ticket_id in (select lives.id from lives))),
     evidence_of as (
       delete from case_evidence
       where case_evidence.workspace_id = $1
         and (case_evidence.case_id in (select leaving.id from leaving)
           or case_evidence.ticket_id in (select lives.id from lives))),
     checks_of as (
       delete from case_checks
       where case_checks.workspace_id = $1 and case_checks.case_id in (select leaving.id from leaving)),
     notes_of as (
       delete from case_notes
       where case_notes.workspace_id = $1 and case_notes.case_id in (select leaving.id from leaving)),
     decisions_of as (
       delete from case_decisions
       where case_decisions.workspace_id = $1 and case_decisions.case_id in (select leaving.id from leaving))
     delete from cases
     where cases.workspace_id = $1 and cases.id in (select leaving.id from leaving)`,
    [workspaceId],
  )
}

/** Somebody who stays may have such a ticket in hand, or be offered it. */
async function giveUnitsBack(client: Client, workspaceId: string): Promise<void> {
  await client.query(
    `with held as (
       select offers.agent_id,
         coalesce(sum(offers.units) filter (where offers.state = 'accepted'), 0) as used,
         coalesce(sum(offers.units) filter (where offers.state = 'pending'), 0) as reserved
       from offers
       where offers.workspace_id = $1
         and offers.ticket_id in (select lives.id from lives)
         and (offers.state = 'pending' or (offers.state = 'accepted' and offers.released_at is null))
       group by offers.agent_id)
     update agent_loads
     set used_units = agent_loads.used_units - held.used,
       reserved_units = agent_loads.reserved_units - held.reserved,
       forced_units = greatest(0, agent_loads.used_units - held.used + agent_loads.reserved_units - held.reserved
         - agent_loads.capacity_units),
       version = agent_loads.version + 1
     from held
     where agent_loads.workspace_id = $1
       and agent_loads.agent_id = held.agent_id`,
    [workspaceId],
  )
}

async function deletePeople(client: Client, workspaceId: string): Promise<void> {
  await client.query(
    `create temporary table leaving on commit drop as
     select agents.id
     from agents
     where agents.workspace_id = $1
       and agents.email like '%' || $2
       and not exists (select from tickets where tickets.workspace_id = $1 and tickets.assignee_id = agents.id)
       and not exists (select from tasks where tasks.workspace_id = $1 and tasks.agent_id = agents.id)
       and not exists (select from offers where offers.workspace_id = $1 and offers.agent_id = agents.id)
       and not exists (
         select
         from consults
         where consults.workspace_id = $1
           and (consults.agent_id = agents.id or consults.from_agent_id = agents.id))
       and not exists (
         select
         from monitors
         where monitors.workspace_id = $1
           and (monitors.agent_id = agents.id or monitors.supervisor_agent_id = agents.id))
     union all
     select customers.id
     from customers
     where customers.workspace_id = $1
       and customers.external_id like $3 || '-customer-%'
       and not exists (select from tickets where tickets.workspace_id = $1 and tickets.customer_id = customers.id)
       and not exists (select from orders where orders.workspace_id = $1 and orders.customer_id = customers.id)`,
    [workspaceId, seedDomain, seedTag],
  )
  for (const rows of ofPeople) {
    await client.query(`${rows} in (select leaving.id from leaving)`, [workspaceId])
  }
}

/** What goes with people, the leaves first. */
const ofPeople = [
  'delete from events where events.workspace_id = $1 and events.subject_id',
  'delete from agent_loads where agent_loads.workspace_id = $1 and agent_loads.agent_id',
  'delete from agents where agents.workspace_id = $1 and agents.id',
  'delete from customer_contacts where customer_contacts.workspace_id = $1 and customer_contacts.customer_id',
  'delete from customers where customers.workspace_id = $1 and customers.id',
] as const
