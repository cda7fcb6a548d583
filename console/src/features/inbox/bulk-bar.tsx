import { lazy, Suspense, useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { BulkAction } from '@switchyard/sdk'
import { agentsQuery } from '../../live/agents.ts'
import { useMe } from '../../live/me.ts'
import { queuesQuery } from '../../live/queues.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { isTextField } from '../../ui/shortcut.ts'
import { snoozeTimes } from '../../ui/snooze-times.ts'
import { momentText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { anyMacrosQuery, statusesQuery } from './bulk-queries.ts'
import type { NamedAction } from './named-action.ts'
import type { ListFilter } from './queries.ts'
import type { Selection } from './selection.ts'

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.tsx')).BulkDialog }))
const BulkTags = lazy(async () => ({ default: (await import('./bulk-tags.tsx')).BulkTags }))
const SnoozeDialog = lazy(async () => ({ default: (await import('../../ui/snooze-dialog.tsx')).SnoozeDialog }))
const BulkReply = lazy(async () => ({ default: (await import('./bulk-reply.tsx')).BulkReply }))

const priorities = ['critical', 'high', 'normal', 'low'] as const

/** Putting aside until a time, by its name. */
function asideUntil(until: string, nowMs: number): NamedAction {
  return { words: t('snooze.aside', { time: momentText(until, nowMs) }), action: { snooze: { until } } }
}

function asideItems(run: (named: NamedAction) => void, pick: () => void): MenuItem[] {
  const nowMs = now()
  return [
    ...snoozeTimes(nowMs).map(({ id, at }) => ({
      id,
      label: t(`snooze.${id}`),
      hint: momentText(at.toISOString(), nowMs),
      run: () => run(asideUntil(at.toISOString(), nowMs)),
    })),
    { id: 'free', label: `${t('snooze.free')} …`, run: pick },
    {
      id: 'wake',
      label: t('snooze.wake'),
      run: () => run({ words: t('snooze.wake'), action: { snooze: { until: null } } }),
    },
  ]
}

type MenuId = 'status' | 'assign' | 'priority' | 'queue' | 'snooze' | 'macro'

function useMenus(run: (named: NamedAction) => void, pick: () => void): { id: MenuId; items: MenuItem[] }[] {
  const { data: statuses } = useQuery(statusesQuery)
  const { data: agents } = useQuery(agentsQuery)
  const { data: queues } = useQuery(queuesQuery)
  const { data: macros } = useQuery(anyMacrosQuery)
  const known = new Map((statuses?.data ?? []).map((status) => [status.slug, status.label]))
  const item = (id: string, name: string, words: string, action: BulkAction): MenuItem => ({
    id,
    label: name,
    run: () => run({ words, action }),
  })
  return [
    {
      id: 'status',
      items: [...known].map(([slug, label]) =>
        item(slug, label, t('bulk.to.status', { name: label }), { transition: { to: slug } }),
      ),
    },
    {
      id: 'assign',
      items: [
        item('nobody', t('bulk.nobody'), t('bulk.to.unassign'), { unassign: true }),
        ...(agents?.data ?? []).map(({ id, name }) =>
          item(id, name, t('bulk.to.assign', { name }), { assign: { agentId: id } }),
        ),
      ],
    },
    {
      id: 'priority',
      items: priorities.map((name) =>
        item(name, name, t('bulk.to.priority', { name }), { update: { priority: name } }),
      ),
    },
    {
      id: 'queue',
      items: (queues?.data ?? []).map(({ slug, label }) =>
        item(slug, label, t('bulk.to.queue', { name: label }), { update: { queue: slug } }),
      ),
    },
    { id: 'snooze', items: asideItems(run, pick) },
    ...(macros === undefined || macros.data.length === 0
      ? []
      : [
          {
            id: 'macro' as const,
            items: macros.data.map(({ key, name, visibility }) => ({
              ...item(key, name, t('bulk.to.macro', { name }), { applyMacro: { key } }),
              ...(visibility === 'internal' && { hint: t('composer.internal') }),
            })),
          },
        ]),
  ]
}

/** Esc lets the selection go, unless something else is open or being written. */
function useEscape(run: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.defaultPrevented || isTextField(event.target) || document.querySelector('dialog[open]')
      if (event.key === 'Escape' && !isElsewhere && !document.querySelector('[role=menu]')) run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}

/** What needs more words than a menu has. */
type Written = 'tags' | 'reply' | 'snooze' | null

interface WritingProps {
  what: Written
  kinds: readonly ('public' | 'internal')[]
  onClose: () => void
  onAsked: (named: NamedAction) => void
}

function Writing({ what, kinds, onClose, onAsked }: WritingProps) {
  if (what === 'tags') return <BulkTags onClose={onClose} onAsked={onAsked} />
  if (what === 'reply') return <BulkReply kinds={kinds} onClose={onClose} onAsked={onAsked} />
  if (what === 'snooze') return <SnoozeDialog onClose={onClose} onPick={(until) => onAsked(asideUntil(until, now()))} />
  return null
}

interface BulkBarProps {
  selection: Selection
  filter: ListFilter
  onAll: () => void
  onClear: () => void
  onStarted: (bulkId: string) => void
}

/** What may be done to the chosen tickets, at the foot of their list. */
export function BulkBar({ selection, filter, onAll, onClear, onStarted }: BulkBarProps) {
  const [asked, setAsked] = useState<NamedAction | null>(null)
  const [writing, setWriting] = useState<Written>(null)
  const menus = useMenus(setAsked, () => setWriting('snooze'))
  useEscape(onClear)
  const { permissions } = useMe()
  const kinds = (['public', 'internal'] as const).filter((kind) =>
    permissions.includes(kind === 'public' ? 'message:write' : 'note:write'),
  )
  const { ids, isAll } = selection
  const ask = (named: NamedAction) => {
    setWriting(null)
    setAsked(named)
  }
  const isNone = ids.size === 0 && !isAll
  return (
    <section aria-label={t('bulk.label')} className="flex-none border-t border-line bg-raised px-3 pb-2.5 pt-2">
      <div className="flex h-7 items-center gap-2">
        <span role="status" className="num text-[13px]/[18px] font-medium">
          {isAll ? t('bulk.allChosen') : plural('bulk.chosen', ids.size)}
        </span>
        {!isAll && (
          <Button look="bare" small onClick={onAll}>
            {t('bulk.all')}
          </Button>
        )}
        <IconButton small className="ms-auto" icon="x" label={t('bulk.clear')} shortcut="Esc" onClick={onClear} />
      </div>
      {!isNone && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {menus.map(({ id, items }) => (
            <MenuButton
              key={id}
              side="top"
              className="b sm max-pane:!h-11"
              sections={[{ label: t(`bulk.action.${id}`), items }]}
            >
              {t(`bulk.action.${id}`)}
            </MenuButton>
          ))}
          <Button small className="max-pane:!h-11" onClick={() => setWriting('tags')}>
            {t('bulk.action.tags')}
          </Button>
          {kinds.length > 0 && (
            <Button small className="max-pane:!h-11" onClick={() => setWriting('reply')}>
              {t('bulk.action.reply')}
            </Button>
          )}
        </div>
      )}
      <Suspense>
        <Writing what={writing} kinds={kinds} onClose={() => setWriting(null)} onAsked={ask} />
        {asked && (
          <BulkDialog
            named={asked}
            selection={selection}
            filter={filter}
            onClose={() => setAsked(null)}
            onStarted={(bulkId) => {
              setAsked(null)
              onStarted(bulkId)
            }}
          />
        )}
      </Suspense>
    </section>
  )
}
