import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { chunk } from '../../platform/chunk.ts'
import { findMatching, findReadable, type Ticket } from '../tickets/index.ts'
import { searchOfView } from '../views/index.ts'
import { type BulkSelection, mostTickets } from './bulk.ts'

const readTogether = 200

export interface Chosen {
  readonly tickets: readonly Ticket[]
  /** Of those that were named by id: how many are not there, or not the caller's to see. */
  readonly notFound: number
}

/** The tickets a selection means now, oldest first. Throws `invalid` for a search that cannot be read or finds too many. */
export async function chooseTickets(context: Context, selection: BulkSelection): Promise<Chosen> {
  const wanted =
    selection.kind === 'ids'
      ? [...new Set(selection.ids)]
      : await findMatching(context, {
          q: selection.q,
          within: await withinOf(context, selection),
          limit: mostTickets + 1,
        })
  if (wanted.length > mostTickets) {
    const pointer = selection.kind === 'ids' ? '/ids' : '/q'
    throw refuseField(pointer, 'too_many', `More than ${mostTickets} tickets: choose fewer.`)
  }
  const tickets: Ticket[] = []
  for (const ids of chunk(wanted, readTogether)) tickets.push(...(await findReadable(context, ids)))
  tickets.sort((one, other) => (one.id < other.id ? -1 : 1))
  return { tickets, notFound: wanted.length - tickets.length }
}

function withinOf(context: Context, { view }: { readonly view: string | null }): Promise<string> | string {
  return view === null ? '' : searchOfView(context, view)
}
