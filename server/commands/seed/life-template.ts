import { encodeId } from '../../platform/ids.ts'

/** A row as PostgreSQL writes its columns. */
export interface LifeRow {
  readonly table: string
  /** Its own id; null where it has none. */
  readonly id: string | null
  readonly values: readonly (string | null)[]
}

/** The rows of one ticket with gaps where a copy has something of its own. */
export interface Life {
  readonly createdAtMs: number
  /** From its creation to its last instant. */
  readonly lastedMs: number
  /** Ids that a copy needs, those of its people apart. */
  readonly ids: number
  readonly rows: readonly RowTemplate[]
}

export interface RowTemplate {
  readonly table: string
  /** One more than there are gaps. */
  readonly literals: readonly string[]
  readonly gaps: readonly Gap[]
}

type Gap =
  | { readonly kind: 'uuid' | 'apiId'; readonly place: number }
  | { readonly kind: 'instant' | 'epochMs'; readonly ms: number }
  | { readonly kind: 'number' }

/** What a copy has of its own. */
export interface Own {
  /** The customer's, the agent's and the new ones, as uuids; their places are those of the gaps. */
  readonly ids: readonly string[]
  /** How much later everything happened. */
  readonly shiftMs: number
  /** Of the ticket. */
  readonly number: number
}

/** Who plays in a life, by the places of their ids. */
export interface Cast {
  readonly customerId: string
  readonly agentId: string
  /** Of the ticket as a row has it. */
  readonly number: string
}

/** A uuid, the second half of an id of the API, an instant, an instant as epoch ms. */
const telling = new RegExp(
  [
    String.raw`(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b)`,
    String.raw`(?<apiId>(?<=_)[0-7][0-9a-hjkmnp-tv-z]{25}\b)`,
    String.raw`(?<instant>\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+]00(?::00)?))`,
    String.raw`(?<epochMs>(?<=[:[, ])1\d{12}\b)`,
  ].join('|'),
  'g',
)

/** Cuts the rows of one ticket into what stays and what differs. Only ids of its own and of its cast are gaps. */
export function cutLife(rows: readonly LifeRow[], cast: Cast): Life {
  const ids = [cast.customerId, cast.agentId, ...new Set(rows.flatMap(({ id }) => id ?? []))]
  const places = new Map(ids.map((id, place) => [id, place]))
  const apiPlaces = new Map(ids.map((id, place) => [suffixOf(id), place]))
  const templates = rows.map((row) => cutRow(row, { places, apiPlaces, number: cast.number }))
  const instants = templates.flatMap(({ gaps }) => gaps.flatMap((gap) => ('ms' in gap ? [gap.ms] : [])))
  const createdAtMs = Math.min(...instants)
  return { createdAtMs, lastedMs: Math.max(...instants) - createdAtMs, ids: ids.length - 2, rows: templates }
}

interface Known {
  readonly places: ReadonlyMap<string, number>
  readonly apiPlaces: ReadonlyMap<string, number>
  readonly number: string
}

function cutRow({ table, values }: LifeRow, known: Known): RowTemplate {
  const literals = ['']
  const gaps: Gap[] = []
  const keep = (text: string) => (literals[literals.length - 1] += text)
  const leave = (gap: Gap) => {
    gaps.push(gap)
    literals.push('')
  }
  values.forEach((value, index) => {
    if (index > 0) keep('\t')
    if (value === null) return keep(String.raw`\N`)
    if (table === 'tickets' && value === known.number) return leave({ kind: 'number' })
    let after = 0
    for (const found of value.matchAll(telling)) {
      const gap = gapOf(found.groups ?? {}, known)
      if (gap === null) continue
      keep(escape(value.slice(after, found.index)))
      leave(gap)
      after = found.index + found[0].length
    }
    return keep(escape(value.slice(after)))
  })
  keep('\n')
  return { table, literals, gaps }
}

function gapOf({ uuid, apiId, instant, epochMs }: Partial<Record<string, string>>, known: Known): Gap | null {
  if (instant !== undefined)
    return { kind: 'instant', ms: Date.parse(instant.replace(' ', 'T').replace(/[+]00$/, 'Z')) }
  if (epochMs !== undefined) return { kind: 'epochMs', ms: Number(epochMs) }
  const [kind, place] =
    uuid === undefined
      ? (['apiId', known.apiPlaces.get(apiId ?? '')] as const)
      : (['uuid', known.places.get(uuid)] as const)
  return place === undefined ? null : { kind, place }
}

/** As COPY reads text. */
function escape(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
}

/** Writes the row of a copy as COPY reads it. */
export function fillRow({ literals, gaps }: RowTemplate, own: Own): string {
  let text = literals[0] ?? ''
  for (let index = 0; index < gaps.length; index++) {
    const gap = gaps[index]
    if (gap !== undefined) text += fill(gap, own)
    text += literals[index + 1] ?? ''
  }
  return text
}

function fill(gap: Gap, { ids, shiftMs, number }: Own): string {
  switch (gap.kind) {
    case 'uuid':
      return ids[gap.place] ?? ''
    case 'apiId':
      return suffixOf(ids[gap.place] ?? '')
    case 'instant':
      return new Date(gap.ms + shiftMs).toISOString()
    case 'epochMs':
      return String(gap.ms + shiftMs)
    case 'number':
      return String(number)
  }
}

/** What an id of the API says of its uuid, whatever its kind. */
function suffixOf(uuid: string): string {
  return encodeId('ticket', uuid).slice('ticket_'.length)
}
