import type { View } from '@switchyard/sdk'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Navigate, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { areas } from '../features/frame/areas.ts'
import { NewButton, ViewsColumn } from '../features/frame/views-column.tsx'
import { ViewsList } from '../features/frame/views-list.tsx'
import { InboxList } from '../features/inbox/inbox-list.tsx'
import type { ListShape } from '../live/list-shape.ts'
import type { ListFilter } from '../features/inbox/queries.ts'
import { useListCount } from '../features/inbox/ticket-list.tsx'
import { PresenceCard, useSetPresence } from '../features/presence/presence-card.tsx'
import { agentQuery } from '../features/presence/queries.ts'
import { useMe } from '../live/me.ts'
import { useActions } from '../ui/actions.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/states.tsx'
import { readStored, writeStored } from '../ui/stored.ts'
import { now } from '../ui/clock.ts'
import { t } from '../ui/words/words.ts'
import { useIsWide } from '../ui/use-is-wide.ts'
import { toggleZen, useZen } from '../ui/zen.ts'
import { useOpenNewTicket } from './open-new-ticket.ts'
import { useOpenPalette } from './open-palette.ts'
import { useList } from './use-list.ts'
import { useViewEditor } from './use-view-editor.tsx'

// Whoever has tickets never sees it.
const FirstMinute = lazy(async () => ({
  default: (await import('../features/first-minute/first-minute.tsx')).FirstMinute,
}))

