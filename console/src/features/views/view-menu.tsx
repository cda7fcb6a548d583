import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { View } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { viewName, viewsQuery } from '../../live/views.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { deleteView, orderViews } from './queries.ts'

function useMove(view: View) {
  const client = useQueryClient()
  const { data } = useQuery(viewsQuery)
  const group = (data?.data ?? []).filter(
    (other) => (other.sharedWith === 'nobody') === (view.sharedWith === 'nobody') && other.canEdit,
  )
  const at = group.findIndex(({ id }) => id === view.id)
  const moving = useMutation({
    mutationFn: (step: number) => orderViews(swapped(group, at, at + step)),
    onSuccess: (views) => client.setQueryData(cacheKeys.views, views),
  })
  return { isFirst: at <= 0, isLast: at === group.length - 1, move: moving.mutate }
}

/** The ids of two neighbours, the other way round. */
function swapped(group: readonly View[], one: number, other: number): string[] {
  const pair = [group[Math.min(one, other)], group[Math.max(one, other)]]
  return pair.flatMap((view) => view?.id ?? []).toReversed()
}

/** What may be done with a view: change it, move it, delete it. */
export function ViewMenu({ view, onEdit }: { view: View; onEdit: (view: View) => void }) {
  const [isDeleting, setDeleting] = useState(false)
  const { isFirst, isLast, move } = useMove(view)
  return (
    <>
      <MenuButton
        label={t('views.menu', { name: viewName(view) })}
        className="absolute end-1 top-1/2 grid size-6 -translate-y-1/2 place-items-center rounded-control text-ink-3 opacity-0 hover:bg-ink/8 hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 group-focus-within:opacity-100 aria-expanded:opacity-100 max-pane:size-11 max-pane:opacity-100"
        sections={[
          {
            items: [
              { id: 'edit', label: t('views.edit'), icon: 'filter', run: () => onEdit(view) },
              { id: 'up', label: t('views.up'), icon: 'up', isDisabled: isFirst, run: () => move(-1) },
              { id: 'down', label: t('views.down'), icon: 'down', isDisabled: isLast, run: () => move(1) },
            ],
          },
          { items: [{ id: 'delete', label: t('views.delete'), icon: 'x', run: () => setDeleting(true) }] },
        ]}
      >
        <Icon name="more" size="s" />
      </MenuButton>
      {isDeleting && <DeleteDialog view={view} onClose={() => setDeleting(false)} />}
    </>
  )
}

function DeleteDialog({ view, onClose }: { view: View; onClose: () => void }) {
  const client = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => deleteView(view),
    onSuccess: () => {
      onClose()
      void client.invalidateQueries({ queryKey: cacheKeys.views })
    },
  })
  return (
    <Dialog title={t('views.delete')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p>{t(view.sharedWith === 'nobody' ? 'views.deleteOwn' : 'views.deleteShared', { name: viewName(view) })}</p>
        {deleting.error && <ProblemLine error={deleting.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('views.cancel')}</Button>
          <Button look="main" busy={deleting.isPending} onClick={() => deleting.mutate()}>
            {t('views.delete')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
