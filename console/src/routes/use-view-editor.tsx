import { lazy, Suspense, useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import type { View } from '@switchyard/sdk'
import type { ListFilter } from '../features/inbox/queries.ts'
import { ViewMenu } from '../features/views/view-menu.tsx'
import { viewKey, viewsQuery } from '../live/views.ts'

const ViewDialog = lazy(async () => ({ default: (await import('../features/views/view-dialog.tsx')).ViewDialog }))

/** What is being saved or changed, and the dialog for it. */
export function useViewEditor() {
  const navigate = useNavigate()
  const { data: views } = useQuery(viewsQuery)
  const [edited, edit] = useState<{ view: View | null; q: string } | null>(null)
  const dialog = edited && (
    <Suspense fallback={null}>
      <ViewDialog
        {...edited}
        onClose={() => edit(null)}
        onSaved={(saved) => {
          edit(null)
          if (edited.view === null) void navigate({ to: '/', search: { view: viewKey(saved) } })
        }}
      />
    </Suspense>
  )
  /** A search within a view asks for what both ask for. */
  const begin = ({ view, queue, q = '' }: ListFilter) => {
    const within = views?.data.find((one) => one.slug === view || one.id === view)?.q ?? ''
    edit({ view: null, q: [queue === undefined ? within : `queue:${queue}`, q].filter(Boolean).join(' ') })
  }
  const menuOf = (view: View) => <ViewMenu view={view} onEdit={(one) => edit({ view: one, q: one.q })} />
  return { dialog, begin, menuOf }
}
