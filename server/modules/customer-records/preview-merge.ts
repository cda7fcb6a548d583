import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type Customer, findCustomer } from '../customers/index.ts'
import { type MergeRefusal, mergeRefusal } from './customer-merge.ts'
import { countHoldings, type CustomerHoldings } from './customer-merge-view.ts'

const details = ['name', 'language', 'tier', 'timezone'] as const

/** What a merge would do, before it is done. */
export interface MergePreview {
  readonly source: Customer
  readonly target: Customer
  /** Why it would be refused, or null. */
  readonly refusal: MergeRefusal | null
  readonly moves: CustomerHoldings & {
    readonly contacts: Customer['contacts']
    readonly externalIds: readonly string[]
  }
  /** What both have in common: why they may be one and the same person. */
  readonly shared: readonly string[]
  /** Details the target lacks and takes from the source. */
  readonly filled: readonly string[]
  /** Details they differ in: the target's is kept. */
  readonly conflicts: readonly { readonly field: string; readonly kept: string; readonly dropped: string }[]
}

/** Says what merging one customer into another would move, fill in and drop; changes nothing. Null without such a pair. */
export async function previewMerge(
  context: Context,
  { sourceId, targetId }: { sourceId: string; targetId: string },
): Promise<MergePreview | null> {
  requirePermission(context, 'customer:merge')
  return context.read(async (tx) => {
    const source = await findCustomer(tx, context.workspace.id, sourceId)
    const target = await findCustomer(tx, context.workspace.id, targetId)
    if (source === null || target === null) return null
    const has = new Set(target.contacts.map(keyOf))
    return {
      source,
      target,
      refusal: mergeRefusal(source, target),
      moves: {
        ...(await countHoldings(tx, context.workspace.id, sourceId)),
        contacts: source.contacts.filter((contact) => !has.has(keyOf(contact))),
        externalIds: source.externalIds,
      },
      shared: sharedOf(source, target),
      filled: details.filter((field) => target[field] === null && source[field] !== null),
      conflicts: details.flatMap((field) => {
        const [kept, dropped] = [target[field], source[field]]
        return kept === null || dropped === null || kept === dropped ? [] : [{ field, kept, dropped }]
      }),
    }
  })
}

function keyOf({ kind, value }: Customer['contacts'][number]): string {
  return `${kind}:${value}`
}

function sharedOf(source: Customer, target: Customer): string[] {
  const has = new Set(target.contacts.map(keyOf))
  const sameName = source.name !== null && source.name.toLowerCase() === target.name?.toLowerCase()
  const contacts = source.contacts.filter((contact) => has.has(keyOf(contact)))
  return [...(sameName ? ['name'] : []), ...contacts.map(({ kind }) => kind)]
}
