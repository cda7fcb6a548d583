import type { Fragment } from '../../database/fragment.ts'

/** A delivery of a ticket of a gathered intake; the ticket goes between `head` and `tail` of its body. */
export interface NewDeliveryRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly event_id: string
  readonly sequence: number
  readonly url: string
  readonly owner_kind: string
  readonly owner_id: string
  readonly head: string
  readonly tail: string
}

export const insertDeliveries: Fragment<NewDeliveryRow> = {
  name: 'new_deliveries',
  columns: {
    place: 'integer',
    id: 'uuid',
    ticket_id: 'uuid',
    event_id: 'uuid',
    sequence: 'integer',
    url: 'text',
    owner_kind: 'text',
    owner_id: 'uuid',
    head: 'text',
    tail: 'text',
  },
  text: `
    insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
      next_attempt_at, created_at)
    select {$workspace}, row.id, row.ticket_id, row.event_id, row.sequence, 'ticket.updated', row.url, row.owner_kind,
      row.owner_id, row.head || answers.ticket || row.tail, now(), now()
    from {rows}
    join fresh on fresh.place = row.place
    join answers on answers.place = row.place
    returning 1`,
}
