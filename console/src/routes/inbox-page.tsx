import type { View } from '@switchyard/sdk'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Customer } from '@switchyard/sdk'
import { NewButton, ViewsColumn } from '../features/frame/views-column.tsx'
import { ViewsList } from '../features/frame/views-list.tsx'
import { InboxList } from '../features/inbox/inbox-list.tsx'
import { shapeOf } from '../live/list-shape.ts'
import type { ListShape } from '../live/list-shape.ts'
import type { ListFilter } from '../features/inbox/queries.ts'
import { nextTicket } from '../features/inbox/next-ticket.ts'
import { markSeen } from '../features/inbox/seen.ts'
import { useListCount } from '../features/inbox/ticket-list.tsx'
import { PresenceCard, useSetPresence } from '../features/presence/presence-card.tsx'
import { agentQuery } from '../features/presence/queries.ts'
import { TicketScreen } from '../features/ticket/ticket-screen.tsx'
import { useMe } from '../live/me.ts'
import { viewKey, viewName, viewsQuery } from '../live/views.ts'
import { queuesQuery } from '../live/queues.ts'
import { useActions } from '../ui/actions.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty } from '../ui/states.tsx'
import { readStored, writeStored } from '../ui/stored.ts'
import { now } from '../ui/clock.ts'
import { t } from '../ui/words/words.ts'
import { useIsWide } from '../ui/use-is-wide.ts'
import { toggleZen, useZen } from '../ui/zen.ts'
import { useOpenNewTicket } from './open-new-ticket.ts'
import { useOpenPalette } from './open-palette.ts'
import { useViewEditor } from './use-view-editor.tsx'

/** The list that the address asks for: a queue, a view, or the first view; with the search on top. */
function useList(): { filter: ListFilter | null; title: string; shape: ListShape; isFirstView: boolean } {
  const { view, queue, q, sort } = useSearch({ from: '/frame/inbox' })
  const { data: views, isError } = useQuery(viewsQuery)
  const { data: queues } = useQuery(queuesQuery)
  if (queue !== undefined)
    return {
      filter: { queue, q },
      title: queues?.data.find((entry) => entry.slug === queue)?.label ?? queue,
      shape: shapeOf(undefined, sort),
      isFirstView: false,
    }
  const first = views?.data[0]
  const chosen = view === undefined ? first : views?.data.find((one) => one.slug === view || one.id === view)
  const key = view ?? (first && viewKey(first))
  const filter = key === undefined ? (isError ? { q } : null) : { view: key, q }
  return {
    filter,
    title: chosen === undefined ? '' : viewName(chosen),
    shape: shapeOf(chosen, sort),
    isFirstView: chosen !== undefined && chosen === first && q === undefined,
  }
}

// Whoever has tickets never sees it.
const FirstMinute = lazy(async () => ({
  default: (await import('../features/first-minute/first-minute.tsx')).FirstMinute,
}))
const CustomerMenu = lazy(async () => ({
  default: (await import('../features/customers/customer-menu.tsx')).CustomerMenu,
}))

function MenuOfCustomer({ customer }: { customer: Customer }) {
  const openNew = useOpenNewTicket()
  return (
    <Suspense fallback={null}>
      <CustomerMenu customer={customer} onNewTicket={openNew} />
    </Suspense>
  )
}

const customerMenuOf = (customer: Customer) => <MenuOfCustomer customer={customer} />

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

/** Views, list and thread side by side; one pane on a phone, two where there is room for two. */
export function InboxPage() {
  const search = useSearch({ from: '/frame/inbox' })
  const { ticketId } = useParams({ strict: false })
  const openId = ticketId ?? null
  const { filter, title, shape, isFirstView } = useList()
  const agent = useMe().agent
  const openPalette = useOpenPalette()
  const openNew = useOpenNewTicket()
  const isZen = useZen()
  useZenKey()
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

/** Finds the next ticket of the list that the address asks for, while this one is in it; gives how to go there. */
function useFindNext(ticketId: string): () => () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ from: '/frame/inbox' })
  const { filter, shape } = useList()
  return () => {
    const place = { filter: filter ?? {}, shape, ticketId, nowMs: now() }
    const next = nextTicket(client, place)
    return () =>
      void (next === null
        ? navigate({ to: '/', search })
        : navigate({ to: '/tickets/$ticketId', params: { ticketId: next }, search }))
  }
}

/** `/tickets/$ticketId`. */
export function InboxTicketPage() {
  const me = useMe()
  const { ticketId } = useParams({ from: '/frame/inbox/tickets/$ticketId' })
  const search = useSearch({ from: '/frame/inbox' })
  const findNext = useFindNext(ticketId)
  useEffect(() => {
    markSeen(ticketId, new Date(now()).toISOString())
    return () => markSeen(ticketId, new Date(now()).toISOString())
  }, [ticketId])
  const back = (
    <Link to="/" search={search} className="b bare icon touch stack:!hidden" aria-label={t('ticket.back')}>
      <Icon name="left" />
    </Link>
  )
  const meIds = [me.user.id, me.member.id, ...(me.agent ? [me.agent.id] : [])]
  return (
    <TicketScreen
      ticketId={ticketId}
      meIds={meIds}
      agentId={me.agent?.id ?? null}
      back={back}
      isFocused={useZen()}
      findNext={findNext}
      customerMenu={customerMenuOf}
    />
  )
}
