import type pg from 'pg'
import type { EventHeader, Hole, HorizonView } from './commit-horizon.ts'

interface ViewRow extends EventHeader {
  readonly xmin: number
  readonly nextXid: number
  /** Null in the one row of a view without events. */
  readonly seq: number
}

/** `age` counts from the next id to be handed out, without taking one. */
const transactions = `
  select snapshot.xmin::text::bigint as xmin, snapshot.xmin::text::bigint + age(snapshot.xmin::xid) as "nextXid"
  from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) as snapshot`

/** Events above the highest known number that one view shows at most. Written into the statement: a plan that does not
 * know it would sort the whole log. */
export const headersPerView = 1_000

const readHeaders = `
  select horizon.xmin, horizon."nextXid", header.workspace_id as "workspaceId", header.seq, header.id, header.type,
    header.subject_kind as "subjectKind", header.subject_id as "subjectId"
  from (${transactions}) as horizon
  left join (
    (
      select later.workspace_id, later.seq, later.id, later.type, later.subject_kind, later.subject_id
      from events as later
      where later.seq > $1
      order by later.seq
      limit ${headersPerView})
    union all
    select filled.workspace_id, filled.seq, filled.id, filled.type, filled.subject_kind, filled.subject_id
    from unnest($2::bigint[], $3::bigint[]) as hole (first, last)
    join events as filled on filled.seq between hole.first and hole.last) as header on true`

/** Events above `after` and those in the holes, of all workspaces and of one snapshot. Needs the relay's role. */
export async function viewHorizon(
  relay: pg.Pool,
  asked: { after: number; holes: readonly Hole[] },
): Promise<HorizonView> {
  const firsts = asked.holes.map((hole) => hole.first)
  const lasts = asked.holes.map((hole) => hole.last)
  const values = [asked.after, firsts, lasts]
  const { rows } = await relay.query<ViewRow>({ name: 'feed-headers', text: readHeaders, values })
  const [first] = rows
  if (first === undefined) throw new Error('The view of the event log came back without its horizon.')
  const headers = rows.flatMap(({ xmin: _xmin, nextXid: _nextXid, ...header }) => (header.seq === null ? [] : [header]))
  return { xmin: first.xmin, nextXid: first.nextXid, headers }
}

export interface LogBounds {
  readonly xmin: number
  readonly nextXid: number
  /** The highest number visible; 0 in an empty log. */
  readonly lastSeq: number
  /** The lowest one still kept; null in an empty log. */
  readonly firstSeq: number | null
}

/** How far the log reaches, with what the snapshot knows of transactions. */
export async function viewBounds(relay: pg.Pool): Promise<LogBounds> {
  const { rows } = await relay.query<LogBounds>({
    name: 'feed-bounds',
    text: `
      select horizon.xmin, horizon."nextXid",
        (select coalesce(max(events.seq), 0) from events) as "lastSeq",
        (select min(events.seq) from events) as "firstSeq"
      from (${transactions}) as horizon`,
  })
  const [bounds] = rows
  if (bounds === undefined) throw new Error('The event log gave no bounds.')
  return bounds
}

const channel = 'switchyard_events'

/** Makes this connection hear the hints of other processes. */
export async function listenForHints(client: pg.ClientBase): Promise<void> {
  await client.query(`listen ${channel}`)
}

/** Tells the other processes that something was committed. */
export async function sendHint(client: pg.ClientBase, nodeId: string): Promise<void> {
  await client.query({ name: 'feed-hint', text: `select pg_notify('${channel}', $1)`, values: [nodeId] })
}
