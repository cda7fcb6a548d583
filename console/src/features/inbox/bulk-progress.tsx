import { useEffect } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Bulk } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useActions } from '../../ui/actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { bulkQuery, undoBulk } from './bulk-queries.ts'

function wordsOf({ state, total, pending, changed, refused, undone, kept }: Bulk): string {
  if (state === 'running') return t('bulk.running', { done: total - pending, total })
  if (state === 'undoing') return t('bulk.undoing', { left: changed })
  if (state === 'undone')
    return [plural('bulk.undone', undone), kept > 0 ? plural('bulk.kept', kept) : ''].filter(Boolean).join(' · ')
  return [plural('bulk.done', changed), refused > 0 ? plural('bulk.refused', refused) : ''].filter(Boolean).join(' · ')
}

/** How far a change of many tickets is, and the way back once it is done. */
export function BulkProgress({ bulkId, onDismiss }: { bulkId: string; onDismiss: () => void }) {
  const client = useQueryClient()
  const { data: bulk, error } = useQuery(bulkQuery(bulkId))
  const undo = useMutation({
    mutationFn: () => undoBulk(bulkId),
    onSuccess: (next) => client.setQueryData(cacheKeys.bulk(bulkId), next),
  })
  const state = bulk?.state
  useEffect(() => {
    if (state === 'done' || state === 'undone')
      for (const queryKey of [cacheKeys.ticketLists, cacheKeys.viewCounts, ['ticket']])
        void client.invalidateQueries({ queryKey })
  }, [client, state])
  const mayUndo = bulk?.canUndo === true
  useActions('bulk-undo', [
    {
      id: 'bulk-undo',
      label: t('bulk.undo'),
      group: t('area.inbox'),
      shortcut: 'mod+z',
      isAllowed: mayUndo && !undo.isPending,
      run: () => undo.mutate(),
    },
  ])
  if (bulk === undefined) return error && <ProblemLine error={error} />
  const done =
    bulk.total === 0 ? 1 : (bulk.total - (bulk.state === 'undoing' ? bulk.changed : bulk.pending)) / bulk.total
  const isGoing = bulk.state === 'running' || bulk.state === 'undoing'
  return (
    <section className="flex-none border-t border-line bg-raised">
      <div className="h-0.5 bg-fill" aria-hidden="true">
        {isGoing && <div className="h-full bg-accent transition-[width]" style={{ width: `${done * 100}%` }} />}
      </div>
      <div className="flex min-h-11 items-center gap-2 ps-4 pe-2">
        <span role="status" className="num min-w-0 flex-1 py-1 text-[13px]/[18px]">
          {wordsOf(bulk)}
        </span>
        {mayUndo && (
          <Button small busy={undo.isPending} shortcut={shortcutText('mod+z')} onClick={() => undo.mutate()}>
            {t('bulk.undo')}
          </Button>
        )}
        {!isGoing && <IconButton small icon="x" label={t('bulk.dismiss')} onClick={onDismiss} />}
      </div>
      {undo.error && (
        <div className="px-4 pb-2">
          <ProblemLine error={undo.error} />
        </div>
      )}
    </section>
  )
}
