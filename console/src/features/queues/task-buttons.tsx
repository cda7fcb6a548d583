import type { Task } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem, MenuSection } from '../../ui/menu.tsx'
import { keyText } from '../../ui/key-map.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { nextPriority } from './task-calls.ts'
import { canReassign, monitorVerbsOf, verbsOf } from './task-verbs.ts'
import type { TaskVerb, VerbId } from './task-verbs.ts'

/** The words of a verb: `Raise to high`. */
export function verbLabel(task: Task, id: VerbId): string {
  if (id !== 'raise') return t(`verb.${id}`)
  return t('verb.raise', { priority: wordFor('priority', nextPriority(task.ticket.priority) ?? '') })
}

function curlSection(task: Task, verbs: TaskVerb[]): MenuSection {
  const copy = (call: Parameters<typeof curlOf>[0]) => void copyText(curlOf(call, location.origin))
  const items = verbs.map((verb): MenuItem => ({
    id: `curl-${verb.id}`,
    label: verbLabel(task, verb.id),
    icon: 'terminal',
    run: () => copy(verb.call),
  }))
  const read: MenuItem = {
    id: 'curl-decisions',
    label: t('curl.decisions'),
    icon: 'terminal',
    run: () => copy({ method: 'GET', path: `/v1/tasks/${task.id}/decisions` }),
  }
  return { label: t('curl.as'), items: [...items, read] }
}

/** Everything that can be done with a task, as a menu; with the requests to copy. */
export function TaskMenu({ task, desk, className }: { task: Task; desk: Desk; className?: string }) {
  const verbs = verbsOf(task, desk.actor)
  const watching = monitorVerbsOf(task, desk.actor)
  const itemOf = (verb: TaskVerb): MenuItem => ({
    id: verb.id,
    label: verbLabel(task, verb.id),
    icon: verb.icon,
    hint: keyText(`task-${verb.id}`),
    run: () => desk.change(task, verb),
  })
  const items = verbs.map(itemOf)
  const reassign: MenuItem = {
    id: 'reassign',
    label: t('verb.reassign'),
    icon: 'user',
    hint: keyText('task-reassign'),
    run: () => desk.reassign(task),
  }
  const all = canReassign(task, desk.actor) ? [...items, reassign] : items
  return (
    <MenuButton
      label={t('task.more', { number: task.ticket.number })}
      title={t('ticket.more')}
      className={`b bare icon sm ${className ?? ''}`}
      align="end"
      sections={[
        ...(all.length > 0 ? [{ items: all }] : []),
        ...(watching.length > 0 ? [{ items: watching.map(itemOf) }] : []),
        curlSection(task, [...verbs, ...watching]),
      ]}
    >
      <Icon name="more" />
    </MenuButton>
  )
}

/** The same verbs as buttons, where there is room for them. */
export function TaskButtons({ task, desk }: { task: Task; desk: Desk }) {
  const verbs = verbsOf(task, desk.actor)
  const isReassignable = canReassign(task, desk.actor)
  const isBusy = desk.pendingId === task.id
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5">
      {verbs.map((verb) => (
        <Button
          key={verb.id}
          small
          icon={verb.icon}
          busy={isBusy}
          className="max-pane:!h-11"
          onClick={() => desk.change(task, verb)}
        >
          {verbLabel(task, verb.id)}
        </Button>
      ))}
      {isReassignable && (
        <Button small icon="user" className="max-pane:!h-11" onClick={() => desk.reassign(task)}>
          {t('verb.reassign')}
        </Button>
      )}
      {verbs.length === 0 && !isReassignable && <span className="type-meta text-ink-3">{t('verb.none')}</span>}
      <TaskMenu task={task} desk={desk} className="touch ms-auto pane:!hidden" />
    </div>
  )
}
