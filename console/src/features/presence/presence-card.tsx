import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Agent, PresenceState, Workload } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuSection } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { capacityParts } from './capacity.ts'
import { reasonsFor } from './presence-reasons.ts'
import { agentQuery, setPresence, workloadQuery } from './queries.ts'

const colours = { chat: 'bg-series-1', ticket: 'bg-series-2', call: 'bg-series-3', case: 'bg-series-4' } as const

function workWords(workload: Workload): string {
  const parts = capacityParts(workload)
    .filter((part) => part.count > 0)
    .map((part) => plural(`work.${part.kind}`, part.count))
  if (workload.reservedUnits > 0) parts.push(t('work.onOffer', { units: workload.reservedUnits }))
  return parts.length > 0 ? parts.join(', ') : t('work.free', { units: workload.capacityUnits })
}

/** One bar of units, coloured by kind of work; units held by an offer are faint. */
function CapacityBar({ workload }: { workload: Workload }) {
  const share = (units: number) => `${(100 * units) / Math.max(1, workload.capacityUnits)}%`
  const words = `${t('work.used', { used: workload.usedUnits, capacity: workload.capacityUnits })}: ${workWords(workload)}`
  return (
    <div role="img" aria-label={words} className="mt-2 flex h-[5px] gap-px overflow-hidden rounded-full bg-fill">
      {capacityParts(workload).map((part) => (
        <i key={part.kind} className={`block h-full ${colours[part.kind]}`} style={{ width: share(part.units) }} />
      ))}
      <i className="block h-full bg-series-1 opacity-35" style={{ width: share(workload.reservedUnits) }} />
    </div>
  )
}

function presenceSections(
  current: PresenceState,
  listed: readonly string[],
  choose: (state: PresenceState, reason?: string) => void,
): MenuSection[] {
  const withReasons = (state: 'busy' | 'away'): MenuSection => {
    const reasons = reasonsFor(state, listed).map((reason) => ({
      id: `${state}-${reason}`,
      label: wordFor('presenceReason', reason),
      run: () => choose(state, reason),
    }))
    const none = { id: `${state}-none`, label: t('presence.none'), run: () => choose(state) }
    return { label: wordFor('presence', state), items: reasons.length > 0 ? reasons : [none] }
  }
  return [
    {
      items: [
        {
          id: 'available',
          label: wordFor('presence', 'available'),
          isChecked: current === 'available',
          run: () => choose('available'),
        },
      ],
    },
    withReasons('busy'),
    withReasons('away'),
    {
      items: [
        {
          id: 'offline',
          label: wordFor('presence', 'offline'),
          isChecked: current === 'offline',
          run: () => choose('offline'),
        },
      ],
    },
  ]
}

/** Sets one's own presence, shown at once and confirmed by the server's event. */
export function useSetPresence(agentId: string) {
  const client = useQueryClient()
  const key = agentQuery(agentId).queryKey
  return useMutation({
    mutationFn: (input: { state: PresenceState; reason?: string }) => setPresence({ agentId, ...input }),
    onMutate: (input) => {
      const before = client.getQueryData(key)
      client.setQueryData(key, (known) =>
        known ? { ...known, presence: { ...known.presence, state: input.state, reason: input.reason ?? null } } : known,
      )
      return before
    },
    onError: (_error, _input, before) => client.setQueryData(key, before),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** The agent's own state: presence with its menu, capacity with its words. */
export function PresenceCard({ agent }: { agent: Agent }) {
  const { data: fresh = agent } = useQuery(agentQuery(agent.id))
  const { data: workload } = useQuery(workloadQuery(agent.id))
  const set = useSetPresence(agent.id)
  const listed = useMe().workflow.presenceReasons
  const state = fresh.presence?.state ?? 'offline'
  const reason = state === 'available' ? null : (fresh.presence?.reason ?? null)
  const said =
    reason === null
      ? wordFor('presence', state)
      : `${wordFor('presence', state)} · ${wordFor('presenceReason', reason)}`
  return (
    <div className="mb-1.5 mt-2 flex-none rounded-card bg-surface px-2.5 pb-2.5 pt-[9px] shadow-[0_0_0_1px_var(--line)]">
      <div className="type-label flex items-center gap-2">
        <MenuButton
          label={t('presence.change', { state: said })}
          sections={presenceSections(state, listed, (next, why) =>
            set.mutate({ state: next, ...(why ? { reason: why } : {}) }),
          )}
          className="flex min-w-0 items-center gap-2 rounded-chip"
        >
          <span className={state === 'available' ? 'live' : `presence ${state}`} />
          <span className="truncate">
            {wordFor('presence', state)}
            {reason !== null && <span className="font-normal text-ink-3"> · {wordFor('presenceReason', reason)}</span>}
          </span>
          <Icon name="down" size="xs" tone="text-ink-3" />
        </MenuButton>
        {workload && (
          <span className="ms-auto whitespace-nowrap font-normal text-ink-3">
            {t('work.share', { used: workload.usedUnits, capacity: workload.capacityUnits })}
          </span>
        )}
      </div>
      {workload ? <CapacityBar workload={workload} /> : <div className="mt-2 h-[5px] rounded-full bg-fill" />}
      <p className="mt-1.5 min-h-3.5 text-[11px]/[14px] text-ink-3">{workload && workWords(workload)}</p>
      {set.error && <ProblemLine error={set.error} />}
    </div>
  )
}
