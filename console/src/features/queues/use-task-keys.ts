import type { Task } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import type { Action } from '../../ui/actions.ts'
import { t } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { verbLabel } from './task-buttons.tsx'
import { canReassign, monitorVerbsOf, verbsOf } from './task-verbs.ts'

/** Offers the verbs of the focused or open task to the keyboard and the palette; without one a key does nothing. */
export function useTaskKeys(task: Task | null, desk: Desk): void {
  const verbs = task === null ? [] : [...verbsOf(task, desk.actor), ...monitorVerbsOf(task, desk.actor)]
  const group = task === null ? '' : t('ticket.label', { number: task.ticket.number })
  const actions = verbs.map((verb): Action => ({
    id: `task-${verb.id}`,
    label: task === null ? '' : verbLabel(task, verb.id),
    group,
    icon: verb.icon,
    isAllowed: desk.pendingId === null,
    run: () => task && desk.change(task, verb),
  }))
  const reassign: Action = {
    id: 'task-reassign',
    label: t('verb.reassign'),
    group,
    icon: 'user',
    isAllowed: task !== null && canReassign(task, desk.actor),
    run: () => task && desk.reassign(task),
  }
  useActions('task', [...actions, reassign])
}
