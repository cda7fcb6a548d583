import type { Client } from 'pg'
import { decodeId } from '../../server/platform/ids.ts'

/** What became of the work of two routers; all lists are empty when all is well. */
export interface PairVerdict {
  /** Tickets whose work was not offered, accepted and completed. */
  readonly lost: readonly string[]
  /** Tickets whose work was accepted or completed more than once, or offered while an offer of it stood or was in hand. */
  readonly doubled: readonly string[]
  /** Offers whose acceptance was answered and is not on record. */
  readonly forgotten: readonly string[]
}

/** Counts in the log, past row security, what happened to each ticket that was answered. */
export async function checkPair(
  owner: Client,
  { created, answered }: { created: readonly string[]; answered: readonly string[] },
): Promise<PairVerdict> {
  const { rows } = await owner.query<{ id: string; accepted: number; completed: number }>(
    `select events.ticket_id as id,
       count(*) filter (where events.type = 'offer.accepted')::integer as accepted,
       count(*) filter (where events.type = 'task.completed')::integer as completed
     from events
     where events.ticket_id = any($1::uuid[])
     group by events.ticket_id`,
    [created.map((id) => decodeId('ticket', id))],
  )
  const doubled = rows.filter((row) => row.accepted > 1 || row.completed > 1).map(({ id }) => id)
  const isDone = new Set(rows.filter((row) => row.accepted >= 1 && row.completed >= 1).map(({ id }) => id))
  return {
    lost: created.filter((id) => !isDone.has(decodeId('ticket', id) ?? '')),
    doubled: [...new Set([...doubled, ...(await offeredBesides(owner))])],
    forgotten: await notOnRecord(owner, answered),
  }
}

/** Tickets of which two offers stood, or were in hand, at one time. */
async function offeredBesides(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `with spans as (
       select offers.id, offers.task_id, offers.ticket_id, offers.created_at as since,
         coalesce(case when offers.state = 'accepted' then offers.released_at else offers.ended_at end, 'infinity') as until
       from offers)
     select distinct one.ticket_id as id
     from spans as one
     join spans as other on other.task_id = one.task_id and other.id > one.id
     where one.since < other.until and other.since < one.until`,
  )
  return rows.map(({ id }) => id)
}

async function notOnRecord(owner: Client, answered: readonly string[]): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select events.data ->> 'offerId' as id from events where events.type = 'offer.accepted'`,
  )
  const recorded = new Set(rows.map(({ id }) => id))
  return answered.filter((id) => !recorded.has(id))
}
