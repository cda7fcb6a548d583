import type { TestDatabase } from '../../../database/testing/create-test-database.ts'
import type { Context } from '../../../platform/context.ts'
import { AppError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { principalWith } from '../../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../../handling/testing/desk.ts'
import type { Ticket } from '../../tickets/index.ts'
import type { ShownCase } from '../case.ts'
import { decideCase } from '../decide-case.ts'
import { escalateCase, type Escalation } from '../escalate-case.ts'
import { moveCase } from '../move-case.ts'
import { setCheck } from '../set-check.ts'

/** A desk with two people who review: `opener` escalates, `reviewer` is the second pair of eyes. */
export interface CaseDesk extends Desk {
  readonly opener: Context
  readonly reviewer: Context
  /** Somebody else each time, who may do anything unless permissions are named. */
  somebody(permissions?: readonly string[]): Context
  escalate(ticket: Ticket, more?: Partial<Escalation>, by?: Context): Promise<ShownCase>
  /** Moves a case to the lane where it waits for its decision, every check answered. */
  prepare(found: ShownCase): Promise<ShownCase>
  eventsOf(found: ShownCase): Promise<{ type: string; data: Record<string, unknown> }[]>
}

export const plainEscalation: Escalation = {
  caseId: null,
  ticketId: null,
  ticketNumber: null,
  externalId: null,
  reason: 'payment_dispute',
  severity: null,
  lane: null,
  note: null,
  evidence: [],
  expectedVersion: null,
}

/** On a database of its own, unless one is given. */
export async function openCaseDesk(database?: TestDatabase): Promise<CaseDesk> {
  const desk = await openDesk(undefined, database)
  const somebody = (permissions: readonly string[] = ['*']) =>
    desk.home.contextOf(principalWith(permissions, { id: newId(), name: 'Somebody' }))
  const opener = somebody()
  const reviewer = somebody()
  return {
    ...desk,
    opener,
    reviewer,
    somebody,
    escalate: async (ticket, more = {}, by = opener) => {
      const escalated = await escalateCase(by, { ...plainEscalation, ticketId: ticket.id, ...more })
      return there(escalated?.found)
    },
    prepare: async (found) => {
      for (const name of found.askedChecks) {
        await setCheck(opener, { ...seen(found), name, result: 'pass', note: null, evidence: [] })
      }
      for (const to of ['triage', 'investigating'] as const) await moveCase(opener, { ...seen(found), to, note: null })
      return there(await moveCase(opener, { ...seen(found), to: 'decision', note: null }))
    },
    eventsOf: ({ id }) =>
      desk.home.query('select type, data from events where subject_id = $1 order by subject_seq', [id]),
  }
}

/** What names a case in a call that takes it as it is. */
export const seen = ({ id: caseId }: ShownCase) => ({ caseId, expectedVersion: null })

function there(found: ShownCase | null | undefined): ShownCase {
  if (found == null) throw new Error('There is no such case.')
  return found
}

/** What a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; details: unknown; fields: unknown }> {
  try {
    await call
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, details: error.details, fields: error.fields }
    throw error
  }
  throw new Error('The call was not refused.')
}

/** Decides as somebody. */
export function decide(by: Context, found: ShownCase, outcome: 'confirmed' | 'rejected' | 'referred' = 'confirmed') {
  return decideCase(by, { ...seen(found), outcome, note: 'Seen by a second person.' })
}
