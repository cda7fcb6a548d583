import {
  factMarks,
  promiseSigns,
  type ReadColumns,
  type TicketFact,
  undecidedStates,
} from '../../core/quality/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { endedAt } from '../tickets/index.ts'

/** What a chunk holds: the tickets created on a day, or those that ended on it. */
export type FactKind = 'created' | 'ended'

const kinds = {
  created: { at: sql`ticket.created_at`, metric: 'firstResponse' },
  ended: { at: endedAt, metric: 'resolution' },
} as const

const dayMs = 86_400_000

/** The clock that says how the ticket fared by a metric; one that was called off says nothing. */
const clockOf = (metric: string) => sql`
  left join lateral (
    select clock.elapsed_ms, clock.met_at, clock.breached_at
    from sla_clocks as clock
    where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id and clock.metric = ${metric}
      and clock.state not in ('cancelled', 'not_applicable')
    order by clock.instance desc
    limit 1) as clock on true`

/** One that counts for nothing has no verdict, whatever was reached before. */
const verdictOf = sql`case when clock.state in ('cancelled', 'not_applicable') then ''
  when clock.breached_at is not null then 'breached' when clock.met_at is not null then 'met' else '' end`

/** What became of all promises about the ticket: those that came to the same are written once, with how many they are. */
const promises = sql`
  left join lateral (
    select max(alike.kept_late) as kept_late, min(alike.broken_at) as broken_at,
      string_agg(concat_ws(${promiseSigns.part}::text, alike.metric, alike.policy, alike.queue, alike.verdict, alike.state,
        alike.n),
        ${promiseSigns.outcome}::text order by alike.metric, alike.policy, alike.queue, alike.verdict, alike.state) as word
    from (
      select told.metric, told.policy, told.queue, told.verdict, told.state, count(*) as n,
        max(extract(epoch from told.met_at - told.breached_at)) filter (where told.verdict = 'breached') as kept_late,
        min(told.breached_at) filter (where told.verdict = 'breached' and told.met_at is null) as broken_at
      from (
        select clock.metric, clock.policy, coalesce(clock.queue, '') as queue, clock.met_at, clock.breached_at, ${verdictOf} as verdict,
          case when clock.state = any(${[...undecidedStates]}::text[]) then clock.state else '' end as state
        from sla_clocks as clock
        where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id) as told
      group by told.metric, told.policy, told.queue, told.verdict, told.state) as alike) as promises on true`

const noPromises = sql`
  cross join (select null::text as word, null::numeric as kept_late, null::timestamptz as broken_at) as promises`

const joins = (kind: FactKind) => sql`${clockOf(kinds[kind].metric)} ${kind === 'created' ? promises : noPromises}`

const facts = (kind: FactKind) => sql`
  ticket.number::float8 as number, (extract(epoch from ${kinds[kind].at}) * 1000)::float8 as at,
  coalesce(clock.elapsed_ms::float8, 'NaN') as "elapsedMs",
  (case when clock.breached_at is not null then ${factMarks.breached} when clock.met_at is not null then ${factMarks.met}
    else 0 end + case when ticket.reopened > 0 then ${factMarks.reopened} else 0 end)::float8 as marks,
  ticket.queue, ticket.channel, ticket.service_line as "serviceLine", ticket.assignee_id::text as agent, ticket.type,
  ticket.category, ticket.priority, promises.word as "promiseWord",
  coalesce((promises.kept_late * 1000)::float8, 'NaN') as "keptLateMs",
  coalesce((extract(epoch from promises.broken_at) * 1000)::float8, 'NaN') as "brokenAt"`

interface ChunkRow {
  readonly day: number
  readonly numbers: Buffer
  readonly at: Buffer
  readonly elapsedMs: Buffer
  readonly marks: Buffer
  /** A column after the other. */
  readonly words: string
  readonly promiseWords: string | null
  readonly keptLateMs: Buffer | null
  readonly brokenAt: Buffer | null
}

/**
 * The tickets of some days (numbered since 1970) as columns, by day; of a day without any there is nothing. Words come as one
 * text: the driver takes an array apart sign by sign.
 */