function ViewsSheet({ menuOf }: { menuOf: (view: View) => ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const search = useSearch({ from: '/frame/inbox' })
  const agent = useMe().agent
  return (
    <>
      <IconButton icon="down" label={t('frame.views')} className="pane:!hidden" onClick={() => setOpen(true)} />
      {isOpen && (
        <Dialog place="sheet" title={t('frame.views')} onClose={() => setOpen(false)}>
          <div className="p-3">
            {agent && <PresenceCard agent={agent} />}
            <ViewsList chosen={search} menuOf={menuOf} onChosen={() => setOpen(false)} />
          </div>
        </Dialog>
      )}
    </>
  )
}

interface ListColumnProps {
  filter: ListFilter
  title: string
  shape: ListShape
  isTable: boolean
  openId: string | null
  menuOf: (view: View) => ReactNode
  onSave: () => void
}

function ListColumn({ filter, title, shape, isTable, openId, menuOf, onSave }: ListColumnProps) {
  const search = useSearch({ from: '/frame/inbox' })
  const navigate = useNavigate()
  const openNew = useOpenNewTicket()
  return (
    <InboxList
      title={title}
      filter={filter}
      shape={shape}
      isTable={isTable}
      openId={openId}
      meId={useMe().agent?.id ?? null}
      search={search}
      onSearch={(q) => void navigate({ to: '.', search: (known) => ({ ...known, q: q === '' ? undefined : q }) })}
      onOrder={(sort) => void navigate({ to: '.', search: (known) => ({ ...known, sort }) })}
      onSave={onSave}
      viewsButton={
        <>
          <ViewsSheet menuOf={menuOf} />
          {openNew && <NewButton onNew={() => openNew(null)} className="pane:!hidden" />}
        </>
      }
    />
  )
}

const hiddenName = 'firstMinuteHidden'

/** The guide stands in for an empty first view until it is done or hidden. */
function useFirstMinute(filter: ListFilter | null, isFirstView: boolean, openId: string | null) {
  const me = useMe()
  const [isHidden, setHidden] = useState(() => readStored(hiddenName, false))
  const { isEmpty } = useListCount(filter ?? {}, filter !== null)
  useEffect(() => {
    if (isFirstView && openId !== null) writeStored(hiddenName, true)
  }, [isFirstView, openId])
  const hide = () => {
    writeStored(hiddenName, true)
    setHidden(true)
  }
  return { isShown: !isHidden && isFirstView && isEmpty && openId === null && me.agent !== null, hide }
}

function Guide({ onHide }: { onHide: () => void }) {
  const agentId = useMe().agent?.id ?? ''
  const { data: agent } = useQuery(agentQuery(agentId))
  const set = useSetPresence(agentId)
  const isAvailable = agent?.presence?.state === 'available'
  return (
    <Suspense fallback={null}>
      <FirstMinute
        agentId={agentId}
        availableSince={isAvailable ? (agent.presence?.since ?? new Date(now()).toISOString()) : null}
        capacityUnits={agent?.capacityUnits ?? 100}
        onGoAvailable={() => set.mutate({ state: 'available' })}
        onHide={onHide}
      />
    </Suspense>
  )
}

function useZenKey(): void {
  useActions('zen', [
    {
      id: 'zen',
      label: t('frame.zen'),
      group: t('frame.everywhere'),
      icon: 'screen',
      isAllowed: true,
      run: toggleZen,
    },
  ])
}

const restMs = 300

/** The ticket's screen comes behind the first one, before anybody asks for it. */
function useTicketScreenSoon(): void {
  useEffect(() => {
    const timer = setTimeout(() => void import('./ticket-page.tsx'), restMs)
    return () => clearTimeout(timer)
  }, [])
}

/** Views, list and thread side by side; one pane on a phone, two where there is room for two. */
function Inbox() {
  const search = useSearch({ from: '/frame/inbox' })
  const { ticketId } = useParams({ strict: false })
  const openId = ticketId ?? null
  const { filter, title, shape, isFirstView } = useList()
  const agent = useMe().agent
  const openPalette = useOpenPalette()
  const openNew = useOpenNewTicket()
  const isZen = useZen()
  useZenKey()
  useTicketScreenSoon()
  const editor = useViewEditor()
  const first = useFirstMinute(filter, isFirstView, openId)
  // A view with columns of its own has all the room while no ticket is open.
  const isTable = useIsWide() && openId === null && shape.columns.length > 0 && !first.isShown
  const columns =
    isZen && openId !== null
      ? ''
      : first.isShown || isTable
        ? 'pane:grid-cols-[var(--w-views)_minmax(0,1fr)]'
        : 'pane:grid-cols-[var(--w-views)_minmax(0,1fr)] stack:grid-cols-[var(--w-views)_var(--w-list)_minmax(0,1fr)]'
  const isAlone = isZen && openId !== null
  return (
    <div className={`grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] ${columns}`}>
      {!isAlone && (
        <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] max-pane:hidden">
          <ViewsColumn
            chosen={search}
            presence={agent && <PresenceCard agent={agent} />}
            menuOf={editor.menuOf}
            onSearch={openPalette}
            onNew={openNew && (() => openNew(null))}
          />
        </div>
      )}
      {first.isShown ? (
        <Guide onHide={first.hide} />
      ) : (
        <>
          {!isAlone && (
            <div className={`min-h-0 ${openId === null ? '' : 'max-stack:hidden'}`}>
              {filter && (
                <ListColumn
                  filter={filter}
                  title={title}
                  shape={shape}
                  isTable={isTable}
                  openId={openId}
                  menuOf={editor.menuOf}
                  onSave={() => editor.begin(filter)}
                />
              )}
            </div>
          )}
          {!isTable && (
            <div className={`min-h-0 min-w-0 ${openId === null ? 'max-stack:hidden' : ''}`}>
              <Outlet />
            </div>
          )}
        </>
      )}
      {editor.dialog}
    </div>
  )
}

/** `/`: the list without an open ticket. */
export function NothingOpen() {
  return (
    <main className="h-full bg-surface">
      <Empty icon="inbox" title={t('inbox.nothingOpen')} text={t('inbox.nothingOpenText')} />
    </main>
  )
}

/** Who may read no tickets, as who arranges markets alone, begins where they may be. */
export function InboxPage() {
  const [first] = areas(useMe().permissions)
  if (first !== undefined && first.to !== '/') return <Navigate to={first.to} replace />
  return <Inbox />
}
