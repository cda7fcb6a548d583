import { useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { Agent, PresenceState, RosterWorkload } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { fullDate, timerText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { byReadiness, servesQueue } from './candidates.ts'
import { rosterQuery } from './queries.ts'
import { PresenceCounts } from './queue-tile.tsx'

const rowPx = 67
const rosterOrders = ['ready', 'free', 'name'] as const
type RosterOrder = (typeof rosterOrders)[number]

const heldOf = ({ workload }: Agent) =>
  workload ? (workload.usedUnits + workload.reservedUnits) / Math.max(1, workload.capacityUnits) : 1
const compares: Record<RosterOrder, (a: Agent, b: Agent) => number> = {
  ready: byReadiness,
  free: (a, b) => heldOf(a) - heldOf(b) || byReadiness(a, b),
  name: (a, b) => a.name.localeCompare(b.name),
}

function countPresence(agents: readonly Agent[]): Record<PresenceState, number> {
  const counts = { available: 0, busy: 0, away: 0, draining: 0, offline: 0 }
  for (const agent of agents) counts[agent.presence?.state ?? 'offline'] += 1
  return counts
}

/** `Break 12:02`: the state, or its reason, and for how long. */
function Since({ agent }: { agent: Agent }) {
  const { state = 'offline', reason, since } = agent.presence ?? {}
  const text = useClock((nowMs) => (since ? timerText(nowMs - Date.parse(since)) : ''))
  const word = reason && state !== 'available' ? wordFor('presenceReason', reason) : wordFor('presence', state)
  return (
    <span className="type-meta ms-auto whitespace-nowrap text-ink-3" title={since ? fullDate(since) : ''}>
      {word} {text}
    </span>
  )
}

const barKinds = ['chat', 'ticket', 'call', 'case'] as const
const colours = { chat: 'bg-series-1', ticket: 'bg-series-2', call: 'bg-series-3', case: 'bg-series-4' } as const
/** A callback is a call to come. */
const barKindOf = (kind: string) => (kind === 'callback' ? 'call' : (barKinds.find((one) => one === kind) ?? 'ticket'))

/** Units in hand by kind of work, and faint those held by an offer, of all the agent has. */
function LoadBar({ workload }: { workload: RosterWorkload | undefined }) {
  const share = (units: number) => `${(100 * units) / Math.max(1, workload?.capacityUnits ?? 1)}%`
  const units = (kind: (typeof barKinds)[number]) =>
    Object.entries(workload?.unitsByKind ?? {}).reduce(
      (sum, [own, held]) => sum + (barKindOf(own) === kind ? held : 0),
      0,
    )
  const words = workload ? t('work.used', { used: workload.usedUnits, capacity: workload.capacityUnits }) : ''
  const held = workload && workload.reservedUnits > 0 ? `, ${t('work.onOffer', { units: workload.reservedUnits })}` : ''
  return (
    <span
      role="img"
      aria-label={words + held}
      className="mt-1 flex h-[5px] gap-px overflow-hidden rounded-full bg-fill"
    >
      {workload && (
        <>
          {barKinds.map((kind) => (
            <i key={kind} className={`block h-full ${colours[kind]}`} style={{ width: share(units(kind)) }} />
          ))}
          <i className="block h-full bg-series-1 opacity-35" style={{ width: share(workload.reservedUnits) }} />
        </>
      )}
    </span>
  )
}

function AgentRow({ agent }: { agent: Agent }) {
  const { workload, presence } = agent
  const serves = [agent.languages?.join(', '), workload?.queues.join(', ')].filter(Boolean).join(' · ')
  return (
    <div className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-2.5 border-b border-line px-[18px] pb-[9px] pt-2">
      <span className="pt-0.5">
        <Avatar name={agent.name} id={agent.id} size="m" {...(presence ? { presence: presence.state } : {})} />
      </span>
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <b className="truncate text-[13px]/[18px] font-[550]">{agent.name}</b>
          <Since agent={agent} />
        </p>
        <LoadBar workload={workload} />
        <p className="num mt-1 flex gap-2 text-[11.5px]/[15px] text-ink-3">
          <span className="truncate" title={serves}>
            {workload && workload.offers > 0 && `${plural('roster.offers', workload.offers)} · `}
            {workload && workload.tasks > 0 && `${plural('roster.tasks', workload.tasks)} · `}
            {serves}
          </span>
          <span className="ms-auto whitespace-nowrap">
            {workload &&
              t('roster.units', { used: workload.usedUnits + workload.reservedUnits, all: workload.capacityUnits })}
          </span>
        </p>
      </div>
    </div>
  )
}

function Agents({ agents }: { agents: Agent[] }) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: agents.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => agents[index]?.id ?? index,
    overscan: 6,
  })
  return (
    <div
      ref={box}
      tabIndex={0}
      aria-label={t('assign.agents')}
      role="group"
      className="ring-inside min-h-0 flex-1 overflow-y-auto"
    >
      <div role="list" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const agent = agents[item.index]
          return (
            agent && (
              <div
                key={item.key}
                role="listitem"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <AgentRow agent={agent} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

/** Who could help: presence with reason and time, load, what they serve. Of one queue when one is chosen. */
export function Roster({ queue, queueLabel }: { queue: string | null; queueLabel: string }) {
  const { data, error, refetch } = useQuery(rosterQuery)
  const [order, setOrder] = useState<RosterOrder>('ready')
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-4" rows={Array.from({ length: 6 }, () => 'h-14')} />
  const agents = data.filter((agent) => queue === null || servesQueue(agent, queue)).toSorted(compares[order])
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-12 flex-none items-center gap-2 ps-[18px] pe-3">
        <h2 className="truncate text-[13.5px]/[20px] font-semibold">
          {queue === null ? t('assign.agents') : t('roster.ofQueue', { queue: queueLabel })}
        </h2>
        <span className="num text-ink-3">{agents.length}</span>
        <MenuButton
          className="b bare sm ms-auto"
          align="end"
          sections={[
            {
              items: rosterOrders.map((one) => ({
                id: one,
                label: t(`roster.order.${one}`),
                isChecked: one === order,
                run: () => setOrder(one),
              })),
            },
          ]}
        >
          <Icon name="sort" size="s" />
          <span className="sr-only">{t('roster.order')}: </span>
          {t(`roster.order.${order}`)}
        </MenuButton>
      </header>
      <div className="flex-none border-b border-line px-[18px] pb-3">
        <PresenceCounts counts={countPresence(agents)} named />
      </div>
      {agents.length === 0 ? (
        <Empty icon="headset" title={t('roster.empty')} text={t('roster.emptyText')} />
      ) : (
        <Agents agents={agents} />
      )}
      <footer className="flex flex-none flex-wrap gap-x-3.5 gap-y-1 border-t border-line px-[18px] py-2.5 text-[11.5px]/[16px] text-ink-3">
        {barKinds.map((kind) => (
          <span key={kind} className="flex items-center gap-[5px]">
            <i className={`size-[9px] rounded-[2px] ${colours[kind]}`} /> {t(`kind.${kind}`)}
          </span>
        ))}
        <span className="flex min-w-0 items-center gap-[5px]">
          <i className="size-[9px] flex-none rounded-[2px] bg-series-1 opacity-35" />
          <span className="truncate">{t('roster.held')}</span>
        </span>
      </footer>
    </div>
  )
}