export async function readFactDays(
  tx: Tx,
  workspaceId: string,
  { kind, from, to }: { kind: FactKind; from: number; to: number },
): Promise<Map<number, ReadColumns>> {
  const { at } = kinds[kind]
  const wordsOf = (word: string) => sql`string_agg(coalesce(fact.${sql.ref(word)}, ''), E'\\x1f')`
  const rows = await tx.rows(sql<ChunkRow>`
    select fact.day, string_agg(float8send(fact.number), '') as numbers, string_agg(float8send(fact.at), '') as at,
      string_agg(float8send(fact."elapsedMs"), '') as "elapsedMs", string_agg(float8send(fact.marks), '') as marks,
      concat_ws(E'\\x1c', ${sql.join(
        ['queue', 'channel', 'serviceLine', 'agent', 'type', 'category', 'priority'].map((word) => wordsOf(word)),
        sql`, `,
      )}) as words, ${kind === 'created' ? promisesAsColumns(wordsOf('promiseWord')) : noPromiseColumns}
    from (
      select floor(extract(epoch from ${at}) / 86400)::int as day, ${facts(kind)}
      from tickets as ticket
      ${joins(kind)}
      where ticket.workspace_id = ${workspaceId}
        and ${at} >= ${new Date(from * dayMs)} and ${at} < ${new Date(to * dayMs)}
      order by 1, 2) as fact
    group by fact.day`)
  return new Map(
    rows.map(({ day, words, promiseWords, ...columns }) => [
      day,
      {
        numbers: numbersOf(columns.numbers),
        at: numbersOf(columns.at),
        elapsedMs: numbersOf(columns.elapsedMs),
        marks: numbersOf(columns.marks),
        words: words.split('\x1c').map((text) => text.split('\x1f')),
        promises:
          promiseWords === null
            ? null
            : {
                words: promiseWords.split('\x1f'),
                keptLateMs: numbersOf(columns.keptLateMs ?? Buffer.alloc(0)),
                brokenAt: numbersOf(columns.brokenAt ?? Buffer.alloc(0)),
              },
      },
    ]),
  )
}

const promisesAsColumns = (words: ReturnType<typeof sql>) => sql`${words} as "promiseWords",
  string_agg(float8send(fact."keptLateMs"), '') as "keptLateMs", string_agg(float8send(fact."brokenAt"), '') as "brokenAt"`
const noPromiseColumns = sql`
  null::text as "promiseWords", null::bytea as "keptLateMs", null::bytea as "brokenAt"`

/** Numbers as `float8send` writes them, the highest byte first. */
function numbersOf(bytes: Buffer): Float64Array {
  const own = new Uint8Array(bytes).buffer
  Buffer.from(own).swap64()
  return new Float64Array(own)
}

/** A ticket now. One that has not ended has no `at` of that kind. */
export interface FactNow extends Omit<TicketFact, 'at'> {
  readonly at: number | null
}

interface FactRow extends Omit<FactNow, 'promises'> {
  readonly promiseWord: string | null
  readonly keptLateMs: number
  readonly brokenAt: number
}

/** What is known of some tickets now. */
export async function readFacts(
  tx: Tx,
  workspaceId: string,
  { kind, ticketIds }: { kind: FactKind; ticketIds: readonly string[] },
): Promise<FactNow[]> {
  const rows = await tx.rows(sql<FactRow>`
    select fact.number, fact.at, fact."elapsedMs", fact.marks, fact."promiseWord", fact."keptLateMs", fact."brokenAt",
      array[fact.queue, fact.channel, fact."serviceLine", fact.agent, fact.type, fact.category, fact.priority] as words
    from (
      select ${facts(kind)}
      from unnest(${ticketIds}::uuid[]) as asked (id)
      join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = asked.id
      ${joins(kind)}) as fact`)
  return rows.map(({ promiseWord, keptLateMs, brokenAt, ...fact }) => ({
    ...fact,
    promises: kind === 'created' ? { word: promiseWord ?? '', keptLateMs, brokenAt } : null,
  }))
}

/** Tickets that something has happened to after a number of the log; null when there are more than `most`. */
export async function findTouchedTickets(
  tx: Tx,
  workspaceId: string,
  { after, most }: { after: number; most: number },
): Promise<string[] | null> {
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct event.ticket_id as id
    from events as event
    where event.workspace_id = ${workspaceId} and event.seq > ${after} and event.ticket_id is not null
    limit ${most + 1}`)
  return rows.length > most ? null : rows.map(({ id }) => id)
}

/** What changes when tickets change without an event of their own: words by a publication, all of them by a seeding. */
export async function findFactEdition(tx: Tx, workspaceId: string): Promise<string> {
  const row = await tx.first(sql<{ edition: string }>`
    select state.workflow_version || '/' || coalesce((
        select mark.recounts from queue_span_marks as mark where mark.workspace_id = ${workspaceId}), 0) as edition
    from workspace_states as state
    where state.workspace_id = ${workspaceId}`)
  return row?.edition ?? ''
}
