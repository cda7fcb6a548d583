import type { Transition } from './lifecycle.ts'

/** Whether whoever asks for a move may do all that this role may. */
export type MayAs = (role: string) => boolean

/** Nobody asks: what time, a reply or taking the work does to a ticket, the lifecycle does itself. */
export const byItself: MayAs = () => true

/** What keeps a transition from being made, whatever the call brings; named as the workflow writes it. */
export type Bar = { readonly guard: 'roles'; readonly roles: readonly string[] } | { readonly guard: 'unlessCaseOpen' }

/**
 * What bars a transition for whoever asks. A case that nobody looked for counts as open: what is guarded is not done by
 * who forgets to look.
 */
export function barsOf(
  { roles, unlessCaseOpen }: Transition,
  { mayAs, hasOpenCase = true }: { readonly mayAs: MayAs; readonly hasOpenCase?: boolean | undefined },
): readonly Bar[] {
  const bars: Bar[] = []
  if (roles.length > 0 && !roles.some(mayAs)) bars.push({ guard: 'roles', roles })
  if (unlessCaseOpen && hasOpenCase) bars.push({ guard: 'unlessCaseOpen' })
  return bars
}

/** Each bar once. */
export function distinctBars(bars: readonly Bar[]): readonly Bar[] {
  return [...new Map(bars.map((bar) => [barText(bar), bar])).values()]
}

/** A bar in plain words, as the end of a sentence. */
export function barText(bar: Bar): string {
  if (bar.guard === 'unlessCaseOpen') return 'a case of the ticket is open'
  return `only ${bar.roles.join(' or ')} may`
}
