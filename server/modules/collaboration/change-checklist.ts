import { checklistOfType } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, type IdKind } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import { actorOf } from '../events/index.ts'
import { findTicket, placeOf, type Ticket } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { changeBeside } from './change-beside.ts'
import { type ChecklistItem, type ChecklistMove, moveItems, numbered, progressOfItems } from './checklist.ts'
import { saveChecklist } from './checklist-store.ts'
import { findItems } from './checklist-view.ts'

/** More items than this are a project of their own. */
const mostItems = 200

/** What a caller does to a checklist; a template is named by its slug. */
export type ChecklistWish =
  | Exclude<ChecklistMove, { kind: 'addAll' }>
  | { readonly kind: 'template'; readonly template: string }

/**
 * Changes the checklist of a ticket: adds, renames, marks, moves or removes an item, or adds those of a template. Gives
 * the items as they are now, null when there is no such ticket or item. Throws `invalid` for an unknown template and
 * too many items, `conflict` on a merged ticket.
 */
export async function changeChecklist(
  context: Context,
  { ticketId, wish }: { ticketId: string; wish: ChecklistWish },
): Promise<readonly ChecklistItem[] | null> {
  const move = await moveOf(context, wish)
  let items: readonly ChecklistItem[] | null = null
  const handling = { ticketId, permission: 'ticket:write', isChange: true } as const
  const ticket = await changeBeside(context, handling, async (tx, held) => {
    if (held.isErased)
      throw new AppError('conflict', 'The customer of this ticket was erased; it is closed for good.', {
        reason: 'erased',
      })
    if (held.mergedInto !== null)
      throw new AppError('conflict', `This ticket was merged into #${held.mergedInto.number}.`, { reason: 'merged' })
    const before = await itemsOf(tx, context, held)
    const who = { ...actorOf(context.principal), name: context.principal.name }
    items = moveItems(before, move, { who, at: context.now() })
    if (items === null || items === before) return []
    if (items.length > mostItems) throw refuseField('/text', 'too_many', `A checklist has at most ${mostItems} items.`)
    await saveChecklist(tx, context.workspace.id, { ticketId, items, at: context.now() })
    return [
      {
        type: 'ticket.checklist_changed',
        data: { change: nameOf(move), item: itemOf(move), ...progressOfItems(items) },
      },
    ]
  })
  return ticket === null ? null : items
}

/** The checklist of a ticket, or null when there is no such ticket. */
export async function readChecklist(
  context: Context,
  { ticketId }: { ticketId: string },
): Promise<readonly ChecklistItem[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    return itemsOf(tx, context, ticket)
  })
}

async function itemsOf(tx: Tx, context: Context, { id, type }: Ticket): Promise<readonly ChecklistItem[]> {
  const own = await findItems(tx, context.workspace.id, id)
  if (own !== null) return own
  return numbered([], checklistOfType(await currentWorkflow(context), type)?.items ?? [])
}

async function moveOf(context: Context, wish: ChecklistWish): Promise<ChecklistMove> {
  if (wish.kind !== 'template') return wish
  const { checklists } = await currentWorkflow(context)
  const found = checklists.get(wish.template)
  if (found !== undefined) return { kind: 'addAll', texts: found.items }
  const known = checklists.size === 0 ? 'The workflow has none.' : `Known are: ${[...checklists.keys()].join(', ')}.`
  throw refuseField('/template', 'unknown_template', `There is no checklist "${wish.template}". ${known}`)
}

function nameOf(move: ChecklistMove): string {
  if (move.kind === 'add' || move.kind === 'addAll') return 'added'
  if (move.kind === 'remove') return 'removed'
  if (move.isDone === undefined) return 'changed'
  return move.isDone ? 'done' : 'undone'
}

function itemOf(move: ChecklistMove): number | null {
  return 'id' in move ? move.id : null
}

const idKinds: Readonly<Record<string, IdKind>> = { agent: 'agent', member: 'member', token: 'token' }

/** A checklist as the API writes it. */
export function presentChecklist(items: readonly ChecklistItem[]) {
  return {
    ...progressOfItems(items),
    items: items.map(({ id, text, doneAt, doneBy }) => {
      const kind = idKinds[doneBy?.kind ?? '']
      return {
        id,
        text,
        isDone: doneAt !== null,
        doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
        doneBy: doneBy && {
          kind: doneBy.kind,
          id: kind === undefined ? null : encodeId(kind, doneBy.id),
          name: doneBy.name,
        },
      }
    }),
  }
}
