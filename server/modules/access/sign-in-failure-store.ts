import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/**
 * Takes one of the subject's tries before it is verified, so that parallel guesses cannot outrun the count.
 * The count starts anew only after a whole window without a try taken: any window holds at most `limit` of them, and
 * a refused try prolongs nothing, so nobody can lock an account for good. False when the tries are used up.
 */
export async function takeTry(
  tx: Tx,
  subject: string,
  rule: { limit: number; windowMs: number; nowMs: number },
): Promise<boolean> {
  const now = new Date(rule.nowMs)
  const touched = await tx.count(sql`
    insert into sign_in_failures (subject, failures, window_ends_at)
    values (${subject}, 1, ${new Date(rule.nowMs + rule.windowMs)})
    on conflict (subject) do update
    set failures = case when sign_in_failures.window_ends_at <= ${now}::timestamptz then 1 else sign_in_failures.failures + 1 end,
      window_ends_at = excluded.window_ends_at
    where sign_in_failures.window_ends_at <= ${now}::timestamptz
      or sign_in_failures.failures < ${rule.limit}`)
  return touched === 1
}

/** When the subject may try again, in epoch milliseconds; null when nothing is counted. */
export async function triesReturnAt(tx: Tx, subject: string): Promise<number | null> {
  const row = await tx.first<{ at: number }>(sql`
    select sign_in_failures.window_ends_at as at
    from sign_in_failures
    where sign_in_failures.subject = ${subject}`)
  return row?.at ?? null
}

/** Gives back the try of a sign-in that turned out right. */
export async function giveBackTry(tx: Tx, subject: string): Promise<void> {
  await tx.count(sql`
    update sign_in_failures
    set failures = greatest(sign_in_failures.failures - 1, 0)
    where sign_in_failures.subject = ${subject}`)
}

export async function forgetTries(tx: Tx, subject: string): Promise<void> {
  await tx.count(sql`
    delete from sign_in_failures
    where sign_in_failures.subject = ${subject}`)
}
