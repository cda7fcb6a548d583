import { sql } from '../../database/query.ts'

/** When a ticket, named `ticket`, ended, as the index has it: row security would keep `coalesce` from it. */
export const endedAt = sql`(case when ticket.solved_at is null then ticket.closed_at else ticket.solved_at end)`
