import { lazy, Suspense, useState } from 'react'
import { Outlet, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Customer } from '@switchyard/sdk'
import { areas } from '../features/frame/areas.ts'
import { BusyNotice } from '../features/frame/busy-notice.tsx'
import { OfflineBanner } from '../features/frame/offline-banner.tsx'
import { BottomBar, Rail, railTile } from '../features/frame/rail.tsx'
import { AlertMenu } from '../features/offers/alert-menu.tsx'
import { OfferCard } from '../features/offers/offer-card.tsx'
import { useSetPresence } from '../features/presence/presence-card.tsx'
import { agentQuery } from '../features/presence/queries.ts'
import { AccountMenu } from '../features/session/account-menu.tsx'
import { OutgoingToasts } from '../features/ticket/outgoing-toasts.tsx'
import { settleAllReplies, useKeptReplies } from '../features/ticket/outgoing.ts'
import { useKeptDrafts } from '../features/ticket/use-kept-drafts.ts'
import { useKeptWords } from '../live/chat-outbox.ts'
import { useLiveFeed } from '../live/live-status.ts'
import { useMe } from '../live/me.ts'
import { useActions, useKeyboard } from '../ui/actions.ts'
import type { Action } from '../ui/actions.ts'
import { ClockExplanation } from '../ui/clock-explanation.ts'
import { Icon } from '../ui/icon.tsx'
import { useLastChange } from '../ui/last-change.ts'
import { chooseTheme } from '../ui/theme.ts'
import { Toasts } from '../ui/toasts.tsx'
import { loadPartWords } from '../ui/words/load-part-words.ts'
import { t, wordFor } from '../ui/words/words.ts'
import { OpenNewTicketContext } from './open-new-ticket.ts'
import { OpenPaletteContext } from './open-palette.ts'

const ChatStrip = lazy(async () => ({ default: (await import('../features/chats/chat-strip.tsx')).ChatStrip }))
const ChatAlerts = lazy(async () => ({ default: (await import('../features/chats/chat-alerts.tsx')).ChatAlerts }))
const Palette = lazy(async () => ({ default: (await import('../features/palette/palette.tsx')).Palette }))
const ClockPopover = lazy(async () => ({ default: (await import('../features/sla/clock-popover.tsx')).ClockPopover }))
/** With its words, before any of it is shown. */
const NewTicketDialog = lazy(async () => {
  const [dialog] = await Promise.all([import('../features/ticket/new-ticket-dialog.tsx'), loadPartWords('newTicket')])
  return { default: dialog.NewTicketDialog }
})
const HelpDialog = lazy(async () => ({ default: (await import('../features/frame/help-dialog.tsx')).HelpDialog }))
const DecisionDialog = lazy(async () => ({
  default: (await import('../features/decision/decision-dialog.tsx')).DecisionDialog,
}))

/** What lies over the screen; a new ticket may be for a customer who is known. */
type Layer = 'palette' | 'help' | { customer: Customer | null } | null

function usePresenceVerbs(agentId: string | null): void {
  const set = useSetPresence(agentId ?? '')
  const states = ['available', 'busy', 'away', 'offline'] as const
  useActions(
    'presence',
    states.map((state): Action => ({
      id: `presence-${state}`,
      label: t('presence.go', { state: wordFor('presence', state) }),
      group: t('presence.group'),
      icon: 'headset',
      isAllowed: agentId !== null,
      run: () => set.mutate({ state }),
    })),
  )
}

/** Whoever opens tickets finds their customers first. */
function mayOpenTickets(permissions: readonly string[]): boolean {
  return permissions.includes('ticket:write') && permissions.includes('customer:read')
}

function useFrameVerbs(show: (layer: Layer) => void): void {
  const navigate = useNavigate()
  const { permissions } = useMe()
  const takeBack = useLastChange()
  const themes = ['system', 'light', 'dark'] as const
  useActions('frame', [
    ...areas(permissions).map((area): Action => ({
      id: `go-${area.id}`,
      label: t('area.goTo', { area: area.label }),
      group: t('frame.areas'),
      icon: area.icon,
      isAllowed: true,
      run: () => void navigate({ to: area.to }),
    })),
    {
      id: 'palette',
      label: t('frame.searchOrRun'),
      group: t('frame.everywhere'),
      icon: 'search',
      isAllowed: true,
      run: () => show('palette'),
    },
    {
      id: 'help',
      label: t('help.title'),
      group: t('frame.everywhere'),
      icon: 'help',
      isAllowed: true,
      run: () => show('help'),
    },
    {
      id: 'new-ticket',
      label: t('frame.newTicket'),
      group: t('frame.everywhere'),
      icon: 'plus',
      isAllowed: mayOpenTickets(permissions),
      run: () => show({ customer: null }),
    },
    {
      id: 'undo-change',
      label: t('keys.undoChange'),
      group: t('frame.everywhere'),
      icon: 'undo',
      isAllowed: takeBack !== null,
      run: () => takeBack?.(),
    },
    ...themes.map((theme): Action => ({
      id: `theme-${theme}`,
      label: t('theme.use', { theme: t(`theme.${theme}`) }),
      group: t('theme.title'),
      icon: theme === 'dark' ? 'moon' : 'sun',
      isAllowed: true,
      run: () => chooseTheme(theme),
    })),
  ])
}

