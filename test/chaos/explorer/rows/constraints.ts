import {
  type ConsultRow,
  isHeld,
  isOver,
  type LoadRow,
  type OfferRow,
  type RowOf,
  type TableName,
} from './row-types.ts'
import { DatabaseFault } from './database-fault.ts'

/** What a check needs of the transaction that writes. */
interface Writer {
  all<N extends TableName>(table: N): readonly RowOf[N][]
  waitForTwins<N extends TableName>(table: N, isTwin: (row: RowOf[N]) => boolean): void
}

/** The constraints of the tables (server/migrations): a row that breaks one is refused as PostgreSQL refuses it. */
export function checkRow<N extends TableName>(tx: Writer, table: N, row: RowOf[N]): void {
  if (table === 'load') checkLoad(row as LoadRow)
  else if (table === 'task') checkTask(tx, row as RowOf['task'])
  else if (table === 'offer') checkOffer(tx, row as OfferRow)
  else if (table === 'consult') checkConsult(tx, row as ConsultRow)
  else if (table === 'call') checkCall(row as RowOf['call'])
}

function checkConsult(tx: Writer, consult: ConsultRow): void {
  if (consult.endedAt !== null) return
  const isSecond = ({ id, taskId, endedAt }: ConsultRow) =>
    id !== consult.id && taskId === consult.taskId && endedAt === null
  tx.waitForTwins('consult', isSecond)
  if (tx.all('consult').some(isSecond)) throw violates('consults_open', '23505')
}

function checkCall({ endedAt, endedBy, endReason, callbackAt }: RowOf['call']): void {
  const isEnded = endedAt !== null
  if (isEnded !== (endedBy !== null) || isEnded !== (endReason !== null)) throw violates('call_has_its_end')
  if (callbackAt !== null && endReason !== 'callback') throw violates('call_is_due_back')
}

function checkLoad({ usedUnits, reservedUnits, forcedUnits, capacityUnits }: LoadRow): void {
  if (usedUnits < 0 || reservedUnits < 0 || forcedUnits < 0) throw violates('agent_loads: units below zero')
  if (usedUnits + reservedUnits > capacityUnits + forcedUnits) throw violates('agent_within_capacity')
}

function checkTask(tx: Writer, task: RowOf['task']): void {
  const isInHand = task.state === 'active' || task.state === 'wrapup'
  if (isInHand && task.agentId === null) throw violates('task_has_its_agent')
  if (task.parkedAt !== null && task.state !== 'paused' && task.endedAt === null)
    throw violates('task_parked_is_paused')
  if (task.state === 'wrapup' && task.wrapupUntil === null) throw violates('task_wrapup_ends')
  if (isOver(task)) return
  const isSecond = (other: RowOf['task']) => other.id !== task.id && other.ticketId === task.ticketId && !isOver(other)
  tx.waitForTwins('task', isSecond)
  if (tx.all('task').some(isSecond)) throw violates('tasks_open_of_ticket', '23505')
}

function checkOffer(tx: Writer, offer: OfferRow): void {
  if (!isHeld(offer)) return
  tx.waitForTwins('offer', (other) => isTwin(offer, other))
  if (tx.all('offer').some((other) => isTwin(offer, other))) throw violates('offers_accepted or _pending', '23505')
}

/** Whether a unique index keeps the two from standing side by side. */
export function isTwin(offer: OfferRow, other: OfferRow): boolean {
  if (other.id === offer.id || !isHeld(offer) || !isHeld(other) || other.state !== offer.state) return false
  if (offer.state === 'accepted') return offer.taskId === other.taskId
  if (offer.agentId !== other.agentId) return false
  return offer.taskId === other.taskId || (offer.isOneAtATime && other.isOneAtATime)
}

function violates(constraint: string, code = '23514'): DatabaseFault {
  return new DatabaseFault(code, `a row violates ${constraint}`)
}
