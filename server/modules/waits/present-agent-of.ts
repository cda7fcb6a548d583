import type { AgentInput } from '../../core/routing/index.ts'
import type { PresentAgent } from '../../core/waits/index.ts'
import type { TaskKind, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { StaffedAgent } from './staff-view.ts'

/** How many tasks of a kind an agent can hold at once, and how many more it has room for now. */
export function presentAgentOf(
  agent: StaffedAgent,
  { kindOverrides }: AgentInput,
  { kind, workflow }: { kind: string; workflow: WorkflowSnapshot },
): PresentAgent {
  const { agentId, presentSince, capacityUnits, heldUnits, heldByKind } = agent
  const override = kindOverrides[kind]
  const units = override?.units ?? workflow.capacity.units[kind as TaskKind]
  const ownMost = override?.maxAtOnce
  const most = (ownMost === undefined ? workflow.capacity.maxima[kind as TaskKind] : ownMost) ?? Infinity
  const roomFor = (free: number) => (units > 0 ? Math.floor(Math.max(0, free) / units) : 1)
  return {
    agentId,
    presentSince,
    places: Math.min(roomFor(capacityUnits), most),
    freePlaces: Math.max(0, Math.min(roomFor(capacityUnits - heldUnits), most - (heldByKind[kind] ?? 0))),
  }
}
