import type { Transition } from '@switchyard/sdk'
import type { MenuItem } from '../../ui/menu.tsx'
import { plural, t } from '../../ui/words/words.ts'

/** What a menu says of a move beside its name: what keeps one from it, or how much it asks for. */
export function transitionHint({ missing, barredBy = [] }: Transition): Pick<MenuItem, 'hint' | 'isDisabled'> {
  if (barredBy.length > 0) return { hint: barredBy.map(barText).join(', '), isDisabled: true }
  return missing.length > 0 ? { hint: plural('transition.asks', missing.length) } : {}
}

function barText({ guard, roles }: NonNullable<Transition['barredBy']>[number]): string {
  return t(`transition.barred.${guard}`, { roles: roles.join(' / ') })
}
