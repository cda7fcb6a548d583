import type { Calendar } from '../calendars/calendar.ts'
import { compileCases } from './compile-cases.ts'
import type { WorkflowDocument } from './document.ts'
import { compileRetries } from './compile-retries.ts'
import { compileMail } from './compile-mail.ts'
import { durationMs } from './duration.ts'
import type { Capacity, Presence } from './desk-terms.ts'
import type { WorkflowSnapshot } from './snapshot.ts'
import type { TaskKind } from './task-kind.ts'
import { taskKinds } from './task-kind.ts'

/** Units each kind costs and grace after a lost connection, where the workflow says nothing (domain.md "Agent"). */
const standardUnits: Readonly<Record<TaskKind, number>> = { call: 100, chat: 33, ticket: 10, case: 20, callback: 100 }
const standardGraceMs: Readonly<Record<TaskKind, number>> = {
  call: 30_000,
  chat: 180_000,
  ticket: 0,
  case: 0,
  callback: 30_000,
}

/** Capacity, presence, cases, mail and deliveries, with the standard values filled in. */
export function compileDesk(
  document: WorkflowDocument,
  calendars: ReadonlyMap<string, Calendar>,
): Pick<WorkflowSnapshot, 'capacity' | 'presence' | 'cases' | 'mail' | 'attemptDelaysMs'> {
  return {
    capacity: compileCapacity(document.capacity),
    presence: compilePresence(document.presence),
    cases: compileCases(document.cases, calendars),
    mail: compileMail(document.mail),
    attemptDelaysMs: compileRetries(document.deliveries),
  }
}

function compileCapacity(capacity: WorkflowDocument['capacity']): Capacity {
  return {
    totalUnits: capacity?.totalUnits ?? 100,
    units: { ...standardUnits, ...capacity?.kinds },
    maxima: capacity?.maxima ?? {},
    interrupts: capacity?.interrupts ?? {},
  }
}

function compilePresence(presence: WorkflowDocument['presence']): Presence {
  const graceMs = { ...standardGraceMs }
  for (const kind of taskKinds) graceMs[kind] = durationMs(presence?.grace?.[kind] ?? '') ?? graceMs[kind]
  return { reasons: presence?.reasons ?? [], missedOffers: presence?.missedOffers ?? 3, graceMs }
}
