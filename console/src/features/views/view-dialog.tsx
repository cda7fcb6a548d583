import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { View } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useMe } from '../../live/me.ts'
import { viewName } from '../../live/views.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { saveView } from './queries.ts'
import type { ViewDraft } from './queries.ts'
import { ViewLook } from './view-look.tsx'

const icons = [
  'star',
  'inbox',
  'dashed',
  'alert',
  'pause',
  'shield',
  'check-circle',
  'search',
  'flag',
  'tag',
  'user',
  'filter',
  'bolt',
  'card',
  'bag',
  'chat',
  'mail',
  'phone',
] as const satisfies readonly IconName[]

interface ViewDialogProps {
  /** The view that is changed; null = a new one. */
  view: View | null
  /** What a new one asks for. */
  q: string
  onSaved: (view: View) => void
  onClose: () => void
}

function IconChoice({ chosen, onChoose }: { chosen: string; onChoose: (icon: string) => void }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t('views.icon')}</legend>
      <div className="flex flex-wrap gap-1">
        {icons.map((icon) => (
          <label
            key={icon}
            title={icon}
            className="grid size-8 cursor-pointer place-items-center rounded-control text-ink-3 hover:bg-hover has-checked:bg-ink/8 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-pane:size-11"
          >
            <input
              type="radio"
              name="icon"
              className="sr-only"
              aria-label={icon}
              checked={chosen === icon}
              onChange={() => onChoose(icon)}
            />
            <Icon name={icon} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Sharing({ draft, onChange }: { draft: ViewDraft; onChange: (more: Partial<ViewDraft>) => void }) {
  const mayShare = useMe().permissions.includes('view:write')
  if (!mayShare) return <p className="text-ink-3">{t('views.onlyYou')}</p>
  return (
    <>
      <Field label={t('views.sharedWith')}>
        {(id) => (
          <select
            id={id}
            className="field"
            value={draft.sharedWith}
            onChange={(event) => onChange({ sharedWith: event.target.value as View['sharedWith'] })}
          >
            {(['nobody', 'teams', 'workspace'] as const).map((sharing) => (
              <option key={sharing} value={sharing}>
                {t(`views.sharedWith.${sharing}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.sharedWith === 'teams' && (
        <Field label={t('views.teams')} hint={t('views.teamsHint')}>
          {(id) => (
            <input
              id={id}
              className="field"
              value={draft.teams.join(', ')}
              onChange={(event) => onChange({ teams: event.target.value.split(/,\s*/) })}
            />
          )}
        </Field>
      )}
    </>
  )
}

const newView: ViewDraft = {
  name: '',
  q: '',
  icon: 'star',
  sort: 'due',
  groupBy: null,
  columns: [],
  sharedWith: 'nobody',
  teams: [],
}

function draftOf(view: View): ViewDraft {
  const { q, icon, sort, groupBy, columns, sharedWith, teams } = view
  return { name: viewName(view), q, icon, sort, groupBy, columns, sharedWith, teams }
}

/** Saves a search under a name, or changes such a view: its name, search, icon, look, and who sees it. */
export function ViewDialog({ view, q, onSaved, onClose }: ViewDialogProps) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<ViewDraft>(() => (view === null ? { ...newView, q } : draftOf(view)))
  const change = (more: Partial<ViewDraft>) => setDraft((known) => ({ ...known, ...more }))
  const saving = useMutation({
    mutationFn: () => {
      const isProductName = view !== null && !view.hasOwnName && draft.name.trim() === viewName(view)
      const teams = draft.sharedWith === 'teams' ? draft.teams.filter((team) => team.trim() !== '') : []
      return saveView(view, { ...draft, name: isProductName ? view.name : draft.name.trim(), teams })
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: cacheKeys.views })
      void client.invalidateQueries({ queryKey: cacheKeys.viewCounts })
      void client.invalidateQueries({ queryKey: cacheKeys.ticketLists })
      onSaved(saved)
    },
  })
  return (
    <Dialog title={view === null ? t('views.save') : t('views.edit')} onClose={onClose}>
      <form
        className="grid gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (draft.name.trim() !== '') saving.mutate()
        }}
      >
        <Field label={t('views.name')}>
          {(id) => (
            <input
              id={id}
              className="field"
              required
              maxLength={60}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('views.query')} hint={t('search.example')}>
          {(id) => (
            <input
              id={id}
              className="field"
              spellCheck={false}
              maxLength={1000}
              value={draft.q}
              onChange={(event) => change({ q: event.target.value })}
            />
          )}
        </Field>
        <IconChoice chosen={draft.icon} onChoose={(icon) => change({ icon })} />
        <ViewLook draft={draft} onChange={change} />
        <Sharing draft={draft} onChange={change} />
        {saving.error && <ProblemLine error={saving.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('views.cancel')}</Button>
          <Button type="submit" look="main" busy={saving.isPending} disabled={draft.name.trim() === ''}>
            {t('views.keep')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
