import { isFaultOfData } from '../../database/failure.ts'
import { composeStatement, type Fragment } from '../../database/fragment.ts'
import type { Tx } from '../../platform/context.ts'
import { countInChats, insertPlaces, type PlaceRow, type SpokenChatRow } from '../chats/index.ts'
import { insertTicketEvents, type TicketEventRow } from '../events/index.ts'
import { type ClockRow, keepClocks } from '../sla/index.ts'
import { countOnTickets, insertSaidMessages, type SaidMessageRow, type SpokenTicketRow } from '../tickets/index.ts'
import { hastenTimers, type TimerRow } from '../timers/index.ts'

/** Everything that is written of messages said together. */
export interface SaidRows {
  readonly said_messages: SaidMessageRow[]
  readonly said_places: PlaceRow[]
  readonly spoken_chats: SpokenChatRow[]
  readonly spoken_tickets: SpokenTicketRow[]
  readonly ticket_events: TicketEventRow[]
  readonly kept_clocks: ClockRow[]
  readonly hastened_timers: TimerRow[]
}

/** Messages, their places, chats, tickets, events, clocks and timers, or nothing. */
const batch = composeStatement({
  name: 'say-together',
  shared: { workspace: 'uuid', now: 'timestamptz' },
  fragments: [
    insertSaidMessages,
    countInChats,
    insertPlaces,
    countOnTickets,
    insertTicketEvents,
    keepClocks,
    hastenTimers,
  ] as unknown as Fragment<never>[],
  finish: `select (select count(*) from spoken_chats) as chats, (select count(*) from spoken_tickets) as tickets`,
})

/** One of the rows cannot be stored, and so none of them was. */
export class UnstorableWords extends Error {
  override readonly name = 'UnstorableWords'
}

/** Writes it in one statement; the tickets and chats are held. Throws `UnstorableWords`. */
export async function writeSaid(
  tx: Tx,
  workspaceId: string,
  { rows, at }: { rows: SaidRows; at: number },
): Promise<void> {
  const values = batch.values({ workspace: workspaceId, now: new Date(at) }, { ...rows })
  const [written] = await tx
    .prepared<{ chats: number; tickets: number }>(batch.statement, values)
    .catch((error: unknown) => {
      throw isFaultOfData(error) ? new UnstorableWords('A word cannot be stored.', { cause: error }) : error
    })
  if (written?.chats !== rows.spoken_chats.length || written.tickets !== rows.spoken_tickets.length)
    throw new Error('A chat or ticket that was held is gone.')
}
