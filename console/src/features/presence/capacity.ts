import type { Workload } from '@switchyard/sdk'

type WorkKind = 'chat' | 'ticket' | 'call' | 'case'
interface CapacityPart {
  kind: WorkKind
  units: number
  count: number
}

const kindOf: Record<string, WorkKind> = {
  chat: 'chat',
  'live-chat': 'chat',
  call: 'call',
  voice: 'call',
  callback: 'call',
  case: 'case',
}

/** Units and tasks by kind of work, in the order of the bar: chat, ticket, call, case. */
export function capacityParts(workload: Workload): CapacityPart[] {
  const parts = new Map<WorkKind, CapacityPart>()
  for (const [name, units] of Object.entries(workload.byChannel)) {
    const kind = kindOf[name] ?? 'ticket'
    const part = parts.get(kind) ?? { kind, units: 0, count: 0 }
    parts.set(kind, { ...part, units: part.units + units })
  }
  for (const task of workload.tasks) {
    const kind = kindOf[task.kind ?? task.channel ?? ''] ?? 'ticket'
    const part = parts.get(kind) ?? { kind, units: 0, count: 0 }
    parts.set(kind, { ...part, count: part.count + 1 })
  }
  const order: WorkKind[] = ['chat', 'ticket', 'call', 'case']
  return order.flatMap((kind) => parts.get(kind) ?? []).filter((part) => part.units > 0 || part.count > 0)
}
