import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { NotificationSettings } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { noticesQuery, saveNotices } from './queries.ts'

type Kind = keyof NotificationSettings['mail']
const kinds: readonly Kind[] = [
  'assigned',
  'mentioned',
  'team_notified',
  'sla_breached',
  'case_decision',
  'webhook_disabled',
]

function Choices({ settings }: { settings: NotificationSettings }) {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: saveNotices,
    onSuccess: (saved) => client.setQueryData(noticesQuery.queryKey, saved),
  })
  // Its own, at once: what was refused goes back to what holds.
  const [chosen, choose] = useState(settings.mail)
  const set = (change: Partial<NotificationSettings['mail']>) => {
    choose((known) => ({ ...known, ...change }))
    save.mutate(change, { onError: () => choose(settings.mail) })
  }
  return (
    <>
      <ul>
        {kinds.map((kind) => (
          <li key={kind} className="border-b border-line last:border-0">
            <label className="flex min-h-11 items-center gap-3 px-3.5 py-2 hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 flex-none accent-(--accent)"
                checked={chosen[kind]}
                onChange={({ target }) => set({ [kind]: target.checked })}
              />
              {t(`notices.${kind}`)}
            </label>
          </li>
        ))}
      </ul>
      <div role="status" className="type-meta px-3.5 text-ink-3 not-empty:py-2">
        {save.isSuccess && t('notices.saved')}
      </div>
      {save.error && (
        <div className="px-3.5 pb-3">
          <ProblemLine error={save.error} />
        </div>
      )}
    </>
  )
}

/** What this person is told by mail, kind by kind; saved as it is chosen. */
export function NoticesScreen() {
  const { data, error, refetch } = useQuery(noticesQuery)
  return (
    <main className="h-full overflow-y-auto px-5 py-6 max-pane:px-3.5">
      <div className="mx-auto grid max-w-[560px] gap-4">
        <h1 className="type-title">{t('notices.title')}</h1>
        <p className="text-ink-2">{t('notices.lead')}</p>
        {error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : (
          <Card icon="mail" title={t('context.email')}>
            {data ? <Choices settings={data} /> : <Bones className="p-4" rows={['h-9', 'h-9', 'h-9']} />}
          </Card>
        )}
      </div>
    </main>
  )
}
