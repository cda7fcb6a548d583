import type { Lifecycle, Status, StatusCategory, Transition } from './lifecycle.ts'

/** A lifecycle as a workflow writes it. */
export interface LifecycleDefinition {
  readonly label: string
  readonly start: string
  readonly classified: string
  readonly assigned: string
  readonly statuses: Readonly<Record<string, StatusDefinition>>
  readonly transitions: readonly TransitionDefinition[]
}

interface StatusDefinition {
  readonly label: string
  readonly category: StatusCategory
  readonly customer?: string | Readonly<Record<string, string>>
  readonly from?: readonly string[]
  readonly awaits?: 'customer' | 'partner'
}

interface TransitionDefinition {
  readonly from: string
  readonly to: string
  readonly label?: string
  readonly requires?: readonly string[]
  readonly where?: Readonly<Record<string, string>>
  readonly acceptsNote?: boolean
  readonly roles?: readonly string[]
  readonly unlessCaseOpen?: boolean
  readonly clears?: readonly string[]
  readonly reopens?: boolean
}

/** Makes a lifecycle ready to plan with. */
export function compileLifecycle(slug: string, definition: LifecycleDefinition, reopenWindowMs: number): Lifecycle {
  const statuses = new Map(
    Object.entries(definition.statuses).map(([name, status]) => [name, compileStatus(name, status)] as const),
  )
  const transitions = definition.transitions.map((transition) => compileTransition(transition, statuses))
  const outgoing = new Map<string, readonly Transition[]>()
  for (const name of statuses.keys())
    outgoing.set(
      name,
      transitions.filter((transition) => transition.from === name),
    )
  const { label, start, classified, assigned } = definition
  const asksForCases = transitions.some(({ unlessCaseOpen }) => unlessCaseOpen)
  return { slug, label, statuses, start, classified, assigned, transitions, outgoing, reopenWindowMs, asksForCases }
}

function compileStatus(slug: string, status: StatusDefinition): Status {
  const labels = typeof status.customer === 'object' ? Object.entries(status.customer) : []
  const one = typeof status.customer === 'string' ? status.customer : labels[0]?.[1]
  return {
    slug,
    label: status.label,
    category: status.category,
    customerLabel: one ?? status.label,
    customerLabels: new Map(labels),
    waitsFrom: status.from ?? [],
    awaits: status.awaits ?? null,
  }
}

function compileTransition(transition: TransitionDefinition, statuses: ReadonlyMap<string, Status>): Transition {
  const wanted = Object.entries(transition.where ?? {}).map(([fact, is]) => ({ fact, is, acceptsNote: false }))
  const asked = (transition.requires ?? []).map((fact) => {
    return { fact, is: null, acceptsNote: transition.acceptsNote ?? false }
  })
  return {
    from: transition.from,
    to: transition.to,
    label: transition.label ?? statuses.get(transition.to)?.label ?? transition.to,
    requires: [...wanted, ...asked],
    roles: transition.roles ?? [],
    unlessCaseOpen: transition.unlessCaseOpen ?? false,
    clears: transition.clears ?? [],
    reopens: transition.reopens ?? false,
  }
}
