import type { Workload } from '@switchyard/sdk'

type WorkKind = 'chat' | 'ticket' | 'call' | 'case'
interface CapacityPart {
  kind: WorkKind
  units: number
  count: number
}

const kindOf: Record<string, WorkKind> = {
  chat: 'chat',
  call: 'call',
  callback: 'call',
  case: 'case',
}

/** Units and tasks in hand by kind of work, in the order of the bar: chat, ticket, call, case. Offers are not in hand. */
export function capacityParts(workload: {
  tasks: Pick<Workload['tasks'][number], 'kind' | 'state' | 'units'>[]
}): CapacityPart[] {
  const parts = new Map<WorkKind, CapacityPart>()
  for (const task of workload.tasks) {
    if (task.state === 'offered') continue
    const kind = kindOf[task.kind] ?? 'ticket'
    const part = parts.get(kind) ?? { kind, units: 0, count: 0 }
    parts.set(kind, { kind, units: part.units + task.units, count: part.count + 1 })
  }
  const order: WorkKind[] = ['chat', 'ticket', 'call', 'case']
  return order.flatMap((kind) => parts.get(kind) ?? [])
}
