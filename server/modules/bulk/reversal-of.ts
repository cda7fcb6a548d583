import type { Action } from '../../core/automations/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { BulkAction, LastingPart, Reversal } from './bulk.ts'

/** What undoing an action would leave as it is, and whether it would give anything back. */
export function reversalOf(action: BulkAction, workflow: WorkflowSnapshot): Reversal {
  if (action.kind === 'reply')
    return { lasting: [action.visibility === 'public' ? 'reply' : 'note'], isUndoable: false }
  if (action.kind !== 'applyMacro') return { lasting: [], isUndoable: true }
  const macro = workflow.automation.macros.get(action.key)
  if (macro === undefined) return { lasting: [], isUndoable: true }
  const saysText = action.body !== null || Object.values(macro.body).some((text) => text.trim() !== '')
  const parts = [
    ...(saysText ? [macro.isInternal ? ('note' as const) : ('reply' as const)] : []),
    ...macro.actions.flatMap((one) => lastingPartOf(one) ?? []),
  ]
  return { lasting: [...new Set(parts)], isUndoable: macro.actions.some((one) => lastingPartOf(one) === null) }
}

const lastingActions: Readonly<Partial<Record<Action['kind'], LastingPart>>> = {
  note: 'note',
  send: 'reply',
  firstResponse: 'reply',
  openCase: 'case',
  notify: 'notice',
}

/** Null for what is given back. */
function lastingPartOf({ kind }: Action): LastingPart | null {
  return lastingActions[kind] ?? null
}