function Layers({ layer, onClose }: { layer: Layer; onClose: () => void }) {
  const navigate = useNavigate()
  const { decision } = useSearch({ from: '/frame' })
  const onTicket = (ticketId: string) => void navigate({ to: '/tickets/$ticketId', params: { ticketId } })
  const closeDecision = () => void navigate({ to: '.', search: (known) => ({ ...known, decision: undefined }) })
  return (
    <Suspense fallback={null}>
      {layer === 'palette' && (
        <Palette
          onClose={onClose}
          onTicket={onTicket}
          onCase={(caseId) => void navigate({ to: '/cases', search: { case: caseId } })}
          onSearch={(q) => void navigate({ to: '/', search: { view: 'all', q } })}
        />
      )}
      {layer === 'help' && <HelpDialog onClose={onClose} />}
      {typeof layer === 'object' && layer !== null && (
        <NewTicketDialog
          who={layer.customer === null ? { kind: 'nobody' } : { kind: 'known', customer: layer.customer }}
          onClose={onClose}
          onTicket={onTicket}
        />
      )}
      {decision !== undefined && <DecisionDialog decisionId={decision} onClose={closeDecision} />}
    </Suspense>
  )
}

/** Opens a ticket; gives the way back to where one was, for whoever is still there. */
function useOpenTicket(): (ticketId: string) => () => void {
  const router = useRouter()
  return (ticketId) => {
    const { href } = router.state.location
    void router.navigate({ to: '/tickets/$ticketId', params: { ticketId } })
    return () => {
      if (router.state.location.pathname === `/tickets/${ticketId}`) router.history.replace(href)
    }
  }
}

/** Everything around a screen: rail, live feed, keyboard, palette, the offer that may arrive anywhere. */
export function FramePage() {
  const me = useMe()
  const client = useQueryClient()
  const agentId = me.agent?.id ?? null
  const { data: agent } = useQuery({ ...agentQuery(agentId ?? ''), enabled: agentId !== null })
  const [layer, show] = useState<Layer>(null)
  useLiveFeed()
  useKeptReplies(me.member.id)
  useKeptDrafts()
  useKeptWords(me.member.id)
  useKeyboard()
  usePresenceVerbs(agentId)
  useFrameVerbs(show)
  const openById = useOpenTicket()
  const presence = agent?.presence?.state
  const openNew = mayOpenTickets(me.permissions) ? (customer: Customer | null) => show({ customer }) : null
  return (
    <OpenPaletteContext value={() => show('palette')}>
      <OpenNewTicketContext value={openNew}>
        <div className="relative flex h-dvh flex-col overflow-hidden">
          <OfflineBanner />
          {agentId !== null && (
            <Suspense fallback={null}>
              <ChatStrip agentId={agentId} />
              <ChatAlerts agentId={agentId} onOpen={openById} />
            </Suspense>
          )}
          <div className="flex min-h-0 flex-1">
            <Rail
              foot={
                <>
                  {agentId !== null && <AlertMenu className={railTile} />}
                  <button
                    type="button"
                    className={railTile}
                    aria-label={t('help.title')}
                    title={`${t('help.title')} (?)`}
                    onClick={() => show('help')}
                  >
                    <Icon name="help" size="l" />
                  </button>
                  <AccountMenu
                    {...(presence ? { presence } : {})}
                    onLeave={() => settleAllReplies(client)}
                    onSignedOut={() => location.assign('/sign-in')}
                  />
                </>
              }
            />
            <div className="min-h-0 min-w-0 flex-1">
              <ClockExplanation value={ClockPopover}>
                <Outlet />
              </ClockExplanation>
            </div>
          </div>
          <BottomBar onSearch={() => show('palette')} />
          {agentId !== null && <OfferCard onAccept={({ ticketId }) => openById(ticketId)} />}
          <Toasts>
            <BusyNotice />
            <OutgoingToasts onOpen={openById} />
          </Toasts>
          <Layers layer={layer} onClose={() => show(null)} />
        </div>
      </OpenNewTicketContext>
    </OpenPaletteContext>
  )
}
