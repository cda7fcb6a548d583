import { sql } from '../../../server/database/query.ts'
import { type ClaimedTimer, takeTimer } from '../../../server/modules/timers/index.ts'
import type { Context } from '../../../server/platform/context.ts'

/** The harness's own table; a timer that fires twice is two rows of it. */
export const firedTable = `
  create table fired_timers (subject_id uuid not null, due_at timestamptz(3) not null, fired_at timestamptz(3) not null);
  grant insert, select on fired_timers to public`

/** Takes the timer and notes it, in one transaction, as every verb of a timer does. */
export function noteFired(context: Context, timer: ClaimedTimer): Promise<boolean> {
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    await tx.count(sql`
      insert into fired_timers (subject_id, due_at, fired_at)
      values (${timer.subjectId}, ${new Date(timer.dueAt)}, clock_timestamp())`)
    return true
  })
}
