import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'
import { openContext } from '../../../server/database/open-context.ts'
import { openPool } from '../../../server/database/pool.ts'
import { sql } from '../../../server/database/query.ts'
import type { ClaimedTimer } from '../../../server/modules/timers/index.ts'
import { createMemory } from '../../../server/platform/memory.ts'
import type { Context } from '../../../server/platform/context.ts'
import { systemPrincipal } from '../../../server/platform/principal.ts'
import type { Caller, Ground } from './ground.ts'
import { callRefOf } from './enter-task.ts'
import { numberedId } from './next-id.ts'
import { nameOf, overridesOf, people, ticketIds } from './people.ts'
import { lookAt } from './postgres-sight.ts'
import type { LoggedEvent } from './rows/row-types.ts'

/** A real database on which schedules are played, each in a workspace of its own. */
export interface PostgresPlace {
  open(now: number): Promise<Ground>
  close(): Promise<void>
}

export function openPostgres(urls: { ownerUrl: string; appUrl: string }): PostgresPlace {
  const onConnectionLost = () => undefined
  const owner = openPool({ url: urls.ownerUrl, size: 1, name: 'schedules owner', onConnectionLost })
  const app = openPool({ url: urls.appUrl, size: 4, name: 'schedules', onConnectionLost })
  return {
    open: async (now) => {
      const workspaceId = randomUUIDv7()
      await prepare(owner, workspaceId, now)
      return groundOf({ owner, app, workspaceId })
    },
    close: async () => {
      await Promise.all([owner.end(), app.end()])
    },
  }
}

interface Place {
  readonly owner: pg.Pool
  readonly app: pg.Pool
  readonly workspaceId: string
}

function groundOf({ owner, app, workspaceId }: Place): Ground {
  const workspace = { id: workspaceId, slug: 'explored', name: 'Explored', purpose: 'live', clockOffsetMs: 0 } as const
  const memory = createMemory()
  const rows = async <Row>(text: string, ...values: unknown[]): Promise<Row[]> =>
    (await owner.query(text, [workspaceId, ...values])).rows as Row[]
  const clockOf = (now: () => number) => ({ now, observe: () => undefined })
  return {
    contextOf: (caller) => {
      const clock = clockOf(caller.now)
      const call = { pool: app, clock, memory, workspace, principal: systemPrincipal, requestId: 'explorer' }
      return stopping(openContext(call), caller)
    },
    look: async () => lookAt(rows),
    view: async ({ after, limit }) => ({
      xmin: 1,
      nextXid: 1,
      headers: await rows(
        `select workspace_id as "workspaceId", seq, id, type, subject_kind as "subjectKind", subject_id as "subjectId"
         from events where workspace_id = $1 and seq > $2 order by seq limit $3`,
        after,
        limit === Infinity ? null : limit,
      ),
    }),
    events: () =>
      rows<LoggedEvent>(
        `select seq, id, type, subject_kind as "subjectKind", subject_id as "subjectId", subject_seq as "subjectSeq", data
         from events where workspace_id = $1 order by seq`,
      ),
    insertCall: async (tx, { id, taskId, ticketId, at }) => {
      await tx.count(sql`
        insert into calls (workspace_id, id, ticket_id, task_id, call_ref, from_address, to_address, started_at)
        values (${workspaceId}, ${id}, ${ticketId}, ${taskId}, ${callRefOf(id)}, '+34600123456', '+34910000001',
          ${new Date(at)})`)
    },
    // Between transactions nobody holds it.
    lockWorkflow: async () => undefined,
    endDelivery: async (tx, id, state) => {
      await tx.count(sql`
        update deliveries set state = ${state}, ended_at = now()
        where workspace_id = ${workspaceId} and id = ${id} and state = 'pending'`)
    },
    claimTimer: async (id, now) => {
      const claimed = await rows<ClaimedTimer>(
        `update timers set epoch = epoch + 1
         where workspace_id = $1 and kind || ' ' || subject_id = $2 and due_at <= $3
         returning kind, subject_id as "subjectId", version, epoch, due_at as "dueAt"`,
        id,
        new Date(now),
      )
      return claimed[0] ?? null
    },
  }
}

/** Stops before and after every transaction, as on rows in memory. */
function stopping(context: Context, { actor }: Caller): Context {
  const around = async <T>(run: () => Promise<T>): Promise<T> => {
    await actor().pause()
    const result = await run()
    await actor().pause()
    return result
  }
  return {
    ...context,
    transaction: (work) => around(() => context.transaction(work)),
    read: (work) => around(() => context.read(work)),
    inOneTrip: (statement, values) => around(() => context.inOneTrip(statement, values)),
  }
}

async function prepare(owner: pg.Pool, workspaceId: string, now: number): Promise<void> {
  const at = new Date(now)
  const slug = `schedule-${workspaceId}`
  await owner.query(`insert into workspaces (id, slug, name, purpose) values ($1, $2, $2, 'live')`, [workspaceId, slug])
  await owner.query(`insert into customers (workspace_id, id, external_id, created_at) values ($1, $2, 'c-1', $3)`, [
    workspaceId,
    numberedId(21),
    at,
  ])
  await owner.query(
    `insert into agents (workspace_id, id, kind, name, queues, shift, endpoint_url, unit_overrides, endpoint_set_by)
     select $1, row.id, row.kind, row.name, '{frontline,second}', row.shift, row.url, row.own, $3::jsonb
     from jsonb_to_recordset($2::jsonb) as row (id uuid, kind text, name text, shift text, url text, own jsonb)`,
    [
      workspaceId,
      JSON.stringify(
        people.map(({ id, kind, shift, endpointUrl: url }) => {
          return { id, kind, name: nameOf(id), shift, url, own: overridesOf(id) }
        }),
      ),
      JSON.stringify({ kind: 'system', id: numberedId(0), partnerId: null }),
    ],
  )
  await owner.query(
    `insert into agent_loads (workspace_id, agent_id, capacity_units, presence, presence_since, idle_since, event_seq)
     select $1, row.id, row.units, 'available', $3, $3, 1
     from jsonb_to_recordset($2::jsonb) as row (id uuid, units integer)`,
    [workspaceId, JSON.stringify(people.map(({ id, capacityUnits }) => ({ id, units: capacityUnits }))), at],
  )
  await owner.query(
    `insert into tickets (workspace_id, id, number, type, category, priority, channel, language, lifecycle, status,
       status_category, queue, customer_id, issue_summary, classified_by, created_by, workflow_version, created_at,
       updated_at)
     select $1, row.id, row.number, 'service_request', 'user_system', 'normal', 'email', 'en', 'engineering',
       'classified', 'new', 'frontline', $3, 'Cannot sign in', 'caller', $4, 1, $5, $5
     from jsonb_to_recordset($2::jsonb) as row (id uuid, number integer)`,
    [
      workspaceId,
      JSON.stringify(ticketIds.map((id, index) => ({ id, number: index + 1 }))),
      numberedId(21),
      JSON.stringify({ kind: 'system', id: numberedId(0), partnerId: null }),
      at,
    ],
  )
}
